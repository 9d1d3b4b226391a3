"""What the Home tab goes by, all of it from what is recorded here: nobody waits for SMS-iT."""

from dataclasses import dataclass
from typing import Final

from bot.access import Who
from bot.features.credits.service import Credits
from bot.store import audit
from bot.store.database import Database
from bot.store.sends import Send, annotations

RECENT_TEXTS: Final = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """Reads our own tables."""

    database: Database
    credits: Credits

    def recent(self, who: Who) -> tuple[Send, ...]:
        """Return a person's newest texts."""
        with self.database.read() as conn:
            return annotations.newest_of(conn, who.user_id, RECENT_TEXTS)

    def mark(self) -> object:
        """Return what is another value once anything happened in any process, or the balance was read."""
        with self.database.read() as conn:
            newest = audit.newest(conn)
        return newest, self.credits.known()
