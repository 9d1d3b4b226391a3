"""The form that offers a free time as it is filled in, and what it asks for when submitted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.features.appointments.form import text_field
from bot.features.appointments.form.text_field import TextField
from bot.features.appointments.free_times import Offer
from bot.features.appointments.ids import Part
from bot.slack.incoming.forms import FieldErrors, Values

NO_GROUP: Final = "Choose the group that is your waiting list."


@dataclass(frozen=True, slots=True)
class OfferState:
    """What the form carries along: whose time it was, the person's zone, and what it says (mrkdwn).

    ``channel`` is where it was started, ``edition`` that of its text; ``at`` is as in :class:`Offer`.
    """

    appointment_id: str
    zone: str
    said: str
    channel: str | None = None
    edition: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands."""

    state: OfferState
    text: TextField
    group: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def chosen(self) -> str:
        """The value of the group that is chosen; empty when none is."""
        return str((self.group or {}).get("value", ""))


def empty(state: OfferState, suggested: str) -> Form:
    """Return the form as it is opened, with the text that is suggested."""
    return Form(state, TextField(Part.OFFER_TEXT, suggested))


def read(values: Values, state: OfferState) -> Form:
    """Return the form as it stands."""
    text = text_field.read(values, Part.OFFER_TEXT, state.edition, "")
    return Form(state, text, values.chosen_option(Part.WAITING_LIST))


def inserted(form: Form, body: str) -> Form:
    """Return the form with a template behind its text. Raises what :func:`text_field.inserted` does."""
    text = text_field.inserted(form.text, body)
    return replace(form, state=replace(form.state, edition=text.edition), text=text)


def validate(form: Form, group: str | None) -> Offer:
    """Return what it asks for; ``group`` is the name of the one chosen, None when it is none any more.

    Raises :exc:`FieldErrors` with what is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    if group is None:
        errors[Part.WAITING_LIST] = NO_GROUP
    text = text_field.settled(form.text, errors)
    if errors or group is None:
        raise FieldErrors(errors)
    return Offer(form.state.appointment_id, group, text, form.state.at)
