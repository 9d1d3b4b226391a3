"""What people decide about an appointment that is booked, or may be: each decision once.

Whoever decides has seen the newest call. When there is a newer one by then, or it stands otherwise, nothing
happens but that they are told.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments import change_messages
from bot.features.appointments.effects import GONE, Effects
from bot.features.appointments.ids import AppointmentRef
from bot.features.appointments.next_calls import SETTLED, NextCalls, sure
from bot.features.sends.refusals import PASSED
from bot.store import appointment_call_transitions, appointments, change_plans, messages
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Status
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.outcome_codes import OutcomeCode
from bot.texting.clock import Clock

SAME: Final = "It's already booked for that time. Pick another one."

WAS_NOT: Final = "It isn't in SMS-iT."


@dataclass(frozen=True, slots=True)
class Move:
    """A new time (aware), and the hours between its reminders and it; none for no reminder.

    ``notice`` is the template of what the customer is told once it is moved; None when nothing is.
    """

    about: AppointmentRef
    at: datetime
    hours: tuple[int, ...] = ()
    notice: str | None = field(default=None, repr=False)


class Decisions:
    """Carries decisions out."""

    def __init__(self, database: Database, effects: Effects, clock: Clock, next_calls: NextCalls) -> None:
        self._database = database
        self._effects = effects
        self._clock = clock
        self._next = next_calls

    def confirm_plan(self, plan_id: str, who: Who) -> None:
        """Have an appointment moved or cancelled as it was reviewed; as :meth:`move` and :meth:`cancel`.

        Raises :exc:`UserError` when the review is gone or somebody else's.
        """
        with self._database.read() as conn:
            plan = change_plans.get(conn, plan_id)
        if plan is None or plan.user_id != who.user_id or plan.day is not None:
            raise UserError(GONE)
        seen = plan.only
        about = AppointmentRef(seen.appointment_id, seen.call_id, seen.wave)
        if plan.status is Status.CANCELLED:
            self.cancel(about, who, plan.notice)
        else:
            self.move(Move(about, seen.at, plan.hours, plan.notice), who)

    def move(self, request: Move, who: Who) -> None:
        """Have it moved: one short transaction, durable when it returns, as all of these.

        Its reminders move when SMS-iT has taken it. Raises :exc:`UserError` when it has changed since, or the
        time has passed.
        """

        def decide(conn: Connection) -> None:
            standing = self._next.to_move(conn, request.about.appointment_id, who)
            if request.at <= self._clock():
                raise UserError(PASSED)
            new = standing.follow(who, Status.RESCHEDULED, at=request.at, notice=request.notice)
            if self._next.insert(conn, standing, request.about, new):
                told = {"hours_before": list(request.hours)}
                appointments.write(conn, standing.known.id, now=self._clock(), **told)

        self._do(request.about, decide)

    def cancel(self, about: AppointmentRef, who: Who, notice: str | None = None) -> None:
        """Have it cancelled, and its reminders at once: one for what is being cancelled is worse than none.

        ``notice`` is the template of what the customer is told once it is; None when nothing is.
        """

        def decide(conn: Connection) -> None:
            standing = self._next.to_move(conn, about.appointment_id, who)
            if self._next.insert(
                conn, standing, about, standing.follow(who, Status.CANCELLED, notice=notice)
            ):
                self._effects.call_off(conn, standing.known, who.user_id)

        self._do(about, decide)

    def confirm(self, about: AppointmentRef, who: Who) -> None:
        """Have it confirmed."""

        def decide(conn: Connection) -> None:
            standing = self._next.seen(conn, about.appointment_id, who)
            self._next.insert(conn, standing, about, standing.follow(who, Status.CONFIRMED))

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
            told = {"outcome_code": OutcomeCode.NOT_BOOKED.value, "outcome_sentence": WAS_NOT}
            self._settle(conn, call, CallState.REFUSED, who, **told)

        self._do(about, decide)

    def again(self, about: AppointmentRef, who: Who) -> None:
        """Tell SMS-iT once more what it refused or may not have taken."""

        def decide(conn: Connection) -> None:
            now = self._clock()
            call = self._open(conn, about, who, {CallState.UNKNOWN, CallState.REFUSED})
            if call.status is not Status.CANCELLED and call.created_at < call.at <= now:
                raise UserError(PASSED)
            attempt = appointment_call_transitions.again(conn, call, who=who.user_id, now=now)
            appointments.write(conn, call.appointment_id, now=now)
            change_messages.tell(conn, call)
            self._next.queue(conn, call.id, sure(attempt))

        self._do(about, decide)

    def _do(self, about: AppointmentRef, decide: Callable[[Connection], None]) -> None:
        def work(conn: Connection) -> None:
            decide(conn)
            messages.open_another(conn, about.appointment_id, Purpose.APPOINTMENT)

        self._database.write_with_others(work)

    def _open(self, conn: Connection, about: AppointmentRef, who: Who, states: set[CallState]) -> Call:
        last = self._next.seen(conn, about.appointment_id, who).last
        if last.id != about.call_id or last.wave != about.wave or last.state not in states:
            raise UserError(SETTLED)
        return last

    def _settle(self, conn: Connection, call: Call, to: CallState, who: Who, **told: str) -> None:
        values = {"outcome_code": None, "outcome_sentence": None, **told}
        sure(
            appointment_call_transitions.settle(conn, call, to, who=who.user_id, now=self._clock(), **values)
            or None
        )
        change_messages.tell(conn, call)
