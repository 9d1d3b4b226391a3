"""What else is looked at right before a text to one number goes, by features whose texts need it."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from bot.engine.attempts import Refused
from bot.store.sends import Send


@dataclass(frozen=True, slots=True)
class Held:
    """The text waits for a person now; it was taken out of the queue."""


Look = Refused | Held | None
"""What came of it; None: nothing stands in the way."""


class LastLook(Protocol):
    """Looks at a queued text before it is attempted."""

    def look(self, send: Send) -> Look:
        """Look at a queued text. It may ask SMS-iT, and it may take the text out of the queue."""

    def stands_in(self, conn: Connection, send: Send) -> Refused | None:
        """Return why a text must not go, in the transaction that claims it; None when it may."""


class NoLook:
    """Looks at nothing."""

    def look(self, _send: Send) -> Look:
        """Let every text go."""
        return None

    def stands_in(self, _conn: Connection, _send: Send) -> Refused | None:
        """Let every text go."""
        return None
