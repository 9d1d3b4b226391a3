"""The last look at a birthday text, right before it goes: whether it was shown, and is still wanted."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Refused
from bot.features.birthdays.plan import Calendar
from bot.features.birthdays.setup import Setup, Trouble
from bot.features.sends.checks import Look
from bot.store import birthday_texts, birthdays
from bot.store.birthdays import BirthdayDay, DayState
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send

OFF: Final = Refused(OutcomeCode.BIRTHDAYS_OFF, "birthday texts were switched off, so this one wasn't sent.")
NOT_SHOWN: Final = Refused(
    OutcomeCode.NOT_SHOWN, "it couldn't be shown in time, so this birthday text wasn't sent."
)
SEEN: Final = timedelta(minutes=30)
"""How long a text has stood in Slack at least. It is to be an hour, of which posting it may take some."""
LOST: Final = Refused(
    OutcomeCode.WORDS, "its template isn't in use or approved any more, so this birthday text wasn't sent."
)


@dataclass(frozen=True, slots=True)
class BirthdayChecks:
    """Looks at birthday texts, and at no other."""

    database: Database
    setup: Setup
    calendar: Calendar

    def look(self, send: Send) -> Look:
        """Refuse what was switched off, or whose template is gone, since it was prepared.

        Nor does one go that nobody could see in time: its day isn't held, for the process that prepared it
        died over it, or Slack took its message too late, or not at all.
        """
        if not birthday_texts.is_one(send):
            return None
        if not self.calendar.rules.texts:
            return OFF
        if not self._is_shown(send):
            return NOT_SHOWN
        return LOST if isinstance(self.setup.template(), Trouble) else None

    def stands_in(self, _conn: Connection, _send: Send) -> Refused | None:
        """Stand in no text's way: all is looked at before."""
        return None

    def _is_shown(self, send: Send) -> bool:
        with self.database.read() as conn:
            day_id = birthday_texts.day_of(conn, send.id)
            day = None if day_id is None else birthdays.get(conn, day_id)
            posted_at = birthday_texts.posted_at(conn, send.id)
        if day is None or day.state is not DayState.HELD or posted_at is None:
            return False
        return _was_chosen(send, day) or posted_at <= self.calendar.clock() - SEEN


def _was_chosen(send: Send, day: BirthdayDay) -> bool:
    """Tell whether somebody has a text go out now, or earlier than its day's: they saw it."""
    is_earlier = send.send_at is None or (day.send_at is not None and send.send_at < day.send_at)
    return send.decided_by is not None or is_earlier
