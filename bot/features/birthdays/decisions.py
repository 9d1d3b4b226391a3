"""What people decide about birthday texts: stop one, stop all of a day, or have a missed day's go out."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.birthdays.plan import LEAST, Calendar
from bot.features.birthdays.prepared_days import new_day
from bot.features.birthdays.setup import Ready, Setup
from bot.features.permissions import Permissions
from bot.features.sends.decisions import end
from bot.features.sends.refusals import too_late
from bot.features.sends.service import GONE
from bot.store import birthday_texts, birthdays, messages, sends
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.states import WAITING, SendState
from bot.texting.local_days import day_of

STOP: Final = "stop birthday texts"
TEXT: Final = "have birthday texts sent"
OVER: Final = (
    "Text people yourself with `/sms birthdays`: that day is over, or will be before an hour has passed."
)
OFF: Final = (
    "Ask an admin first: the policy has birthday texts switched off, or names no template or person to use."
)


@dataclass(frozen=True, slots=True)
class BirthdayDecisions:
    """Carries out what was decided, once."""

    database: Database
    permissions: Permissions
    setup: Setup
    calendar: Calendar

    def stop(self, send_id: str, who: Who) -> None:
        """Stop one text. Raises :exc:`UserError` when it is too late, or the person may not."""
        self.permissions.require_role(who, self.calendar.rules.stop, STOP)
        with self.database.write(urgent=True) as conn:
            day_id = birthday_texts.day_of(conn, send_id)
            if day_id is None:
                raise UserError(GONE)
            self._end(conn, send_id, who)
            text = sends.get(conn, send_id)
            messages.outdate(conn, (day_id,), Purpose.BIRTHDAYS)
        if text is not None and text.state is not SendState.CANCELLED:
            raise UserError(too_late("stop", text))

    def stop_all(self, day_id: str, who: Who) -> None:
        """Stop all texts of a day that have not gone out. Raises :exc:`UserError` as :meth:`stop`."""
        self.permissions.require_role(who, self.calendar.rules.stop, STOP)
        with self.database.write(urgent=True) as conn:
            for text in birthday_texts.of_day(conn, day_id):
                self._end(conn, text.id, who)
            messages.outdate(conn, (day_id,), Purpose.BIRTHDAYS)

    def ask(self, day_id: str, who: Who) -> None:
        """Have the texts of a missed day prepared after all; a second press changes nothing.

        Raises :exc:`UserError` when the day is over, birthday texts are off, or the person may not.
        """
        self.permissions.require_role(who, Role.SENDER, TEXT)
        ready = self.setup.find() if self.calendar.rules.texts else None
        if not isinstance(ready, Ready):
            raise UserError(OFF)
        with self.database.write(urgent=True) as conn:
            day = birthdays.get(conn, day_id, lock=True)
            if day is None:
                raise UserError(OVER)
            now = self.calendar.clock()
            if day_of(now + LEAST, self.calendar.zone) > day.day:
                raise UserError(OVER)
            birthdays.ask(conn, day.id, new_day(day.day, ready, self.calendar), who.user_id, now=now)

    def _end(self, conn: Connection, send_id: str, who: Who) -> None:
        text = sends.get(conn, send_id)
        if text is not None and text.state in WAITING:
            end(conn, text, who.user_id, self.calendar.clock(), only_from=text.state)
