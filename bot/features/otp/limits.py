"""How many codes may be sent, and how soon after one another: so that nobody is flooded or guesses on."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.budgets.service import Days
from bot.policy.model import Otp
from bot.store import verification_counts
from bot.texting import words
from bot.texting.clock import DRIFT


class Limits:
    """Keeps to ``rules``. Days are those of ``zone``, the SMS-iT account's; of UTC without one."""

    def __init__(self, rules: Otp, zone: ZoneInfo | None) -> None:
        self._rules = rules
        self._days = Days(zone or ZoneInfo("UTC"))

    def check(self, conn: Connection, user_id: str, number: str, now: datetime) -> None:
        """Make sure that one more code may be sent by a person to a number (digits).

        Codes that provably never went out do not count towards the number's, but towards the person's, who
        had them made. Nor do those dated after today: a clock that ran ahead was set back since. Raises
        :exc:`UserError`, which says when there may be another.
        """
        rules, day = self._rules, self._days.of(now)
        begins, ends = self._days.begins(day), self._days.ends(day)
        newest = verification_counts.newest_to(conn, number, now + DRIFT)
        since = None if newest is None else (now - newest).total_seconds()
        if since is not None and since < rules.cooldown_seconds:
            wait = words.pluralize(round(rules.cooldown_seconds - since) or 1, "second")
            raise UserError(f"A code was just sent to this number. You can send the next one in {wait}.")
        if verification_counts.count_to(conn, number, begins, ends) >= rules.number_per_day:
            sent = words.pluralize(rules.number_per_day, "code")
            raise UserError(
                f"This number was already sent {sent} today, its daily limit. Try again tomorrow."
            )
        if verification_counts.count_of(conn, user_id, begins, ends) >= rules.person_per_day:
            sent = words.pluralize(rules.person_per_day, "code")
            raise UserError(f"You already sent {sent} today, your daily limit. Try again tomorrow.")
