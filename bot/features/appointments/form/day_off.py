"""The form of a day off as it is filled in, and what it asks for when submitted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.features.appointments.day_off import A_WEEK, DayOff
from bot.features.appointments.form import notice as notice_field
from bot.features.appointments.form.notice import Notice
from bot.features.appointments.ids import Part
from bot.policy.model import Appointments as Suggested
from bot.slack.incoming.forms import FieldErrors, Values

NO_DAY: Final = "Pick a day."
PAST: Final = "That day has passed. Pick a later one."


class What(StrEnum):
    """What becomes of the day's appointments."""

    CANCEL = "cancel"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class FormState:
    """What the form carries along: where it was started, a remark (mrkdwn), and the edition of its text."""

    channel: str | None = None
    note: str = ""
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands."""

    state: FormState
    day: date | None
    what: What
    notice: Notice


def empty(state: FormState, day: date | None, suggested: Suggested) -> Form:
    """Return the form as it is opened: everybody is told."""
    notice = notice_field.suggested(suggested.cancelled, What.CANCEL, tells=True)
    return Form(state, day, What.CANCEL, notice)


def read(values: Values, state: FormState, suggested: Suggested) -> Form:
    """Return the form as it stands; each choice has a field of its own for the text it suggests."""
    what = What.WEEK if values.chosen(Part.WHAT) == What.WEEK else What.CANCEL
    texts: Mapping[What, str] = {What.CANCEL: suggested.cancelled, What.WEEK: suggested.moved}
    notice = notice_field.read(values, texts[what], state.edition, what)
    return Form(state, values.day(Part.DAY), what, notice)


def validate(form: Form, today: date) -> DayOff:
    """Return what the form asks for. Raises :exc:`FieldErrors` with what is wrong, beside its field."""
    errors: dict[str, str] = {}
    if form.day is None:
        errors[Part.DAY] = NO_DAY
    elif form.day < today:
        errors[Part.DAY] = PAST
    notice = notice_field.settled(form.notice, errors)
    if errors or form.day is None:
        raise FieldErrors(errors)
    return DayOff(form.day, A_WEEK if form.what is What.WEEK else 0, notice)
