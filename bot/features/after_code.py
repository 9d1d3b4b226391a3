"""What a verified code opens: for whoever verified it, for that number, and for some minutes.

The policy decides what that is; without it nothing is opened. The time counts by the clock that ran when the
code was verified. Where the clock was set back since, nothing is open: whoever set it could make the minutes
longer. Each use is written into the record of the code, which says nothing of the number.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.access import Opened, Who
from bot.policy.model import Caller
from bot.store import audit, callers
from bot.store.audit import Event
from bot.store.verifications import Verification
from bot.texting.spellings import canonical

MOST: Final = 25
"""Codes of one person that open something at the same time and are looked at."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a code that was verified opens, and until when."""

    verified: Verification
    opened: frozenset[Opened]

    @property
    def until(self) -> datetime:
        """When it ends (aware)."""
        return self.verified.opens_until or self.verified.created_at


@dataclass(frozen=True, slots=True)
class AfterCode:
    """Answers what is open to a person. ``rules`` say what a code opens, and for how long."""

    rules: Caller = field(default_factory=Caller)

    def until(self, now: datetime) -> datetime | None:
        """Return until when a code that is verified now opens something; None where nothing is opened."""
        return now + timedelta(minutes=self.rules.minutes) if self.rules.after_code else None

    def openings(self, conn: Connection, who: Who, now: datetime) -> tuple[Opening, ...]:
        """Return what is open to a person, the last to end first."""
        if not self.rules.after_code:
            return ()
        opened = frozenset(self.rules.after_code)
        found = callers.opening(conn, who.user_id, now, MOST)
        return tuple(Opening(each, opened) for each in found if self.is_fresh(each, now))

    def opening(self, conn: Connection, number: str, who: Who, now: datetime) -> Opening | None:
        """Return what is open to a person about a number (digits with country code); None when nothing is."""
        phone = canonical(number)
        return next((each for each in self.openings(conn, who, now) if phone and _is_to(each, phone)), None)

    def opens(self, conn: Connection, what: Opened, number: str, who: Who, now: datetime) -> Opening | None:
        """Return what opens something to a person about such a number; None when it is not open."""
        found = self.opening(conn, number, who, now)
        return found if found is not None and what in found.opened else None

    def is_fresh(self, verified: Verification, now: datetime) -> bool:
        """Tell whether a code was verified within the last minutes, and the clock not set back since."""
        began = verified.decided_at
        return began is not None and began <= now < began + timedelta(minutes=self.rules.minutes)


def used(conn: Connection, opening: Opening, what: Opened, who: Who, now: datetime) -> None:
    """Write down, in the transaction that does it, that a person used what a code opened."""
    facts = {"opened": what.value}
    audit.note(conn, Event.CODE_USED, opening.verified.send_id, at=now, by=who.user_id, facts=facts)


def _is_to(opening: Opening, phone: str) -> bool:
    return opening.verified.phone == phone
