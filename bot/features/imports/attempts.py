"""The one attempt of a row: taken, and added at SMS-iT."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Protocol

from bot.engine.attempts import Accepted, Claimed, NotSent, Outcome, Refused, Unknown, carry_out, claim
from bot.features.imports.ledger import UNCLEAR, Code, ImportLedger
from bot.smsit import (
    AlreadySubscribed,
    ApiError,
    InvalidApiKey,
    InvalidArgument,
    NoApiAccess,
    SmsItError,
    UnknownGroup,
)
from bot.smsit import NotSent as NeverReached
from bot.store.contact_import_rows import ImportRow
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.texting.clock import Clock

_LEDGER: Final = ImportLedger()
_CODES: Final[Mapping[type[ApiError], Code]] = {
    AlreadySubscribed: Code.PRESENT,
    InvalidApiKey: Code.ACCOUNT,
    NoApiAccess: Code.ACCOUNT,
    UnknownGroup: Code.NO_GROUP,
}


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


class Attempts:
    """Makes the attempts of rows."""

    def __init__(self, database: Database, contacts: Contacts, clock: Clock) -> None:
        self._database = database
        self._contacts = contacts
        self._clock = clock

    def claim(self, import_id: str, wave: int) -> ImportRow | None:
        """Take the next row that waits; None without one, or when the import does not go on in this wave."""
        claimed = claim(self._database, ImportLedger(wave=wave), import_id, clock=self._clock)
        return None if claimed is None else claimed.row

    def make(self, row: ImportRow) -> Outcome:
        """Add a row that was claimed, and write what came of it."""
        return carry_out(self._database, _LEDGER, Claimed(row), self._request, clock=self._clock).outcome

    def _request(self, row: ImportRow) -> Outcome:
        try:
            self._contacts.add_contact(
                row.number or "",
                row.group_name or "",
                name=row.name,
                email=row.email,
                birthday=None if row.birthday is None else date.fromisoformat(row.birthday),
            )
        except SmsItError as error:
            return _meaning(error)
        return Accepted()


def _meaning(error: SmsItError) -> Outcome:
    """Return what an error means for a row. What is no clear refusal leaves open whether it was added."""
    match error:
        case ApiError():
            return Refused(_CODES.get(type(error), f"{error.code}"), error.sentence)
        case InvalidArgument():
            return Refused(OutcomeCode.INVALID, error.sentence)
        case NeverReached():
            return NotSent(error.sentence)
        case _:
            return Unknown(type(error).__name__, UNCLEAR)
