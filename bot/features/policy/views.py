"""How the policy in force looks. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import mention
from bot.features.policy.service import HOST, OWNER, Shown, Why
from bot.policy import summary
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.store.audit import Entry, Event
from bot.texting.words import pluralize

LONGEST_VALUE: Final = 200
MOST_MISTAKES: Final = 10
MOST_CHANGES: Final = 5
CHANGE_IT: Final = (
    "To change it, edit the file: the bot reads it within seconds. A file with mistakes changes nothing."
)
NO_FILE: Final = (
    "To have a policy of your own, set `POLICY_FILE` and restart the bot. Without it, these are the defaults."
)
WITH_IDS: Final = frozenset({"channel", "shared", "writers", "people", "channels", "person"})
_ID: Final = re.compile(r"\b[UWSCG][A-Z0-9]{2,}\b(?!…)")
_READ: Final[Mapping[str, str]] = {
    Why.START: "A bot process started",
    Why.FILE: "The file changed",
    Why.SIGNAL: "Read again on request",
}


def policy(shown: Shown, zone: ZoneInfo) -> Block:
    """Return the modal: what is wrong with the file first, then every key, then the latest changes."""
    blocks = [*_mistakes(shown), kit.section(CHANGE_IT if shown.file else NO_FILE)]
    since = f"In force since {moment(shown.since, zone)}"
    blocks.append(kit.context(" · ".join(filter(None, (kit.escape(shown.file), since)))))
    blocks += [_table(name, keys) for name, keys in summary.lines(shown.policy).items() if keys]
    if shown.entries:
        told = "\n".join(_entry(each, zone) for each in reversed(shown.entries))
        blocks += [kit.divider(), kit.section(f"*Latest changes*\n{told}")]
    return kit.modal(callback_id="policy", title="Policy in force", blocks=blocks, close="Close")


def _mistakes(shown: Shown) -> Iterator[Block]:
    if not shown.mistakes:
        return
    told = [kit.escape(kit.truncate(each, LONGEST_VALUE)) for each in shown.mistakes[:MOST_MISTAKES]]
    if more := len(shown.mistakes) - len(told):
        told.append(f"and {more:,} more")
    yield kit.section("\n".join((":warning: *Correct the file: the earlier policy stays in force.*", *told)))


def _table(name: str, keys: Mapping[str, str]) -> Block:
    told = (f"{kit.escape(key)}: {_value(name, key, value)}" for key, value in keys.items())
    return kit.section("\n".join((f"*[{name}]*", *told)))


def _value(table: str, key: str, value: str) -> str:
    """Return a value; where ids stand, Slack shows whose they are."""
    shown = kit.escape(kit.truncate(value, LONGEST_VALUE))
    return (
        _ID.sub(lambda found: mention(found.group()), shown) if table == "roles" or key in WITH_IDS else shown
    )


def _entry(entry: Entry, zone: ZoneInfo) -> str:
    at = moment(entry.at, zone)
    facts = dict(entry.facts)
    whose = _whose(facts.pop(HOST, None), facts.pop(OWNER, None))
    if entry.kind == Event.POLICY_REFUSED:
        return f"{at}: a file with {pluralize(facts.get('mistakes', 1), 'mistake')} wasn't used{whose}"
    why = _READ.get(str(facts.pop("why", "")), "Read")
    digest, more = facts.pop("digest", ""), facts.pop("more", 0)
    keys = [f"{kit.escape(str(key))} {kit.escape(str(value))}" for key, value in facts.items()]
    told = keys[:MOST_CHANGES]
    if left := len(keys) - len(told) + more:
        told.append(f"{left:,} more")
    return f"{at}: {why} ({digest}){whose}" + (f": {', '.join(told)}" if told else "")


def _whose(host: str | None, owner: int | None) -> str:
    """Return on which machine a file was read, and whose it is there; nothing where neither is noted."""
    if host is None:
        return ""
    known = "whose file it is isn't known" if owner is None else f"a file of user {owner}"
    return f" on {kit.escape(host)}, {known}"
