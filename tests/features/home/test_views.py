"""The Home tab of one person."""

import pytest

from bot.access import Role
from bot.features.home.views import home
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks import kit
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.store.states import SendState
from tests.features.samples import NAMES, NUMBER, a_send, words_in


def run(_visit: Interaction, _rest: str) -> None:
    """The tab lists verbs; it runs none."""


VERBS = (Verb("help", "/sms help", "This list", Role.VIEWER, run),)
BUTTONS = (kit.button("Send a text", "sms.new", style="primary"), kit.button("Send a code", "otp.new"))


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_slack_takes_the_tab_with_texts_in_any_state_to_anybody(state: SendState) -> None:
    recent = [a_send(state=state, to_name=name) for name in NAMES]
    view = home(recent, VERBS, BUTTONS)

    assert problems_in_view(view) == []
    assert NUMBER not in words_in(view)
    assert "<!channel>" not in words_in(view)
    assert "_" not in words_in(view).partition("*: ")[2].partition(",")[0]


def test_slack_takes_the_tab_of_somebody_new_who_may_do_nothing() -> None:
    view = home((), (), ())

    assert problems_in_view(view) == []
    assert "You have sent none yet." in words_in(view)
    assert "Nothing yet." in words_in(view)


def test_a_name_that_is_a_number_is_masked() -> None:
    words = words_in(home([a_send(to_name="+1 (415) 555-0100")], VERBS, ()))

    assert "*•••0100 (•••0100)*" in words


def test_the_words_of_texts_are_not_on_it() -> None:
    assert "positive" not in words_in(home([a_send()], VERBS, BUTTONS))


def test_a_text_is_told_by_recipient_state_and_time() -> None:
    words = words_in(home([a_send(state=SendState.NO_NEWS)], VERBS, ()))

    assert (
        ":outbox_tray: *Ada Lovelace (•••0100)*: sent, no news of its delivery, Mon 23 Nov 2026, 09:00"
        in words
    )
    assert "• `/sms help`: This list" in words


def test_what_a_person_may_begin_stands_in_one_row_of_buttons() -> None:
    (row,) = [block for block in home((), VERBS, BUTTONS)["blocks"] if block["type"] == "actions"]

    assert row["elements"] == list(BUTTONS)


def test_who_may_begin_nothing_gets_no_row() -> None:
    assert "actions" not in {block["type"] for block in home((), VERBS, ())["blocks"]}
