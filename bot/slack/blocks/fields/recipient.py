"""The field that says who is meant: a contact, or a number; above it a question where several may be.

It is one select. What is typed into it offers contacts, and the number itself where it reads as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import phone, question
from bot.slack.blocks.fields.question import Option
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.texting import kept_numbers, phones
from bot.texting.line_start import Reading
from bot.texting.phones import Phone, PhoneError
from bot.texting.spellings import canonical

TO: Final = "to"
MEANT: Final = "meant"
NONE_OF_THESE: Final = "none"
NO_MATCH: Final = "no_match"
"""The value of the choice that only says that nothing was found."""
LONGEST_EDITION: Final = 9
"""Figures in the number of an edition; each is one more than the last."""
MOST_OFFERS: Final = limits.OPTIONS - 1
"""One of the choices is none of these."""
EXAMPLE: Final = "Type a name or a number"
NOBODY: Final = "Choose a contact, or type a full phone number like +1 415 555 0100 and choose it."
SEVERAL_NUMBERS: Final = (
    ":grey_question: Which number did you mean? The words after it change with your choice."
)
ASKED_AGAIN: Final = ":warning: You chose two different recipients. Choose the one you mean."


@dataclass(frozen=True, slots=True)
class RecipientField:
    """The field as it stands: the option chosen, whose value is a contact's digits, or ``+`` and a number's.

    ``offers`` are the people or numbers a typed line may mean, the last none of them; ``offer`` is the value
    of the one that was chosen. ``edition`` counts how often the bot chose: Slack keeps what a person chose in
    a field for as long as its block id stays, so each choice of the bot's comes in a block of a new number.

    ``answer`` counts the choice, from 0, that was made in the question since the form was drawn: ``chosen``
    follows it, and is drawn in the next edition. ``is_unclear`` says that another choice was made in the
    field since then too: nobody can tell which came last, so nobody is chosen, and the person is asked again.
    """

    chosen: Option | None = field(default=None, repr=False)
    edition: int = 0
    offers: tuple[Option, ...] = field(default=(), repr=False)
    offer: str = field(default="", repr=False)
    answer: int | None = None
    is_unclear: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether it is a number that the person typed, and so knows."""
        return str((self.chosen or {}).get("value", "")).startswith("+")

    @property
    def block_id(self) -> str:
        """The id of its block, as the field was last drawn."""
        return _block_id(self.edition)

    @property
    def drawn_block_id(self) -> str:
        """The id of its block when it is drawn again."""
        return _block_id(self.next_edition(self.edition))

    @property
    def name(self) -> str:
        """The name of the contact who is chosen; empty where that is a number, or one without a name."""
        if self.chosen is None or str(self.chosen["value"]).startswith("+"):
            return ""
        return str(self.chosen["text"]["text"]).rpartition(" (")[0]

    def next_edition(self, edition: int, words: str = "") -> int:
        """Return the edition in which a field comes next that changes with the answer: this, or ``words``."""
        return edition if self.answer is None else question.edition_after(edition, self.answer, words)


def read(values: Values, words: str = "", *, answering: bool = False) -> tuple[RecipientField, str]:
    """Return the field as it stands, and the words behind the line's beginning.

    What is chosen in the question counts from then on, whether the form was drawn with it or not.
    ``answering`` says that it was chosen just now, after everything else. ``words`` are as they stand in the
    form.
    """
    editions = (each.removeprefix(f"{TO}.") for each in values.block_ids)
    edition = max(
        (int(each) for each in editions if each.isdecimal() and len(each) <= LONGEST_EDITION), default=0
    )
    found = RecipientField(edition=edition, offers=values.offered(MEANT), offer=values.drawn(MEANT))
    found = replace(found, chosen=values.chosen_option(found.block_id))
    nth = question.selected(values, MEANT)
    if nth is None or (question.is_drawn(values, MEANT) and not answering):
        return found, words
    if values.chosen(found.block_id) != values.drawn(found.block_id) and not answering:
        return RecipientField(edition=found.edition, answer=len(found.offers), is_unclear=True), words
    words, offers = question.moved(values, MEANT, words)
    chosen = _chosen(offers[nth], are_numbers=_are_numbers(offers))
    offer = str(offers[nth]["value"])
    return replace(found, chosen=chosen, offers=offers, offer=offer, answer=nth), words


def numbered(found: Sequence[Reading]) -> RecipientField:
    """Return the field for the number a line begins with; of several readings the first is chosen."""
    if not found:
        return RecipientField()
    offers = phone.options(found)
    return RecipientField(
        number_option(found[0].phone), offers=offers, offer=str(offers[0]["value"]) if offers else ""
    )


def of_contact(digits: str, region: str | None, *, full: bool) -> RecipientField:
    """Return the field for a contact of whom only the number is at hand, as SMS-iT keeps it.

    ``full`` for people who see numbers in full.
    """
    shown = kept_numbers.pretty(digits, region) if full else phones.mask(digits)
    return RecipientField(kit.option(shown, digits))


def number_option(number: Phone, remark: str = "") -> Block:
    """Return a number that somebody typed as a choice, with a remark about it."""
    text = f"{number.pretty} · {remark}" if remark else number.pretty
    return kit.option(text, f"+{number.digits}")


def no_match(hint: str) -> Block:
    """Return the only choice where nothing was found. It says so, and can't be meant."""
    return kit.option("No matches", NO_MATCH, hint)


def blocks(whom: RecipientField, *, feature: str, label: str = "To") -> list[Block]:
    """Return the question, if there is one, and the field, under the action id ``feature.contact``.

    Whoever shows them answers ``feature.contact`` with choices while somebody types, and ``feature.meant`` by
    drawing the form again, with what :func:`read` says.
    """
    select: Block = {
        "type": "external_select",
        "action_id": f"{feature}.contact",
        "placeholder": kit.plain(EXAMPLE, limits.PLACEHOLDER),
        "min_query_length": 2,
    }
    if whom.chosen:
        select["initial_option"] = dict(whom.chosen)
    return [*_question(whom, feature), kit.field(label, whom.drawn_block_id, select)]


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


def meant(whom: RecipientField, region: str | None, errors: dict[str, str]) -> Phone | None:
    """Return the number that is meant, or note beside the field what is wrong.

    ``region`` reads the numbers of contacts that SMS-iT keeps in local form.
    """
    value = str((whom.chosen or {}).get("value", ""))
    digits = value.removeprefix("+")
    if not digits.isdecimal():
        errors[whom.block_id] = NOBODY
        return None
    try:
        return phones.from_digits(digits if value.startswith("+") else canonical(digits, region))
    except PhoneError as error:
        errors[whom.block_id] = error.sentence
        return None


def _block_id(edition: int) -> str:
    return f"{TO}.{edition}" if edition else TO


def _question(whom: RecipientField, feature: str) -> list[Block]:
    if whom.is_unclear:
        return [kit.context(ASKED_AGAIN)]
    if not whom.offers:
        return []
    choice = question.element(whom.offers, whom.offer, f"{feature}.meant", example="Choose one")
    asked = [kit.context(SEVERAL_NUMBERS)] if _are_numbers(whom.offers) else []
    return [*asked, kit.actions([choice], block_id=MEANT)]


def _chosen(option: Option, *, are_numbers: bool) -> Option | None:
    """Return an answer of the question as a choice of the field; none for the last one."""
    answer = question.answer(str(option.get("value", "")))
    if not answer.isdecimal():
        return None
    return {"text": option["text"], "value": f"+{answer}" if are_numbers else answer}


def _are_numbers(offers: Sequence[Option]) -> bool:
    return bool(offers) and offers[-1]["value"] == phone.OTHER
