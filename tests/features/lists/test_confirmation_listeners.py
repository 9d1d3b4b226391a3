"""How Slack reaches a list's confirmation: handed over by who may."""

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.batches.listeners import Listeners
from bot.features.lists.ids import BUTTONS, Action, Modal
from bot.features.lists.listeners.buttons import ButtonListeners
from bot.features.lists.listeners.confirmation import ConfirmationListeners
from bot.features.lists.listeners.form import FormListeners
from bot.features.lists.listeners.submission import SubmissionListeners
from bot.features.lists.views.confirmation import ConfirmationState
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from tests.fakes.decisions import FakeDecisions
from tests.fakes.slack import FakeAcks, FakeRegistry, FakeResponder
from tests.features.lists.harness import BOSS, MAYA
from tests.features.lists.prepared import Confirmed
from tests.slack.interactions import arrival, hand_in


def confirmation(who: Who, state: ConfirmationState, *, ticked: bool = False) -> tuple[Interaction, FakeAcks]:
    box = {"element": {"selected_options": [{"value": "yes"}] if ticked else []}}
    view = {"private_metadata": metadata.dump(state), "state": {"values": {"quiet": box}}}
    return arrival("view_submission", who, view=view)


def test_a_confirmed_list_is_handed_over(
    confirmation_listeners: ConfirmationListeners, send_service: Confirmed
) -> None:
    came, acks = confirmation(MAYA, ConfirmationState("S1"))
    confirmation_listeners.confirmed(came)
    assert send_service.calls == [("S1", MAYA, {})]
    assert acks.given == [{"response_action": "clear"}]


def test_quiet_hours_take_a_role_and_a_tick(
    confirmation_listeners: ConfirmationListeners, send_service: Confirmed
) -> None:
    with pytest.raises(UserError, match="admin"):
        confirmation_listeners.confirmed(confirmation(MAYA, ConfirmationState("S1", 1), ticked=True)[0])
    came, acks = confirmation(BOSS, ConfirmationState("S1", 1))
    hand_in(confirmation_listeners.confirmed, came)
    assert acks.given[0]["response_action"] == "errors"
    assert send_service.calls == []
    confirmation_listeners.confirmed(confirmation(BOSS, ConfirmationState("S1", 1), ticked=True)[0])
    assert send_service.calls == [("S1", BOSS, {"quiet_override": "U0BOSS"})]


def test_every_entrance_of_a_list_needs_a_broadcaster_but_the_result(
    form_listeners: FormListeners,
    confirmation_listeners: ConfirmationListeners,
    submission_listeners: SubmissionListeners,
    responder: FakeResponder,
) -> None:
    registry = FakeRegistry()
    form_listeners.register(registry)  # type: ignore[arg-type] # stands in for the registry
    confirmation_listeners.register(registry)  # type: ignore[arg-type] # as above
    submission_listeners.register(registry)  # type: ignore[arg-type] # as above
    ButtonListeners(responder, FakeDecisions(), FakeDecisions()).register(registry)  # type: ignore[arg-type] # as above
    Listeners(BUTTONS, FakeDecisions()).register(registry)  # type: ignore[arg-type] # as above
    assert {name for name, role in registry.roles.items() if role is not Role.BROADCASTER} == {Action.RESULT}
    assert {Action.PAUSE, Action.RESUME, Action.CANCEL, Modal.CONFIRM} <= set(registry.roles)
