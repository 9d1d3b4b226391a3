"""How far a send is and since when, in one line."""

from datetime import timedelta

from bot.slack.blocks import state_lines
from bot.store.sends import GROUPS, SendKind
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.every import every
from tests.features.samples import a_send

LATER = FakeClock()() + timedelta(days=2)


@every("state", list(SendState))
def test_a_state_begins_its_line(state: SendState) -> None:
    assert state_lines.state(a_send(state=state))[0].isupper()


def test_what_is_scheduled_tells_when_it_goes_and_what_went_when_it_did() -> None:
    ahead = a_send(state=SendState.SCHEDULED, send_at=LATER)
    gone = a_send(state=SendState.DELIVERED, send_at=LATER)

    waits = a_send(state=SendState.AWAITING_APPROVAL, send_at=LATER)

    assert state_lines.when(waits).startswith(f", to be sent <!date^{int(LATER.timestamp())}^")
    assert state_lines.when(ahead).startswith(f" for <!date^{int(LATER.timestamp())}^")
    assert str(int(LATER.timestamp())) not in state_lines.when(gone)


@every("kind", sorted(GROUPS))
def test_what_carriers_took_is_never_called_delivered_nor_does_it_await_the_report_of_one_text(
    kind: SendKind,
) -> None:
    said = {state: state_lines.state(a_send(kind=kind, state=state)) for state in SendState}

    assert "Delivered" not in said.values()
    assert not any("delivery report" in each for each in said.values())
    assert said[SendState.DELIVERED] == "Handed to carriers"
    assert state_lines.state(a_send(kind=kind, state=SendState.DELIVERED, failed=15)) == "Sent, 15 failed"


def test_what_asks_before_it_goes_is_not_said_to_be_scheduled() -> None:
    asks = a_send(state=SendState.SCHEDULED, send_at=LATER, hold_code="late")

    assert state_lines.state(asks) == "Needs a decision"
    assert state_lines.when(asks).startswith(" · ")
