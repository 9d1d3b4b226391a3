"""The buttons under a running list: pause, resume, cancel, and what to do about rows nobody knows about."""

from collections.abc import Iterator

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows.harness import ADA, Harness
from tests.flows.listing import QUICK, RUNNING, Lists, opened
from tests.flows.many import WORDS

LANES = 4


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, SMSIT_PARALLEL=str(LANES)) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Lists:
    return Lists(harness)


def at_rest(shop: Lists) -> None:
    """Wait until no row is being sent."""
    shop.harness.wait_for_database(lambda: SendState.ATTEMPTING not in shop.counts())


def test_a_paused_list_goes_on_where_it_stopped(shop: Lists) -> None:
    numbers = shop.people(160)
    with shop.gate(after=20) as gate:
        shop.send(numbers)
        shop.harness.wait_for(lambda: len(shop.harness.texts) == 20 + LANES)
        shop.press("Pause", RUNNING)
        shop.until(SendState.PAUSED)
        gate.open()
        at_rest(shop)
    shop.harness.tick(seconds=5)
    assert len(shop.harness.texts) == 20 + LANES
    paused = shop.message("24 of 160 sent")
    assert "Paused by <@U0MAYA>" in paused.text
    assert "136 waiting" in paused.text

    resumed = shop.press("Resume", "Paused by")
    shop.harness.sandbox.slack.redeliver(resumed)
    shop.ended()

    assert shop.got(numbers)
    assert shop.taken == 160


def test_a_cancelled_list_sends_nothing_more_and_hands_out_its_result(shop: Lists) -> None:
    numbers = shop.people(30)
    with shop.gate(after=3) as gate:
        shop.send(numbers)
        shop.harness.wait_for(lambda: len(shop.harness.texts) == 4)
        cancelled = shop.press("Cancel", RUNNING)
        shop.until(SendState.CANCELLED)
        gate.open()
        at_rest(shop)
    shop.harness.sandbox.slack.redeliver(cancelled)
    shop.harness.wait_for_database(lambda: shop.counts().get(SendState.CANCELLED) == 26)
    shop.harness.tick(minutes=5)

    assert shop.got(numbers[:4])
    assert shop.taken == 4
    assert "Cancelled by <@U0MAYA>" in shop.message("26 cancelled").text
    assert [each for each in shop.buttons() if each in {"Pause", "Resume", "Cancel"}] == []


def test_a_paused_list_can_be_cancelled(shop: Lists) -> None:
    numbers = shop.people(10)
    with shop.gate(after=1) as gate:
        shop.send(numbers)
        shop.harness.wait_for(lambda: len(shop.harness.texts) == 2)
        shop.press("Pause", RUNNING)
        shop.press("Cancel", "Paused by")
        shop.until(SendState.CANCELLED)
        gate.open()
        at_rest(shop)

    shop.harness.wait_for_database(lambda: shop.counts().get(SendState.CANCELLED) == 8)
    assert shop.got(numbers[:2])


def test_an_old_press_does_not_stop_what_was_set_going_since(shop: Lists) -> None:
    numbers = shop.people(10)
    with shop.gate(after=1) as gate:
        shop.send(numbers)
        shop.harness.wait_for(lambda: len(shop.harness.texts) == 2)
        paused = shop.press("Pause", RUNNING)
        shop.press("Resume", "Paused by")
        shop.message(RUNNING)
        slack = shop.harness.sandbox.slack

        slack.redeliver(paused)

        shop.told("That button is out of date. Use the ones this list's message shows now.")
        assert shop.newest().state is SendState.RUNNING
        gate.open()
        shop.ended()

    assert shop.got(numbers)


def test_who_only_looks_on_or_texts_single_people_cannot_touch_it(shop: Lists) -> None:
    numbers = shop.people(6)
    with shop.gate(after=1) as gate:
        shop.send(numbers)
        shop.harness.wait_for(lambda: len(shop.harness.texts) == 2)
        running = shop.message(RUNNING)
        for user_id in ("U0PRIYA", "U0LENA"):
            person = shop.harness.person(user_id)
            person.press("Pause", message=running)
            shop.told("*broadcaster*", person)
            person.press("Cancel", message=running)
        assert shop.newest().state is SendState.RUNNING
        shop.tom.press("Pause", message=running)
        shop.message("Paused by <@U0TOM>")
        gate.open()
        at_rest(shop)
    shop.press("Resume", "Paused by", who=shop.tom)
    shop.ended()

    assert shop.got(numbers)


def reports(shop: Lists) -> int:
    """How often SMS-iT was asked for the report on one number."""
    return sum(each.endpoint == "getcontactsmsdeliveryreport" for each in shop.smsit.requests)


def test_rows_without_an_answer_are_marked_as_sent(shop: Lists) -> None:
    numbers = shop.people(8)
    shop.smsit.faults.add("smscontact", Fault.REPLY_LOST, times=2)
    shop.send(numbers)
    shop.until(SendState.ACCEPTED)
    shop.harness.tick(minutes=1)
    shop.message("6 of 8 sent")
    assert shop.got(numbers)  # they did go out, and nobody knows yet

    marked = shop.press("2 were sent", "2 unconfirmed")
    shop.harness.wait_for_database(lambda: SendState.UNKNOWN not in shop.counts())
    shop.harness.sandbox.slack.redeliver(marked)
    shop.told("Someone has already dealt with these.")
    shop.ended()

    assert shop.got(numbers)
    assert shop.taken == 8
    assert not any(each.endswith("were sent") for each in shop.buttons())


def test_rows_without_an_answer_are_looked_into_again_by_themselves_and_when_somebody_asks(
    shop: Lists,
) -> None:
    numbers = shop.people(8, begins="1415557")  # who got no text before
    shop.smsit.faults.add("smscontact", Fault.DROPPED, times=2)
    shop.send(numbers)
    shop.until(SendState.ACCEPTED)
    shop.harness.tick()
    shop.message("SMS-iT has no text to 2 unconfirmed numbers.")
    shop.smsit.faults.add("getcontactsmsdeliveryreport", Fault.DROPPED, times=1)

    shop.press("Check again", "2 unconfirmed")
    shop.told("SMS-iT isn't answering right now.")
    shop.harness.clock.advance(days=3)
    asked = reports(shop)
    shop.press("Check again", "2 unconfirmed")
    shop.harness.wait_for(lambda: reports(shop) == asked + 2)

    assert shop.got(numbers[2:])
    assert shop.counts()[SendState.UNKNOWN] == 2


def test_rows_that_did_not_leave_are_sent_again_once(shop: Lists) -> None:
    numbers = shop.people(8)
    shop.smsit.faults.add("smscontact", Fault.DROPPED, times=3)
    shop.send(numbers)
    shop.until(SendState.ACCEPTED)
    shop.harness.tick(minutes=1)
    assert shop.got(numbers[3:])

    again = shop.press("Send 3 again", "3 unconfirmed")
    shop.harness.sandbox.slack.redeliver(again)
    shop.harness.wait_for(lambda: len(shop.harness.texts) == 8)
    shop.harness.sandbox.slack.redeliver(again)
    shop.ended()

    assert shop.got(numbers)
    assert shop.taken == 8


def test_a_list_whose_answers_all_stay_out_pauses_itself(shop: Lists) -> None:
    numbers = shop.people(30)
    shop.smsit.faults.add("smscontact", Fault.HTML, times=None)
    shop.send(numbers)

    shop.message("Paused automatically. SMS-iT gave 5 unclear replies in a row.")

    assert shop.counts() == {SendState.UNKNOWN: 5, SendState.QUEUED: 25}
    assert shop.harness.texts == []
    shop.smsit.faults.clear()
    shop.press("Resume", "Paused automatically")
    shop.harness.wait_for(lambda: len(shop.harness.texts) == 25)
    shop.press("Send 5 again", "5 unconfirmed")
    shop.ended()
    assert shop.got(numbers)


def test_single_texts_of_others_go_out_while_a_list_waits_for_answers(shop: Lists) -> None:
    numbers = shop.people(160)
    priya = shop.harness.person("U0PRIYA")
    with shop.gate(after=0) as gate:
        shop.send(numbers)
        shop.harness.wait_for(lambda: len(shop.harness.texts) == LANES)
        priya.command(f"/sms {ADA} Your taxi is here.")
        shop.harness.modal("Send a text", priya)
        priya.submit()
        shop.harness.modal("Review text", priya)

        priya.submit()

        shop.harness.wait_for(lambda: (ADA, "Your taxi is here.") in shop.harness.texts)
        assert len(shop.harness.texts) == LANES + 1
        shop.press("Cancel", RUNNING)
        gate.open()
        at_rest(shop)
    assert sorted(text for number, text in shop.harness.texts if number != ADA) == [WORDS] * LANES
