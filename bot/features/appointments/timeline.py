"""All that is known of an appointment, read at one moment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.features.appointments.ids import AppointmentRef
from bot.store import appointment_calls as calls
from bot.store import appointments, sends
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Appointment
from bot.store.sends import Send
from bot.store.states import WAITING, SendState


@dataclass(frozen=True, slots=True)
class Timeline:
    """An appointment with its calls, the oldest first, and its texts.

    ``existing`` is what the bot knows at the time for which SMS-iT refused the newest call.
    """

    known: Appointment
    calls: tuple[Call, ...]
    confirmation: Send | None
    reminder: Send | None
    existing: Appointment | None = None

    @property
    def last(self) -> Call:
        """The newest call."""
        return self.calls[-1]

    @property
    def about(self) -> AppointmentRef:
        """What its buttons are about."""
        return AppointmentRef(self.known.id, self.last.id, self.last.attempts)

    def time_before(self, call: Call) -> datetime:
        """Return the time (aware) that an appointment had before one of its calls."""
        at = call.at
        for each in self.calls:
            if each.id == call.id:
                break
            if each.state is CallState.ACCEPTED or each.is_first:
                at = each.at
        return at

    @property
    def is_reminder_cancelled(self) -> bool:
        """Whether somebody called its reminder off."""
        return self.reminder is not None and self.reminder.state is SendState.CANCELLED

    @property
    def reserved(self) -> int:
        """The credits (upper bound) reserved for those of its texts that wait: a move cancels them."""
        texts = (each for each in (self.confirmation, self.reminder) if each is not None)
        return sum(each.credits_upper for each in texts if each.state in WAITING)

    @property
    def confirmation_waits(self) -> bool:
        """Whether its confirmation text hasn't gone out yet: a move or a cancellation calls it off."""
        return self.confirmation is not None and self.confirmation.state in WAITING

    @property
    def reminds_at(self) -> datetime | None:
        """When its reminder goes (aware), if one waits."""
        waits = self.reminder is not None and self.reminder.state in WAITING
        return self.reminder.send_at if waits and self.reminder else None


def read(conn: Connection, appointment_id: str) -> Timeline | None:
    """Return what is known of an appointment that was confirmed; None when there is none."""
    known = appointments.get(conn, appointment_id)
    history = calls.history(conn, appointment_id)
    if known is None or not history:
        return None
    last = history[-1]
    existing = None
    if last.state is CallState.REFUSED:
        existing = appointments.at_that_time(conn, known.phone, last.at, without=known.id)
    return Timeline(
        known,
        history,
        sends.get(conn, known.confirmation_id or ""),
        sends.get(conn, known.reminder_id or ""),
        existing,
    )
