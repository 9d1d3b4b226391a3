"""What can be done about a list from its message, in every state."""

from dataclasses import replace

import pytest

from bot.features.lists.ids import Action, ListRef, UnknownRowsRef
from bot.features.lists.views.message import message
from bot.features.sends.ids import Action as SendAction
from bot.slack.incoming import metadata
from bot.store.sends.lists import Unknown
from bot.store.states import SendState
from tests.clock import START
from tests.features.lists.list_messages import S, a_list, buttons, problems, shown
from tests.features.samples import words_in


@pytest.mark.parametrize("state", [S.AWAITING_APPROVAL, S.SCHEDULED, S.QUEUED])
def test_a_list_that_has_not_begun_has_the_buttons_of_every_send(state: SendState) -> None:
    content = message(shown(state=state))
    assert set(buttons(content)) == {SendAction.CANCEL}
    assert "sent," not in content.text


def test_a_running_list_can_be_paused_and_a_paused_one_resumed() -> None:
    running = buttons(message(shown(state=S.RUNNING, doubt=Unknown(0, None))))
    assert set(running) == {Action.PAUSE, Action.CANCEL, Action.RESULT}
    assert metadata.load(ListRef, running[Action.PAUSE]).wave == 2
    paused = buttons(message(shown(state=S.PAUSED, doubt=Unknown(0, None))))
    assert Action.RESUME in paused
    assert Action.PAUSE not in paused


@pytest.mark.parametrize("state", [S.RUNNING, S.PAUSED, S.ACCEPTED])
def test_doubtful_rows_can_be_settled_either_way(state: SendState) -> None:
    found = buttons(message(shown(state=state)))
    about = metadata.load(UnknownRowsRef, found[Action.SEND_AGAIN])
    assert (about.until, about.count) == (START.isoformat(), 1)
    assert found[Action.MARK_SENT] == found[Action.SEND_AGAIN]


def test_doubtful_rows_of_a_cancelled_list_can_only_be_marked() -> None:
    found = buttons(message(shown(state=S.CANCELLED)))
    assert Action.MARK_SENT in found
    assert Action.SEND_AGAIN not in found


@pytest.mark.parametrize("state", [S.DELIVERED, S.NO_NEWS, S.UNDELIVERED])
def test_an_ended_list_offers_its_result(state: SendState) -> None:
    assert set(buttons(message(shown(state=state)))) == {Action.RESULT}


@pytest.mark.parametrize("state", [S.REJECTED, S.EXPIRED, S.REFUSED])
def test_a_list_that_never_began_has_no_result(state: SendState) -> None:
    assert buttons(message(shown(state=state))) == {}


def test_rows_of_unknown_outcome_are_settled_by_buttons_that_say_how_many() -> None:
    several, one = (
        words_in(list(message(shown(doubt=Unknown(count, START), state=S.PAUSED)).blocks)) for count in (2, 1)
    )
    assert "2 were sent" in several
    assert "Send 2 again" in several
    assert "They may already have gone out." in several
    assert "It was sent" in one
    assert "It may already have gone out." in one


@pytest.mark.parametrize(
    ("failed", "label"),
    [(12, "Text the 12 again"), (1200, "Text the 1,200 again"), (1, "Text this person again")],
)
def test_what_did_not_arrive_can_be_sent_again(failed: int, label: str) -> None:
    found = message(replace(shown(state=SendState.NO_NEWS), failed=failed))
    assert problems(found) == []
    assert label in words_in(found.blocks)
    assert buttons(found)[Action.AGAIN] == a_list().id
    assert Action.AGAIN not in buttons(message(shown(state=SendState.NO_NEWS)))
