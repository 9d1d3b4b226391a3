"""The next call about an appointment: queued only where it stands as whoever decides has seen it."""

from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from sqlalchemy import Connection

from bot.access import Opened, Who
from bot.errors import UserError
from bot.features import after_code
from bot.features.after_code import Opening
from bot.features.appointments.effects import found
from bot.features.appointments.ids import AppointmentRef
from bot.features.permissions import Permissions
from bot.store import appointment_calls as calls
from bot.store import appointments
from bot.store.appointment_calls import PENDING, Call, CallState, NewCall
from bot.store.appointments import Appointment, Status
from bot.texting.clock import Clock

T = TypeVar("T")

MOVED_ON: Final = (
    "Nothing was changed: <@{who}> changed this appointment after you opened it. Open it again to see it now."
)
SETTLED: Final = "Someone already dealt with this, so nothing was changed. See the appointment's message."
ON_ITS_WAY: Final = "Another change is being sent to SMS-iT. Wait until it's done, then try again."
UNSETTLED: Final = "Settle the last change first, in the appointment's message: we couldn't confirm it."
NOT_BOOKED: Final = "That appointment wasn't booked, so there's nothing to change."
CANCELLED: Final = "That appointment is cancelled. Book a new one."
NOT_TO_CONFIRM: Final = "That appointment is already confirmed."
FORGOTTEN: Final = "The customer's details have been erased, so it can't be changed here."


class Queue(Protocol):
    """The engine, as far as calls need it."""

    def __call__(self, conn: Connection, call_id: str, attempt: int, /) -> None:
        """Enqueue an attempt of a call in the caller's transaction; the same attempt twice is one job."""


@dataclass(frozen=True, slots=True)
class LockedAppointment:
    """An appointment, locked, and the newest call about it.

    ``opening`` is what opens it to whoever decides, where their role doesn't.
    """

    known: Appointment
    last: Call
    opening: Opening | None = None

    def must_be_settled(self) -> None:
        """Raise :exc:`UserError` unless it can be changed now."""
        must_be_settled(self.known, self.last)

    def follow(self, who: Who, status: Status, **values: object) -> NewCall:
        """Return the call after the newest one; ``values`` are other fields than the time it has."""
        told = {"at": self.known.at, **values}
        return NewCall(self.known.id, self.last, who.user_id, status=status, **told)  # type: ignore[arg-type] # its fields


class NextCalls:
    """Reads how appointments stand, and queues calls about them, in the caller's transaction."""

    def __init__(self, clock: Clock, permissions: Permissions, queue: Queue) -> None:
        self._clock = clock
        self._permissions = permissions
        self.queue = queue

    def seen(self, conn: Connection, appointment_id: str, who: Who) -> LockedAppointment:
        """Return how an appointment stands. Raises :exc:`UserError` for whoever may not decide about it."""
        known = found(appointments.get(conn, appointment_id, lock=True))
        self._permissions.require_appointment(known.user_id, who)
        return self._standing(conn, known)

    def to_move(self, conn: Connection, appointment_id: str, who: Who) -> LockedAppointment:
        """Return how an appointment stands that is to be moved or cancelled, by role or by a verified code.

        Raises :exc:`UserError` for whoever may not.
        """
        known, now = found(appointments.get(conn, appointment_id, lock=True)), self._clock()
        opening = self._permissions.require_move(conn, known.user_id, known.phone, who, now)
        return self._standing(conn, known, opening)

    def _standing(
        self, conn: Connection, known: Appointment, opening: Opening | None = None
    ) -> LockedAppointment:
        if not known.number:
            raise UserError(FORGOTTEN)
        last = calls.newest(conn, (known.id,)).get(known.id)
        if last is None:
            raise UserError(NOT_BOOKED)
        return LockedAppointment(known, last, opening)

    def insert(
        self, conn: Connection, standing: LockedAppointment, about: AppointmentRef, new: NewCall
    ) -> Call | None:
        """Queue the next call. None when that was done already: Slack delivered the same press again.

        Raises :exc:`UserError` when it has changed since it was seen, before anything is written.
        """
        known, last = standing.known, standing.last
        if last.id != about.call_id:
            done = (last.key, last.user_id, last.status, last.at)
            if done == (f"after:{about.call_id}", new.user_id, new.status, new.at):
                return None
            raise UserError(MOVED_ON.format(who=last.user_id))
        standing.must_be_settled()
        if new.status is Status.CONFIRMED and known.status is Status.CONFIRMED:
            raise UserError(NOT_TO_CONFIRM)
        call = sure(calls.insert(conn, new, now=self._clock()))
        appointments.write(conn, known.id, now=self._clock())
        if standing.opening is not None:
            by = Who(new.user_id, known.team_id)
            after_code.used(conn, standing.opening, Opened.MOVE_APPOINTMENT, by, self._clock())
        self.queue(conn, call.id, 0)
        return call


def sure(done: T | None) -> T:
    """Return what was done. Raises :exc:`UserError` when somebody was quicker."""
    if done is None:
        raise UserError(SETTLED)
    return done


def must_be_settled(known: Appointment, last: Call) -> None:
    """Raise :exc:`UserError` unless an appointment with this newest call can be changed now."""
    if last.state in PENDING:
        raise UserError(ON_ITS_WAY)
    if last.state is CallState.UNKNOWN:
        raise UserError(UNSETTLED)
    if known.status is None:
        raise UserError(NOT_BOOKED)
    if known.status is Status.CANCELLED:
        raise UserError(CANCELLED)
