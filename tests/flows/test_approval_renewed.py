"""What was not approved has a way on: it is changed and asked about again, once, and goes out once."""

from functools import partial

import pytest

from bot.sandbox.slack.model import Answer, Message
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness
from tests.flows.test_approval import ask

pytestmark = pytest.mark.measured

BUTTON, NEW = "Edit and ask again", "Flu jabs are in from Monday."


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def rejected(shop: Broadcasts, group: str, reason: str = "Wait.", count: int = 1) -> Message:
    """Have what waits rejected in the last of so many requests; return the direct message that says so."""
    before = len(notices(shop, group))
    shop.lena.press("Reject", message=shop.request(group, count=count))
    shop.harness.modal("Reject request", shop.lena)
    shop.lena.fill("Reason", reason)
    shop.lena.submit()
    shop.until(SendState.REJECTED)
    return shop.harness.wait_for(lambda: notices(shop, group)[before:])[0]


def notices(shop: Broadcasts, group: str) -> list[Message]:
    return [each for each in shop.harness.messages("@smsit") if f"*{group}*" in each.text]


def renew(shop: Broadcasts, notice: Message, words: str) -> Answer:
    shop.maya.press(BUTTON, message=notice)
    shop.harness.modal(BUTTON)
    if words:
        shop.maya.fill("Message", words)
    shop.maya.submit()
    shop.harness.wait_for(lambda: "To change something first" in shop.harness.shown())
    answer = shop.maya.submit()
    assert answer.acked, answer
    return answer


def test_it_is_changed_and_asked_again_and_goes_out_once(shop: Broadcasts) -> None:
    numbers = ask(shop, "Second try")
    notice = rejected(shop, "Second try")
    sent = shop.newest()

    answer = renew(shop, notice, NEW)
    shop.until(SendState.AWAITING_APPROVAL)
    shop.harness.sandbox.slack.redeliver(answer)
    asked = shop.request("Second try", "The text was changed.", 2)
    shop.harness.approve(asked, shop.lena)
    shop.until(SendState.ACCEPTED)

    assert sorted(shop.harness.texts) == sorted((number, NEW) for number in numbers)
    assert shop.newest().id == sent.id
    assert "decided by" not in shop.message("Second try", "Sent").text
    (told,) = shop.harness.wait_for(
        lambda: [each for each in notices(shop, "Second try") if "wasn't approved at first" in each.text]
    )
    shop.harness.wait_for(lambda: "Approved by <@" in notices(shop, "Second try")[0].text)
    assert "Asked again" in told.text
    assert BUTTON not in str(notices(shop, "Second try")[0].blocks)


def test_once_asked_again_it_cannot_be_pressed_again(shop: Broadcasts) -> None:
    ask(shop, "Twice pressed")
    notice = rejected(shop, "Twice pressed")
    renew(shop, notice, "")
    shop.until(SendState.AWAITING_APPROVAL)
    shop.request("Twice pressed", "Nothing was changed.", 2)

    shop.harness.wait_for(lambda: "Asked again" in notices(shop, "Twice pressed")[0].text)
    shop.harness.quiet()
    with pytest.raises(LookupError):
        shop.maya.press(BUTTON, message=notice)

    assert len(shop.requests("Twice pressed")) == 2  # the first, and the one asked again
    assert shop.newest().state is SendState.AWAITING_APPROVAL


def test_a_second_rejection_is_told_as_the_first(shop: Broadcasts) -> None:
    ask(shop, "Twice rejected")
    renew(shop, rejected(shop, "Twice rejected", "Too long."), NEW)
    shop.until(SendState.AWAITING_APPROVAL)
    shop.request("Twice rejected", "The text was changed.", 2)

    again = rejected(shop, "Twice rejected", "Still too long.", 2)

    assert "Still too long." in again.text
    assert len(notices(shop, "Twice rejected")) == 2


def test_who_rejected_it_before_and_why_stays_on_its_record(shop: Broadcasts) -> None:
    ask(shop, "Wrong day")
    renew(shop, rejected(shop, "Wrong day", "Wrong date."), NEW)
    shop.until(SendState.AWAITING_APPROVAL)
    asked = shop.request("Wrong day", "The text was changed.", 2)
    said = "Rejected before by <@U0LENA>, "

    assert said in asked.text
    assert "Wrong date" in asked.text.partition(said)[2]
    shop.harness.approve(asked, shop.lena)
    shop.until(SendState.ACCEPTED)
    sent = shop.message("Wrong day", "Sent").text
    assert "Wrong date" in sent.partition(said)[2]


def test_what_is_asked_stands_before_the_button_and_is_reviewed_anew_when_it_changes(
    shop: Broadcasts,
) -> None:
    numbers = ask(shop, "Reviewed again")
    recipients = f"Reviewed again · {len(numbers)} recipient"
    notice = rejected(shop, "Reviewed again")
    before = shop.newest()

    def reviewed(words: str) -> str:
        asked = shop.harness.shown().partition("To change something")[0]
        return asked if recipients in asked and words in asked else ""

    shop.maya.press(BUTTON, message=notice)
    shop.harness.modal(BUTTON)
    for words in ("Hi %%Name%%, flu jabs are in.", NEW):
        shop.maya.fill("Message", words)
        assert not shop.maya.errors
        shop.maya.submit()
        shown = shop.harness.wait_for(partial(reviewed, words.rpartition("%%")[2]))
        assert shop.newest().updated_at == before.updated_at  # nobody was asked

    assert shown.index(recipients) < shown.index(NEW) < shown.index("*Cost*")
    shop.maya.submit()
    shop.until(SendState.AWAITING_APPROVAL)
    assert shop.newest().body == NEW
    assert shop.newest().id == before.id


def test_one_that_expired_is_asked_about_again(shop: Broadcasts) -> None:
    ask(shop, "Expired once")
    shop.harness.tick(hours=25)
    shop.until(SendState.EXPIRED)
    (notice,) = shop.harness.wait_for(lambda: notices(shop, "Expired once"))

    renew(shop, notice, NEW)
    shop.until(SendState.AWAITING_APPROVAL)
    assert shop.harness.texts == []
