"""The fields that say who is meant: a contact, or a number; above them a question where several may be.

Where a typed line can be read in more than one way, a choice of numbers takes the place of the second field.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import phone, question
from bot.slack.blocks.fields.phone import Typed
from bot.slack.blocks.fields.question import Option
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.texting import phones
from bot.texting.line_start import Reading
from bot.texting.phones import Phone, PhoneError
from bot.texting.spellings import canonical

CONTACT: Final = "contact"
NUMBER: Final = "number"
MEANT: Final = "meant"
NONE_OF_THESE: Final = "none"
MOST_OFFERS: Final = limits.OPTIONS - 1
"""One of the choices is none of these."""
FILLED_IN_TWICE: Final = "There is a contact above and a number here. Clear one of the two."
CHOSEN_TWICE: Final = f"There is a contact above. Clear it, or choose {phone.OTHER_LABEL} here."


@dataclass(frozen=True, slots=True)
class RecipientFields:
    """The fields as they stand: the option chosen, and what is typed.

    ``readings`` are the numbers to choose from where a line can be read in more than one way.
    ``offers`` are the people a typed name may mean, the last none of them; ``offer`` is the value of the one
    that was chosen. ``edition`` counts how often the bot chose a contact: Slack keeps what a person chose in
    a field for as long as its block id stays, so each choice of the bot's comes in a block of a new number.
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


def read(values: Values) -> RecipientFields:
    """Return the fields as they stand."""
    editions = (each.removeprefix(f"{CONTACT}.") for each in values.block_ids)
    edition = max((int(each) for each in editions if each.isdecimal()), default=0)
    typed = phone.read(values, NUMBER)
    fields = RecipientFields(number=typed.number, readings=typed.readings, edition=edition)
    return replace(
        fields,
        contact=values.chosen_option(fields.contact_block),
        offers=values.offered(MEANT),
        offer=values.drawn(MEANT),
    )


def answered(values: Values, words: str) -> tuple[RecipientFields, str]:
    """Return the fields, and the words behind, after one of the questions was answered.

    ``words`` are as they stand in the form. A contact that is chosen stands in its field, in a new edition.
    """
    whom = read(values)
    if not whom.offers:
        words, typed = phone.answered(values, NUMBER, words)
        return replace(whom, readings=typed.readings), words
    words, offers = question.moved(values, MEANT, words)
    chosen = values.chosen_option(MEANT) or {}
    offer = str(chosen.get("value", ""))
    number = question.answer(offer)
    contact = {**chosen, "value": number} if number.isdecimal() else None
    if offers != whom.offers:
        offer = number
    return replace(whom, contact=contact, edition=whom.edition + 1, offers=offers, offer=offer), words


def numbered(found: Sequence[Reading]) -> RecipientFields:
    """Return the fields for the number a line begins with; of several readings the first is chosen."""
    typed = phone.typed(found)
    return RecipientFields(number=typed.number, readings=typed.readings)


def blocks(
    whom: RecipientFields, *, feature: str, contact: str = "To a contact", number: str = "or to a number"
) -> list[Block]:
    """Return both fields, under the action ids ``feature.contact`` and ``feature.number``.

    Whoever shows them answers ``feature.contact`` with contacts while somebody types, and ``feature.meant``
    and ``feature.reading`` by drawing the form again, with what :func:`answered` says.
    """
    select: Block = {
        "type": "external_select",
        "action_id": f"{feature}.contact",
        "placeholder": kit.plain("Type a name or a number", limits.PLACEHOLDER),
        "min_query_length": 2,
    }
    if whom.contact:
        select["initial_option"] = dict(whom.contact)
    typed = Typed(whom.number, whom.readings)
    return [
        *_question(whom, feature),
        kit.field(contact, whom.contact_block, select, optional=True),
        phone.block(number, NUMBER, typed, feature=feature, optional=True),
    ]


def looking_up(name: str, callback_id: str) -> Block:
    """Return what a person sees while the bot looks for the contact they named."""
    return kit.modal(
        callback_id=callback_id,
        title="One moment",
        blocks=[kit.section(f":mag: Looking for {kit.escape(name)} in your contacts …")],
    )


def none_of_these(takes: str = "") -> Block:
    """Return the last choice of the question; it takes the beginning of a line until something is chosen."""
    return kit.option("None of these", question.value(NONE_OF_THESE, takes))


def _question(whom: RecipientFields, feature: str) -> list[Block]:
    if not whom.offers:
        return []
    choice = question.element(whom.offers, whom.offer, f"{feature}.meant", example="Whom do you mean?")
    return [kit.actions([choice], block_id=MEANT)]


def meant(whom: RecipientFields, region: str | None, errors: dict[str, str]) -> Phone | None:
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
    if not chosen:
        return phone.meant(Typed(whom.number), NUMBER, region, errors)
    try:
        return phones.from_digits(canonical(chosen, region))
    except PhoneError as error:
        errors[whom.contact_block] = error.sentence
        return None
