"""What people read is plain English: no phrase of the house's own, in the bot, the README or the guides.

The rules are in docs/words.md. A phrase is looked for in each string of the bot that people may read: not in
docstrings, lines for the log, and names.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tests.every import every
from tests.locks import ROOT

FORBIDDEN: Final[dict[str, str]] = {
    r"spoken for": "reserved",
    r"on their way|on its way": "scheduled, sending",
    r"left that day, before this": "Your daily limit: 444 of 500 credits left",
    r"of everybody together": "Workspace limit",
    r"segments? a person|credits? a person": "1 segment per person",
    r"not texted": "skipped",
    r"from here\b(?! on)": "from Slack",
    r"time it takes": "Sending time",
    r"one text after the other|one by one": "one at a time",
    r"stricter count": "up to … credits",
    r"as far as .{0,30} tell": "estimated from area codes",
    r"left no name": "have no name",
    r"stays? empty": "will be blank",
    r"among them:": "For example to",
    r"follows it until": "Updates will appear in #x",
    r"check and confirm": "Review",
    r"pause \(between texts\)": "Delay between texts",
    r"carriers like": "Slower sending avoids carrier filtering",
    r"numbers in turn|of the account in turn": "Rotate through all account numbers",
    r"held by (?:the bot|sms-it)": "Scheduled; Scheduled in SMS-iT",
    r"at once\b(?! in|\*)": "immediately, now",
    r"request lapses|\blapses?\b": "expires",
    r"when it was confirmed": "Balance at request",
    r"second person must": "Needs approval",
    r"not known whether|whether this .{0,20} went out": "We couldn't confirm this was sent.",
    r"reports still come in": "Sent, reports arriving",
    r"no news": "No report",
    r"what became of|what becomes? of": "Delivery, see whether it was delivered",
    r"has had its turn|has its turn|its turn did not come": "All sent, awaiting delivery reports",
    r"rows? left out before": "rows skipped",
    r"stands? in line|stands? in that|stands? under|stands? above|stands? below": "is in, is under",
    r"holds? no letters": "Phone numbers can't contain letters",
    r"address is not one": "Invalid email address",
    r"tried a minute": "Texts per minute",
    r"make no difference": "are ignored",
    r"check who somebody is": "Verify a caller with a one-time code",
    r"waits to be verified": "You have no codes waiting",
    r"\bwhose\?": "Add a number or text ID",
    r"texted any more": "Added … to the do-not-text list",
    r"you may not do that": "You need the … role. Ask …",
    r"which you do not have|takes the role": "You need the … role. Ask …",
    r"from a typed line": "You always review before sending",
    r"too long by": "99 characters over the limit",
    r"that time is over|that time is past": "That time has passed",
    r"see its own message": "in thread",
    r"name holds": "Contacts matching",
    r"add only who": "Add only people who agreed to receive texts",
    r"\bmutters\b|answers slowly": "Slow reply, Unclear reply",
    r"what is big": "Large sends need a second person's approval.",
    r"be polite": "SMS-iT publishes no limit; keep this low.",
    r"nobody more|nobody anything": "and nothing else",
    r"behind the command": "after the command",
    r"\bwhom\b": "who",
    r"gave no clear answer": "SMS-iT's answer was unclear",
    r"wanted it so|as it stands": "as it is",
    r"there is no news|without news": "no report",
    r"\breckon": "calculate",
    r"decided by": "Sent by, Sent again by, Changed by",
    r"^what for$": "Purpose",
    r"already settled": "what it is: It was sent.",
    r"contact is called": "No contact is named",
    r"passed meanwhile": "has passed",
    r"there are more": "more on the next page",
    r"seconds? between texts": "1 text per second",
    r"where it's kept": "Where to schedule it",
}
"""Phrases that nobody who grew up with English would write here, and what to write instead."""

HOUSE: Final[dict[str, str]] = {
    r"reads? along": "is shared with another organisation",
    r"\banew\b": "again",
    r"stand in a template": "be used in a template",
    r"should go twice": "you want it sent twice",
    r"on the record\b": "recorded",
    r"where to go on|why it is so|without further ado": "Next steps, Design decisions",
    r"\b(?:somebody|anybody|nobody|everybody|whoever)\b": "someone, anyone, no one, everyone, the person who",
    r"\b(?:people|person|\d) left out\b": "3 people skipped",
    r"cancel the text$": "Cancel text",
    r"^(?::\w+: )?\w+ing\b[^.…]*[a-z]…$": "Reading the list …",
    r"\b(?:i'm|i'll|i can't)\b": "the bot",
}
"""What is also looked for where people are told something, and not in the records of decisions."""

IN_FULL: Final = re.compile(
    r"\b(?:is|are|was|were|does|did|has|have|had|could|would|should|will) not\b"
    r"|\bcannot\b|\bdo not\b(?! (?:text|contact)\b)"
    r"|\b(?:there|here) is (?:no|nothing|not|the)\b|\b(?:they|you|we) will\b"
)
"""What a native speaker contracts. *Do not text* is the name of a list."""
OTHERS_SPEAK: Final = (
    *("bot/sandbox/", "bot/store/", "bot/doctor/rights.py"),
    *("bot/slack/incoming/payloads.py", "bot/slack/incoming/metadata.py"),
    *("bot/features/audiences/form.py", "bot/features/contacts/form/filters.py"),
)
"""Where SMS-iT or SQL is written, or what a developer reads in the log."""

COUNTED: Final = re.compile(
    r"(?<!of )(?<!than )(?<!most )(?<!to )(?:…|\{\w*(?::,)?\})\*? (?:sms |voice |newer )?"
    r"(?:credits|texts|people|contacts|dates|rows|entries|seconds|minutes|days|numbers|recipients|codes|lists)\b"
)
"""A count before a noun of several, which one thing would be told in as well."""
SEVERAL: Final = (
    *("… contacts are named …", "… contacts in this group are"),  # one has words of its own
    *("this is {people:,} people", "this group has … recipients", "this list has … rows"),  # over a limit
    *("… people every … minutes", "within … seconds", "in the last … days"),  # constants, and a field
)
"""What is said only where there are more than one."""

AGREED: Final = (
    *("Review text", "Review broadcast", "Review list", "Review code", "Review appointment", "Review import"),
    *("Review", "Send now", "Schedule", "Request approval", "Back", "Recipients"),
    *(
        "Delay between texts",
        "Send a text",
        "Broadcast",
        "Text a list",
        "Book",
        "Find contacts",
        "Check again",
    ),
    *("It was sent", "Send again", "Show text", "Cancel", "Edit", "Pause", "Resume", "Approve", "Reject"),
)
"""Titles, labels and buttons that are called so and not otherwise."""

GUIDES: Final = (
    ROOT / "README.md",
    *(ROOT / each for each in ("CONTRIBUTING.md", "SECURITY.md", "policy.example.toml", ".env.example")),
    ROOT / "bot" / "sandbox" / "policy.toml",
    *(
        guide
        for pages in ("*.md", "how-to/*.md", "reference/*.md", "decisions/*.md")
        for guide in sorted((ROOT / "docs").glob(pages))
    ),
)
RECORDS: Final = ("decisions",)
"""What was decided is written down as it was, in the house's own words but for the phrases."""
RULES: Final = ROOT / "docs" / "words.md"
UNREAD: Final = ("bot/store/migrations/", "bot/sandbox/slack/", "bot/engine/")
"""Where nothing is said to people, or the pretend Slack speaks as the real one does."""
LOGGING: Final = {"debug", "info", "warning", "error", "exception"}
A_PHRASE: Final = re.compile(r"\w+ \w+")
"""Names and ids have no blanks; what people read has."""


@cache
def said(path: Path) -> tuple[tuple[int, str], ...]:
    """Return the strings of a module that people may read, with their lines."""
    return tuple(_said(path))


def _said(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    silent = {id(each) for node in ast.walk(tree) for each in unread(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in silent:
            silent.update(map(id, node.values))
            text = "".join(each.value if isinstance(each, ast.Constant) else "…" for each in node.values)  # type: ignore[misc]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            text = node.value
        else:
            continue
        if A_PHRASE.search(text):
            yield node.lineno, text


def unread(node: ast.AST) -> Iterator[ast.AST]:
    """Give the strings below a node that nobody reads: docstrings, and what goes to the log."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOGGING:
        yield from ast.walk(node)
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        raised = node.exc.func
        if isinstance(raised, ast.Name) and raised.id in {"LookupError", "NotImplementedError", "TypeError"}:
            yield from ast.walk(node.exc)


def faults(text: str, phrases: Mapping[str, str] = FORBIDDEN | HOUSE) -> list[str]:
    """Return what is wrong with a text, and what to write instead."""
    plain = " ".join(text.split()).lower()
    found = ((re.search(bad, plain), better) for bad, better in phrases.items())
    return [f"{each[0]!r} -> {better}" for each, better in found if each]


def modules() -> list[str]:
    found = (str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("bot/**/*.py")))
    return [each for each in found if not each.startswith(UNREAD)]


def test_what_the_bot_says_is_plain_english() -> None:
    wrong = [
        f"{module}:{line} {fault}"
        for module in modules()
        for line, text in said(ROOT / module)
        for fault in faults(text)
    ]

    assert wrong == []


def test_what_the_bot_says_is_contracted() -> None:
    found = {
        f"{module}:{line} {full.group()}"
        for module in modules()
        if not module.startswith(OTHERS_SPEAK)
        for line, text in said(ROOT / module)
        for full in IN_FULL.finditer(" ".join(text.split()).lower())
    }

    assert found == set()


def test_one_is_counted_as_one() -> None:
    found = {
        f"{module}:{line} {plain}"
        for module in modules()
        if not module.startswith("bot/sandbox/")
        for line, text in said(ROOT / module)
        if COUNTED.search(plain := " ".join(text.split()).lower())
        if not any(each in plain for each in SEVERAL)
    }

    assert found == set()


@every("guide", GUIDES)
def test_what_the_guides_say_is_plain_english(guide: Path) -> None:
    text = guide.read_text("utf-8")
    if guide == RULES:  # names what not to write
        text = text.partition("\n## Instead of\n")[0]
    phrases = FORBIDDEN if guide.parent.name in RECORDS else FORBIDDEN | HOUSE
    bare = re.sub(r"`[^`\n]*`|\]\([^)\n]*\)", "", text)  # names and addresses
    found = (
        (line, fault) for line, each in enumerate(bare.split("\n\n"), 1) for fault in faults(each, phrases)
    )
    assert list(found) == []


def test_what_the_newest_section_of_the_changes_says_is_plain_english() -> None:
    newest = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## [")[1]  # older ones are history
    assert [fault for each in newest.split("\n") for fault in faults(each)] == []


@every("words", AGREED)
def test_what_has_a_name_is_called_by_it(words: str) -> None:
    assert any(f'"{words}"' in (ROOT / module).read_text("utf-8") for module in modules())


def test_a_phrase_is_found_wherever_it_could_be_said_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text(
        '"""A docstring: at once."""\n'
        'log.info("it went at once")\n'
        'SAID = f"{who} goes out at once"\n'
        'ALSO = ("It is not "\n'
        '    "known whether it went out")\n',
        "utf-8",
    )
    assert [(line, len(faults(text))) for line, text in said(path)] == [(3, 1), (4, 1)]


def test_each_rule_of_the_guide_is_held() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", RULES.read_text("utf-8"), re.MULTILINE)[2:]

    assert len(rows) > 20
    assert [bad for bad, _better in rows if not faults(bad)] == []
    assert [better for _bad, better in rows if faults(better)] == []
