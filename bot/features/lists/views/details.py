"""What stands in the thread of a list: rows left out, refusals by reason, and how fast it went."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.batches.sentences import sentences
from bot.features.lists.views.figures import Figures
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.texting import phones, words

MOST_LINES: Final = 15
_BULLET: Final = "• "
_DAY: Final = "day"
_STEPS: Final[Sequence[tuple[str, Callable[[datetime], datetime]]]] = (
    ("minute", lambda at: at.replace(second=0)),
    ("hour", lambda at: at.replace(minute=0, second=0)),
    (_DAY, lambda at: at.replace(hour=0, minute=0, second=0, fold=0)),
)
"""How moments are put together, finest first."""


@dataclass(frozen=True, slots=True)
class Details:
    """A list in detail. ``by_minute`` counts attempts by minute (UTC, ISO 8601).

    ``left_out`` counts the people of the contacts who were left out, by why; there are no lines then.
    """

    send: Send
    figures: Figures
    rejected: Sequence[tuple[int, str]]
    refusals: Sequence[tuple[str, int]]
    by_minute: Sequence[tuple[str, int]]
    left_out: Sequence[tuple[str, int]] = ()


def details(found: Details) -> Content:
    """Return the details of a list; nobody's number is in them. Its figures stand in the message above."""
    parts = [
        f"*Details* of list `{found.send.id[:8]}`",
        _not_sent(found),
        _refusals(found.refusals),
        _speed(found.by_minute, words.zone_or_utc(found.send.zone)),
    ]
    blocks: list[Block] = [kit.section(part) for part in parts if part]
    lines = (line.removeprefix(_BULLET) for part in parts for line in part.splitlines())
    return Content(text=sentences(*lines), blocks=tuple(blocks))


def _not_sent(found: Details) -> str:
    count = found.figures.rejected
    return left_out(found.left_out, count) if found.left_out else rejected(found.rejected, count)


def left_out(reasons: Sequence[tuple[str, int]], count: int) -> str:
    """Return how many people of the contacts were left out, and why: the bot's own sentences."""
    why = ((words.pluralize(many, "person", "people"), kit.escape(reason)) for reason, many in reasons)
    lines = (f"{_BULLET}{people}: {reason}" for people, reason in why)
    return "\n".join((f"*{words.pluralize(count, 'person', 'people')} skipped*", *lines))


def rejected(first: Sequence[tuple[int, str]], count: int) -> str:
    """Return the first rows that were left out, with line and reason; nothing when there are none.

    The reasons are the bot's own sentences: a number in one is an example.
    """
    if not count:
        return ""
    lines = [f"{_BULLET}Line {line:,}: {kit.escape(reason)}" for line, reason in first]
    if count > len(first):
        lines.append(f"and {count - len(first):,} more in the result file")
    return "\n".join((f"*{words.pluralize(count, 'row')} skipped*", *lines))


def _refusals(found: Sequence[tuple[str, int]]) -> str:
    if not found:
        return ""
    lines = [
        f"{_BULLET}{words.pluralize(count, 'text')}: {kit.escape(phones.mask_in(text)) or 'No reason given.'}"
        for text, count in found
    ]
    return "\n".join(("*Not sent*", *lines))


def _speed(by_minute: Sequence[tuple[str, int]], zone: ZoneInfo) -> str:
    """Return how many texts were tried in each minute, or hour, or day, whatever fits."""
    if not by_minute:
        return ""
    moments = [
        (datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(zone), count) for at, count in by_minute
    ]
    counted = [(_steps(moments, begin), unit) for unit, begin in _STEPS]
    steps, unit = next((each for each in counted if len(each[0]) <= MOST_LINES), counted[-1])
    lines = [f"{_BULLET}{_at(at, zone, unit)}: {count:,}" for at, count in list(steps.items())[-MOST_LINES:]]
    return "\n".join((f"*Texts per {unit}*", *lines))


def _steps(
    moments: Sequence[tuple[datetime, int]], begin: Callable[[datetime], datetime]
) -> Counter[datetime]:
    steps: Counter[datetime] = Counter()
    for at, count in moments:
        steps[begin(at)] += count
    return steps


def _at(at: datetime, zone: ZoneInfo, unit: str) -> str:
    """Return a moment for whoever reads it; a day as it was where the list was sent from."""
    return kit.unbroken(f"{at:%a} {at.day} {at:%b}") if unit == _DAY else moment(at, zone)
