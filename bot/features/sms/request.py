"""A text as it was asked for: what the form comes to when nothing is wrong with it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.texting.phones import Phone
from bot.texting.recurrence import Rule
from bot.texting.schedules import When


@dataclass(frozen=True, slots=True)
class Request:
    """A text somebody asked for, checked as far as that goes without asking anybody. ``at`` is aware UTC."""

    to: Phone = field(repr=False)
    message: str = field(repr=False)
    sender: str
    alpha_sender: str | None
    when: When
    at: datetime | None
    repeat: str
    every: int
    until: datetime | None
    rule: Rule | None = None
    """How a series comes round that is kept here."""
    replaces: str = ""
    """The id of the series it takes the place of; empty for none."""
    is_typed: bool = False
    """Whether the number was typed, so that whoever asks knows it."""
