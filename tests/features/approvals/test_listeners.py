"""What approvers press: who may, what it does, and what they see."""

from collections.abc import Callable

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.approvals.drawing import Drawing
from bot.features.approvals.ids import REASON_BLOCK, Action, Modal
from bot.features.approvals.listeners import NO_REASON, Approving
from bot.features.approvals.service import OLDER
from bot.features.approvals.views import Round
from bot.slack import metadata
from bot.slack.kit import Block
from bot.slack.metadata import MetadataError
from bot.slack.visits import Visit
from bot.store.states import SendState
from tests.features.approvals.broadcasts import PRIYA, TOM, Office
from tests.features.sends import BODY, words_in
from tests.slack.arrivals import Acks, hand_in, interaction, visit
from tests.store.samples import a_draft


class Desk:
    """Opens modals at once, and remembers them."""

    def __init__(self) -> None:
        self.opened: list[Block] = []

    def open(self, _visit: Visit, view: Callable[[], Block]) -> None:
        self.opened.append(view())


class Doors:
    """Remembers the role each listener was registered with."""

    def __init__(self) -> None:
        self.roles: dict[str, Role] = {}

    def action(self, name: str, role: Role, _listener: Callable[[Visit], None]) -> None:
        self.roles[name] = role

    submission = action


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def acks() -> Acks:
    return Acks()


@pytest.fixture
def approving(desk: Desk, office: Office) -> Approving:
    return Approving(desk, office.approvals)  # type: ignore[arg-type] # stands in for the desk


def press(value: str, acks: Acks) -> Visit:
    return visit(interaction("block_actions", TOM, actions=[{"value": value}]), acks)


def about(send_id: str, number: int = 1) -> str:
    return metadata.dump(Round(send_id, number))


def form(send_id: str, reason: str, acks: Acks, number: int = 1) -> Visit:
    values = {REASON_BLOCK: {Action.REASON: {"type": "plain_text_input", "value": reason}}}
    view = {"private_metadata": about(send_id, number), "state": {"values": values}}
    return visit(interaction("view_submission", TOM, view=view), acks)


def test_every_button_is_for_approvers(approving: Approving) -> None:
    doors = Doors()
    approving.register(doors)  # type: ignore[arg-type] # stands in for the entrances

    assert doors.roles == dict.fromkeys(
        (Action.APPROVE, Action.REJECT, Action.VIEW, Modal.REJECT), Role.APPROVER
    )


def test_approve_lets_it_go(approving: Approving, office: Office, acks: Acks) -> None:
    each = office.asked()

    approving.approve(press(about(each.id), acks))

    assert office.released == [each.id]
    assert acks.given == [{}]


def test_a_press_of_an_older_round_is_answered(approving: Approving, office: Office, acks: Acks) -> None:
    each = office.asked()

    with pytest.raises(UserError, match=OLDER):
        approving.approve(press(about(each.id, 7), acks))
    with pytest.raises(MetadataError):
        approving.approve(press("", acks))


def test_reject_asks_why_and_then_ends_it(
    approving: Approving, office: Office, desk: Desk, acks: Acks
) -> None:
    each = office.asked()

    approving.ask_why(press(about(each.id), acks))
    assert [view["callback_id"] for view in desk.opened] == [Modal.REJECT]
    approving.reject(form(each.id, "  Wrong week. ", acks))

    assert office.request(each.id).reason == "Wrong week."
    assert office.the(each.id).state is SendState.REJECTED
    assert acks.given == [{}, {"response_action": "clear"}]


def test_a_rejection_without_a_reason_is_asked_again(
    approving: Approving, office: Office, acks: Acks
) -> None:
    each = office.asked()

    hand_in(approving.reject, form(each.id, "   ", acks))

    assert acks.given == [{"response_action": "errors", "errors": {REASON_BLOCK: NO_REASON}}]
    assert office.the(each.id).state is SendState.AWAITING_APPROVAL


def test_no_reason_is_asked_for_what_is_decided(
    approving: Approving, office: Office, desk: Desk, acks: Acks
) -> None:
    each = office.asked()
    office.approve(each.id, PRIYA)

    with pytest.raises(UserError, match="<@U0PRIYA> has approved this already"):
        approving.ask_why(press(about(each.id), acks))
    assert desk.opened == []


def test_view_shows_the_words(approving: Approving, office: Office, desk: Desk, acks: Acks) -> None:
    approving.view(press(office.asked().id, acks))

    assert BODY in words_in(desk.opened)
    assert acks.given == [{}]


def test_a_request_is_drawn_from_what_is_recorded(office: Office) -> None:
    draw = Drawing(office.database, office.approvals.reasons).draw
    each = office.asked()

    assert "Needs a second person: 312 people, more than 100." in draw(each).text
    office.reject(each.id, reason="Wrong <week>.")
    assert "Rejected by <@U0TOM>" in draw(office.the(each.id)).text
    assert "Wrong &lt;week&gt;." in draw(office.the(each.id)).text
    assert "not confirmed yet" in draw(a_draft(office.database)).text
