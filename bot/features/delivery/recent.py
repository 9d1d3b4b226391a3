"""The newest texts to one number, as the bot has recorded them."""

from dataclasses import dataclass, field
from typing import Final

from bot.access import Who
from bot.features.permissions import Permissions
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send
from bot.texting.spellings import canonical

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest texts to a number (digits), the newest first; ``more`` tells that there are older ones.

    ``readable`` are the ids of those whose words the person may read.
    """

    number: str = field(repr=False)
    texts: tuple[Send, ...]
    more: bool
    readable: frozenset[str] = frozenset()


class RecentTexts:
    """Reads our own table: quick enough for a listener.

    ``region`` is the two-letter default for numbers that SMS-iT keeps without a country code.
    """

    def __init__(self, database: Database, permissions: Permissions, region: str | None = None) -> None:
        self._database = database
        self._permissions = permissions
        self._region = region

    def of(self, number: str, who: Who) -> Recent:
        """Return the newest texts to a number (digits), by anybody, those of lists among them."""
        with self._database.read() as conn:
            found = sends.newest_to(conn, canonical(number, self._region), SHOWN + 1)
            readable = (send.id for send in found if self._permissions.may_read(conn, send, who))
            texts = tuple(self._permissions.as_read_by(who, send) for send in found[:SHOWN])
            return Recent(number, texts, more=len(found) > SHOWN, readable=frozenset(readable))
