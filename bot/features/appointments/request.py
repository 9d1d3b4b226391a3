"""An appointment as it was asked for: what the form comes to when nothing is wrong with it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.store.appointments import Status
from bot.texting.phones import Phone


@dataclass(frozen=True, slots=True)
class Request:
    """An appointment somebody asked for. ``at`` is aware; the texts are templates, None where none goes.

    ``sender`` is what they come from: a number (digits), or a sender ID.
    """

    to: Phone = field(repr=False)
    at: datetime
    status: Status
    sender: str
    confirmation: str | None = field(repr=False)
    reminder: str | None = field(repr=False)
    hours: tuple[int, ...]
    is_typed: bool = False
    """Whether the number was typed, so that whoever asks knows it."""
