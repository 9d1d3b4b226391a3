"""What approvers press: who may, what it does, and what they see."""

from dataclasses import replace

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.approvals.ids import REASON_BLOCK, Action, Modal
from bot.features.approvals.listeners import NO_REASON, ApprovalListeners
from bot.features.approvals.refusals import OLDER, OWN
from bot.features.approvals.renderer import Renderer
from bot.features.approvals.service import SeenByOwner
from bot.features.approvals.views.request import ApprovalRef
from bot.features.approvals.views.review import CHANGED, LOOKING
from bot.slack.blocks import state_words
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.metadata import MetadataError
from bot.store.sends import Send
from bot.store.states import SendState
from tests.fakes.slack import FakeAcks, FakeRegistry, FakeResponder
from tests.features.approvals.samples import MAYA, PRIYA, TOM, Harness
from tests.features.samples import BODY, words_in
from tests.slack.interactions import hand_in, interaction, payload
from tests.store.samples import a_draft

LOOK = SeenByOwner("Hi Ada", ("2 contacts have no name; %%Name%% will be blank.",))


@pytest.fixture
def responder() -> FakeResponder:
    return FakeResponder()


@pytest.fixture
def acks() -> FakeAcks:
    return FakeAcks()


@pytest.fixture
def approving(responder: FakeResponder, harness: Harness) -> ApprovalListeners:
    return ApprovalListeners(responder, harness.decisions, lambda _send: LOOK)  # type: ignore[arg-type] # stands in for the responder


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
        (Action.APPROVE, Action.REJECT, Action.VIEW, Modal.APPROVE, Modal.REJECT), Role.APPROVER
    )


def agree(shown: Block, acks: FakeAcks, who: Who = TOM) -> Interaction:
    """Press the button of the modal that shows what would go out."""
    view = {"private_metadata": shown["private_metadata"], "state": {"values": {}}}
    return interaction(payload("view_submission", who, view=view), acks)


def test_approve_shows_the_words_and_approves_nothing_yet(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    each = harness.asked()

    approving.look(press(about(each.id), acks))

    (shown,) = responder.opened
    assert shown["callback_id"] == Modal.APPROVE
    assert BODY in words_in(shown)
    assert CHANGED not in words_in(shown)
    assert harness.released == []
    assert acks.given == [{}]


def test_what_was_shown_is_approved_once(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    each = harness.asked()
    approving.look(press(about(each.id), acks))

    for _ in range(2):  # Slack delivers it twice
        approving.approve(agree(responder.opened[0], acks))

    assert harness.released == [each.id]
    assert acks.given[1:] == [{"response_action": "clear"}] * 2


def test_what_changed_while_it_was_looked_at_is_shown_anew_and_not_approved(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    each = harness.asked()
    approving.look(press(about(each.id), acks))
    harness.change(each.id, body="Other words.")
    harness.ask_again(each.id, "The text was changed.", by="U0MAYA")

    approving.approve(agree(responder.opened[0], acks))

    answer = acks.given[-1]
    assert answer["response_action"] == "update"
    assert CHANGED in words_in(answer["view"])
    assert "Other words." in words_in(answer["view"])
    assert harness.released == []
    approving.approve(agree(answer["view"], acks))
    assert harness.released == [each.id]


def test_the_button_of_an_older_request_shows_the_newest(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    each = harness.asked()
    harness.ask_again(each.id, "It grew.")

    approving.look(press(about(each.id), acks))

    (shown,) = responder.opened
    assert CHANGED in words_in(shown)
    assert metadata.load(ApprovalRef, shown["private_metadata"]).number == 2
    with pytest.raises(UserError, match=OLDER):
        approving.ask_why(press(about(each.id), acks))
    with pytest.raises(MetadataError):
        approving.look(press("", acks))


def test_nothing_is_shown_to_who_may_not_approve_it(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    harness.approvers |= {"U0MAYA"}
    each = harness.asked()

    with pytest.raises(UserError, match=OWN):
        approving.look(interaction(payload("block_actions", MAYA, actions=[{"value": about(each.id)}]), acks))
    harness.approve(each.id, PRIYA)
    with pytest.raises(UserError, match="<@U0PRIYA> has already approved this"):
        approving.look(press(about(each.id), acks))
    assert responder.opened == []


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

    with pytest.raises(UserError, match="<@U0PRIYA> has already approved this"):
        approving.ask_why(press(about(each.id), acks))
    assert responder.opened == []


def test_view_shows_the_words(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    approving.view(press(harness.asked().id, acks))

    assert BODY in words_in(responder.opened)
    assert acks.given == [{}]


def test_a_request_is_drawn_from_what_is_recorded(harness: Harness) -> None:
    draw = Renderer(harness.database, harness.approvals.reasons, lambda _: []).draw
    each = harness.asked()

    assert "Needs approval: over 100 recipients." in draw(each).text
    harness.reject(each.id, reason="Wrong <week>.")
    assert "Rejected by <@U0TOM>" in draw(harness.the(each.id)).text
    assert "Wrong &lt;week&gt;." in draw(harness.the(each.id)).text
    assert state_words.in_words(SendState.DRAFT) in draw(a_draft(harness.database)).text


def test_what_has_to_be_looked_up_stands_there_as_soon_as_it_is(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    each = harness.asked()

    approving.look(press(about(each.id), acks))

    (first,), (then,) = responder.opened, responder.modals.shown
    assert LOOKING in words_in(first)
    assert LOOKING not in words_in(then)
    assert "Hi Ada" in words_in(then)
    assert ":warning: 2 contacts have no name; %%Name%% will be blank." in words_in(then)
    assert first["private_metadata"] == then["private_metadata"]


def test_a_silent_smsit_is_told_and_the_request_can_be_approved_still(
    approving: ApprovalListeners, harness: Harness, responder: FakeResponder, acks: FakeAcks
) -> None:
    def silent(_send: Send) -> SeenByOwner:
        raise UserError("SMS-iT didn't answer.")

    each = harness.asked()
    replace(approving, look_at=silent).look(press(about(each.id), acks))

    (then,) = responder.modals.shown
    assert ":warning: SMS-iT didn't answer." in words_in(then)
    assert then["submit"]["text"] == "Approve"
