"""The threat model names tests that exist, where it says they are."""

import ast
import re
from pathlib import Path

from tests.locks import ROOT

ROWS = (
    "Someone approves their own broadcast",
    "… after taking the other approvers out of their channel",
    "Anyone who wrote a request ends it as if a second person had decided",
    "An approver reads words they were not asked about",
    "A group is exchanged behind an approval",
    "An old request is approved",
    "Someone passes their own words off as an approved template",
    "… or has an approved one said elsewhere, under another name",
    "Someone approves their own template",
    'A guest uses what `"*"` gives',
    "Someone of another organisation uses the bot",
    "A way in forgets to ask for the role",
    "A button is forged, or pressed under a colleague's message",
    "Someone who left, or lost their role, presses a button about their own",
    "Another organisation reads names in a shared channel",
    "A channel can't be looked up",
    "A hidden number is read in the browser",
    "A hidden number is shown on the way to a text",
    "A hidden number is asked for digit by digit",
    "A seal is pasted into a field to be read back",
    "A seal is moved to where its number is shown",
    "… within the form, under its own id",
    "A number no one typed is shown in a field for typed ones",
    "The value of a button names a channel its person isn't in",
    "The bot reads a file for someone who didn't upload it",
    "What a form carries along is changed on the way: its channel, or the window it draws in",
    "A hidden number or address is filled into a text, to be read in its review",
    "Hidden numbers stand in the result of a list",
    "A hidden number is halved by adding namesakes and looking who comes first",
    "… in the type-ahead, in a question, a list, a group's sample or its evidence",
    "… on pages that the database puts in order",
    "An approver reads hidden numbers in the texts of a list",
    "… on record, or by searching words for digits",
    "A contact whose name is a number is read in a preview, or in a test to oneself",
    "Requests that are not Slack's",
    "Signed nonsense breaks something",
    "Anything comes by any way in, a hundred thousand times",
    "Idle or slow connections silence the bot",
    "One person keeps everyone else waiting",
    "Who looks around holds up who sends, when SMS-iT is slow",
    "Hundreds of commands a second come while a list is sent",
    "The bot wears its machine out while no one uses it",
    "The connection to Slack is lost without a word",
    "A stop is held up by a connection that is kept open",
    "Slack delivers twice, or two people press together",
    "An assistant is talked into texting someone",
    "An assistant reads what its person may not",
    "A workflow borrows someone's role",
    "A step waits until its person lost the role",
    "A workflow that is delivered or run again texts twice",
    "A workflow learns who a number belongs to",
    "A code that verified someone is used by a workflow again",
    "Someone else reaches the tools over HTTP",
    "The answer to a text gets lost",
    "A broadcast left with SMS-iT reaches people who join its group later, past approvals and limits",
    "Someone is listed while SMS-iT keeps a text for them, and no one knows",
    "Someone on the do-not-text list is texted through a group that spells their number otherwise",
    "… or since their digits are a number of the default region too, or no plan has them yet",
    "… or behind their phone's other country code",
    (
        "Someone abroad is taken for someone at home whose number has the same digits: texted in their "
        "place, shown in their passport, erased with them"
    ),
    "A name that can't be written down stops the counting of all groups",
    "An answer grows without end",
    "An answer comes a byte a second",
    "The answer to a message gets lost",
    "Someone guesses a one-time code",
    "Someone else uses what a verified code opened, or later",
    "A clock runs ahead and is set back",
    "The database file is replaced while the bot runs",
    "The database loses its newest transactions",
    "The database loses that a number must not be texted",
    "A process is taken for dead on PostgreSQL while it sends",
    "What is deleted can be read in the file still",
    "A wrong `DATABASE_URL` prints the password in a traceback",
    "Settings, secrets or the database can be read by others on the machine",
    "Build tools that run with the bot are attacked",
    "PostgreSQL forgets what it has just committed",
    "An older database is put back",
    "A file leads the bot's token elsewhere",
    "A name plays tricks in a message",
    "A name shows its number in other signs, in channels too",
    "The log tells of people",
    "A library writes payloads or tracebacks into the log",
    "Traces tell of people, or quote a key",
    "An id with a line break forges a line of the log",
    "The record is changed afterwards",
    "Words are looked for by who may not read them",
    "Words get past the templates in a value",
    "Two people send the same text to the same number",
    "A cell of a file is run as a formula",
    "Evidence about long lists fills the memory",
    "People are remembered for ever",
    "What approvers were asked about keeps the name of a list's file",
    "Someone is to be forgotten now",
    "Someone erased is texted again",
    "A backup that is restored sends everything again",
    "A backup that is restored sends what was cancelled since",
    "A backup is read by others, or holds keys",
    "The file, a disk or a dump of the database is read by others",
    "A backup of an encrypted database is read by others",
    "A process without the right key writes beside the others",
    "A change of the key is interrupted, and a part can't be read",
    "A backup is damaged and restored all the same",
    "A bot is started on the database that was moved away",
    "A form or button reaches another account than the one that showed it",
    "A changed button reaches an account that isn't its person's",
    "A text leaves the wrong account",
    "Settings of two accounts are mixed up",
    "… because a file changes while the front runs",
    "A stranger's workspace installs the app",
)
"""Everything that was found to go wrong, or thought of: a row that is taken out or renamed is missed here."""
THREATS = ROOT / "docs" / "threats.md"
_NAMED = re.compile(r"\[`(test_\w+)`\]\(([^)]+)\)")


def named_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def test_every_protection_is_shown_by_a_test_that_exists() -> None:
    text = THREATS.read_text("utf-8")
    named = _NAMED.findall(text)
    rows = [
        line for line in text.partition("## What could go wrong")[2].splitlines() if line.startswith("| ")
    ]

    assert len(named) == len(rows) - 1  # but for the head
    missing = [
        f"{name} in {place}"
        for name, place in named
        if not (path := (THREATS.parent / place).resolve()).exists() or name not in named_in(path)
    ]
    assert missing == []


def test_nothing_that_could_go_wrong_is_left_out() -> None:
    text = THREATS.read_text("utf-8").partition("## What could go wrong")[2]
    rows = [line[2:].partition(" | ")[0] for line in text.splitlines() if line.startswith("| ")]

    assert tuple(rows[1:]) == ROWS
    assert len(set(ROWS)) == len(ROWS)


def test_what_security_leads_to_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    places = re.findall(r"\]\(([^)#]+)", text)

    assert places
    assert [each for each in places if not (ROOT / each).exists()] == []
