"""A text that goes out at once: typed, written, checked, confirmed, sent, followed."""

import pytest

from bot.store.states import SendState
from tests.flows.house import ADA, FRONT, GRACE, LOU, SUE, House, words_in

pytestmark = pytest.mark.measured

HELLO = "Your appointment moves to Thursday at 10."


def test_a_text_is_sent_once_and_followed_until_it_is_delivered(house: House) -> None:
    answer = house.send(f"/sms {ADA} {HELLO}")

    assert answer.acked
    assert house.maya.view is None
    house.until(SendState.ACCEPTED)
    assert "Sent, waiting for the delivery report" in house.message("Ada Lovelace").text
    assert house.texts == [(ADA, HELLO)]

    house.tick(seconds=30)

    house.until(SendState.DELIVERED)
    assert "Delivered" in house.message("Ada Lovelace").text
    assert len(house.messages()) == 1
    assert house.texts == [(ADA, HELLO)]


def test_nothing_is_sent_before_the_confirmation(house: House) -> None:
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()

    assert house.texts == []
    assert house.sends() == ()


def test_the_confirmation_says_what_it_costs_before_the_button(house: House) -> None:
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()

    shown = house.shown()
    for fact in (
        "Ada Lovelace (+1 415-555-0100)",
        HELLO,
        "1 segment, 41 characters",
        "1 credit",
        "*Balance*\n5,000",
        "*Balance after*\n4,999",
        "+1 415-555-0190",
        "Mon 23 Nov 2026, 09:00 (America/Los_Angeles)",
        "in <#C0FRONT>",
    ):
        assert fact in shown
    assert ADA not in shown


def test_the_channel_reads_neither_the_words_nor_the_number(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)

    shown = words_in([[each.text, each.blocks] for each in house.messages()])
    assert "thursday" not in shown.lower()
    assert ADA not in shown
    assert "555-0100" not in shown
    assert "•••0100" in shown


def test_whoever_may_send_reads_the_words_by_a_button(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)

    house.maya.press("Show text", message=house.message("Ada Lovelace"))

    house.modal("Text")
    assert HELLO in house.shown()


def test_a_text_that_is_not_delivered_says_why(house: House) -> None:
    house.send(f"/sms {LOU} {HELLO}")
    house.until(SendState.ACCEPTED)

    house.tick(seconds=30)

    house.until(SendState.UNDELIVERED)
    assert "Not delivered: Landline or unreachable carrier" in house.message("Lou Landline").text


def test_without_news_until_the_deadline_the_message_says_so_and_asks_no_more(house: House) -> None:
    house.send(f"/sms {SUE} {HELLO}")
    house.until(SendState.ACCEPTED)

    house.tick(minutes=1)
    assert "waiting for the delivery report" in house.message("Slow Sue").text
    house.tick(hours=25)
    house.until(SendState.NO_NEWS)
    asked = len(house.sandbox.smsit.requests)
    house.tick(hours=1)

    assert "No news of its delivery" in house.message("Slow Sue").text
    assert len(house.sandbox.smsit.requests) == asked


def test_a_second_text_to_a_number_hides_the_report_of_the_first(house: House) -> None:
    house.send(f"/sms {SUE} First")
    first = house.until(SendState.ACCEPTED)
    house.clock.advance(seconds=5)
    house.send(f"/sms {SUE} Second")
    house.until(SendState.ACCEPTED)
    house.tick()

    assert any("a newer one has gone out" in each.text for each in house.messages())
    assert house.texts == [(SUE, "First"), (SUE, "Second")]
    assert first.id in {each.id for each in house.sends()}


def test_a_contact_is_found_by_name(house: House) -> None:
    house.compose(f"/sms Grace Hopper {HELLO}")
    house.check()
    house.maya.submit()

    house.until(SendState.ACCEPTED)
    assert house.texts == [(GRACE, HELLO)]


def test_the_alphanumeric_sender_reaches_a_country_that_shows_it(house: House) -> None:
    house.sandbox.smsit.call("addcontact", group="VIP", number="447700900123", name="Nigel Drama")
    house.compose(f"/sms 447700900123 {HELLO}")
    house.maya.choose("From", "HarbourSt")
    house.check()
    assert "HarbourSt" in house.shown()
    house.maya.submit()

    house.until(SendState.ACCEPTED)
    assert house.sandbox.smsit.ledger[-1].sender == "HarbourSt"


@pytest.mark.parametrize("times", [1, 3])
def test_a_confirmation_delivered_again_sends_nothing_more(house: House, times: int) -> None:
    answer = house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)

    for _ in range(times):
        assert house.sandbox.slack.redeliver(answer).acked

    house.tick(seconds=30)
    assert house.texts == [(ADA, HELLO)]
    assert len(house.sends()) == 1


def test_a_form_delivered_again_makes_one_draft(house: House) -> None:
    house.compose(f"/sms {ADA} {HELLO}")
    answer = house.maya.submit()
    house.modal("Send this text?")
    house.sandbox.slack.redeliver(answer)
    house.modal("Send this text?")
    # The same answer asks for the same view again; Slack keeps the one that is there.
    assert house.sandbox.slack.problems == ["view_submission: duplicate_external_id"]
    house.sandbox.slack.problems.clear()

    house.maya.submit()

    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, HELLO)]


def test_the_credits_taken_are_the_credits_shown(house: House) -> None:
    before = house.sandbox.smsit.credits
    house.compose(f"/sms {ADA} {'x' * 161}")
    house.check()
    assert "2 credits" in house.shown()
    house.maya.submit()
    house.until(SendState.ACCEPTED)

    assert before - house.sandbox.smsit.credits == 2


def test_the_message_stands_where_the_command_was_typed(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}", channel="C0HELP")
    house.until(SendState.ACCEPTED)

    assert house.message("Ada Lovelace", channel="C0HELP")
    assert not house.messages(FRONT)
