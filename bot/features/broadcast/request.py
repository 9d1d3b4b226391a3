"""A broadcast as it was asked for: what the form comes to when nothing is wrong with it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.texting.recurrence import Rule
from bot.texting.schedules import ONCE, When


@dataclass(frozen=True, slots=True)
class Request:
    """A broadcast somebody asked for, checked as far as that goes without asking anybody.

    ``group`` is the group's exact name, ``throttle`` seconds between two texts, ``at`` aware UTC.
    ``rule`` is how a series comes round that is kept here, ``replaces`` the id of the one it replaces.
    """

    group: str = field(repr=False)
    message: str = field(repr=False)
    sender: str
    alpha_sender: str | None
    rotate: bool
    throttle: int
    when: When
    at: datetime | None
    repeat: str = ONCE
    every: int = 1
    until: datetime | None = None
    rule: Rule | None = None
    replaces: str = ""
