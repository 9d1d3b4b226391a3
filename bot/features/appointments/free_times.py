"""A time that became free, offered to a group that serves as waiting list: asked for, and ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments import effects
from bot.features.appointments.effects import GONE
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.service import AppointmentService
from bot.features.appointments.texts import Planned
from bot.features.appointments.waiting_list import (
    A_WEEK,
    LEAST,
    bodies,
    by_phone,
    call_off,
    is_free,
    may_be_asked,
)
from bot.features.groups.service import Audience
from bot.features.permissions import Permissions
from bot.features.sends.preview import Preview
from bot.features.sends.refusals import PASSED
from bot.features.sends.submission import Submission
from bot.store import free_times
from bot.store.appointments import Appointment
from bot.store.database import Database
from bot.store.free_times import FreeState, FreeTime, NewFreeTime, Why
from bot.texting import words
from bot.texting.clock import Clock

NOT_FREE: Final = "That time isn't free: the appointment isn't cancelled, nor was it moved away from it."
TOO_MUCH: Final = (
    "This would need approval, which an offer can't wait for: {why}. Choose a smaller group or a shorter "
    "text."
)
OFFERED: Final = (
    "A time of this appointment is being offered already. See that message: press *Taken* or *Stop offering* "
    "there before you offer another."
)
NOBODY: Final = (
    "No one in that group can be asked: everyone has opted out, is on the do-not-text list, or was offered a "
    "time in the last week."
)
OVER: Final = "That time isn't offered any more."
TAKEN: Final = "That time is taken already, says <@{by}>."


Over = Callable[[int, int], Sequence[str]]
"""Tells by people, and by credits at most, why that would need approval; nothing when it does not."""


class Count(Protocol):
    """Reads the people of a group at SMS-iT. Raises :exc:`UserError`."""

    def __call__(self, group: str, report: Callable[[int], None] = ..., /) -> Audience:
        """Return them; ``report`` is told how many entries were read."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody wants to offer, to which group, in which words (a template).

    ``at`` is the time in seconds since 1970 as it was shown; 0 in what an earlier version showed.
    """

    appointment_id: str
    group: str
    body: str = field(repr=False)
    at: int = 0


@dataclass(frozen=True, slots=True)
class Freed:
    """An appointment, and its time that became free (aware)."""

    known: Appointment
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferPreview:
    """An offer as it was written down: to how many at most, and the text as one of them gets it."""

    free: FreeTime
    people: int
    example: Planned


class FreeTimes:
    """Offers times. ``over`` tells why so many people and credits (at most) would need approval: refused."""

    def __init__(
        self,
        database: Database,
        appointment_service: AppointmentService,
        moves: Moves,
        permissions: Permissions,
        clock: Clock,
        *,
        count: Count,
        over: Over,
    ) -> None:
        self._database = database
        self._appointment_service = appointment_service
        self._moves = moves
        self._permissions = permissions
        self._clock = clock
        self._count = count
        self._over = over

    def check(
        self, submission: Submission[Offer], report: Callable[[int], None]
    ) -> Preview[Appointment, OfferPreview]:
        """Count whom it goes to and write it down. Raises :exc:`UserError` when it cannot be offered."""
        request, who = submission.request, submission.who
        freed = self.require(request.appointment_id, who)
        known, at = freed.known, freed.at
        if request.at not in {0, int(at.timestamp())}:
            raise UserError(NOT_FREE)
        audience, now = self._count(request.group, report), self._clock()
        with self._database.read() as conn:
            people = [
                number
                for number, phone in by_phone(audience)
                if may_be_asked(conn, (number, phone), known.phone, now - A_WEEK)
            ]
        if not people:
            raise UserError(NOBODY)
        planned = [
            Planned(effects.sendable(each), None)
            for each in bodies(request.body, people, audience.names, at, self._moves.zone)
        ]
        if why := self._over(len(people), sum(each.measure.upper_bound for each in planned)):
            raise UserError(TOO_MUCH.format(why=words.join_and(why)))
        new = NewFreeTime(
            key=submission.key,
            team_id=who.team_id,
            user_id=who.user_id,
            origin_channel=submission.channel or known.origin_channel,
            appointment_id=known.id,
            at=at,
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

    def require(self, appointment_id: str, who: Who) -> Freed:
        """Return an appointment whose time can be offered: cancelled, or moved away from it.

        To whoever may decide about it. Raises :exc:`UserError` else.
        """
        found = self._moves.require(appointment_id, who)
        at = found.freed
        if at is None:
            raise UserError(NOT_FREE)
        if at <= self._clock() + LEAST:
            raise UserError(PASSED)
        return Freed(found.known, at)

    def open(self, appointment_id: str, who: Who) -> Freed:
        """Return the same for whoever begins to write an offer: not while one is under way."""
        freed = self.require(appointment_id, who)
        with self._database.read() as conn:
            if any(each.appointment_id == appointment_id for each in free_times.offered(conn)):
                raise UserError(OFFERED)
        return freed

    def confirm(self, free_id: str, who: Who) -> None:
        """Begin to offer it: durable when it returns. A second confirmation changes nothing.

        Raises :exc:`UserError` when it is gone, somebody else's, free no more, or one is offered already.
        """

        def work(conn: Connection) -> None:
            free = free_times.get(conn, free_id, lock=True)
            if free is None or free.user_id != who.user_id:
                raise UserError(GONE)
            if free.state is not FreeState.DRAFT:
                return
            if free.at <= self._clock() + LEAST:
                raise UserError(PASSED)
            if not is_free(conn, free):
                raise UserError(NOT_FREE)
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
                raise UserError(over(free))
            call_off(conn, free, who.user_id, self._clock())
            free_times.end(conn, free, state, now=self._clock(), by=who.user_id, why=why)

        self._database.write_with_others(work)


def over(free: FreeTime) -> str:
    """Return why a time isn't offered any more."""
    if free.state is FreeState.TAKEN and free.decided_by:
        return TAKEN.format(by=free.decided_by)
    return OVER
