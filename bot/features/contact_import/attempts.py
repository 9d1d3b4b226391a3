"""The one attempt of a row: taken, asked for, and what came of it written down.

The claim is committed before the call. Whatever happens then, a crash included, the row is never added again
by itself: one that is found being attempted is looked up (:mod:`.settling`).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, Protocol
from uuid import uuid4

from bot.smsit import (
    AlreadySubscribed,
    ApiError,
    InvalidApiKey,
    InvalidArgument,
    NoApiAccess,
    NotSent,
    SmsItError,
    UnknownGroup,
)
from bot.store import contact_import_attempts as rows
from bot.store.contact_import_rows import ImportRow, RowState
from bot.store.database import Database
from bot.texting.clock import Clock
from bot.trouble import describe

log = logging.getLogger(__name__)

UNCLEAR: Final = "It is not known whether this was added: SMS-iT gave no clear answer. Look it up there."


class Contacts(Protocol):
    """Where contacts are added."""

    def add_contact(
        self,
        number: str,
        group: str,
        *,
        name: str | None = None,
        email: str | None = None,
        birthday: date | None = None,
    ) -> None:
        """Add a number to a group. Raises SmsItError."""


class Came(Enum):
    """What came of an attempt, as far as the import goes on from it."""

    DONE = "done"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"  # the row waits again, as for the next two
    ACCOUNT = "account"  # every other row would be refused too
    NO_GROUP = "no group"  # every other row of its group would be


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. ``state`` is that of the row, ``sentence`` why, if that is known."""

    came: Came
    state: RowState
    sentence: str | None = None


_UNKNOWN: Final = Outcome(Came.UNKNOWN, RowState.UNKNOWN, UNCLEAR)
_MEANINGS: Final[Sequence[tuple[tuple[type[SmsItError], ...], Came, RowState]]] = (
    ((AlreadySubscribed,), Came.DONE, RowState.PRESENT),
    ((InvalidApiKey, NoApiAccess), Came.ACCOUNT, RowState.WAITING),
    ((UnknownGroup,), Came.NO_GROUP, RowState.WAITING),
    ((ApiError, InvalidArgument), Came.DONE, RowState.REFUSED),
    ((NotSent,), Came.NOT_SENT, RowState.WAITING),
)
"""What errors mean, the first that fits. Any other leaves open whether the contact was added."""


class Attempts:
    """Makes the attempts of rows."""

    def __init__(self, database: Database, contacts: Contacts, clock: Clock) -> None:
        self._database = database
        self._contacts = contacts
        self._clock = clock

    def claim(self, import_id: str, wave: int) -> ImportRow | None:
        """Take the next row that waits; None without one, or when the import does not go on in this wave."""
        token = uuid4().hex
        return self._database.write_with_others(
            lambda conn: rows.claim(conn, import_id, wave, token, self._clock()), urgent=False
        )

    def make(self, row: ImportRow) -> Outcome:
        """Add a row that was claimed, and write what came of it."""
        outcome = self._ask(row)
        if outcome.state is RowState.WAITING:
            self._database.write_with_others(lambda conn: rows.put_back(conn, row), urgent=False)
        else:
            self._database.write_with_others(
                lambda conn: rows.record(conn, row, outcome.state, outcome.sentence), urgent=False
            )
        return outcome

    def _ask(self, row: ImportRow) -> Outcome:
        try:
            self._add(row)
        except SmsItError as error:
            return _meaning(error)
        except Exception as error:  # noqa: BLE001 - whatever it was, it may have been added
            log.error("an addition of import %s ended unforeseen: %s", row.import_id, describe(error))
            return _UNKNOWN
        return Outcome(Came.DONE, RowState.ADDED)

    def _add(self, row: ImportRow) -> None:
        self._contacts.add_contact(
            row.number or "",
            row.group_name or "",
            name=row.name,
            email=row.email,
            birthday=None if row.birthday is None else date.fromisoformat(row.birthday),
        )


def _meaning(error: SmsItError) -> Outcome:
    for kinds, came, state in _MEANINGS:
        if isinstance(error, kinds):
            return Outcome(came, state, None if state is RowState.PRESENT else error.sentence)
    return _UNKNOWN
