"""Appointments of contacts."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.smsit.calendar import read_date
from bot.sandbox.smsit.contacts import ContactBook
from bot.sandbox.smsit.quirks import Quirks
from bot.sandbox.smsit.refusals import DONE, Params, Payload, RefusalError, is_digits, need

STATUSES = ("Unconfirmed", "Confirmed", "Cancelled", "Rescheduled")


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment; `at` is wall-clock time in the account's zone."""

    number: str
    at: datetime
    status: str


@dataclass(slots=True)
class AppointmentBook:
    """The appointments, each contact at most once at the same time.

    A second one for the same contact and time exists already, whatever its status: the page says so. With
    the quirk `appointment_changes` another status changes the first one.
    """

    book: ContactBook
    quirks: Quirks
    _kept: dict[tuple[str, datetime], Appointment] = field(default_factory=dict)

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """All appointments, in the order they were made."""
        return tuple(self._kept.values())

    def add(self, params: Params) -> Payload:
        """Answer addappointment."""
        number = need(params, "number", -2)
        if not is_digits(number):
            raise RefusalError(-3, "The number should only contain digits.")
        written = need(params, "apptdate", -4)
        status = need(params, "status", -5)
        if status not in {"0", "1", "2", "3"}:
            raise RefusalError(-6, "The status is none of 0, 1, 2, 3.")
        if self.book.find(number) is None:
            raise RefusalError(-7, "Contact not found.")
        wanted = Appointment(number, read_date(written), STATUSES[int(status)])
        kept = self._kept.get((number, wanted.at))
        if kept is not None and (kept == wanted or not self.quirks.appointment_changes):
            raise RefusalError(-8, "The appointment exists already.")
        self._kept[number, wanted.at] = wanted
        return DONE
