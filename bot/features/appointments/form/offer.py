"""The form that offers a free time as it is filled in, and what it asks for when submitted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.features.appointments import texts
from bot.features.appointments.free_times import Offer
from bot.features.appointments.ids import Part
from bot.slack.blocks.fields import message as message_field
from bot.slack.incoming.forms import FieldErrors, Values

NO_GROUP: Final = "Choose the group that is your waiting list."


@dataclass(frozen=True, slots=True)
class OfferState:
    """What the form carries along: whose time it was, the person's zone, and what it says (mrkdwn)."""

    appointment_id: str
    zone: str
    said: str


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands. ``left_out`` is what of the words can't be sent."""

    state: OfferState
    text: str = field(repr=False)
    group: Mapping[str, Any] | None = field(default=None, repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)

    @property
    def chosen(self) -> str:
        """The value of the group that is chosen; empty when none is."""
        return str((self.group or {}).get("value", ""))


def read(values: Values, state: OfferState) -> Form:
    """Return the form as it stands."""
    found = message_field.read(values, Part.OFFER_TEXT)
    return Form(state, found.text, values.chosen_option(Part.WAITING_LIST), found.left_out)


def validate(form: Form, group: str | None) -> Offer:
    """Return what it asks for; ``group`` is the name of the one chosen, None when it is none any more.

    Raises :exc:`FieldErrors` with what is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    if group is None:
        errors[Part.WAITING_LIST] = NO_GROUP
    wrong = texts.mistake(form.text)
    if wrong:
        errors[Part.OFFER_TEXT] = wrong
    if errors or group is None:
        raise FieldErrors(errors)
    return Offer(form.state.appointment_id, group, form.text)
