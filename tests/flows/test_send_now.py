"""A text that goes out at once: typed, written, checked, confirmed, sent, followed."""

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.harness import ADA, FRONT, GRACE, LOU, SUE, Harness, words_in

pytestmark = pytest.mark.measured
WAYS = tuple(Mode)  # the whole way of a text

HELLO = "Your appointment moves to Thursday at 10."


def test_a_text_is_sent_once_and_followed_until_it_is_delivered(harness: Harness) -> None:
    answer = harness.send(f"/sms {ADA} {HELLO}")

    assert answer.acked
    assert harness.maya.view is None
    harness.until(SendState.ACCEPTED)
    assert "Sent, awaiting delivery report" in harness.message("Ada Lovelace").text
    assert harness.texts == [(ADA, HELLO)]

    harness.tick(seconds=30)

    harness.until(SendState.DELIVERED)
    assert "Delivered" in harness.message("Ada Lovelace").text
    assert len(harness.messages()) == 1
    assert harness.texts == [(ADA, HELLO)]


def test_nothing_is_sent_before_the_confirmation(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()

    assert harness.texts == []
    assert harness.sends() == ()


def test_the_confirmation_says_what_it_costs_before_the_button(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()

    shown = harness.shown()
    for fact in (
        "Ada Lovelace (+1 415-555-0100)",
        HELLO,
        "1 segment · 41 characters",
        "Cost *1 credit*",
        "Balance 5,000 → 4,999",
        "+1 415-555-0190",
        "Send *now*",
        "Updates will appear in <#C0FRONT>",
    ):
        assert fact in shown
    assert ADA not in shown


def test_the_menu_shows_the_id_to_anybody_and_the_words_to_who_may_read_them(
    harness: Harness,
) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    said, sam = harness.message("Ada Lovelace"), harness.person("U0SAM")

    harness.maya.press("Show ID", message=said)
    harness.modal("Text ID")
    assert harness.newest().id in harness.shown()
    harness.maya.close()
    sam.press("Show ID", message=said)
    harness.modal("Text ID", sam)
    sam.close()
    sam.press("Show text", message=said)
    assert "people with the *admin* role can read" in harness.message("Only <@U0MAYA>", who=sam).text
    assert sam.view is None


def test_the_channel_reads_neither_the_words_nor_the_number(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)

    shown = words_in([[each.text, each.blocks] for each in harness.messages()])
    assert "thursday" not in shown.lower()
    assert ADA not in shown
    assert "555-0100" not in shown
    assert "•••0100" in shown


def test_whoever_may_send_reads_the_words_by_a_button(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)

    harness.maya.press("Show text", message=harness.message("Ada Lovelace"))

    harness.modal("Text")
    assert HELLO in harness.shown()


def test_a_text_that_is_not_delivered_says_why(harness: Harness) -> None:
    harness.send(f"/sms {LOU} {HELLO}")
    harness.until(SendState.ACCEPTED)

    harness.tick(seconds=30)

    harness.until(SendState.UNDELIVERED)
    assert "Not delivered: Landline or unreachable carrier" in harness.message("Lou Landline").text


def test_without_news_until_the_deadline_the_message_says_so_and_asks_no_more(harness: Harness) -> None:
    harness.send(f"/sms {SUE} {HELLO}")
    harness.until(SendState.ACCEPTED)

    harness.tick(minutes=1)
    assert "awaiting delivery report" in harness.message("Slow Sue").text
    harness.tick(hours=25)
    harness.until(SendState.NO_NEWS)
    asked = len(harness.sandbox.smsit.requests)
    harness.tick(hours=1)

    assert "Sent, no delivery report" in harness.message("Slow Sue").text
    assert len(harness.sandbox.smsit.requests) == asked


def test_a_second_text_to_a_number_hides_the_report_of_the_first(harness: Harness) -> None:
    harness.send(f"/sms {SUE} First")
    first = harness.until(SendState.ACCEPTED)
    harness.clock.advance(seconds=5)
    harness.send(f"/sms {SUE} Second")
    harness.until(SendState.ACCEPTED)
    harness.tick()

    assert harness.message("a newer text hides its report")
    assert harness.texts == [(SUE, "First"), (SUE, "Second")]
    assert first.id in {each.id for each in harness.sends()}


def test_a_contact_is_found_by_name(harness: Harness) -> None:
    harness.compose(f"/sms Grace Hopper {HELLO}")
    harness.check()
    harness.maya.submit()

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(GRACE, HELLO)]


def test_the_alphanumeric_sender_reaches_a_country_that_shows_it(harness: Harness) -> None:
    harness.sandbox.smsit.call("addcontact", group="VIP", number="447700900123", name="Nigel Drama")
    harness.compose(f"/sms 447700900123 {HELLO}")
    harness.maya.choose("From", "HarbourSt")
    harness.check()
    assert "HarbourSt" in harness.shown()
    harness.maya.submit()

    harness.until(SendState.ACCEPTED)
    assert harness.sandbox.smsit.ledger[-1].sender == "HarbourSt"


@pytest.mark.parametrize("times", [1, 3])
def test_a_confirmation_delivered_again_sends_nothing_more(harness: Harness, times: int) -> None:
    answer = harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)

    for _ in range(times):
        assert harness.sandbox.slack.redeliver(answer).acked

    harness.tick(seconds=30)
    assert harness.texts == [(ADA, HELLO)]
    assert len(harness.sends()) == 1


def test_a_form_delivered_again_makes_one_draft(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {HELLO}")
    answer = harness.maya.submit()
    harness.modal("Review text")
    harness.sandbox.slack.redeliver(answer)
    harness.modal("Review text")
    # The same answer asks for the same view again; Slack keeps the one that is there.
    assert harness.sandbox.slack.problems == ["view_submission: duplicate_external_id"]
    harness.sandbox.slack.problems.clear()

    harness.maya.submit()

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]


def test_the_credits_taken_are_the_credits_shown(harness: Harness) -> None:
    before = harness.sandbox.smsit.credits
    harness.compose(f"/sms {ADA} {'x' * 161}")
    harness.check()
    assert "2 credits" in harness.shown()
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)

    assert before - harness.sandbox.smsit.credits == 2


def test_the_message_stands_where_the_command_was_typed(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}", channel="C0HELP")
    harness.until(SendState.ACCEPTED)

    assert harness.message("Ada Lovelace", channel="C0HELP")
    assert not harness.messages(FRONT)
