"""How Slack reaches a list as it is written and as its buttons are pressed."""

import pytest

from bot.access import Role
from bot.features.batches.listeners import Listeners
from bot.features.groups.service import GroupChoice
from bot.features.lists.ids import BUTTONS, Action, ListRef, Modal, UnknownRowsRef
from bot.features.lists.listeners.buttons import RESULT_COMES, ButtonListeners
from bot.features.lists.listeners.form import FormListeners
from bot.slack.blocks.fields import message
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from tests.fakes.decisions import FakeDecisions
from tests.fakes.slack import FakeAcks, FakeResponder
from tests.features.lists.arrivals import form
from tests.features.lists.harness import MAYA
from tests.features.samples import words_in
from tests.slack.interactions import arrival, command, interaction
from tests.slack.offered import offered

# --- writing


def test_the_command_opens_the_form_with_what_was_typed(
    form_listeners: FormListeners, responder: FakeResponder
) -> None:
    acks = FakeAcks()
    (verb,) = form_listeners.verbs()
    verb.run(interaction(command("list Hello"), acks), "Hello")
    assert (verb.name, verb.role) == ("list", Role.BROADCASTER)
    assert responder.opened[0]["callback_id"] == Modal.COMPOSE
    assert "Hello" in words_in(responder.opened[0])
    assert acks.given == [{}]


def test_a_change_draws_the_form_again(form_listeners: FormListeners, responder: FakeResponder) -> None:
    came, acks = form(**{message.block_id(0): {"value": "It\u2019s"}})
    form_listeners.changed(came)
    form_listeners.plain(came)
    assert "It\u2019s" in words_in(responder.edited[0])
    assert "It's" in words_in(responder.edited[1])
    assert acks.given == [{}, {}]


def test_groups_are_offered_whatever_the_length_of_their_names(form_listeners: FormListeners) -> None:
    values = [option["value"] for option in offered(form_listeners, Action.GROUP, {"value": "VIP"})]
    assert values == ["VIP one", GroupChoice("x" * 151, "").value]
    assert all(len(value) <= 150 for value in values)


# --- pressing

DOUBTS = UnknownRowsRef("S1", "T", 3)


@pytest.mark.parametrize(
    ("listener", "value", "call"),
    [
        ("pause", metadata.dump(ListRef("S1", wave=2)), ("pause", "S1", MAYA, 2)),
        ("resume", metadata.dump(ListRef("S1", wave=2)), ("resume", "S1", MAYA, 2)),
        ("cancel", "S1", ("cancel", "S1", MAYA)),
        ("mark_sent", metadata.dump(DOUBTS), ("settle_unknown", DOUBTS, MAYA, "1.trigger", False)),
        ("send_again", metadata.dump(DOUBTS), ("settle_unknown", DOUBTS, MAYA, "1.trigger", True)),
        ("result", "S1", ("ask", "S1", MAYA, "1.trigger")),
    ],
)
def test_a_press_is_decided_and_acknowledged(
    responder: FakeResponder, listener: str, value: str, call: tuple[object, ...]
) -> None:
    decided = FakeDecisions()
    came, acks = arrival("block_actions", actions=[{"value": value}], trigger_id="1.trigger")
    one = ButtonListeners(responder, decided, decided)  # type: ignore[arg-type] # a responder and decisions of ours
    getattr(one if hasattr(one, listener) else Listeners(BUTTONS, decided), listener)(came)
    assert decided.calls == [call]
    assert acks.given == [{}]
    assert responder.replies.contents == ([] if listener != "result" else responder.replies.contents[:1])


def test_who_asks_for_a_result_is_told_that_it_comes(responder: FakeResponder) -> None:
    came, _acks = arrival("block_actions", actions=[{"value": "S1"}])
    ButtonListeners(responder, FakeDecisions(), FakeDecisions()).result(came)  # type: ignore[arg-type] # a responder and decisions of ours
    assert [isinstance(each, Content) and each.text for each in responder.replies.contents] == [RESULT_COMES]
