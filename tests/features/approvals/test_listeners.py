"""What approvers press: who may, what it does, and what they see."""

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.approvals.ids import REASON_BLOCK, Action, Modal
from bot.features.approvals.listeners import NO_REASON, ApprovalListeners
from bot.features.approvals.renderer import Renderer
from bot.features.approvals.service import OLDER
from bot.features.approvals.views.request import ApprovalRef
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.metadata import MetadataError
from bot.store.states import SendState
from tests.fakes.slack import FakeAcks, FakeRegistry, FakeResponder
from tests.features.approvals.samples import PRIYA, TOM, Harness
from tests.features.samples import BODY, words_in
from tests.slack.interactions import hand_in, interaction, payload
from tests.store.samples import a_draft


@pytest.fixture
def responder() -> FakeResponder:
    return FakeResponder()


@pytest.fixture
def acks() -> FakeAcks:
    return FakeAcks()


@pytest.fixture
def approving(responder: FakeResponder, harness: Harness) -> ApprovalListeners:
    return ApprovalListeners(responder, harness.approvals)  # type: ignore[arg-type] # stands in for the responder


def press(value: str, acks: FakeAcks) -> Interaction:
    return interaction(payload("block_actions", TOM, actions=[{"value": value}]), acks)


def about(send_id: str, number: int = 1) -> str:
    return metadata.dump(ApprovalRef(send_id, number))


def form(send_id: str, reason: str, acks: FakeAcks, number: int = 1) -> Interaction:
    values = {REASON_BLOCK: {Action.REASON: {"type": "plain_text_input", "value": reason}}}
    view = {"private_metadata": about(send_id, number), "state": {"values": values}}
    return interaction(payload("view_submission", TOM, view=view), acks)


def test_every_button_is_for_approvers(approving: ApprovalListeners) -> None:
    registry = FakeRegistry()
    approving.register(registry)  # type: ignore[arg-type] # stands in for the registry

    assert registry.roles == dict.fromkeys(
        (Action.APPROVE, Action.REJECT, Action.VIEW, Modal.REJECT), Role.APPROVER
    )


def test_approve_lets_it_go(approving: ApprovalListeners, harness: Harness, acks: FakeAcks) -> None:
    each = harness.asked()

    approving.approve(press(about(each.id), acks))

    assert harness.released == [each.id]
    assert acks.given == [{}]


def test_a_press_of_an_older_round_is_answered(
    approving: ApprovalListeners, harness: Harness, acks: FakeAcks
) -> None:
    each = harness.asked()

    with pytest.raises(UserError, match=OLDER):
        approving.approve(press(about(each.id, 7), acks))
    with pytest.raises(MetadataError):
        approving.approve(press("", acks))


def test_reject_asks_why_and_then_ends_it(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    each = harness.asked()

    approving.ask_why(press(about(each.id), acks))
    assert [view["callback_id"] for view in responder.opened] == [Modal.REJECT]
    approving.reject(form(each.id, "  Wrong week. ", acks))

    assert harness.request(each.id).reason == "Wrong week."
    assert harness.the(each.id).state is SendState.REJECTED
    assert acks.given == [{}, {"response_action": "clear"}]


def test_a_rejection_without_a_reason_is_asked_again(
    approving: ApprovalListeners, harness: Harness, acks: FakeAcks
) -> None:
    each = harness.asked()

    hand_in(approving.reject, form(each.id, "   ", acks))

    assert acks.given == [{"response_action": "errors", "errors": {REASON_BLOCK: NO_REASON}}]
    assert harness.the(each.id).state is SendState.AWAITING_APPROVAL


def test_no_reason_is_asked_for_what_is_decided(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    each = harness.asked()
    harness.approve(each.id, PRIYA)

    with pytest.raises(UserError, match="<@U0PRIYA> has approved this already"):
        approving.ask_why(press(about(each.id), acks))
    assert responder.opened == []


def test_view_shows_the_words(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    approving.view(press(harness.asked().id, acks))

    assert BODY in words_in(responder.opened)
    assert acks.given == [{}]


def test_a_request_is_drawn_from_what_is_recorded(harness: Harness) -> None:
    draw = Renderer(harness.database, harness.approvals.reasons).draw
    each = harness.asked()

    assert "Needs a second person: 312 people, more than 100." in draw(each).text
    harness.reject(each.id, reason="Wrong <week>.")
    assert "Rejected by <@U0TOM>" in draw(harness.the(each.id)).text
    assert "Wrong &lt;week&gt;." in draw(harness.the(each.id)).text
    assert "not confirmed yet" in draw(a_draft(harness.database)).text
