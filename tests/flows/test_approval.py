"""A second person before a broadcast goes out: who is asked, what they see, and what they decide."""

import pytest

from bot.sandbox.slack.client_checks import NotSubmitted
from bot.sandbox.slack.model import Answer
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, words_in
from tests.flows.many import APPROVALS, WORDS

pytestmark = pytest.mark.measured

PEOPLE = 26
"""One more than the policy of the demo lets anybody text alone."""


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def ask(shop: Broadcasts, group: str, people: int = PEOPLE, text: str = WORDS) -> tuple[str, ...]:
    """Have a broadcast wait for its approval."""
    numbers = shop.group(group, people)
    shop.send(group, text)
    shop.until(SendState.AWAITING_APPROVAL)
    return numbers


def pressed(answer: Answer | None) -> Answer:
    assert answer is not None
    return answer


def test_what_a_second_person_approves_goes_out_once(shop: Broadcasts) -> None:
    numbers = shop.group("Runners", PEOPLE)
    shop.ready("Runners")
    cost = shop.cost()
    assert "A second person must approve this: 26 people, more than 25" in shop.harness.shown()
    assert "As soon as it is approved" in shop.harness.shown()
    shop.maya.submit()
    asked = shop.request("Runners", "Needs a second person: 26 people, more than 25")
    assert "1 segment \N{MULTIPLICATION SIGN} 26 people = 26 credits" in asked.text
    assert "waiting for approval in <#C0APPROVE>" in shop.message("Runners", "aiting for approval").text
    shop.harness.tick(hours=1)
    assert shop.harness.texts == []

    answer = pressed(shop.lena.press("Approve", message=asked))
    shop.until(SendState.ACCEPTED)
    shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.tick(minutes=1)

    assert shop.got(numbers)
    assert shop.taken == cost == PEOPLE
    shop.request("Runners", "Approved by <@U0LENA>")
    assert "approved by <@U0LENA>" in shop.message("Runners", "approved by").text


def test_at_the_threshold_nobody_is_asked(shop: Broadcasts) -> None:
    numbers = shop.group("Just right", PEOPLE - 1)

    shop.send("Just right")
    shop.until(SendState.ACCEPTED)

    assert shop.got(numbers)
    assert shop.requests("Just right") == []


def test_few_people_and_many_credits_need_a_second_person_too(shop: Broadcasts) -> None:
    text = "z" * 321
    numbers = ask(shop, "Wordy", 17, text)

    shop.lena.press("Approve", message=shop.request("Wordy", "51 credits, more than 50"))

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers, text)
    assert shop.taken == 51


def test_a_rejection_says_why_and_nothing_goes_out(shop: Broadcasts) -> None:
    ask(shop, "Unlucky")
    shop.lena.press("Reject", message=shop.request("Unlucky"))
    shop.harness.modal("Reject this text?", shop.lena)
    with pytest.raises(NotSubmitted):
        shop.lena.submit()
    shop.lena.fill("Why", "Wait until Monday, and ask 14155550100 first.")
    answer = shop.lena.submit()
    shop.until(SendState.REJECTED)
    shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.tick(hours=1)

    told = shop.message("Unlucky", "rejected by <@U0LENA>").text
    assert "Wait until Monday" in told
    assert "14155550100" not in told + shop.request("Unlucky", "Rejected by <@U0LENA>").text
    assert shop.harness.texts == []
    assert shop.taken == 0


def test_an_approver_may_read_the_words_and_the_channel_does_not_show_them(shop: Broadcasts) -> None:
    ask(shop, "Readers of all", text="Bring your zebra-4711.")
    asked = shop.request("Readers of all")

    shop.lena.press("View text", message=asked)

    shop.harness.modal("Text", shop.lena)
    assert "Bring your zebra-4711." in shop.harness.shown(shop.lena)
    everything = words_in([[each.text, each.blocks] for each in shop.lena.sees(APPROVALS)])
    assert "zebra" not in everything
    shop.lena.press("Approve", message=asked)
    shop.until(SendState.ACCEPTED)


def test_nobody_approves_their_own(shop: Broadcasts) -> None:
    numbers = shop.group("Toms own", PEOPLE)
    shop.send("Toms own", who=shop.tom)
    asked = shop.request("Toms own")

    shop.tom.press("Approve", message=asked)

    said = shop.harness.message("This is your own", channel=APPROVALS, who=shop.tom)
    assert said.ephemeral_to == "U0TOM"
    assert shop.harness.texts == []
    shop.lena.press("Approve", message=asked)
    shop.until(SendState.ACCEPTED, shop.tom)
    assert shop.got(numbers)
