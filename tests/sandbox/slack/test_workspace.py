"""The parts of a workspace on their own, without a server."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack.interactions import apply_answer
from bot.sandbox.slack.messages import MessageBoard
from bot.sandbox.slack.model import Answer, Delivery, Lane, Message
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.workspace import Workspace
from tests.clock import FakeClock
from tests.sandbox.slack import shapes
from tests.sandbox.slack.fakes import SUNDAY


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(clock=FakeClock(SUNDAY))


class TestWaiting:
    def test_a_change_on_another_thread_ends_the_wait(self, workspace: Workspace) -> None:
        before = workspace.version
        later = threading.Thread(target=workspace.note_problem, args=("x",))
        later.start()

        assert workspace.wait_for(lambda: workspace.problems) == ["x"]
        later.join()
        assert workspace.version > before

    def test_the_wait_ends_without_the_change_too(self) -> None:
        with pytest.raises(TimeoutError, match=r"0\.01 s"):
            Pulse().wait_for(lambda: False, timeout=0.01)


@given(st.lists(st.floats(min_value=-5, max_value=5), max_size=30))
def test_time_stamps_rise_whatever_the_clock_does(steps: list[float]) -> None:
    clock = FakeClock(SUNDAY)
    board = MessageBoard(Pulse(), clock)
    stamps = []
    for step in steps:
        clock.advance(seconds=step)
        stamps.append(board.next_ts())

    assert stamps == sorted(set(stamps), key=float)


def test_messages_are_counted_and_removed_once(workspace: Workspace) -> None:
    message = workspace.messages.put(Message("C0FRONT", workspace.messages.next_ts(), "U0MAYA", "Hi"))
    assert (len(workspace.messages), list(workspace.messages)) == (1, [message])
    workspace.messages.remove(message)
    workspace.messages.remove(message)
    assert len(workspace.messages) == 0


def test_names_and_ids_lead_to_channels(workspace: Workspace) -> None:
    assert {workspace.channel(name).id for name in ("C0FRONT", "front-desk", "#front-desk")} == {"C0FRONT"}
    with pytest.raises(LookupError, match="C0NOWHERE"):
        workspace.channel("C0NOWHERE")


def test_nobody_takes_an_unknown_seat_or_speaks_where_they_are_not(workspace: Workspace) -> None:
    with pytest.raises(LookupError):
        workspace.person("U0NOBODY")
    with pytest.raises(LookupError, match="is not in C0HELP"):
        workspace.person("U0GIA").sees("C0HELP")


def test_without_a_server_nothing_can_be_delivered(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="not running"):
        workspace.person("U0MAYA").command("/sms")


def test_what_was_never_delivered_cannot_be_repeated(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="nothing that was delivered"):
        workspace.redeliver(Answer(False, 0.0, None))


def test_a_person_without_a_modal_has_nothing_to_do_in_it(workspace: Workspace) -> None:
    maya = workspace.person("U0MAYA")
    assert (maya.view, maya.home) == (None, None)
    for deed in (maya.submit, maya.back, maya.close, lambda: maya.press("Go")):
        with pytest.raises(LookupError, match="no modal is open"):
            deed()


def test_a_modal_without_submit_cannot_be_submitted(workspace: Workspace) -> None:
    view = shapes.modal()
    del view["submit"]
    workspace.views.open("U0MAYA", view)
    with pytest.raises(LookupError, match="no submit button"):
        workspace.person("U0MAYA").submit()


def test_only_external_selects_ask_for_suggestions(workspace: Workspace) -> None:
    workspace.views.open("U0MAYA", shapes.modal(shapes.field("Message")))
    with pytest.raises(LookupError, match="plain_text_input"):
        workspace.person("U0MAYA").suggestions("Message", "abc")


def test_a_view_can_be_closed_twice_and_never_found_again(workspace: Workspace) -> None:
    view = workspace.views.open("U0MAYA", shapes.modal())
    above = workspace.views.push("U0MAYA", shapes.modal())
    workspace.views.close(above)
    assert workspace.views.top("U0MAYA") == view
    workspace.views.close(above)
    workspace.views.close(view)
    assert list(workspace.views) == []
    with pytest.raises(Refusal, match="not_found"):
        workspace.views.find(view.id)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"response_action": "errors", "errors": {}}, "response_action errors without errors"),
        ({"response_action": "errors"}, "response_action errors without errors"),
        ({"response_action": "dance"}, "must be empty or hold a response_action"),
        ("text", "must be empty or hold a response_action"),
        ({"response_action": "update"}, "invalid_arguments"),
    ],
)
def test_strange_answers_to_a_submission_are_noted(workspace: Workspace, body: object, problem: str) -> None:
    view = workspace.views.open("U0MAYA", shapes.modal())
    payload = {"type": "view_submission", "view": view.payload()}
    answer = Answer(True, 1.0, 200, body, delivery=Delivery(Lane.INTERACTIVE, payload))

    assert apply_answer(workspace, answer).error == "trouble_connecting"

    assert problem in workspace.problems[0]
    assert workspace.views.top("U0MAYA") == view


def test_personal_words_stay_out_of_what_is_printed(workspace: Workspace) -> None:
    message = Message("C0FRONT", "1.1", "U0MAYA", "14155550100 is late")
    view = workspace.views.open("U0MAYA", shapes.modal(shapes.field("Message", initial_value="secret")))

    assert "14155550100" not in repr(message)
    assert "secret" not in repr(view)
