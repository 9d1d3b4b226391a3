"""Why somebody with a birthday gets no text, beside what keeps them out of every list. Pure."""

from enum import StrEnum
from typing import Final

from bot.features.audiences.service import Reason as OfContact

NO_VALUE: Final = "No value for %%{name}%%."
NOT_REACHED: Final = OfContact.NOT_REACHED


class Reason(StrEnum):
    """In a sentence, as it is counted and shown."""

    VALUE = "Their values can't be used in the template."
    TOO_LONG = "The text would be too long."
    LISTED = "On the do-not-text list."
    WEEK = "This person has reached the weekly limit."
    TWICE = "The same text goes to this number within an hour."
    QUIET = "Quiet hours until the day is over."
    HAD_ONE = "Had a birthday text this year."
    BUDGET = "A limit on credits was reached."
    MANY = "Too many birthdays on one day."


class LeftOut(Exception):  # noqa: N818 - a case, named as callers read it
    """Somebody gets no text; ``reason`` is the sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason
