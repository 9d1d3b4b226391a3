"""What forms and confirmations say of a series that is kept here. Pure."""

from typing import Final
from zoneinfo import ZoneInfo

from bot.texting import recurrence_words
from bot.texting.recurrence import Kept

EDITING: Final = (
    ":repeat: You're editing a series from its next date on. It goes on as it was until you confirm: a date "
    "that comes before then still goes out."
)
EDITING_A_LIST: Final = f"{EDITING} Upload the list again, or paste it: its people come from there."
CHOOSE_AGAIN: Final = "Someone named in its choice of people was erased: choose its people again."
REPLACES: Final = (
    "This takes the place of the series you're editing. If that one is running, it ends when this one "
    "begins; if it awaits approval, it's withdrawn when you confirm."
)


def rhythm(kept: Kept | None, zone: ZoneInfo) -> str:
    """Return how a series comes round; nothing for what goes out once."""
    return "" if kept is None else recurrence_words.rhythm(kept, zone)


def warnings(kept: Kept, zone: ZoneInfo) -> list[str]:
    """Return what deserves a second look in a series; empty sentences among it."""
    return [recurrence_words.last_day(kept, zone), REPLACES if kept.replaces else ""]
