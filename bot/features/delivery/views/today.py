"""How a day's texts look on the Home tab: the figures in words, and as bars. Pure."""

from typing import Final

from bot.slack.blocks import bars, kit
from bot.slack.blocks.kit import Block
from bot.store.sends.tally import Tally
from bot.texting import words

NOTHING: Final = "You haven't sent any texts today."
NOTHING_BY_ANYBODY: Final = "No texts were sent today."
FEWEST_BARS: Final = 2
"""Fewer say no more than the words above them do."""


def today(found: Tally, *, everybody: bool) -> list[Block]:
    """Return how the texts of a day fare, of one person or of everybody."""
    if found.is_empty:
        return [kit.context(NOTHING_BY_ANYBODY if everybody else NOTHING)]
    parts = [(label, count) for label, count in _parts(found) if count]
    by = " by everyone" if everybody else ""
    told = [f"*{found.sent:,} sent*{by}", *(f"{count:,} {label.lower()}" for label, count in parts)]
    told.append(words.pluralize(found.credits, "credit"))
    blocks = [kit.section(" · ".join(told))]
    if len(parts) >= FEWEST_BARS:
        blocks += kit.typed(bars.bars(parts))
    return blocks


def _parts(found: Tally) -> list[tuple[str, int]]:
    return [
        ("Delivered", found.delivered),
        ("No report", found.unreported),
        ("Not delivered", found.failed),
        ("Not sent", found.refused),
        ("Unconfirmed", found.unconfirmed),
    ]
