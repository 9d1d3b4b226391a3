"""A day off: everything booked for a day cancelled, or moved by a week, in one confirmation.

What is shown is written down as a plan. Confirming it is one transaction: a call for each appointment that
stands as it was seen, each attempted once like any other, and its text once SMS-iT has taken it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments import day_rows, texts
from bot.features.appointments.day_rows import DayRow, Left, Rows
from bot.features.appointments.effects import GONE, Effects
from bot.features.appointments.ids import AppointmentRef
from bot.features.appointments.next_calls import NextCalls
from bot.features.appointments.service import AppointmentService
from bot.features.appointments.texts import Planned
from bot.features.sends.preview import Preview
from bot.features.sends.submission import Submission
from bot.store import appointments, change_plans, messages
from bot.store.appointments import Status
from bot.store.change_plans import ChangePlan, NewPlan, PlanRow
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.texting import words
from bot.texting.clock import Clock

A_WEEK: Final = 7
NOTHING: Final = "There's nothing on that day that you can change here."
TOO_MUCH: Final = (
    "These texts would need approval, which a day off can't wait for: {why}. Nothing was changed. Go back "
    "and untick the text: the day's message then has a call list of everyone. Or change some by hand first."
)
NOTHING_LEFT: Final = (
    "Nothing was changed: all of these were changed after you opened this. Open the day again."
)


@dataclass(frozen=True, slots=True)
class DayOff:
    """What somebody wants of a day: all cancelled, or moved by so many ``days``; the texts' template."""

    day: date
    days: int = 0
    notice: str | None = field(default=None, repr=False)

    @property
    def status(self) -> Status:
        """What becomes of each."""
        return Status.RESCHEDULED if self.days else Status.CANCELLED


@dataclass(frozen=True, slots=True)
class DayPreview:
    """What is shown of a day off: each appointment, and those that are ``left`` as they are."""

    request: DayOff
    rows: tuple[DayRow, ...]
    left: tuple[Left, ...]
    zone: ZoneInfo


class DaysOff:
    """Looks up what a day off means, and carries it out.

    ``over`` tells why texts to so many people, for so many credits at most, would need approval: refused.
    """

    def __init__(
        self,
        database: Database,
        appointment_service: AppointmentService,
        rows: Rows,
        next_calls: NextCalls,
        effects: Effects,
        clock: Clock,
        *,
        over: Callable[[int, int], Sequence[str]],
    ) -> None:
        self._database = database
        self._appointment_service = appointment_service
        self._rows = rows
        self._next = next_calls
        self._effects = effects
        self._clock = clock
        self._over = over

    def check(
        self, submission: Submission[DayOff], report: Callable[[str], None]
    ) -> Preview[ChangePlan, DayPreview]:
        """Look everything up and write it down as it is shown; ``report`` is told how far that is.

        Raises :exc:`UserError` when there is nothing to change, its texts would need approval, or SMS-iT does
        not answer.
        """
        request, who = submission.request, submission.who
        found = self._rows.of(request.day, who, request.days)
        if not found.rows:
            raise UserError(" ".join([NOTHING, *day_rows.in_words(found.left)]))
        rows = self._rows.told(found.rows, request.notice, report) if request.notice else found.rows
        self._must_not_need_approval([each.notice for each in rows if each.notice is not None])
        new = NewPlan(
            key=submission.key,
            team_id=who.team_id,
            user_id=who.user_id,
            origin_channel=submission.channel,
            day=request.day.isoformat(),
            status=request.status,
            zone=submission.zone.key,
            notice=request.notice,
        )
        with self._database.write() as conn:
            plan = change_plans.insert_draft(conn, new, tuple(map(_row, rows)), now=self._clock())
        planned = [text for each in rows for text in each.texts]
        released = sum(each.timeline.reserved for each in rows)
        senders = dict.fromkeys(each.timeline.known.sender for each in rows)
        return Preview(
            replace(plan, senders=tuple(senders)),
            DayPreview(request, rows, found.left, self._rows.zone),
            self._appointment_service.funds(tuple(planned), released=released),
            full=self._appointment_service.sees_numbers(who),
            is_aside=self._appointment_service.is_closed(submission.channel),
        )

    def confirm(self, plan_id: str, who: Who) -> None:
        """Have it done: one transaction, durable when it returns. A second confirmation changes nothing.

        What has changed since it was shown stays as it is, and the day's message says so. Raises
        :exc:`UserError` when all of it has, its texts need approval by now, or the plan is gone or somebody
        else's.
        """

        def work(conn: Connection) -> None:
            plan = change_plans.get(conn, plan_id, lock=True)
            if plan is None or plan.user_id != who.user_id or plan.day is None:
                raise UserError(GONE)
            if plan.confirmed_at is not None:
                return
            self._must_not_need_approval(self._notices(conn, plan))
            if not self._carry_out(conn, plan, who):
                raise UserError(NOTHING_LEFT)
            change_plans.confirm(conn, plan.id, now=self._clock())
            messages.open_another(conn, plan.id, Purpose.DAY_OFF)

        self._database.write_with_others(work)

    def _must_not_need_approval(self, notices: Sequence[Planned]) -> None:
        """Judge the texts of a day together: each is to one person, and would be asked about by nobody."""
        if why := self._over(len(notices), sum(each.measure.upper_bound for each in notices)):
            raise UserError(TOO_MUCH.format(why=words.join_and(why)))

    def _notices(self, conn: Connection, plan: ChangePlan) -> list[Planned]:
        """Return the texts of a plan as they would arrive."""
        if plan.notice is None:
            return []
        told = {each.appointment_id: each for each in plan.rows if not each.silent}
        return [
            Planned(texts.rendered(plan.notice, known.name, told[known.id].at, self._rows.zone), None)
            for known in appointments.of_ids(conn, list(told))
        ]

    def _carry_out(self, conn: Connection, plan: ChangePlan, who: Who) -> int:
        """Queue the calls of a plan; returns how many. They are locked in one order, whoever else does so."""
        done = 0
        for row in sorted(plan.rows, key=lambda each: each.appointment_id):
            try:
                made = self._change(conn, plan, row, who)
            except UserError:  # raised before anything of this row is written
                continue
            change_plans.made(conn, plan.id, row.appointment_id, made)
            messages.open_another(conn, row.appointment_id, Purpose.APPOINTMENT)
            done += 1
        return done

    def _change(self, conn: Connection, plan: ChangePlan, row: PlanRow, who: Who) -> str:
        """Queue the call of a row and return its id. Raises :exc:`UserError` where it has changed."""
        standing = self._next.seen(conn, row.appointment_id, who)
        if row.at <= self._clock() or (plan.status is Status.CANCELLED and row.at != standing.known.at):
            raise UserError(NOTHING)
        notice = None if row.silent else plan.notice
        about = AppointmentRef(row.appointment_id, row.call_id, row.wave)
        new = standing.follow(who, plan.status, at=row.at, notice=notice, notice_at=row.notice_at)
        call = self._next.insert(conn, standing, about, new)
        if call is None:  # somebody pressed the same for this one alone: their own, without our text
            raise UserError(NOTHING)
        if plan.status is Status.CANCELLED:
            self._effects.call_off(conn, standing.known, who.user_id)
        return call.id


def _row(row: DayRow) -> PlanRow:
    last = row.timeline.last
    return PlanRow(row.timeline.known.id, last.id, last.wave, row.at, row.notice_at, row.silent)
