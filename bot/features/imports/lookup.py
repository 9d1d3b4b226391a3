"""Learning from SMS-iT's contacts what became of rows: asking changes nothing, adding again might.

A row found being attempted after its time was cut off by a crash. When its number is in the group, it counts
as added; else nobody knows. Rows SMS-iT called subscribed already, and unclear ones, are looked up when an
import ends, up to :data:`MOST_LOOKED_UP` of each, for every look-up is a request of its own.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from bot.engine.attempts import Accepted, Refused, Settled, Unknown, sweep
from bot.features.contacts.service import ContactPages, rows_of
from bot.features.imports.ledger import UNCLEAR, Code, ImportLedger
from bot.smsit import Contact, SmsItError
from bot.store import contact_import_attempts, contact_imports
from bot.store import contact_import_rows as rows
from bot.store.contact_import_rows import ImportRow, RowState
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

MOST_LOOKED_UP: Final = 500
GIVEN_UP_AFTER: Final = timedelta(minutes=10)
"""How long a row cut off is asked about while SMS-iT does not answer."""
CUT_OFF: Final = "We couldn't confirm this was added because the bot was stopped. Check in SMS-iT."
OPTED_OUT: Final = "This person has opted out of the group. Only they can opt back in."
OPTED_OUT_OF_ALL: Final = "This person has opted out of your texts. Only they can opt back in."


class Lookup:
    """Looks rows up. ``limit`` is how long one attempt may take; ``take`` waits for the pace of requests.

    ``beat`` is told that an import is being worked on. ``region`` is the two-letter default for numbers that
    SMS-iT keeps without a country code.
    """

    def __init__(
        self,
        database: Database,
        directory: ContactPages,
        clock: Clock,
        *,
        limit: timedelta,
        take: Callable[[], bool],
        beat: Callable[[str], None],
        region: str | None = None,
    ) -> None:
        self._database = database
        self._directory = directory
        self._clock = clock
        self._limit = limit
        self._take = take
        self._beat = beat
        self._region = region

    def cut_off(self, import_id: str) -> None:
        """Settle rows whose attempt ended with the process that made it."""
        ledger = ImportLedger(imports=(import_id,), limit=self._limit)
        if sweep(self._database, ledger, self._clock, became=self._became):
            with self._database.write() as conn:
                contact_imports.heartbeat(conn, import_id, self._clock())

    def look_up(self, import_id: str) -> None:
        """Look up what an ended import leaves open, as far as SMS-iT answers and the process goes on."""
        for state in (RowState.UNKNOWN, RowState.PRESENT):
            with self._database.read() as conn:
                found = rows.in_state(conn, import_id, state, MOST_LOOKED_UP)
            for row in found:
                if not self._take() or not self._look_up(row):
                    return

    def _look_up(self, row: ImportRow) -> bool:
        """Write what SMS-iT knows of a row; False when it does not answer."""
        self._beat(row.import_id)
        try:
            entries = self._entries(row)
        except SmsItError as error:
            log.info("rows of import %s were not looked up: %s", row.import_id, type(error).__name__)
            return False
        entry = _of_group(row, entries)
        if entry is not None:
            there = RowState.ADDED if row.state is RowState.UNKNOWN else RowState.THERE
            self._write(row, (there, None) if entry.subscribed else (RowState.OPTED_OUT, OPTED_OUT))
        elif row.state is RowState.PRESENT and entries and not any(each.subscribed for each in entries):
            self._write(row, (RowState.OPTED_OUT, OPTED_OUT_OF_ALL))
        return True

    def _became(self, row: ImportRow) -> Settled | None:
        """Return what became of a row that was cut off; None while SMS-iT may still be asked."""
        try:
            entry = _of_group(row, self._entries(row))
        except SmsItError:
            began = row.attempting_at or self._clock()
            over = self._clock() - began > self._limit + GIVEN_UP_AFTER
            return Unknown(OutcomeCode.INTERRUPTED, UNCLEAR) if over else None
        if entry is None:
            return Unknown(OutcomeCode.INTERRUPTED, CUT_OFF)
        return Accepted() if entry.subscribed else Refused(Code.OPTED_OUT, OPTED_OUT)

    def _entries(self, row: ImportRow) -> tuple[Contact, ...]:
        """Return what SMS-iT has of a number, an entry for each group. Raises SmsItError."""
        return tuple(rows_of(self._directory, row.number or "", self._region))

    def _write(self, row: ImportRow, became: tuple[RowState, str | None]) -> None:
        """Write what a row came to. There may be hundreds: the message is drawn again as ``beat`` says."""
        with self._database.write() as conn:
            contact_imports.touch(conn, row.import_id, self._clock())
            contact_import_attempts.settle(conn, row, *became)


def _of_group(row: ImportRow, entries: Iterable[Contact]) -> Contact | None:
    """Return the entry for the group of a row."""
    group = (row.group_name or "").casefold()
    return next((each for each in entries if each.group.casefold() == group), None)
