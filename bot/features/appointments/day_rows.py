"""The appointments of a day that somebody wants off: each as it would be changed, and told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments import effects, texts, timeline, typed_day, validation
from bot.features.appointments.next_calls import FORGOTTEN, must_be_settled
from bot.features.appointments.service import AppointmentService
from bot.features.appointments.texts import Planned
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.validation import zone_of
from bot.features.permissions import Permissions
from bot.features.sends.rules import SendRules
from bot.store import appointments
from bot.store.appointments import Status
from bot.store.change_plans import Silent
from bot.store.database import Database
from bot.texting import words
from bot.texting.clock import Clock
from bot.texting.number_places import place
from bot.texting.quiet_hours import is_quiet, judge

MOST: Final = 50
"""Appointments of one confirmation: they are written down while Slack waits."""
TOO_MANY: Final = f"At most {MOST} are changed together. Do the same again for the rest."


@dataclass(frozen=True, slots=True)
class DayRow:
    """One appointment, where it goes (aware), and what is sent with it.

    ``notice_at`` is when quiet hours end that the text waits for. ``silent`` is why there is none.
    """

    timeline: Timeline
    at: datetime
    notice: Planned | None = None
    notice_at: datetime | None = None
    silent: Silent | None = None
    reminders: tuple[Planned, ...] = ()

    @property
    def texts(self) -> tuple[Planned, ...]:
        """All texts that go with it."""
        return (*([self.notice] if self.notice else []), *self.reminders)


@dataclass(frozen=True, slots=True)
class Left:
    """One that stays as it is, and why (a sentence of ours)."""

    timeline: Timeline
    why: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Changeable:
    """The appointments of a day that can be changed, and those that are left."""

    rows: tuple[DayRow, ...]
    left: tuple[Left, ...]


class Rows:
    """Reads them."""

    def __init__(
        self,
        database: Database,
        appointment_service: AppointmentService,
        permissions: Permissions,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._appointment_service = appointment_service
        self._permissions = permissions
        self._rules = rules
        self._account_zone = rules.account_zone
        self._clock = clock

    @property
    def zone(self) -> ZoneInfo:
        """The account's zone. Raises :exc:`UserError` when it is not set."""
        return zone_of(self._account_zone)

    def of(self, day: date, who: Who, ahead: int) -> Changeable:
        """Return what a person may change of a day, where each would go: ``ahead`` days on, or nowhere."""
        first, after = typed_day.bounds(day, self.zone)
        with self._database.read() as conn:
            found = appointments.between(conn, max(first, self._clock()), after)
            kept = (each for each in found if each.status is not Status.CANCELLED)
            read = [timeline.read(conn, each.id) for each in kept]
        rows: list[DayRow] = []
        left: list[Left] = []
        for each in (each for each in read if each is not None):
            try:
                row = self._row(each, who, ahead)
            except UserError as error:
                left.append(Left(each, error.sentence))
                continue
            if len(rows) < MOST:
                rows.append(row)
            else:
                left.append(Left(each, TOO_MANY))
        return Changeable(tuple(rows), tuple(left))

    def told(self, rows: Sequence[DayRow], notice: str, report: Callable[[str], None]) -> tuple[DayRow, ...]:
        """Return rows with the text each gets. ``report`` is told how far that is.

        Raises :exc:`UserError` when SMS-iT does not answer.
        """
        found = []
        for nth, each in enumerate(rows, start=1):
            found.append(self._told(each, notice))
            report(f"Checking who may be texted: {nth:,} of {len(rows):,} …")
        return tuple(found)

    def _row(self, known: Timeline, who: Who, ahead: int) -> DayRow:
        """Return one as it would be changed. Raises :exc:`UserError` when it cannot be."""
        own = known.known
        self._permissions.require_appointment(own.user_id, who)
        if not own.number:
            raise UserError(FORGOTTEN)
        must_be_settled(own, known.last)
        if not ahead:
            return DayRow(known, own.at)
        at = typed_day.later(own.at, ahead, self.zone)
        wrong = validation.mistake(at, self.zone, self._clock())
        if wrong:
            raise UserError(wrong)
        now = self._clock()
        planned = effects.reminders(own, at, self.zone)
        return DayRow(known, at, reminders=tuple(each for each in planned if each.at and each.at > now))

    def _told(self, row: DayRow, notice: str) -> DayRow:
        known, now = row.timeline.known, self._clock()
        silent, waits = self._appointment_service.silent(known.phone), None
        if silent is None and is_quiet(place(known.phone), now, self._rules.windows):
            waits = judge({place(known.phone): 1}, now, self._rules.windows).until
            if waits is None or waits >= known.at:  # it would come when they are there already
                silent, waits = Silent.QUIET, None
        if silent is None:
            try:
                body = effects.sendable(texts.rendered(notice, known.name, row.at, self.zone))
                return replace(row, notice=Planned(body, waits), notice_at=waits)
            except UserError:
                silent, waits = Silent.TOO_LONG, None
        return replace(row, silent=silent)


def in_words(left: Iterable[Left]) -> list[str]:
    """Return why appointments are left as they are, each reason once with how many it is of."""
    reasons: dict[str, int] = {}
    for each in left:
        reasons[each.why] = reasons.get(each.why, 0) + 1
    return [f"{words.pluralize(count, 'appointment')}: {why}" for why, count in reasons.items()]
