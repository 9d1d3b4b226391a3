"""All that is known of an appointment, read at one moment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.features.appointments.ids import AppointmentRef
from bot.store import appointment_calls as calls
from bot.store import appointments, sends
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Appointment, Status
from bot.store.sends import Send
from bot.store.states import WAITING, SendState


@dataclass(frozen=True, slots=True)
class Timeline:
    """An appointment with its calls, the oldest first, and its texts; ``notice`` tells of the newest change.

    ``existing`` is what the bot knows at the time for which SMS-iT refused the newest call.
    """

    known: Appointment
    calls: tuple[Call, ...]
    confirmation: Send | None
    reminders: tuple[Send, ...] = ()
    existing: Appointment | None = None
    notice: Send | None = None

    @property
    def last(self) -> Call:
        """The newest call."""
        return self.calls[-1]

    @property
    def about(self) -> AppointmentRef:
        """What its buttons are about."""
        return AppointmentRef(self.known.id, self.last.id, self.last.wave)

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
    def freed(self) -> datetime | None:
        """The time (aware) that became free last; None where none did.

        Of a cancelled one it is its own, of another the one it was moved from.
        """
        if self.known.status is Status.CANCELLED:
            return self.known.at
        moves = (each for each in reversed(self.calls) if _is_taken_move(each))
        return next((at for at in map(self.time_before, moves) if at != self.known.at), None)

    @property
    def is_reminder_cancelled(self) -> bool:
        """Whether somebody called its reminders off."""
        states = {each.state for each in self.reminders}
        return states == {SendState.CANCELLED}

    @property
    def reserved(self) -> int:
        """The credits (upper bound) reserved for those of its texts that wait: a move cancels them."""
        texts = (each for each in (self.confirmation, *self.reminders, self.notice) if each is not None)
        return sum(each.credits_upper for each in texts if each.state in WAITING)

    @property
    def confirmation_waits(self) -> bool:
        """Whether its confirmation text hasn't gone out yet: a move or a cancellation calls it off."""
        return self.confirmation is not None and self.confirmation.state in WAITING

    @property
    def reminders_waiting(self) -> int:
        """How many of its reminders wait for their time."""
        return sum(each.state in WAITING for each in self.reminders)


def _is_taken_move(call: Call) -> bool:
    return call.state is CallState.ACCEPTED and call.status is Status.RESCHEDULED


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
    told = next((each.notice_id for each in reversed(history) if each.notice_id), None)
    ids = {known.confirmation_id, *known.reminder_ids, told} - {None}
    texts = {each.id: each for each in sends.get_many(conn, [each for each in ids if each])}
    return Timeline(
        known,
        history,
        texts.get(known.confirmation_id or ""),
        tuple(texts[each] for each in known.reminder_ids if each in texts),
        existing,
        texts.get(told or ""),
    )
