"""How many texts one person may get within seven days, over all kinds of sends.

Codes, appointments and tests to oneself are not counted.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection

from bot.access import Role
from bot.errors import UserError
from bot.features.sends import refusals
from bot.features.sends.refusals import RecipientError
from bot.policy.model import Limits
from bot.store import audit
from bot.store.audit import Event
from bot.store.sends import Send, SendKind, is_test, new_rows, weekly
from bot.texting import words
from bot.texting.weekly import most_around

IN_SPITE: Final = "text someone more often than the weekly limit"
"""What the role is needed for, as a refusal says it."""
REACHED: Final = "{who} already gets {texts} within seven days, and the limit is {limit:,}."
OTHERWISE: Final = "Choose another time, or ask someone with the {role} role."
MEANWHILE: Final = "Go back and review it again: this person has reached the weekly limit in the meantime."
ROW: Final = "This person has reached the weekly limit."
OF_A_GROUP: Final = (
    "{people} of this group have reached the weekly limit of {texts} and would get one more. Earlier "
    "broadcasts aren't counted, because SMS-iT doesn't say who got them."
)


@unique
class Reason(StrEnum):
    """Why somebody is texted in spite of the limit. The values are stored: never rename one."""

    ASKED = "asked"
    URGENT = "urgent"
    ORDERED = "ordered"
    REQUIRED = "required"


REASONS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.ASKED: "They asked for it",
        Reason.URGENT: "It can't wait",
        Reason.ORDERED: "It's about something they ordered or booked",
        Reason.REQUIRED: "We have to tell them",
    }
)


class OverLimitError(RecipientError):
    """Somebody has reached the limit of a week."""


class Weekly:
    """The limit of a week, as the policy in force has it; without one nothing is limited."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def per_week(self) -> int | None:
        """How many texts somebody may get."""
        return self._limits.person_per_week

    @property
    def override(self) -> Role:
        """The role that may text somebody in spite of it."""
        return self._limits.person_per_week_override

    def over(
        self, conn: Connection, phones: Collection[str], at: datetime, *, but: str = ""
    ) -> Mapping[str, int]:
        """Return those of some phones (in their one form) that a text at a moment would be too much for.

        Each with how many others it gets within the fullest seven days around; ``but`` is a text's own id.
        """
        if self.per_week is None:
            return {}
        found = weekly.around(conn, phones, at, but=but)
        counts = {phone: most_around(moments, at) for phone, moments in found.items()}
        return {phone: count for phone, count in counts.items() if count >= self.per_week}

    def of(self, conn: Connection, send: Send, at: datetime) -> int:
        """Return how many texts the recipient of a text has that is one too much; 0 where it isn't."""
        if not _counts(send):
            return 0
        return self.over(conn, (send.to_phone,), at, but=send.id).get(send.to_phone, 0)

    def sentence(self, send: Send, count: int) -> str:
        """Return how many texts somebody has already, in plain text."""
        who = refusals.who(send.to_name, send.to_number)
        return REACHED.format(who=who, texts=words.pluralize(count, "text"), limit=self.per_week)

    def require(self, conn: Connection, send: Send, at: datetime) -> None:
        """Make sure that a text at a moment is within the limit. Raises :exc:`UserError`."""
        if count := self.of(conn, send, at):
            raise UserError(f"{self.sentence(send, count)} {OTHERWISE.format(role=self.override)}")

    def of_group(self, conn: Connection, phones: Collection[str], at: datetime) -> tuple[str, ...]:
        """Return what there is to say of the people of a group who are over the limit."""
        if not (over := self.over(conn, phones, at)):
            return ()
        people = words.pluralize(len(over), "person", "people")
        return (OF_A_GROUP.format(people=people, texts=words.pluralize(self.per_week or 0, "text")),)

    def leave_out(self, conn: Connection, list_id: str, phones: Collection[str], now: datetime) -> None:
        """Leave out the rows of a list whose people have got as many texts meanwhile as they may."""
        if self.per_week is None:
            return
        found = weekly.before(conn, phones, now, list_id=list_id)
        over = [phone for phone, moments in found.items() if len(moments) >= self.per_week]
        new_rows.leave_out(conn, list_id, over, ROW, now)

    def note(self, conn: Connection, send: Send, count: int, reason: Reason, by: str, at: datetime) -> None:
        """Write down for good that a person texts somebody in spite of the limit, and why."""
        facts: audit.Facts = {"reason": reason.value, "texts": count, "limit": self.per_week}
        audit.note(conn, Event.OVER_WEEK, send.id, at=at, by=by, facts=facts)


def _counts(send: Send) -> bool:
    """Tell whether a text is one of those that are limited."""
    to_one = send.kind is SendKind.CONTACT and bool(send.to_phone)
    return to_one and send.appointment_id is None and not is_test(send)


UNLIMITED: Final = Weekly(Limits())
