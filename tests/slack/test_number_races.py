"""Whatever comes first, an answer, a keystroke, a drawing or the submission: the number chosen last is meant.

In both forms with a field for one number, whose words behind it go along with the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.contacts.form import addition
from bot.features.contacts.form.addition import AdditionState
from bot.features.contacts.listeners import addition as contact_listeners
from bot.features.contacts.views import addition as contact_view
from bot.features.do_not_text import form as listing_form
from bot.features.do_not_text import views as listing_view
from bot.features.do_not_text.form import Form
from bot.features.do_not_text.listeners import entries
from bot.features.do_not_text.views import ListingState
from bot.sandbox.slack.field_values import carried_values
from bot.slack.blocks import kit
from bot.slack.blocks.fields import phone
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.texting import line_start
from tests.clock import START
from tests.slack.interactions import arrival

NUMBER = "number"
WORDS = "67 Personen"
NUMBERS = ("4366412345", "436641234567")
BEHIND = ("67 Personen", "Personen")
OTHER = 2
STEPS = ["short", "long", "other", "type", "drawn", "lost"]


@dataclass(frozen=True)
class Kind:
    """One of the forms: drawn, drawn again after an answer, and read (number and words) when submitted."""

    opened: Callable[[phone.Typed, str], Block]
    answered: Callable[[Interaction], Block]
    words_block: Callable[[Block], str]
    submitted: Callable[[Block], tuple[str, str]]


def _listed(view: Block) -> tuple[str, str]:
    edition = metadata.load(ListingState, view["private_metadata"]).edition
    found = listing_form.validate(Values.of(view), "US", edition)
    return found.phone.digits, found.reason


def _added(view: Block) -> tuple[str, str]:
    state = metadata.load(AdditionState, view["private_metadata"])
    values = {**view["state"]["values"], "group": {"x": {"selected_option": kit.option("VIP", "VIP")}}}
    view = {**view, "state": {"values": values}}
    found = addition.validate(Values.of(view), state, region="US", group_named=lambda value: value, now=START)
    return found.number, found.name or ""


KINDS = {
    "do not text": Kind(
        lambda number, words: listing_view.add_form(ListingState(), Form(number, words)),
        entries._answered,
        lambda view: listing_form.reason_block(metadata.load(ListingState, view["private_metadata"]).edition),
        _listed,
    ),
    "contact": Kind(
        lambda number, words: contact_view.form(addition.Form(number, words)),
        contact_listeners._answered,
        lambda view: metadata.load(AdditionState, view["private_metadata"]).name_block,
        _added,
    ),
}


@dataclass
class Screen:
    """A form as a person has it before them, and the drawings of it that are under way or wait."""

    kind: Kind
    view: dict[str, Any] = field(default_factory=dict)
    under_way: Block | None = None
    waiting: Block | None = None
    answer: int = 0

    def draw(self, view: Block) -> None:
        """Show a view as Slack does, which keeps what stands in blocks that stay."""
        before = self.view["state"]["values"] if self.view else {}
        self.view = {**view, "state": {"values": carried_values(view["blocks"], before)}}

    def put(self, block: str, key: str, value: object) -> None:
        values = self.view["state"]["values"]
        (action,) = values[block]
        values = {**values, block: {action: {**values[block][action], key: value}}}
        self.view = {**self.view, "state": {"values": values}}

    def again(self) -> Block:
        return self.kind.answered(arrival("block_actions", view=self.view)[0])

    def choose(self, nth: int) -> None:
        if not (options := Values.of(self.view).offered(NUMBER)):
            return
        self.put(NUMBER, "selected_option", options[nth])
        self.answer = nth
        if self.under_way is None:
            self.under_way = self.again()
        else:
            self.waiting = self.again()

    def type(self) -> None:
        block = self.kind.words_block(self.view)
        self.put(block, "value", Values.of(self.view).text(block) + "!")

    def drawn(self) -> None:
        if self.under_way is not None:
            self.draw(self.under_way)
            self.lost()

    def lost(self) -> None:
        self.under_way, self.waiting = self.waiting, None


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=12))
def test_the_number_and_its_words_are_those_of_the_answer_given_last(kind: Kind, steps: list[str]) -> None:
    screen = Screen(kind)
    screen.draw(kind.opened(phone.typed(line_start.leading(f"+43 664 12345 {WORDS}", "US")), WORDS))
    for step in steps:
        if step in STEPS[:3]:
            screen.choose(STEPS.index(step))
        else:
            getattr(screen, step)()

    if phone.is_other_wanted(Values.of(screen.view), NUMBER):
        assert screen.answer == OTHER
        screen.draw(screen.again())
    if screen.answer == OTHER or not Values.of(screen.view).offered(NUMBER):
        assert not Values.of(screen.view).text(NUMBER)  # a field to type the other number into, and no guess
        screen.put(NUMBER, "value", "+1 415 555 0100")
        assert kind.submitted(screen.view)[0] == "14155550100"
        return
    number, words = kind.submitted(screen.view)
    assert number == NUMBERS[screen.answer]
    assert words.replace("!", "") == BEHIND[screen.answer]
