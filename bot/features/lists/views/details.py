"""What stands in the thread of a list: rows left out, refusals by reason, and how fast it went."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.lists.views import figures as drawn
from bot.features.lists.views.figures import Figures
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.texting import phones, words

MOST_LINES: Final = 15
_STEPS: Final = (("%H:%M", " a minute"), ("%a %H:00", " an hour"), ("%a %d %b", " a day"))
"""How moments are put together, finest first: by minute, by hour, by day."""


@dataclass(frozen=True, slots=True)
class Details:
    """A list in detail. ``by_minute`` counts attempts by minute (UTC, ISO 8601)."""

    send: Send
    figures: Figures
    rejected: Sequence[tuple[int, str]]
    refusals: Sequence[tuple[str, int]]
    by_minute: Sequence[tuple[str, int]]


def details(found: Details) -> Content:
    """Return the details of a list; nobody's number is in them."""
    parts = [
        f"*Details* of list `{found.send.id[:8]}`: {drawn.sentence(found.figures)}.",
        rejected(found.rejected, found.figures.rejected),
        _refusals(found.refusals),
        _speed(found.by_minute, words.zone_or_utc(found.send.zone)),
    ]
    blocks: list[Block] = [kit.section(part) for part in parts if part]
    return Content(text="\n".join(part for part in parts if part), blocks=tuple(blocks))


def rejected(first: Sequence[tuple[int, str]], count: int) -> str:
    """Return the first rows that were left out, with line and reason; nothing when there are none.

    The reasons are the bot's own sentences: a number in one is an example.
    """
    if not count:
        return ""
    lines = [f"• line {line:,}: {kit.escape(reason)}" for line, reason in first]
    if count > len(first):
        lines.append(f"… {count - len(first):,} more in the result file")
    title = (
        f"*{words.pluralize(count, 'row')} left out*, nothing is sent to {'it' if count == 1 else 'them'}:"
    )
    return "\n".join((title, *lines))


def _refusals(found: Sequence[tuple[str, int]]) -> str:
    if not found:
        return ""
    lines = [
        f"• {words.pluralize(count, 'time')}: {kit.escape(phones.mask_in(text)) or 'no reason given'}"
        for text, count in found
    ]
    return "\n".join(("*Refused*", *lines))


def _speed(by_minute: Sequence[tuple[str, int]], zone: ZoneInfo) -> str:
    """Return how many rows were tried in each minute, or hour, or day, whatever fits."""
    if not by_minute:
        return ""
    moments = [
        (datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(zone), count) for at, count in by_minute
    ]
    counted = [(_steps(moments, form), unit) for form, unit in _STEPS]
    steps, unit = next((each for each in counted if len(each[0]) <= MOST_LINES), counted[-1])
    lines = [f"• {at}: {count:,}" for at, count in list(steps.items())[-MOST_LINES:]]
    return "\n".join((f"*Tried{unit}* ({zone.key})", *lines))


def _steps(moments: Sequence[tuple[datetime, int]], form: str) -> Counter[str]:
    steps: Counter[str] = Counter()
    for at, count in moments:
        steps[at.strftime(form)] += count
    return steps
