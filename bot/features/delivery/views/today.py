"""How a day's texts look on the Home tab: all of them in words, and what they are made of as bars. Pure."""

from typing import Final

from bot.slack.blocks import bars, kit
from bot.slack.blocks.kit import Block
from bot.store.sends.tally import Tally
from bot.texting import words

NOTHING: Final = "You haven't sent any texts today."
NOTHING_BY_ANYBODY: Final = "No texts were sent today."
FEWEST_BARS: Final = 2
"""One alone is said in words."""


def today(found: Tally, *, everybody: bool) -> list[Block]:
    """Return how the texts of a day fare, of one person or of everybody."""
    if found.is_empty:
        return [kit.context(NOTHING_BY_ANYBODY if everybody else NOTHING)]
    parts = [(label, count) for label, count in _parts(found) if count]
    by = " by everyone" if everybody else ""
    cost = words.pluralize(found.credits, "credit")
    whole = f"*{words.pluralize(found.sent + found.refused + found.unconfirmed, 'text')}*{by}"
    if len(parts) >= FEWEST_BARS:
        return [kit.section(f"{whole} · {cost}"), *kit.typed(bars.bars(parts))]
    return [kit.section(" · ".join([whole, *(label.lower() for label, _count in parts), cost]))]


def _parts(found: Tally) -> list[tuple[str, int]]:
    return [
        ("Delivered", found.delivered),
        ("Handed to carriers", found.handed),
        ("No report", found.unreported),
        ("Not delivered", found.failed),
        ("Not sent", found.refused),
        ("Unconfirmed", found.unconfirmed),
    ]
