"""The fields that say who is meant: a contact, or a number; above them a question where several may be.

Where a typed line can be read in more than one way, a choice of numbers takes the place of the second field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.slack import kit, limits
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.writing import readings
from bot.texting import phones
from bot.texting.line_start import Reading
from bot.texting.phones import Phone, PhoneError
from bot.texting.spellings import canonical

CONTACT: Final = "contact"
NUMBER: Final = "number"
MEANT: Final = "meant"
LONGEST_NUMBER: Final = 40
NONE_OF_THESE: Final = "none"
MOST_OFFERS: Final = limits.OPTIONS - 1
"""One of the choices is none of these."""
MOST_AT_A_GLANCE: Final = 10
"""Radio buttons in one block; more choices are put into a menu."""
FILLED_IN_TWICE: Final = "There is a contact above and a number here. Clear one of the two."
CHOSEN_TWICE: Final = f"There is a contact above. Clear it, or choose {readings.OTHER_LABEL} here."

Option = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Whom:
    """The fields as they stand: the option chosen, and what is typed.

    ``readings`` are the numbers to choose from where a line can be read in more than one way.
    ``offers`` are the people a typed name may mean, ``offer`` is the value of the one that was chosen.
    ``edition`` counts how often the bot chose a contact: Slack keeps what a person chose in a field for as
    long as its block id stays, so each choice of the bot's comes in a block of a new number.
    """

    contact: Option | None = field(default=None, repr=False)
    number: str = field(default="", repr=False)
    readings: tuple[Option, ...] = field(default=(), repr=False)
    edition: int = 0
    offers: tuple[Option, ...] = field(default=(), repr=False)
    offer: str = field(default="", repr=False)

    @property
    def contact_block(self) -> str:
        """The id of the block that holds the contact."""
        return f"{CONTACT}.{self.edition}" if self.edition else CONTACT


def read(state: State) -> Whom:
    """Return the fields as they stand."""
    editions = (each.removeprefix(f"{CONTACT}.") for each in state.block_ids)
    edition = max((int(each) for each in editions if each.isdecimal()), default=0)
    fields = Whom(number=state.text(NUMBER) or readings.number(state, NUMBER), edition=edition)
    return replace(
        fields,
        contact=state.chosen_option(fields.contact_block),
        readings=readings.shown(state, NUMBER),
        offers=state.offered(MEANT)[:-1],
        offer=state.chosen(MEANT),
    )


def numbered(found: Sequence[Reading]) -> Whom:
    """Return the fields for the number a line begins with; of several readings the first is chosen."""
    return Whom(number=found[0].phone.pretty, readings=readings.options(found))


def blocks(
    whom: Whom, *, feature: str, contact: str = "To a contact", number: str = "or to a number"
) -> list[Block]:
    """Return both fields, under the action ids ``feature.contact`` and ``feature.number``.

    Whoever shows them answers ``feature.contact`` with contacts while somebody types, and ``feature.meant``
    when somebody answers the question.
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
    return [
        *_question(whom, feature),
        kit.field(contact, whom.contact_block, select, optional=True),
        to_number,
    ]


def _question(whom: Whom, feature: str) -> list[Block]:
    if not whom.offers:
        return []
    options = [*map(dict, whom.offers[:MOST_OFFERS]), kit.option("None of these", NONE_OF_THESE)]
    choice: Block = {"type": "radio_buttons", "action_id": f"{feature}.meant", "options": options}
    if len(options) > MOST_AT_A_GLANCE:
        choice |= {"type": "static_select", "placeholder": kit.plain("Whom do you mean?", limits.PLACEHOLDER)}
    if chosen := [each for each in options if each["value"] == whom.offer]:
        choice["initial_option"] = chosen[0]
    return [kit.actions([choice], block_id=MEANT)]


def meant(whom: Whom, region: str | None, errors: dict[str, str]) -> Phone | None:
    """Return the number that is meant, or note beside its field what is wrong.

    ``region`` reads numbers in local form: typed ones, and those that SMS-iT keeps so.
    """
    chosen = str((whom.contact or {}).get("value", ""))
    if chosen and whom.number:
        errors[NUMBER] = CHOSEN_TWICE if whom.readings else FILLED_IN_TWICE
        return None
    if not chosen and not whom.number:
        errors[NUMBER] = "Choose a contact above, or type a number here."
        return None
    try:
        return phones.from_digits(canonical(chosen, region)) if chosen else phones.parse(whom.number, region)
    except PhoneError as error:
        errors[whom.contact_block if chosen else NUMBER] = error.sentence
        return None
