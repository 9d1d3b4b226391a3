"""A second person before a broadcast goes out: who is asked, what they see, and what they decide."""

import pytest

from bot.sandbox.slack.client_checks import NotSubmitted
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, words_in
from tests.flows.many import APPROVALS, WORDS

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

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


def test_what_a_second_person_approves_goes_out_once(shop: Broadcasts) -> None:
    numbers = shop.group("Runners", PEOPLE)
    shop.ready("Runners")
    cost = shop.cost()
    assert "over 25 recipients" in shop.harness.shown()
    shop.maya.submit()
    asked = shop.request("Runners", "Needs approval: over 25 recipients")
    assert "Cost: *26 credits*, 1 segment per person" in asked.text
    assert "Asked in <#C0APPROVE>" in shop.message("Runners", "waiting").text
    shop.harness.tick(hours=1)
    assert shop.harness.texts == []

    answer = shop.harness.approve(asked, shop.lena)
    shop.until(SendState.ACCEPTED)
    shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.quiet()  # else it is drawn twice: our clock ends a lease
    shop.harness.tick(minutes=1)

    assert shop.got(numbers)
    assert shop.taken == cost == PEOPLE
    shop.request("Runners", "Approved by <@U0LENA>")
    assert "Approved by <@U0LENA>" in shop.message("Runners", "Approved by").text


def test_at_the_threshold_nobody_is_asked(shop: Broadcasts) -> None:
    numbers = shop.group("Just right", PEOPLE - 1)

    shop.send("Just right")
    shop.until(SendState.ACCEPTED)

    assert shop.got(numbers)
    assert shop.requests("Just right") == []


def test_few_people_and_many_credits_need_a_second_person_too(shop: Broadcasts) -> None:
    text = "z" * 321
    numbers = ask(shop, "Wordy", 17, text)

    shop.harness.approve(shop.request("Wordy", "over 50 credits"), shop.lena)

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers, text)
    assert shop.taken == 51


def test_a_rejection_says_why_and_nothing_goes_out(shop: Broadcasts) -> None:
    ask(shop, "Unlucky")
    shop.lena.press("Reject", message=shop.request("Unlucky"))
    shop.harness.modal("Reject request", shop.lena)
    with pytest.raises(NotSubmitted):
        shop.lena.submit()
    shop.lena.fill("Reason", "Wait until Monday, and ask 14155550100 first.")
    answer = shop.lena.submit()
    shop.until(SendState.REJECTED)
    shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.tick(hours=1)

    told = shop.message("Unlucky", "Rejected by <@U0LENA>").text
    assert "Wait until Monday" in told
    assert "14155550100" not in told + shop.request("Unlucky", "Rejected by <@U0LENA>").text
    assert shop.harness.texts == []
    assert shop.taken == 0
    (notice,) = [each.text for each in shop.harness.messages("@smsit") if "<@U0LENA> rejected" in each.text]
    assert notice == (
        ":no_entry: <@U0LENA> rejected your text to the group *Unlucky*. It wasn't sent. "
        "Reason: Wait until Monday, and ask •••0100 first."
    )


def test_an_approver_may_read_the_words_and_the_channel_does_not_show_them(shop: Broadcasts) -> None:
    ask(shop, "Readers of all", text="Bring your zebra-4711.")
    asked = shop.request("Readers of all")

    shop.lena.press("Show text", message=asked)

    shop.harness.modal("Text", shop.lena)
    assert "Bring your zebra-4711." in shop.harness.shown(shop.lena)
    shop.lena.close()
    shop.lena.press("Approve", message=asked)
    shop.harness.modal("Approve broadcast", shop.lena)
    assert "Bring your zebra-4711." in shop.harness.shown(shop.lena)
    assert shop.harness.texts == []
    everything = words_in([[each.text, each.blocks] for each in shop.lena.sees(APPROVALS)])
    assert "zebra" not in everything
    shop.lena.submit()
    shop.until(SendState.ACCEPTED)


def test_nobody_approves_their_own(shop: Broadcasts) -> None:
    numbers = shop.group("Toms own", PEOPLE)
    shop.send("Toms own", who=shop.tom)
    asked = shop.request("Toms own")

    shop.tom.press("Approve", message=asked)

    said = shop.harness.message("Ask <@U0LENA>", channel=APPROVALS, who=shop.tom)
    assert "You can't approve your own request." in said.text
    assert said.ephemeral_to == "U0TOM"
    assert shop.harness.texts == []
    shop.harness.approve(asked, shop.lena)
    shop.until(SendState.ACCEPTED, shop.tom)
    assert shop.got(numbers)


def test_an_approver_sees_the_text_as_it_arrives_and_what_the_review_warned_of(shop: Broadcasts) -> None:
    shop.group("Greeted", PEOPLE, opted_out=2)
    shop.ready("Greeted", "Hi %%Name%%, flu jabs are in.")
    reviewed = shop.harness.shown()
    shop.maya.submit()
    shop.until(SendState.AWAITING_APPROVAL)

    shop.lena.press("Approve", message=shop.request("Greeted"))
    shop.harness.modal("Approve broadcast", shop.lena)
    shop.harness.wait_for(lambda: "Checking the recipients" not in shop.harness.shown(shop.lena))
    shown = shop.harness.shown(shop.lena)

    sample = next(line for line in reviewed.splitlines() if line.endswith(", flu jabs are in."))
    assert sample in shown.splitlines()
    assert "Hi %%Name%%, flu jabs are in." in shown
    assert "2 opted out, skipped." in shown
    shop.lena.close()
