"""Offering free times: three people at once, never at night, nobody twice in a week, until it is taken."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.appointments import texts
from bot.features.appointments.free_times import Over
from bot.features.appointments.waiting_list import (
    A_WEEK,
    AT_ONCE,
    EVERY,
    LEAST,
    NIGHT,
    bodies,
    by_phone,
    call_off,
    is_free,
    may_be_asked,
)
from bot.features.groups.service import Audience
from bot.features.sends.rules import SendRules
from bot.features.sends.service import SendService
from bot.store import appointments, free_times, messages, sends
from bot.store.database import Database
from bot.store.free_times import FreeState, FreeTime, Why
from bot.store.messages import Purpose
from bot.store.sends import AppointmentText, NewSend
from bot.texting import segments
from bot.texting.clock import Clock
from bot.texting.number_places import place
from bot.texting.quiet_hours import is_quiet
from bot.texting.sender_ids import Senders

log = logging.getLogger(__name__)

LATER: Final = timedelta(minutes=10)
"""When to look again after nobody was awake, or SMS-iT did not answer."""


class Offers:
    """What the clock does for free times. ``count`` reads a group anew for each few people.

    ``over`` judges all of an offer again each time: a group may grow, and the policy may change.
    """

    def __init__(
        self,
        database: Database,
        send_service: SendService,
        rules: SendRules,
        senders: Senders,
        clock: Clock,
        *,
        count: Callable[[str], Audience],
        over: Over,
    ) -> None:
        self._database = database
        self._send_service = send_service
        self._rules = rules
        self._zone = rules.account_zone or ZoneInfo("UTC")
        self._senders = senders
        self._clock = clock
        self._count = count
        self._over = over

    def offer(self) -> None:
        """Ask the next people of every free time whose turn it is."""
        with self._database.read() as conn:
            due = free_times.due(conn, self._clock())
        for each in due:
            try:
                audience = self._count(each.group_name)
            except UserError:
                audience = None
                log.info("the group of free time %s could not be read; it is tried again", each.id)
            with self._database.write() as conn:
                free = free_times.lock_open(conn).get(each.id)
                if free is not None and free.next_at == each.next_at:
                    self._ask(conn, free, audience)

    def _ask(self, conn: Connection, free: FreeTime, audience: Audience | None) -> None:
        """Ask the next few, or end it; in the transaction that holds all free times."""
        now = self._clock()
        if free.at <= now + LEAST:
            call_off(conn, free, None, now)
            free_times.end(conn, free, FreeState.ENDED, now=now, why=Why.TIME)
            return
        if not is_free(conn, free):
            call_off(conn, free, None, now)
            free_times.end(conn, free, FreeState.ENDED, now=now, why=Why.BACK)
            return
        if audience is None:
            free_times.go_on(conn, free.id, next_at=now + LATER, offered=free.offered, now=now)
            return
        left = list(self._left(conn, free, audience, now))
        awake = [each for each in left if not self._is_asleep(each[1], now)]
        if not left:
            free_times.end(conn, free, FreeState.ENDED, now=now, why=Why.EVERYBODY)
            return
        if self._needs_approval(conn, free, [number for number, _phone in left], audience):
            free_times.end(conn, free, FreeState.ENDED, now=now, why=Why.APPROVAL)
            return
        offered = free.offered
        for number, phone in awake[:AT_ONCE]:
            new = self._text(free, (number, phone), audience.names.get(number), offered)
            if not self._send(conn, free, new):
                free_times.end(conn, free, FreeState.ENDED, now=now, why=Why.BUDGET)
                return
            offered += 1
        wait = EVERY if awake else LATER
        free_times.go_on(conn, free.id, next_at=now + wait, offered=offered, now=now)

    def _needs_approval(
        self, conn: Connection, free: FreeTime, left: Sequence[str], audience: Audience
    ) -> bool:
        """Tell whether an offer needs approval by now: who was asked so far, and all who would be."""
        theirs = bodies(free.body, left, audience.names, free.at, self._zone)
        to_come = sum(segments.measure(each).upper_bound for each in theirs)
        return bool(self._over(free.offered + len(left), free_times.spent(conn, free) + to_come))

    def _is_asleep(self, phone: str, now: datetime) -> bool:
        return is_quiet(place(phone), now, self._rules.windows, otherwise=NIGHT)

    def _left(
        self, conn: Connection, free: FreeTime, audience: Audience, now: datetime
    ) -> Iterator[tuple[str, str]]:
        """Yield those who may be asked yet, in SMS-iT's order: as :func:`by_phone` does.

        Whose time it was is none of them.
        """
        known = appointments.get(conn, free.appointment_id)
        was = known.phone if known else ""
        for number, phone in by_phone(audience):
            if may_be_asked(conn, (number, phone), was, now - A_WEEK):
                yield number, phone

    def _text(self, free: FreeTime, to: tuple[str, str], name: str | None, nth: int) -> NewSend:
        """Return the text that asks one: ``to`` is the number as SMS-iT keeps it, and in its one form."""
        body = texts.rendered(free.body, name, free.at, self._zone)
        measure, (sender, alpha) = segments.measure(body), self._senders.behind(free.sender)
        return NewSend(
            key=free_times.key_of(free, nth),
            team_id=free.team_id,
            user_id=free.user_id,
            to_number=to[0],
            to_phone=to[1],
            to_name=name or None,
            body=body,
            sender=sender,
            alpha_sender=alpha,
            segments=measure.segments,
            credits=measure.segments,
            credits_upper=measure.upper_bound,
            origin_channel=free.origin_channel,
            zone=free.zone,
            appointment_id=free.appointment_id,
            appointment_text=AppointmentText.OFFER,
            appointment_at=free.at,
        )

    def _send(self, conn: Connection, free: FreeTime, new: NewSend) -> bool:
        """Ask one; False when a budget does not cover it."""
        draft = sends.insert_draft(conn, new, now=self._clock())
        try:
            self._send_service.hand_over(conn, draft)
        except UserError:
            return False
        messages.put_under(conn, draft.id, free.id, Purpose.FREE_TIME)
        return True
