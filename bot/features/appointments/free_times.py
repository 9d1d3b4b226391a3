"""A time that became free, offered to a group that serves as waiting list: asked for, and ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments import effects, texts
from bot.features.appointments.effects import GONE
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.service import AppointmentService
from bot.features.appointments.texts import Planned
from bot.features.groups.service import Audience
from bot.features.permissions import Permissions
from bot.features.sends.decisions import end
from bot.features.sends.preview import Preview
from bot.features.sends.refusals import PASSED
from bot.features.sends.submission import Submission
from bot.store import free_times
from bot.store.appointments import Appointment, Status
from bot.store.database import Database
from bot.store.free_times import FreeState, FreeTime, NewFreeTime, Why
from bot.texting.clock import Clock
from bot.texting.spellings import canonical

AT_ONCE: Final = 3
EVERY: Final = free_times.PAUSE
LEAST: Final = timedelta(hours=1)
"""Before its time nobody new is asked."""
A_WEEK: Final = timedelta(days=7)
NOT_FREE: Final = "That time isn't free: the appointment isn't cancelled."
TOO_MANY: Final = (
    "That group has {people:,} people to ask, and more than {most:,} can't be texted without approval. "
    "Choose a smaller group."
)
OFFERED: Final = "That time is being offered already. See its message."
NOBODY: Final = (
    "No one in that group can be asked: everyone has opted out or was offered a time in the last week."
)
OVER: Final = "That time isn't offered any more."


class Count(Protocol):
    """Reads the people of a group at SMS-iT. Raises :exc:`UserError`."""

    def __call__(self, group: str, report: Callable[[int], None] = ..., /) -> Audience:
        """Return them; ``report`` is told how many entries were read."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody wants to offer, to which group, in which words (a template)."""

    appointment_id: str
    group: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OfferPreview:
    """An offer as it was written down: to how many at most, and the text as one of them gets it."""

    free: FreeTime
    people: int
    example: Planned


class FreeTimes:
    """Offers times; to groups of up to ``most``, for more take a second person's approval."""

    def __init__(
        self,
        database: Database,
        appointment_service: AppointmentService,
        moves: Moves,
        permissions: Permissions,
        clock: Clock,
        *,
        count: Count,
        most: Callable[[], int | None],
    ) -> None:
        self._database = database
        self._appointment_service = appointment_service
        self._moves = moves
        self._permissions = permissions
        self._clock = clock
        self._count = count
        self._most = most

    def check(
        self, submission: Submission[Offer], report: Callable[[int], None]
    ) -> Preview[Appointment, OfferPreview]:
        """Count whom it goes to and write it down. Raises :exc:`UserError` when it cannot be offered."""
        request, who = submission.request, submission.who
        known = self.require(request.appointment_id, who)
        audience, now = self._count(request.group, report), self._clock()
        with self._database.read() as conn:
            people = [
                number for number in audience.numbers if may_be_asked(conn, number, known.phone, now - A_WEEK)
            ]
        if not people:
            raise UserError(NOBODY)
        most = self._most()
        if most is not None and len(people) > most:
            raise UserError(TOO_MANY.format(people=len(people), most=most))
        bodies = (
            texts.rendered(request.body, audience.names.get(each), known.at, self._moves.zone)
            for each in people
        )
        planned = [Planned(effects.sendable(each), None) for each in bodies]
        new = NewFreeTime(
            key=submission.key,
            team_id=who.team_id,
            user_id=who.user_id,
            origin_channel=submission.channel or known.origin_channel,
            appointment_id=known.id,
            at=known.at,
            zone=submission.zone.key,
            group_name=request.group,
            sender=known.sender,
            body=request.body,
        )
        with self._database.write() as conn:
            free = free_times.insert_draft(conn, new, now=now)
        return Preview(
            known,
            OfferPreview(free, len(people), planned[0]),
            self._appointment_service.funds(tuple(planned)),
        )

    def require(self, appointment_id: str, who: Who) -> Appointment:
        """Return a cancelled appointment whose time can be offered, to whoever may decide about it.

        Raises :exc:`UserError` else.
        """
        known = self._moves.require(appointment_id, who).known
        if known.status is not Status.CANCELLED:
            raise UserError(NOT_FREE)
        if known.at <= self._clock() + LEAST:
            raise UserError(PASSED)
        return known

    def confirm(self, free_id: str, who: Who) -> None:
        """Begin to offer it: durable when it returns. A second confirmation changes nothing.

        Raises :exc:`UserError` when it is gone, somebody else's or offered already.
        """

        def work(conn: Connection) -> None:
            free = free_times.get(conn, free_id, lock=True)
            if free is None or free.user_id != who.user_id:
                raise UserError(GONE)
            if free.state is not FreeState.DRAFT:
                return
            if free.at <= self._clock() + LEAST:
                raise UserError(PASSED)
            if not free_times.begin(conn, free.id, now=self._clock()):
                raise UserError(OFFERED)

        self._database.write_with_others(work)

    def taken(self, free_id: str, who: Who) -> None:
        """Write down that somebody took it; what waits to be sent is cancelled. Raises :exc:`UserError`."""
        self._end(free_id, who, FreeState.TAKEN, None)

    def stop(self, free_id: str, who: Who) -> None:
        """Offer it no more, though nobody took it. Raises :exc:`UserError`."""
        self._end(free_id, who, FreeState.ENDED, Why.STOPPED)

    def _end(self, free_id: str, who: Who, state: FreeState, why: Why | None) -> None:
        def work(conn: Connection) -> None:
            free = free_times.get(conn, free_id, lock=True)
            if free is None:
                raise UserError(GONE)
            self._permissions.require_appointment(free.user_id, who)
            if free.state is not FreeState.OPEN:
                raise UserError(OVER)
            call_off(conn, free, who.user_id, self._clock())
            free_times.end(conn, free, state, now=self._clock(), by=who.user_id, why=why)

        self._database.write_with_others(work)


def call_off(conn: Connection, free: FreeTime, by: str | None, now: datetime) -> None:
    """Cancel the texts of an offer that have not gone out."""
    for each in free_times.waiting(conn, free):
        end(conn, each, by, now)


def may_be_asked(conn: Connection, number: str, but: str, since: datetime) -> bool:
    """Tell whether a number may be asked: not ``but`` (a phone), and of nobody offered a time since then."""
    phone = canonical(number)
    return phone != but and not free_times.offered_since(conn, phone, since)
