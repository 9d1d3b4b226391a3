"""Where the attempts to add a contact are written down, and what asks a person about an unknown outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Refused, Settled
from bot.store import contact_additions, messages
from bot.store.contact_additions import AddState, ContactAddition
from bot.store.launches import Launch
from bot.store.messages import Purpose

STOPPED: Final = "The bot was stopped while adding it."


class Code(StrEnum):
    """What a refusal is about, where that matters to whoever asked."""

    PRESENT = "present"  # it is in the group, or opted out: SMS-iT has one code for both
    OPTED_OUT = "opted_out"


@dataclass(frozen=True, slots=True)
class AdditionLedger:
    """The ledger of contacts that are added by hand. ``limit`` is the longest an attempt may take."""

    limit: timedelta

    def claim(self, conn: Connection, row_id: str, *, token: str, now: datetime) -> ContactAddition | None:
        """Take one that waits."""
        return contact_additions.claim(conn, row_id, token=token, now=now)

    def stops(self, _conn: Connection, _row: ContactAddition) -> None:
        """Let every one go: a person waits for it."""

    def record(self, conn: Connection, row: ContactAddition, outcome: Settled, *, now: datetime) -> bool:
        """Write what came of one; a person is asked about an unknown outcome, in a message of its own."""
        state, reason = _meaning(outcome)
        written = contact_additions.record(conn, row, state, reason, now=now)
        if written and state is AddState.UNKNOWN:
            messages.open_another(conn, row.id, Purpose.ADDITION)
        elif written:
            messages.outdate(conn, (row.id,), Purpose.ADDITION)
        return written

    def put_back(self, conn: Connection, row: ContactAddition, outcome: NotSent, *, now: datetime) -> bool:
        """Refuse one that never reached SMS-iT: a person waits for the answer, and nobody would try again."""
        return self.record(conn, row, Refused("", outcome.sentence or ""), now=now)

    def stale(self, conn: Connection, now: datetime, launch: Launch) -> Sequence[ContactAddition]:
        """Return those nobody is at any more."""
        return contact_additions.stale(conn, now - self.limit, launch)

    def key(self, row: ContactAddition) -> str:
        """Return its id."""
        return row.id

    def kind(self, _row: ContactAddition) -> str:
        """Count contacts added by hand."""
        return "addition"

    def label(self, row: ContactAddition) -> str:
        """Return how the log calls one."""
        return f"addition {row.id}"


def _meaning(outcome: Settled) -> tuple[AddState, str | None]:
    """Return what an outcome makes of an addition: state, and a sentence where there is one."""
    match outcome:
        case Accepted(is_found=is_found):
            return AddState.FOUND if is_found else AddState.ADDED, None
        case Refused(Code.PRESENT, sentence):
            return AddState.PRESENT, sentence
        case Refused(Code.OPTED_OUT, sentence):
            return AddState.OPTED_OUT, sentence
        case Refused(_, sentence):
            return AddState.REFUSED, sentence
        case _:
            return AddState.UNKNOWN, outcome.sentence or STOPPED
