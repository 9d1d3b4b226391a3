"""What birthday texts go out by themselves, as `/sms birthdays` says it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from bot.features.birthdays.plan import Calendar
from bot.store import birthday_texts, birthdays
from bot.store.birthdays import DayState
from bot.store.database import Database
from bot.store.states import SendState


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the policy says of them, and of today how many there are by their states.

    ``zone`` is the name of the account's. ``today`` is None where nothing was prepared yet, ``is_missed``
    when that was too late.
    """

    template: str
    channel: str
    at: time
    zone: str
    shown_hours: int
    today: Mapping[SendState, int] | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class Announcements:
    """Looks that up."""

    database: Database
    calendar: Calendar

    def now(self) -> Announcement | None:
        """Return it as it stands; None while birthday texts are off."""
        rules = self.calendar.rules
        if not rules.texts:
            return None
        with self.database.read() as conn:
            day = birthdays.of_day(conn, self.calendar.today())
            texts = () if day is None else birthday_texts.of_day(conn, day.id)
        is_held = day is not None and day.state is DayState.HELD
        return Announcement(
            template=rules.template or "",
            channel=rules.channel or "",
            at=rules.time,
            zone=self.calendar.zone.key,
            shown_hours=rules.shown_hours,
            today=Counter(each.state for each in texts) if is_held else None,
            left_out={} if day is None else day.left_out,
            is_missed=day is not None and day.state is DayState.MISSED,
        )
