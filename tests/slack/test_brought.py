"""Words brought from elsewhere into the field for a text: what fits, and how the form opens."""

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields.prefilled import Prefilled, fitting, open_with
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import markup
from bot.slack.blocks.plain_text.reading import Mention
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.view_order import OwnOrder
from tests.fakes.slack import FakeReplies
from tests.seals import SEALS
from tests.slack.conftest import Slack


class Names:
    """Calls everybody Tom, and remembers what stood on Maya's screen when it was asked."""

    def __init__(self, slack: Slack) -> None:
        self.maya = slack.workspace.person("U0MAYA")
        self.screens: list[str] = []

    def of(self, mentions: Iterable[Mention]) -> dict[Mention, str]:
        self.screens.append(self.maya.title)
        return dict.fromkeys(mentions, "Tom")


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=5)
    yield background
    background.stop()


def form(found: Prefilled) -> Block:
    return kit.modal(callback_id="c", title="Form", blocks=[kit.section(kit.escape(found.text))])


@pytest.mark.parametrize(
    ("typed", "words", "before"),
    [("Hello *all*", "Hello all", ""), ("Hello <@U0TOM>", "Hello Tom", "One moment")],
)
def test_a_form_waits_only_where_somebody_is_mentioned(
    slack: Slack, background: Background, typed: str, words: str, before: str
) -> None:
    names = Names(slack)
    responder = Responder(Modals(slack.client, SEALS), FakeReplies(), background, background, OwnOrder())  # type: ignore[arg-type] # remembers answers

    open_with(responder, slack.interaction(), lambda: markup.read(typed), names, form)  # type: ignore[arg-type] # knows Tom

    slack.workspace.wait_for(lambda: names.maya.title == "Form")
    view = names.maya.view
    assert view is not None
    assert view.blocks[0]["text"]["text"] == words
    assert names.screens == [before]


@given(st.text(alphabet="ab \n", max_size=20), st.integers(0, 400))
def test_what_fits_is_the_beginning_and_ends_with_a_whole_word(tail: str, more: int) -> None:
    text = ("word " * 590 + tail + "x" * more).strip()
    kept = fitting(text)
    assert text.startswith(kept)
    assert len(kept) <= limits.INPUT_TEXT
    assert kept == text or len(text) > limits.INPUT_TEXT
    assert kept == text or len(kept) < 2800 or text[len(kept)].isspace()


@pytest.mark.parametrize("size", [limits.INPUT_TEXT, limits.INPUT_TEXT + 1, 5000])
def test_one_endless_word_is_cut_where_the_field_ends(size: int) -> None:
    assert fitting("x" * size) == "x" * limits.INPUT_TEXT
