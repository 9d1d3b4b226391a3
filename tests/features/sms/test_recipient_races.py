"""Whatever comes first, a choice, a keystroke, a drawing or the submission: who was chosen last is meant."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.features.sms.form import Form, FormState, read, validate
from bot.features.sms.request import Request
from bot.features.sms.views import form as form_view
from bot.sandbox.slack.field_values import carried_values
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recipient
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting import line_start
from tests.clock import START
from tests.features.sms.harness import SENDERS, ZONE

WORDS = "67 Personen"
NUMBERS = ("4366412345", "436641234567", None)
"""What the answers of the question mean; the last is none of them."""
BEHIND = ("67 Personen", "Personen", WORDS)
ADA = "14155550100"


@dataclass
class Screen:
    """A form as a person has it before them, and the drawings of it that are under way or wait.

    ``answer`` is the last answer of the question.
    """

    view: dict[str, Any] = field(default_factory=dict)
    under_way: dict[str, Any] | None = None
    waiting: dict[str, Any] | None = None
    answer: int = 0

    def draw(self, view: dict[str, Any]) -> None:
        """Show a view as Slack does, which keeps what stands in blocks that stay."""
        before = self.view["state"]["values"] if self.view else {}
        self.view = {**view, "state": {"values": carried_values(view["blocks"], before)}}

    def state(self) -> FormState:
        return metadata.load(FormState, self.view["private_metadata"])

    def form(self, *, answering: bool = False) -> Form:
        return read(Values.of(self.view), self.state(), answering=answering)

    def put(self, block: str, key: str, value: object) -> None:
        values = self.view["state"]["values"]
        (action,) = values[block]
        values = {**values, block: {action: {**values[block][action], key: value}}}
        self.view = {**self.view, "state": {"values": values}}

    def changed(self, *, answering: bool = False) -> None:
        view = form_view.compose(self.form(answering=answering), SENDERS)
        if self.under_way is None:
            self.under_way = view
        else:
            self.waiting = view

    def choose(self, nth: int) -> None:
        values = Values.of(self.view)
        if options := values.offered(recipient.MEANT):
            self.put(recipient.MEANT, "selected_option", options[nth])
            self.answer = nth
            self.changed(answering=True)

    def pick(self) -> None:
        (block,) = (each for each in self.view["state"]["values"] if each.startswith(recipient.TO))
        self.put(block, "selected_option", kit.option("Ada", ADA))

    def type(self) -> None:
        block = message_field.block_id(self.state().edition)
        self.put(block, "value", Values.of(self.view).text(block) + "!")
        self.changed()

    def drawn(self) -> None:
        if self.under_way is not None:
            self.draw(self.under_way)
            self.lost()

    def lost(self) -> None:
        self.under_way, self.waiting = self.waiting, None


def submitted(form: Form) -> Request | dict[str, str]:
    try:
        return validate(form, senders=SENDERS, region="US", zone=ZONE, now=START)
    except FieldErrors as wrong:
        return wrong.by_block


def opened() -> Screen:
    screen = Screen()
    whom = recipient.numbered(line_start.leading(f"+43 664 12345 {WORDS}", "US"))
    screen.draw(form_view.compose(Form(FormState(), whom, message=WORDS), SENDERS))
    return screen


STEPS = ["short", "long", "other", "type", "drawn", "lost"]


def act(screen: Screen, step: str) -> None:
    if step in STEPS[:3]:
        screen.choose(STEPS.index(step))
    else:
        getattr(screen, step)()


@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_the_number_reviewed_is_the_one_that_was_chosen_last_with_its_words(steps: list[str]) -> None:
    screen = opened()
    for step in steps:
        act(screen, step)
    found = submitted(screen.form())

    if isinstance(found, dict):
        assert NUMBERS[screen.answer] is None
        assert found == {found_in(screen): recipient.NOBODY}
    else:
        assert found.to.digits == NUMBERS[screen.answer]
        assert found.message.rstrip("!") == BEHIND[screen.answer]


@given(
    answers=st.lists(st.sampled_from(["short", "long"]), min_size=1, max_size=4),
    is_first=st.booleans(),
    is_typing=st.booleans(),
)
def test_a_pick_and_an_answer_that_nothing_puts_in_order_are_asked_for_again(
    answers: list[str], *, is_first: bool, is_typing: bool
) -> None:
    screen = opened()
    for step in ["pick", *answers] if is_first else [*answers, "pick"]:
        act(screen, step)
    if answers[-1] == "short":  # as it was drawn: the field is all that changed
        return
    form = screen.form()

    assert form.whom.is_unclear
    assert submitted(form) == {found_in(screen): recipient.NOBODY}
    if is_typing:
        screen.under_way = None
        screen.type()
        screen.drawn()
    else:
        screen.draw(form_view.compose(form, SENDERS))
    assert recipient.ASKED_AGAIN in str(screen.view["blocks"])
    screen.pick()
    found = submitted(screen.form())
    assert not isinstance(found, dict)
    assert found.to.digits == ADA


def found_in(screen: Screen) -> str:
    (block,) = (
        each["block_id"] for each in screen.view["blocks"] if each.get("block_id", "").startswith("to")
    )
    return str(block)
