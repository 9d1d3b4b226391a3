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


class Check(Protocol):
    """Looks at a queued text before it is attempted."""

    def look(self, send: Send) -> Look:
        """Look at a queued text. It may ask SMS-iT, and it may take the text out of the queue."""

    def stands_in(self, conn: Connection, send: Send) -> Refused | None:
        """Return why a text must not go, in the transaction that claims it; None when it may."""


class TextChecks:
    """All that look, one after the other; the first that finds something says so."""

    def __init__(self, *checks: Check) -> None:
        self._checks = list(checks)

    def add(self, check: Check) -> None:
        """Have one more look."""
        self._checks.append(check)

    def look(self, send: Send) -> Look:
        """Look at a queued text, as :class:`Check` does."""
        return next((found for each in self._checks if (found := each.look(send)) is not None), None)

    def stands_in(self, conn: Connection, send: Send) -> Refused | None:
        """Return why a text must not go, as :class:`Check` does."""
        return next((why for each in self._checks if (why := each.stands_in(conn, send)) is not None), None)
