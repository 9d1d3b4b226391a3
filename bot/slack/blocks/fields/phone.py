"""The field for one number, or the choice between the numbers a typed line may begin with in its place.

A longer number takes figures from the words behind it; see :mod:`bot.slack.blocks.fields.question`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.slack.blocks import kit
from bot.slack.blocks.fields import question, text_input
from bot.slack.blocks.fields.question import Option
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.texting import phones
from bot.texting.line_start import Reading
from bot.texting.phones import Phone, PhoneError

LONGEST: Final = 40
OTHER: Final = "other"
OTHER_LABEL: Final = "Another number"
EXAMPLE: Final = "+1 415 555 0100"
HINT: Final = "This could be more than one number. The words after it change with your choice."


@dataclass(frozen=True, slots=True)
class Typed:
    """The field as it stands: the number, as typed or with a plus sign, and others that may be meant."""

    number: str = field(default="", repr=False)
    readings: tuple[Option, ...] = field(default=(), repr=False)


EMPTY: Final = Typed()


def typed(found: Sequence[Reading]) -> Typed:
    """Return the field for the number a line begins with; of several readings the first is chosen."""
    return Typed(found[0].phone.pretty, options(found)) if found else EMPTY


def options(found: Sequence[Reading]) -> tuple[Option, ...]:
    """Return the choices for several readings of a line, none for a certain one or for no number."""
    if len(found) < 2:  # noqa: PLR2004 - a choice has two ends
        return ()
    choices = [
        kit.option(each.phone.pretty, _value(each, found[0]), f"then: {each.rest}" if each.rest else "")
        for each in found
    ]
    return (*choices, kit.option(OTHER_LABEL, OTHER))


def block(
    label: str, block_id: str, shown: Typed, *, feature: str, optional: bool = False, hint: str = ""
) -> Block:
    """Return the field, under the action id ``feature.number``, or the choice, under ``feature.reading``.

    Whoever shows it answers a change by drawing the form again, with what :func:`answered` says.
    """
    if shown.readings:
        chosen = next((each for each in shown.readings if _number(each) == shown.number), shown.readings[0])
        choice = question.element(shown.readings, chosen["value"], f"{feature}.reading", example="")
        return kit.field(label, block_id, choice, hint=HINT, live=True)
    element = text_input.element(f"{feature}.number", LONGEST, shown.number, example=EXAMPLE)
    return kit.field(label, block_id, element, hint=hint, optional=optional)


def read(values: Values, block_id: str) -> Typed:
    """Return the field as it stands; without choices once another number is wanted.

    A choice counts where it was offered: only what somebody typed is ever shown in the field for a number.
    """
    is_offered = question.selected(values, block_id) is not None
    chosen = values.chosen(block_id) if is_offered else ""
    readings = () if chosen == OTHER else values.offered(block_id)
    return Typed(values.text(block_id) or _plus(question.answer(chosen)), readings)


def answered(values: Values, block_id: str, words: str) -> tuple[str, Typed]:
    """Return the words behind the number, and the field, by what is chosen; ``words`` are as they stand.

    What is chosen counts whether the form was drawn with it or not, so a form that is submitted is read this
    way too.
    """
    found = read(values, block_id)
    words, readings = question.moved(values, block_id, words)
    return words, replace(found, readings=readings) if found.readings else found


def is_other_wanted(values: Values, block_id: str) -> bool:
    """Tell whether another number is wanted, and the form has to be drawn again with a field for it."""
    return bool(values.offered(block_id)) and values.chosen(block_id) == OTHER


def next_edition(values: Values, block_id: str, edition: int, words: str) -> int:
    """Return the edition in which the field for the words comes next, after a choice."""
    nth = question.selected(values, block_id)
    return edition if nth is None else question.edition_after(edition, nth, words)


def meant(shown: Typed, block_id: str, region: str | None, errors: dict[str, str]) -> Phone | None:
    """Return the number that is meant, or note beside the field what is wrong.

    ``region`` reads numbers typed in local form.
    """
    try:
        return phones.parse(shown.number, region)
    except PhoneError as error:
        errors[block_id] = error.sentence
        return None


def _value(reading: Reading, shortest: Reading) -> str:
    takes = shortest.rest[: len(shortest.rest) - len(reading.rest)]
    return question.value(reading.phone.digits, takes)


def _number(option: Option) -> str:
    return _plus(question.answer(str(option["value"])))


def _plus(digits: str) -> str:
    return f"+{digits}" if digits.isdecimal() else ""
