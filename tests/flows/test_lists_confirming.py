"""What is shown before a list goes out: cost, balance, budgets, quiet hours, and the second person."""

import re
from collections.abc import Iterator

import pytest

from bot.store.states import SendState
from tests.flows.harness import Harness, later, words_in
from tests.flows.listing import NOT_POSSIBLE, QUICK, Lists, csv, next_morning, opened
from tests.flows.many import APPROVALS, WORDS

pytestmark = pytest.mark.measured

LONDON = "4477009"
POLICY = f"""
[approval]
channel = "{APPROVALS}"
people = 10
credits = 15
expires_hours = 2

[quiet_hours]
default = "none"
GB = "21:00-08:00"
override = "admin"

[budgets]
person_per_day = 20

{QUICK}
"""


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), POLICY) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Lists:
    return next_morning(harness)


def request(shop: Lists, containing: str = "") -> str:
    """Wait until the newest request to approve says this, and return its words."""

    def seen() -> str:
        said = shop.lena.sees(APPROVALS)[-1:]
        return said[0].text if said and containing in said[0].text else ""

    return shop.harness.wait_for(seen)


def decide(shop: Lists, button: str) -> None:
    answer = shop.lena.press(button, message=shop.lena.sees(APPROVALS)[-1])
    assert answer is not None
    assert answer.acked


def test_the_stricter_count_is_shown_when_it_differs(shop: Lists) -> None:
    numbers = shop.people(2)
    said = shop.ready(numbers, "é" * 100)
    shop.maya.submit()

    shop.ended()

    assert "Cost *2 credits* (up to 4 credits)" in said
    assert " → 4,996" in said
    assert shop.taken == 2


def test_a_balance_that_is_too_small_is_refused(shop: Lists) -> None:
    shop.smsit.set_credits(3)
    shop.compose(shop.people(4))

    said = shop.check()

    shop.harness.modal(NOT_POSSIBLE)
    assert "This takes 4 credits, but the balance is 3." in said
    assert shop.harness.sends() == ()


def test_what_waits_counts_as_gone(shop: Lists) -> None:
    shop.confirmation(shop.later(shop.compose(shop.people(6)), later(shop.harness.clock, hours=2)))
    shop.maya.submit()
    shop.until(SendState.SCHEDULED)

    said = shop.ready(shop.people(4))

    assert "Balance 5,000 (6 reserved)" in said
    assert " → 4,990" in said
    shop.maya.close()
    shop.smsit.set_credits(9)
    shop.compose(shop.people(4))
    assert "but the balance is 9, and 6 of those are reserved" in shop.check()
    shop.maya.close()
    shop.press("Cancel")
    shop.until(SendState.CANCELLED)
    assert shop.harness.texts == []


def test_budgets_are_shown_counted_and_hold_once_the_day_is_spent(shop: Lists) -> None:
    said = shop.ready(shop.people(9))
    assert "20 of 20 credits left" in said
    for _ in range(2):
        shop.maya.submit()
        shop.ended()
        said = shop.ready(shop.people(9))
    assert "2 of 20 credits left" in said

    shop.maya.submit()

    shop.harness.modal("Not done")
    assert "Your daily limit: 2 of 20 credits left today, but this needs 9." in shop.harness.shown()
    shop.maya.close()
    assert shop.taken == 18
    shop.send(shop.people(2))
    shop.until(SendState.ACCEPTED)
    assert shop.taken == 20


@pytest.mark.parametrize(("people", "text"), [(11, WORDS), (8, "x" * 161)], ids=["people", "credits"])
def test_above_a_threshold_nothing_leaves_before_a_second_person_agrees(
    shop: Lists, people: int, text: str
) -> None:
    numbers = shop.people(people)
    said = shop.ready(numbers, text)
    assert re.search("over 1[05] (recipients|credits)", said)
    shop.maya.submit()
    shop.until(SendState.AWAITING_APPROVAL)
    shop.harness.tick(minutes=1)
    assert shop.harness.texts == []
    asked = request(shop, "wants to text the list *Pasted list*")
    assert f"Recipients: {people};" in asked
    assert text not in asked
    assert shop.maya.press("Show text", message=shop.message("waiting")) is not None

    shop.harness.approve(shop.lena.sees(APPROVALS)[-1], shop.lena)
    shop.ended()

    assert shop.got(numbers, text)
    assert shop.taken == shop.newest().credits
    assert "Approved by <@U0LENA>" in words_in(shop.message().blocks)


def test_at_a_threshold_nobody_is_asked(shop: Lists) -> None:
    numbers = shop.people(10)
    assert "approv" not in shop.ready(numbers)
    shop.maya.submit()

    shop.ended()

    assert shop.got(numbers)


def test_who_asked_cannot_approve_and_a_rejected_list_reaches_nobody(shop: Lists) -> None:
    shop.send(shop.people(11), who=shop.tom)
    shop.until(SendState.AWAITING_APPROVAL, shop.tom)
    request(shop, "<@U0TOM> wants to text")
    shop.tom.press("Approve", message=shop.tom.sees(APPROVALS)[-1])
    shop.harness.quiet()
    assert shop.newest(shop.tom).state is SendState.AWAITING_APPROVAL

    decide(shop, "Reject")
    shop.harness.modal("Reject request", shop.lena)
    shop.lena.fill("Reason", "Not this week.")
    shop.lena.submit()
    shop.until(SendState.REJECTED, shop.tom)

    shop.harness.tick(minutes=1)
    assert shop.harness.texts == []
    assert shop.counts(shop.newest(shop.tom)) == {SendState.CANCELLED: 11}


def test_a_request_nobody_answers_lapses_and_sends_nothing(shop: Lists) -> None:
    shop.send(shop.people(11))
    shop.until(SendState.AWAITING_APPROVAL)

    shop.harness.tick(hours=2, minutes=1)

    shop.until(SendState.EXPIRED)
    shop.harness.tick(minutes=1)
    assert shop.counts() == {SendState.CANCELLED: 11}
    assert shop.harness.texts == []


def test_in_quiet_hours_it_takes_the_role_and_a_tick_which_is_kept(shop: Lists) -> None:
    shop.harness.clock.advance(hours=5)  # ten at night in London
    numbers = (*shop.people(2), *shop.people(2, begins=LONDON))
    said = shop.ready(numbers)
    assert "*About 2 recipients would be in quiet hours* " in said
    assert "Where: " in said
    assert ", no one is." in said
    assert "(estimated from area codes)" in said
    assert "You can't send in quiet hours. Choose another time" in said
    with pytest.raises(LookupError):
        shop.maya.submit()
    shop.maya.close()

    shop.ready(numbers, who=shop.tom)
    shop.tom.submit()
    assert shop.tom.view is not None
    assert "Tick this to send anyway" in "".join(shop.tom.view.errors.values())
    assert shop.harness.texts == []
    shop.tom.fill("Quiet hours", ["Send during quiet hours"])
    shop.tom.submit()
    shop.until(SendState.ACCEPTED, shop.tom)

    assert shop.got(numbers)
    assert shop.newest(shop.tom).quiet_override == "U0TOM"
    shown = shop.message("Allowed in quiet hours", shop.newest(shop.tom))
    assert "Allowed in quiet hours by <@U0TOM>" in shown.text


def test_a_list_that_lasts_into_the_night_is_told_before(shop: Lists) -> None:
    shop.harness.clock.advance(hours=3, minutes=30)  # half past eight in London
    numbers = shop.people(3, begins=LONDON)
    lines = csv("number", *numbers)
    at = later(shop.harness.clock, hours=1)
    said = shop.confirmation(shop.later(shop.compose(lines), later(shop.harness.clock, minutes=20)))
    assert "quiet hours" not in said
    shop.maya.close()

    shop.later(shop.compose(lines), at)
    said = shop.check()

    assert "*About 3 recipients would be in quiet hours* " in said
    shop.maya.close()


def test_an_approver_of_a_list_sees_what_its_review_warned_of(shop: Lists) -> None:
    numbers = shop.people(11)
    named = [f"{'Żaneta' if nth else ''},{each}" for nth, each in enumerate(numbers)]
    rows = csv("Name,Number", *named, "X,12")
    shop.ready(rows, "Hi %%Name%%, see you.")
    shop.maya.submit()
    shop.until(SendState.AWAITING_APPROVAL)
    request(shop, "wants to text the list")

    shop.lena.press("Approve", message=shop.lena.sees(APPROVALS)[-1])
    shop.harness.modal("Approve list", shop.lena)
    shop.harness.wait_for(lambda: "Checking the recipients" not in shop.harness.shown(shop.lena))
    shown = shop.harness.shown(shop.lena)

    assert "1 text has an empty field, such as: “Hi, see you.”" in shown
    assert "10 texts have 70 characters per segment instead of 160" in shown
    assert "1 row skipped: " in shown
    assert "The requester's daily limit: " in shown
    shop.lena.close()
