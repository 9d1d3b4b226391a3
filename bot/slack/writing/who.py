"""The pair of fields that say who is meant: a contact, or a number.

Where a typed line can be read in more than one way, a choice of numbers takes the place of the second field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.slack import kit, limits
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.writing import readings
from bot.texting import phones
from bot.texting.line_start import Reading
from bot.texting.phones import Phone, PhoneError

CONTACT: Final = "contact"
NUMBER: Final = "number"
LONGEST_NUMBER: Final = 40
FILLED_IN_TWICE: Final = "There is a contact above and a number here. Clear one of the two."
CHOSEN_TWICE: Final = f"There is a contact above. Clear it, or choose {readings.OTHER_LABEL} here."


@dataclass(frozen=True, slots=True)
class Whom:
    """The two fields as they stand: the option chosen, and what is typed.

    ``readings`` are the numbers to choose from where a line can be read in more than one way.
    """

    contact: Mapping[str, Any] | None = field(default=None, repr=False)
    number: str = field(default="", repr=False)
    readings: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)


def read(state: State) -> Whom:
    """Return the fields as they stand."""
    number = state.text(NUMBER) or readings.number(state, NUMBER)
    return Whom(state.chosen_option(CONTACT), number, readings.shown(state, NUMBER))


def numbered(found: Sequence[Reading]) -> Whom:
    """Return the fields for the number a line begins with; of several readings the first is chosen."""
    return Whom(number=found[0].phone.pretty, readings=readings.options(found))


def blocks(
    whom: Whom, *, feature: str, contact: str = "To a contact", number: str = "or to a number"
) -> list[Block]:
    """Return both fields, under the action ids ``feature.contact`` and ``feature.number``.

    Whoever shows them answers ``feature.contact`` with contacts while somebody types.
    """
    select: Block = {
        "type": "external_select",
        "action_id": f"{feature}.contact",
        "placeholder": kit.plain("Type a name or a number", limits.PLACEHOLDER),
        "min_query_length": 2,
    }
    if whom.contact:
        select["initial_option"] = dict(whom.contact)
    typed: Block = {
        "type": "plain_text_input",
        "action_id": f"{feature}.number",
        "placeholder": kit.plain("+1 415 555 0100", limits.PLACEHOLDER),
        "max_length": LONGEST_NUMBER,
    }
    if whom.number:
        typed["initial_value"] = whom.number[:LONGEST_NUMBER]
    to_number = kit.field(number, NUMBER, typed, optional=True)
    if whom.readings:
        to_number = readings.field(number, NUMBER, whom.readings, whom.number, feature=feature)
    return [kit.field(contact, CONTACT, select, optional=True), to_number]


def meant(whom: Whom, region: str | None, errors: dict[str, str]) -> Phone | None:
    """Return the number that is meant, or note beside its field what is wrong.

    ``region`` reads numbers typed in local form.
    """
    chosen = str((whom.contact or {}).get("value", ""))
    if chosen and whom.number:
        errors[NUMBER] = CHOSEN_TWICE if whom.readings else FILLED_IN_TWICE
        return None
    if not chosen and not whom.number:
        errors[NUMBER] = "Choose a contact above, or type a number here."
        return None
    try:
        return phones.from_digits(chosen) if chosen else phones.parse(whom.number, region)
    except PhoneError as error:
        errors[CONTACT if chosen else NUMBER] = error.sentence
        return None
