"""What the fields that say when a text goes out hold, and the picker they share."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.slack.blocks.kit import Block
from bot.texting.schedules import ONCE, When


class Part(StrEnum):
    """The blocks of these fields; an action id is the feature's name, a dot, and one of them."""

    WHEN = "when"
    AT = "at"
    KEPT = "kept"
    REPEAT = "repeat"
    EVERY = "every"
    DAYS = "days"
    UNTIL = "until"
    TIMES = "times"


class Choice(StrEnum):
    """What is asked first."""

    NOW = "now"
    SCHEDULE = "schedule"
    REPEAT = "repeat"


class Timed(Protocol):
    """A form with these fields, as they stand: times are aware, ``every`` is what was typed."""

    @property
    def when(self) -> When:
        """Who keeps the text."""

    @property
    def at(self) -> datetime | None:
        """When it goes out, or first does."""

    @property
    def repeat(self) -> str:
        """A :class:`Cycle`, or :data:`ONCE`."""

    @property
    def every(self) -> str:
        """Every how many days, weeks, months or years."""

    @property
    def days(self) -> tuple[int, ...]:
        """The weekdays of a weekly series, 0 for Monday; none for that of its first date."""

    @property
    def until(self) -> datetime | None:
        """The end of a series."""

    @property
    def times(self) -> str:
        """Or how many dates it has, as it was typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The fields as they stand; a form that has them is one of these."""

    when: When = When.NOW
    at: datetime | None = None
    repeat: str = ONCE
    every: str = "1"
    days: tuple[int, ...] = ()
    until: datetime | None = None
    times: str = ""


def moment(action_id: str, at: datetime | None) -> Block:
    """Return a picker of day and time, in the zone of whoever uses it."""
    element: Block = {"type": "datetimepicker", "action_id": action_id}
    if at is not None:
        element["initial_date_time"] = int(at.timestamp())
    return element
