"""What people type about the list: a number to find, and a number with the reason to list it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.errors import UserError
from bot.features.do_not_text.ids import Field
from bot.slack.blocks import kit
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.fields.phone import Typed
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting import figures, line_start, phones
from bot.texting.line_start import Reading
from bot.texting.phones import Phone, PhoneError
from bot.texting.typed import LONGEST

NO_NUMBER: Final = (
    "Type the number, then the reason: `/sms do-not-text +1 415 555 0120 asked by phone`. "
    "To see the list, type `/sms do-not-text`."
)
WHOLE_OR_LAST: Final = "Type a whole number or its last four digits."
NO_REASON: Final = "Add a reason, so others know later."


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of a number to be listed when the form is drawn."""

    number: Typed = phone_field.EMPTY
    reason: str = field(default="", repr=False)


NOTHING: Final = Form()


@dataclass(frozen=True, slots=True)
class Request:
    """A number to be listed, and why."""

    phone: Phone = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """What to import: a file as Slack describes it, or pasted text; and one reason for all of it."""

    file: Mapping[str, Any] | None = field(repr=False)
    pasted: str = field(repr=False)
    reason: str = field(repr=False)


def split(text: str, region: str | None) -> tuple[Reading, ...]:
    """Return each way to read a line: the number it begins with, and the reason behind it, if there is one.

    ``region`` reads numbers typed in local form. Raises :exc:`UserError` when the line begins with no number.
    """
    found = line_start.leading(text, region)
    if not found:
        fault = figures.fault(text, region)
        raise UserError(f"{kit.escape(fault)} {NO_NUMBER}" if fault else NO_NUMBER)
    return found


def validate(values: Values, region: str | None, edition: int = 0) -> Request:
    """Return what the form to list a number asks for; ``edition`` is that of its field for the reason.

    Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    why, number = phone_field.answered(values, Field.NUMBER, values.text(reason_block(edition)))
    phone = phone_field.meant(number, Field.NUMBER, region, errors)
    if not why:
        errors[reason_block(edition)] = NO_REASON
    if errors or phone is None:
        raise FieldErrors(errors)
    return Request(phone, why)


def reason(values: Values) -> str:
    """Return the reason typed in a form. Raises :exc:`FieldErrors` when there is none."""
    errors: dict[str, str] = {}
    why = _reason(values, errors)
    if errors:
        raise FieldErrors(errors)
    return why


def source(view: Mapping[str, Any]) -> Source:
    """Return what the import form of a view holds.

    Raises :exc:`FieldErrors` unless there is either a file or pasted text, and a reason.
    """
    values = Values.of(view)
    file, pasted = values.file(numbers_field.FILE), values.text(numbers_field.PASTED)
    errors = numbers_field.mistakes(file, pasted)
    why = _reason(values, errors)
    if errors:
        raise FieldErrors(errors)
    return Source(file, pasted, why)


def ending(typed: str, region: str | None) -> str:
    """Return the digits a number looked for ends with; empty when nothing was typed.

    A whole number counts as one, however it is written. Raises :exc:`FieldErrors` for a text without digits.
    """
    if not typed:
        return ""
    try:
        return phones.parse(typed, region).digits
    except PhoneError:
        cut = typed[:LONGEST]
        digits = "".join(str(int(character)) for character in cut if character.isdecimal())
    if not digits:
        raise FieldErrors({Field.FIND: "Type a number or its last digits."})
    return digits


def shown_ending(typed: str, region: str | None) -> str:
    """Return the digits as :func:`ending`, for who sees only the last digits of numbers.

    Whoever looks for longer parts, digit by digit, soon knows a number. Raises :exc:`FieldErrors` for one.
    """
    digits = ending(typed, region)
    if len(digits) > phones.SHOWN_DIGITS and not phones.readings(typed, region):
        raise FieldErrors({Field.FIND: WHOLE_OR_LAST})
    return digits


def reason_block(edition: int) -> str:
    """Return the block id of the reason in one of its editions: Slack keeps what is typed while it stays."""
    return f"{Field.REASON}.{edition}" if edition else Field.REASON.value


def _reason(values: Values, errors: dict[str, str]) -> str:
    typed = values.text(Field.REASON)
    if not typed:
        errors[Field.REASON] = NO_REASON
    return typed
