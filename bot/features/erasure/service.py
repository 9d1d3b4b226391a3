"""Erasing a person: all that is kept of them is emptied, a few rows at a time, while the bot may be running.

What waits to be sent to them is cancelled first, by the same moves as everywhere, so that an attempt that
begins at the same moment either happens before or not at all. What is being sent is left alone and found by
the next run.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Connection

from bot.features.erasure import survey
from bot.features.erasure.survey import Survey
from bot.features.sends import repeats
from bot.features.sends.decisions import end
from bot.store import number_hashes, sends, verifications
from bot.store.database import Database
from bot.store.erasing import empty, find, records
from bot.store.erasing.find import Person, PersonKeys
from bot.store.erasing.records import Record
from bot.store.number_hashes import KeyMissing, NumberKey
from bot.store.outcome_codes import OutcomeCode
from bot.store.states import WAITING, SendState
from bot.store.verifications import Reason, Stage
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

PORTION: Final = 100
"""Rows of one transaction."""
T = TypeVar("T")
Step = Callable[[Connection, Sequence[Any]], int]


class Erasure:
    """Erases people. ``region`` reads digits that are kept without a country code."""

    def __init__(self, database: Database, clock: Clock, region: str | None) -> None:
        self._database = database
        self._clock = clock
        self._region = region

    def look(self, phone: str) -> Survey:
        """Return what is kept of a person, by the one form of their number. Nothing is changed."""
        with self._database.read() as conn:
            return survey.look(conn, self._person(phone), self._clock())

    def is_ready(self) -> bool:
        """Tell whether the bot was last started with the key of this database."""
        with self._database.read() as conn:
            return number_hashes.is_in_use(conn)

    def erase(self, phone: str, by: str) -> Record | None:
        """Erase a person; ``by`` is a user of this machine. Returns the record, None while something is left.

        Raises :exc:`KeyMissing` without a key, or with another one than before.
        """
        person = self._person(phone)
        with self._database.read() as conn:
            found = find.everything(conn, person)
        with self._database.write() as conn:
            number_hashes.needed(conn)
            key = _key(conn)
            record_id = records.begin(conn, phone, key, by, self._clock())
            done = empty.listed(conn, person, found.listed, key)
            records.add(conn, record_id, "do-not-text record", done)
        for kind, step, keys in self._steps(found):
            self._in_portions(record_id, kind, step, keys)
        with self._database.read() as conn:
            left = find.everything(conn, person)
        if left != PersonKeys((), (), (), (), (), (), ()):
            log.info("erasure %s is not finished: something was being done just then", record_id)
            return None
        with self._database.write() as conn:
            record = records.finish(conn, record_id, self._clock())
        log.info("erasure %s is finished", record_id)
        return record

    def settle(self) -> bool:
        """Write over what is still in the log beside a SQLite file; False while others keep it from that."""
        return self._database.settle()

    def records(self, phone: str | None = None) -> tuple[Record, ...]:
        """Return the records of all erasures, or of one number's, the newest first."""
        with self._database.read() as conn:
            hashed = None if phone is None else _key(conn).phone(phone)
            return records.newest(conn, hashed)

    def _person(self, phone: str) -> Person:
        return Person(phone, self._region)

    def _steps(self, found: PersonKeys) -> tuple[tuple[str, Step, Sequence[Any]], ...]:
        return (
            ("code", self._codes, found.codes),  # before their texts, by which they are found
            ("text", self._texts, found.sends),
            ("appointment", empty.appointments, found.appointments),
            ("added contact", empty.additions, found.additions),
            ("import row", empty.import_rows, found.import_rows),
            ("assistant's draft", empty.drafts, found.drafts),
            ("workflow step", empty.steps, found.steps),
            ("choice of people", empty.choices, found.choices),
            ("broadcast", empty.recipients, found.recipients),
            ("own number", empty.own_numbers, found.own_numbers),
        )

    def _in_portions(self, record_id: str, kind: str, step: Step, keys: Sequence[Any]) -> None:
        for start in range(0, len(keys), PORTION):
            with self._database.write() as conn:
                records.add(conn, record_id, kind, step(conn, keys[start : start + PORTION]))

    def _codes(self, conn: Connection, ids: Sequence[str]) -> int:
        """End codes that still count, and empty them. A code that SMS-iT is asked about is left alone."""
        for each in ids:
            code = verifications.hold(conn, each)
            if code is not None and code.state in {Stage.MAKING, Stage.OPEN}:
                verifications.fail(conn, each, Reason.EXPIRED, self._clock(), only_from=code.state)
        return empty.codes(conn, ids)

    def _texts(self, conn: Connection, ids: Sequence[str]) -> int:
        """Cancel what waits, follow nothing any more, and empty what is over."""
        now = self._clock()
        for each in sends.get_many(conn, ids):
            if each.state in WAITING or (each.state is SendState.DRAFT and each.parent_id is not None):
                if end(conn, each, None, now, only_from=each.state):
                    empty.note_why(conn, each.id, now)
            elif each.state is SendState.REPEATING:
                repeats.end(conn, each.id, OutcomeCode.SERIES_FORGOTTEN, now)
            elif each.state is SendState.ACCEPTED:
                sends.move(conn, each.id, SendState.NO_NEWS, now=now, only_from=SendState.ACCEPTED)
        return empty.drop_drafts(conn, ids) + empty.sends(conn, ids)


def _key(conn: Connection) -> NumberKey:
    key = number_hashes.key_of(conn)
    if key is None:
        raise KeyMissing
    return key
