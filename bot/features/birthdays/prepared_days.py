"""Birthday texts are prepared once for each day, in time to be shown, or not at all unless somebody asks.

The clock finds a day whose time has come and has it prepared beside it: all contacts are read for that. Of
two processes one is at a day; where it dies, another goes on, and finds the texts that were made.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from bot.errors import TooBusy, UserError
from bot.features.alerts.service import AlertService, Finding, Verdict
from bot.features.birthdays.people import People
from bot.features.birthdays.plan import Calendar
from bot.features.birthdays.reasons import LeftOut, Reason
from bot.features.birthdays.setup import Ready, Setup, Trouble
from bot.features.birthdays.texts import Texts
from bot.features.sends.decisions import end
from bot.store import birthday_texts, birthdays
from bot.store.alerts import AlertKind
from bot.store.birthdays import BirthdayDay, DayState, NewDay
from bot.store.database import Database
from bot.store.states import WAITING

log = logging.getLogger(__name__)

MOST: Final = 500
"""Texts of one day. More have a birthday that stands for none, such as 1 January."""
Later = Callable[[Callable[[], object]], object]
"""Runs work that may take minutes on another thread. Raises :exc:`TooBusy`."""


class PreparedDays:
    """Prepares days. ``making`` makes the single texts, ``later`` is where contacts are read."""

    def __init__(
        self,
        database: Database,
        setup: Setup,
        people: People,
        making: Texts,
        alerts: AlertService,
        calendar: Calendar,
        later: Later,
    ) -> None:
        self._database = database
        self._setup = setup
        self._people = people
        self._making = making
        self._alerts = alerts
        self._calendar = calendar
        self._later = later
        self._known: frozenset[date] = frozenset()
        """Days of which there is a row: it stays."""

    def begin(self) -> None:
        """Begin with the days whose time has come. Of one that was begun the database isn't asked again."""
        if not self._calendar.rules.texts:
            return
        days = frozenset(self._calendar.begun())
        self._known &= days
        for day in sorted(days - self._known):
            with self._database.read() as conn:
                is_known = birthdays.of_day(conn, day) is not None
            if is_known:
                self._known |= {day}
            else:
                self._begin(day)

    def go_on(self) -> None:
        """Go on with the days that were left; one that is over by now was missed."""
        if not self._calendar.rules.texts:
            return
        with self._database.read() as conn:
            left = birthdays.left(conn, self._calendar.clock())
        for day_id in left:
            self._go_on(day_id)

    def prepare(self, day_id: str) -> None:
        """Read the contacts and have the texts of a day wait for their time."""
        with self._database.read() as conn:
            day = birthdays.get(conn, day_id)
        if day is None or day.state is not DayState.PREPARING or self._send_at(day) is None:
            return
        ready = self._ready()
        if ready is None:
            with self._database.write() as conn:
                birthdays.give_back(conn, day.id)
            return
        try:
            audience = self._people.of(day.day, ready.who)
        except UserError:
            log.info("the contacts could not be read for birthday texts; it is tried again")
            return  # when the lease ends
        send_at = self._send_at(day)
        if send_at is None:
            return
        left_out = Counter({str(reason): count for reason, count in audience.left_out})
        for member in islice(audience.members, MOST):
            try:
                if not self._making.hold(day, ready, member, send_at):
                    return  # somebody else went on with the day, and is done
            except LeftOut as left:
                left_out[left.reason] += 1
        if (more := len(audience.members) - MOST) > 0:
            left_out[Reason.MANY] += more
        with self._database.write() as conn:
            now = self._calendar.clock()
            birthdays.hold(conn, day.id, send_at=send_at, left_out=left_out, now=now)
        log.info("birthday texts of %s are held; %d people left out", day.day, left_out.total())

    def _begin(self, day: date) -> None:
        ready = self._ready()
        if ready is None:
            return
        new = new_day(day, ready, self._calendar)
        state = (
            DayState.MISSED
            if self._calendar.is_too_late(self._calendar.planned_at(day))
            else DayState.PREPARING
        )
        with self._database.write() as conn:
            made = birthdays.begin(conn, new, state, now=self._calendar.clock())
        if made is not None and state is DayState.PREPARING:
            self._hand_on(made)

    def _go_on(self, day_id: str) -> None:
        with self._database.write() as conn:
            taken = birthdays.take_up(conn, day_id, now=self._calendar.clock())
        if taken:
            self._hand_on(day_id)

    def _hand_on(self, day_id: str) -> None:
        try:
            self._later(partial(self.prepare, day_id))
        except TooBusy:
            with self._database.write() as conn:
                birthdays.give_back(conn, day_id)

    def _ready(self) -> Ready | None:
        """Return what texts are made with. Admins are told once when it isn't there, and when it is again."""
        found = self._setup.find()
        if isinstance(found, Trouble):
            self._alerts.note(AlertKind.BIRTHDAYS, Finding(Verdict.WRONG, {found.value: 1}))
            return None
        if found is not None:
            self._alerts.note(AlertKind.BIRTHDAYS, Finding(Verdict.WELL))
        return found

    def _send_at(self, day: BirthdayDay) -> datetime | None:
        """Return when the texts of a day go out; None when it is too late, which is written down."""
        send_at = self._calendar.send_at(day)
        if send_at is None:
            with self._database.write() as conn:
                self._miss(conn, day)
        return send_at

    def _miss(self, conn: Connection, day: BirthdayDay) -> None:
        """Write down that a day was missed; texts that were made and never shown are none of its."""
        now = self._calendar.clock()
        if birthdays.miss(conn, day.id, now=now):
            for text in birthday_texts.of_day(conn, day.id):
                if text.state in WAITING and end(conn, text, None, now, only_from=text.state):
                    birthday_texts.drop(conn, text.id)


def new_day(day: date, ready: Ready, calendar: Calendar) -> NewDay:
    """Return a day as it is written down, by the policy as it is now."""
    return NewDay(
        day=day,
        team_id=ready.who.team_id,
        user_id=ready.who.user_id,
        channel=ready.channel,
        send_at=calendar.planned_at(day),
    )
