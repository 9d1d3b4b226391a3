"""Where the attempts of an import's rows are written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Refused, Settled
from bot.store import contact_import_attempts, contact_import_rows
from bot.store.contact_import_rows import ImportRow, RowState

AT_ONCE: Final = 20
UNCLEAR: Final = "It is not known whether this was added: SMS-iT gave no clear answer. Look it up there."


class Code(StrEnum):
    """What a refusal is about, where that matters to the import."""

    ACCOUNT = "account"  # every other row would be refused too
    NO_GROUP = "no_group"  # every other row of its group would be
    PRESENT = "present"  # SMS-iT calls the number subscribed already: it is in the group, or opted out
    OPTED_OUT = "opted_out"  # looked up: opted out of the group


_WAITS: Final = (Code.ACCOUNT, Code.NO_GROUP)
"""Refusals after which a row waits again: they are not about this row, and somebody may mend the cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLedger:
    """The ledger of rows of imports, each claimed by the id of its import, which says what row is next.

    A row is claimed only while its import goes on in ``wave``. The sweeper is told of rows of ``imports``
    whose attempt took longer than ``limit``, which no request does.
    """

    wave: int = 0
    imports: Sequence[str] = ()
    limit: timedelta = timedelta()

    def claim(self, conn: Connection, row_id: str, *, token: str, now: datetime) -> ImportRow | None:
        """Take the next row that waits."""
        return contact_import_attempts.claim(conn, row_id, self.wave, token, now)

    def stops(self, _conn: Connection, _row: ImportRow) -> None:
        """Let every row go."""

    def record(self, conn: Connection, row: ImportRow, outcome: Settled, *, now: datetime) -> bool:
        """Write what came of a row."""
        del now  # a row keeps no time of it
        if isinstance(outcome, Refused) and outcome.code in _WAITS:
            return contact_import_attempts.put_back(conn, row)
        return contact_import_attempts.record(conn, row, *_meaning(outcome))

    def put_back(self, conn: Connection, row: ImportRow, _outcome: NotSent, *, now: datetime) -> bool:
        """Let a row wait again."""
        del now
        return contact_import_attempts.put_back(conn, row)

    def stale(self, conn: Connection, now: datetime) -> Sequence[ImportRow]:
        """Return some of the rows whose attempt outlived the limit."""
        late = now - self.limit
        return tuple(
            row
            for each in self.imports
            for row in contact_import_rows.in_state(conn, each, RowState.ATTEMPTING, AT_ONCE, until=late)
        )

    def label(self, row: ImportRow) -> str:
        """Return how the log calls a row."""
        return f"row {row.place} of import {row.import_id}"


def _meaning(outcome: Settled) -> tuple[RowState, str | None]:
    """Return what an outcome makes of a row: state, and why, if that is known."""
    match outcome:
        case Accepted():
            return RowState.ADDED, None
        case Refused(Code.PRESENT):
            return RowState.PRESENT, None  # what that means is looked up when the import ends
        case Refused(Code.OPTED_OUT, sentence):
            return RowState.OPTED_OUT, sentence
        case Refused(_, sentence):
            return RowState.REFUSED, sentence
        case _:
            return RowState.UNKNOWN, outcome.sentence or UNCLEAR
