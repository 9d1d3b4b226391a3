"""When nobody can say whether a broadcast went out: told with evidence, and never repeated by itself."""

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows import filling
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, later

pytestmark = pytest.mark.measured

BEFORE_THE_WORK = {Fault.DROPPED, Fault.HTTP500, Fault.HTML}


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def lose(shop: Broadcasts, group: str, fault: Fault = Fault.REPLY_LOST) -> tuple[str, ...]:
    """Send a broadcast of which no answer comes back."""
    numbers = shop.group(group, 3)
    shop.smsit.faults.add("smsgroup", fault)
    shop.send(group)
    shop.until(SendState.UNKNOWN)
    return numbers


@pytest.mark.parametrize(
    "fault", [Fault.REPLY_LOST, Fault.EMPTY, Fault.TRUNCATED, *sorted(BEFORE_THE_WORK)], ids=str
)
def test_an_answer_that_is_lost_leaves_it_unknown_and_it_is_never_repeated(
    shop: Broadcasts, fault: Fault
) -> None:
    numbers = lose(shop, f"Lost by {fault}", fault)
    for _ in range(3):
        shop.harness.tick(minutes=10)

    shop.message(f"Lost by {fault}", "We couldn't confirm this was sent")
    shop.message(f"Lost by {fault}", "• The balance")
    assert shop.newest().state is SendState.UNKNOWN
    assert shop.got(() if fault in BEFORE_THE_WORK else numbers)


def test_the_evidence_says_what_the_balance_and_the_group_tell(shop: Broadcasts) -> None:
    lose(shop, "Evident")

    shop.harness.tick(seconds=30)

    said = shop.message("Evident", "• The balance").text
    assert "The balance was 5,000 credits and is 4,997 now" in said


def test_marked_as_sent_it_is_not_sent_again_and_its_end_is_told(shop: Broadcasts) -> None:
    numbers = lose(shop, "Marked")
    shop.harness.tick()

    answer = shop.maya.press("It was sent", message=shop.message("Marked", "• The balance"))
    shop.until(SendState.NO_NEWS)
    assert answer is not None
    shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.message("There's nothing left to decide.")
    shop.harness.tick(hours=1)

    said = shop.message("Marked", "Sent. SMS-iT gave no report ID").text
    assert "marked as sent by <@U0MAYA>" in said
    assert shop.got(numbers)
    assert shop.taken == 3


def test_sent_again_exactly_one_more_goes_out(shop: Broadcasts) -> None:
    numbers = lose(shop, "Repeated", Fault.DROPPED)
    shop.harness.tick()
    assert shop.harness.texts == []

    answer = shop.maya.press("Send again", message=shop.message("Repeated", "• The balance"))
    shop.until(SendState.ACCEPTED)
    assert answer is not None
    shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.tick(minutes=1)

    assert shop.got(numbers)
    assert shop.taken == 3


def test_declining_the_question_sends_nothing_again(shop: Broadcasts) -> None:
    numbers = lose(shop, "Declined")

    shop.maya.press("Send again", message=shop.message("Declined", "couldn't confirm"), confirm=False)
    shop.harness.tick(minutes=1)

    assert shop.newest().state is SendState.UNKNOWN
    assert shop.got(numbers)


@pytest.mark.usefixtures("unbounded")
def test_marked_as_sent_one_that_smsit_was_to_hold_stays_there(shop: Broadcasts) -> None:
    numbers = shop.group("Held unknown", 2)
    at = later(shop.harness.clock, days=1)
    shop.confirmation(shop.check(shop.later(shop.compose("Held unknown"), filling.AT_SMSIT, at)))
    shop.smsit.faults.add("smsgroup", Fault.REPLY_LOST)
    shop.maya.submit()
    shop.until(SendState.UNKNOWN)

    shop.maya.press("It was sent", message=shop.message("Held unknown", "couldn't confirm"))

    shop.until(SendState.SCHEDULED_AT_SMSIT)
    shop.harness.clock.advance(days=1)
    assert shop.got(numbers)
