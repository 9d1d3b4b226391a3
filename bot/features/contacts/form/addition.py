"""The form for a new contact: what it asks for, or what is wrong beside its field. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.features.contacts.addition import LONGEST_NAME, TOO_LONG, Addition
from bot.features.contacts.ids import Field
from bot.features.groups.service import GONE as GROUP_GONE
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.blocks.fields.phone import Typed
from bot.slack.incoming.forms import FieldErrors, Values
from bot.smsit import InvalidArgument, checks

FURTHEST_AHEAD: Final = timedelta(hours=14)
"""No place's calendar is further ahead of UTC."""
NO_GROUP: Final = "Choose a group for this contact."
FUTURE: Final = "That date is in the future. Pick the date of birth."


@dataclass(frozen=True, slots=True)
class AdditionState:
    """What the form carries along: how often the bot put another name into it.

    Slack keeps what is typed in a field for as long as its block id stays.
    """

    edition: int = 0

    @property
    def name_block(self) -> str:
        """The block id of the name."""
        return f"{Field.NAME}.{self.edition}" if self.edition else Field.NAME.value


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of the new contact when the form is drawn."""

    number: Typed = phone_field.EMPTY
    name: str = field(default="", repr=False)


def validate(
    values: Values,
    state: AdditionState,
    *,
    region: str | None,
    group_named: Callable[[str], str | None],
    now: datetime,
) -> Addition:
    """Return the contact the form asks for.

    ``region`` reads a number in local form; ``group_named`` gives the exact name of a group that was chosen.
    Raises :exc:`FieldErrors` with everything that is wrong.
    """
    errors: dict[str, str] = {}
    name, number = phone_field.answered(values, Field.NUMBER, values.text(state.name_block))
    phone = phone_field.meant(number, Field.NUMBER, region, errors)
    group = _group(values, group_named, errors)
    if len(name) > LONGEST_NAME:
        errors[state.name_block] = TOO_LONG
    email = values.text(Field.EMAIL)
    try:
        if email:
            checks.email(Field.EMAIL, email)
    except InvalidArgument as error:
        errors[Field.EMAIL] = error.reason
    birthday = values.day(Field.BIRTHDAY)
    if birthday is not None and birthday > (now + FURTHEST_AHEAD).date():
        errors[Field.BIRTHDAY] = FUTURE
    if errors or phone is None:
        raise FieldErrors(errors)
    return Addition(
        number=phone.digits,
        group=group,
        name=name or None,
        email=email or None,
        birthday=birthday,
    )


def _group(values: Values, group_named: Callable[[str], str | None], errors: dict[str, str]) -> str:
    chosen = values.chosen(Field.GROUP)
    group = group_named(chosen) if chosen else None
    if group is None:
        errors[Field.GROUP] = GROUP_GONE if chosen else NO_GROUP
    return group or ""
