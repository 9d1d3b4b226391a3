"""What people decide about an appointment that is booked, or may be: each decision once.

Whoever decides has seen the newest call. When there is a newer one by then, or it stands otherwise, nothing
happens but that they are told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments import changes
from bot.features.appointments.effects import Effects, found
from bot.features.appointments.ids import AppointmentRef
from bot.features.appointments.service import Queue
from bot.features.permissions import Permissions
from bot.features.sends.refusals import PASSED
from bot.store import appointment_calls as calls
from bot.store import appointments, messages
from bot.store.appointment_calls import PENDING, Call, CallState, NewCall
from bot.store.appointments import Appointment, Status
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.texting.clock import Clock

T = TypeVar("T")

MOVED_ON: Final = (
    "Nothing was changed: <@{who}> changed this appointment after you opened it. Open it again to see it now."
)
SETTLED: Final = "Someone already dealt with this, so nothing was changed. See the appointment's message."
ON_ITS_WAY: Final = "Another change is being sent to SMS-iT. Wait until it is done, then try again."
UNSETTLED: Final = "Settle the last change first, in the appointment's message: we couldn't confirm it."
NOT_BOOKED: Final = "That appointment wasn't booked, so there is nothing to change."
CANCELLED: Final = "That appointment is cancelled. Book a new one."
NOT_TO_CONFIRM: Final = "That appointment is already confirmed."
SAME: Final = "It is already booked for that time. Pick another one."

NOT_BOOKED_CODE: Final = "not_booked"
WAS_NOT: Final = "It isn't in SMS-iT."
FORGOTTEN: Final = "The person is no longer kept, so it can't be changed here."


@dataclass(frozen=True, slots=True)
class Move:
    """A new time (aware), and the hours between a reminder and it; None for no reminder."""

    about: AppointmentRef
    at: datetime
    hours: int | None


class Decisions:
    """Carries decisions out."""

    def __init__(
        self,
        database: Database,
        effects: Effects,
        clock: Clock,
        permissions: Permissions,
        *,
        queue: Queue,
    ) -> None:
        self._database = database
        self._effects = effects
        self._clock = clock
        self._permissions = permissions
        self._queue = queue

    def move(self, request: Move, who: Who) -> None:
        """Have it moved: one short transaction, durable when it returns, as all of these.

        Its reminder moves when SMS-iT has taken it. Raises :exc:`UserError` when it has changed since, or the
        time has passed.
        """

        def decide(conn: Connection) -> None:
            known, last = self._seen(conn, request.about, who)
            if request.at <= self._clock():
                raise UserError(PASSED)
            if self._next(conn, (known, last), request.about, who, (request.at, Status.RESCHEDULED)):
                now = self._clock()
                appointments.write(conn, known.id, now=now, reminder_hours=request.hours)

        self._do(request.about, decide)

    def cancel(self, about: AppointmentRef, who: Who) -> None:
        """Have it cancelled, and its reminder at once: one for what is being cancelled is worse than none."""

        def decide(conn: Connection) -> None:
            known, last = self._seen(conn, about, who)
            if self._next(conn, (known, last), about, who, (known.at, Status.CANCELLED)):
                self._effects.call_off(conn, known, who.user_id)

        self._do(about, decide)

    def confirm(self, about: AppointmentRef, who: Who) -> None:
        """Have it confirmed."""

        def decide(conn: Connection) -> None:
            known, last = self._seen(conn, about, who)
            self._next(conn, (known, last), about, who, (known.at, Status.CONFIRMED))

        self._do(about, decide)

    def was_booked(self, about: AppointmentRef, who: Who) -> None:
        """Settle an unknown outcome: a person has seen that SMS-iT took it."""

        def decide(conn: Connection) -> None:
            call = self._open(conn, about, who, {CallState.UNKNOWN})
            self._settle(conn, call, CallState.ACCEPTED, who)
            self._effects.take(conn, call)

        self._do(about, decide)

    def was_not(self, about: AppointmentRef, who: Who) -> None:
        """Settle an unknown outcome: a person has seen that SMS-iT did not take it."""

        def decide(conn: Connection) -> None:
            call = self._open(conn, about, who, {CallState.UNKNOWN})
            told = {"outcome_code": NOT_BOOKED_CODE, "outcome_sentence": WAS_NOT}
            self._settle(conn, call, CallState.REFUSED, who, **told)

        self._do(about, decide)

    def again(self, about: AppointmentRef, who: Who) -> None:
        """Tell SMS-iT once more what it refused or may not have taken."""

        def decide(conn: Connection) -> None:
            now = self._clock()
            call = self._open(conn, about, who, {CallState.UNKNOWN, CallState.REFUSED})
            if call.status is not Status.CANCELLED and call.created_at < call.at <= now:
                raise UserError(PASSED)
            attempt = calls.again(conn, call, who=who.user_id, now=now)
            appointments.write(conn, call.appointment_id, now=now)
            changes.tell(conn, call)
            self._queue(conn, call.id, _sure(attempt))

        self._do(about, decide)

    def _do(self, about: AppointmentRef, decide: Callable[[Connection], None]) -> None:
        def work(conn: Connection) -> None:
            decide(conn)
            messages.open_another(conn, about.appointment_id, Purpose.APPOINTMENT)

        self._database.write_with_others(work)

    def _seen(self, conn: Connection, about: AppointmentRef, who: Who) -> tuple[Appointment, Call]:
        known = found(appointments.get(conn, about.appointment_id, lock=True))
        self._permissions.require_appointment(known.user_id, who)
        if not known.number:
            raise UserError(FORGOTTEN)
        last = calls.newest(conn, (known.id,)).get(known.id)
        if last is None:
            raise UserError(NOT_BOOKED)
        return known, last

    def _next(
        self,
        conn: Connection,
        standing: tuple[Appointment, Call],
        about: AppointmentRef,
        who: Who,
        request: tuple[datetime, Status],
    ) -> bool:
        """Queue the next call. False when that was done already: Slack delivered the same press again."""
        (known, last), (at, status) = standing, request
        new = NewCall(known.id, last, who.user_id, at, status)
        if last.id != about.call_id:
            done = (last.key, last.user_id, last.status, last.at)
            if done == (f"after:{about.call_id}", who.user_id, status, at):
                return False
            raise UserError(MOVED_ON.format(who=last.user_id))
        _must_be_settled(known, last)
        if status is Status.CONFIRMED and known.status is Status.CONFIRMED:
            raise UserError(NOT_TO_CONFIRM)
        call = calls.insert(conn, new, now=self._clock())
        appointments.write(conn, known.id, now=self._clock())
        self._queue(conn, _sure(call).id, 0)
        return True

    def _open(self, conn: Connection, about: AppointmentRef, who: Who, states: set[CallState]) -> Call:
        _known, last = self._seen(conn, about, who)
        if last.id != about.call_id or last.attempts != about.attempts or last.state not in states:
            raise UserError(SETTLED)
        return last

    def _settle(self, conn: Connection, call: Call, to: CallState, who: Who, **told: str) -> None:
        values = {"outcome_code": None, "outcome_sentence": None, **told}
        _sure(calls.settle(conn, call, to, who=who.user_id, now=self._clock(), **values) or None)
        changes.tell(conn, call)


def _sure(done: T | None) -> T:
    """Return what was done. Raises :exc:`UserError` when somebody was quicker."""
    if done is None:
        raise UserError(SETTLED)
    return done


def _must_be_settled(known: Appointment, last: Call) -> None:
    if last.state in PENDING:
        raise UserError(ON_ITS_WAY)
    if last.state is CallState.UNKNOWN:
        raise UserError(UNSETTLED)
    if known.status is None:
        raise UserError(NOT_BOOKED)
    if known.status is Status.CANCELLED:
        raise UserError(CANCELLED)
