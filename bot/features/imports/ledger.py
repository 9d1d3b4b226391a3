"""Where the attempts of an import's rows are written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Refused, Settled
from bot.store import attempt_journal, contact_import_attempts, contact_import_rows, contact_imports
from bot.store.contact_import_rows import ImportRow, RowState
from bot.store.contact_imports import ImportState
from bot.store.launches import Launch

AT_ONCE: Final = 20
UNCLEAR: Final = "We couldn't confirm this was added. Check in SMS-iT."


class Code(StrEnum):
    """What a refusal is about, where that matters to the import."""

    ACCOUNT = "account"  # every other row would be refused too, so the import waits for somebody to mend that
    NO_GROUP = "no_group"  # every other row of its group would be
    PRESENT = "present"  # SMS-iT calls the number subscribed already: it is in the group, or opted out
    OPTED_OUT = "opted_out"  # looked up: opted out of the group


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
        """Write what came of a row, and of the others that would come to the same: no lane tries them."""
        match outcome:
            case Refused(Code.ACCOUNT, sentence):
                return _wait(conn, row, sentence, now)
            case Refused(Code.NO_GROUP, sentence):
                group = row.group_name or ""
                if not contact_import_rows.any_other_group(conn, row.import_id, group):
                    return _wait(conn, row, sentence, now)  # it can be made
                contact_import_rows.refuse_group(conn, row.import_id, group, sentence)
        return contact_import_attempts.record(conn, row, *_meaning(outcome))

    def put_back(self, conn: Connection, row: ImportRow, _outcome: NotSent, *, now: datetime) -> bool:
        """Let a row wait again."""
        del now
        return contact_import_attempts.put_back(conn, row)

    def stale(self, conn: Connection, now: datetime, launch: Launch) -> Sequence[ImportRow]:
        """Return some of the rows whose attempt outlived its process, or the limit."""
        late = now - self.limit
        return tuple(
            row
            for each in self.imports
            for row in contact_import_rows.in_state(conn, each, RowState.ATTEMPTING, AT_ONCE)
            if launch.outlived(row.token) or (row.attempting_at is not None and row.attempting_at <= late)
        )

    def key(self, row: ImportRow) -> str:
        """Return its place in its import."""
        return attempt_journal.of_row(row.import_id, row.place)

    def kind(self, _row: ImportRow) -> str:
        """Count rows of imports."""
        return "import_row"

    def label(self, row: ImportRow) -> str:
        """Return how the log calls a row."""
        return f"row {row.place} of import {row.import_id}"


def pause(conn: Connection, import_id: str, why: str, now: datetime) -> bool:
    """Pause an import that runs, and tell whether it did; `why` is a sentence for people."""
    running = {ImportState.RUNNING}
    return contact_imports.move(conn, import_id, ImportState.PAUSED, only_from=running, now=now, why=why)


def _wait(conn: Connection, row: ImportRow, why: str, now: datetime) -> bool:
    """Let a row wait again, and its import with it: what was refused is not about this row."""
    pause(conn, row.import_id, why, now)
    return contact_import_attempts.put_back(conn, row)


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
