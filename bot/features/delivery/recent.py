"""The newest texts to one number, as the bot has recorded them."""

from dataclasses import dataclass, field
from typing import Final

from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest texts to a number (digits), the newest first; ``more`` tells that there are older ones."""

    number: str = field(repr=False)
    texts: tuple[Send, ...]
    more: bool


class Recents:
    """Reads our own table: quick enough for a listener."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, number: str) -> Recent:
        """Return the newest texts to a number (digits), by anybody, those of lists among them."""
        with self._database.read() as conn:
            found = sends.newest_to(conn, number, SHOWN + 1)
        return Recent(number, found[:SHOWN], more=len(found) > SHOWN)
