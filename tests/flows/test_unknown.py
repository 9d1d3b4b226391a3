"""When nobody can say whether a text went out, a person decides, and the bot never repeats it by itself."""

from dataclasses import fields

import pytest

from bot.access import Who
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store import sends
from bot.store.sends import NewSend, Send
from bot.store.states import SendState
from tests.flows import filling
from tests.flows.harness import ADA, Harness, later

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

HELLO = "Your results are in."
BEFORE_THE_WORK = {Fault.DROPPED, Fault.HTTP500, Fault.HTTP502, Fault.HTML}
LOST = [
    Fault.REPLY_LOST,
    Fault.DROPPED,
    Fault.HTTP500,
    Fault.HTTP502,
    Fault.HTML,
    Fault.EMPTY,
    Fault.TRUNCATED,
]


def lose(harness: Harness, *faults: Fault) -> None:
    harness.sandbox.smsit.faults.add("smscontact", *faults)
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.UNKNOWN)


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_an_unclear_answer_is_shown_as_unknown_and_never_repeated(harness: Harness, fault: Fault) -> None:
    lose(harness, fault)

    for _ in range(3):
        harness.tick(minutes=10)

    said = harness.message("We couldn't confirm this was sent")
    assert "Last checked" in str(said.blocks)
    assert harness.newest().state is SendState.UNKNOWN
    calls = [each for each in harness.sandbox.smsit.requests if each.endpoint == "smscontact"]
    assert calls[-1].trouble.faults == {fault}
    assert len(harness.texts) == (0 if fault in BEFORE_THE_WORK else 1)


def test_the_evidence_tells_what_speaks_for_it(harness: Harness) -> None:
    lose(harness, Fault.REPLY_LOST)
    harness.tick(seconds=30)

    delivered = 'SMS-iT reports "delivered" for the newest text to this number'
    harness.wait_for(lambda: delivered in str(harness.message("couldn't confirm").blocks))
    said = str(harness.message("couldn't confirm").blocks)
    assert "The balance was 5,000 credits and is 4,999 now" in said


def test_evidence_that_comes_later_appears_by_itself_while_it_is_young(harness: Harness) -> None:
    lose(harness, Fault.REPLY_LOST)
    harness.tick(seconds=1)
    harness.wait_for(lambda: "4,999 now" in str(harness.message("couldn't confirm").blocks))
    harness.sandbox.smsit.set_credits(4321)

    harness.tick(seconds=30)

    harness.wait_for(lambda: "4,321 now" in str(harness.message("couldn't confirm").blocks))
    assert harness.newest().state is SendState.UNKNOWN
    assert len(harness.texts) == 1


def test_check_again_looks_however_old_it_is_and_sends_nothing(harness: Harness) -> None:
    lose(harness, Fault.DROPPED)
    harness.tick(minutes=20)
    harness.sandbox.smsit.set_credits(4321)
    harness.tick(minutes=20)
    said = harness.message("couldn't confirm")
    assert "4,321" not in str(said.blocks)

    answer = harness.maya.press("Check again", message=said)

    harness.wait_for(lambda: "4,321 now" in str(harness.message("couldn't confirm").blocks))
    assert answer is not None
    harness.sandbox.slack.redeliver(answer)
    harness.tick()
    assert harness.newest().state is SendState.UNKNOWN
    assert harness.texts == []


def test_check_again_says_when_smsit_does_not_answer(harness: Harness) -> None:
    lose(harness, Fault.DROPPED)
    harness.tick(minutes=20)
    harness.sandbox.smsit.faults.add("*", Fault.HTTP500)

    harness.maya.press("Check again", message=harness.message("couldn't confirm"))

    told = harness.message("SMS-iT isn't answering right now. Try again in a minute.")
    assert told.ephemeral_to == "U0MAYA"


def test_who_may_not_settle_it_may_not_check_it_either(harness: Harness) -> None:
    lose(harness, Fault.DROPPED)
    harness.tick()
    said = harness.message("couldn't confirm")
    asked = len(harness.sandbox.smsit.requests)

    harness.person("U0SAM").press("Check again", message=said)

    harness.message("*sender*", who=harness.person("U0SAM"))
    assert len(harness.sandbox.smsit.requests) == asked


def test_what_was_settled_meanwhile_is_not_checked_again(harness: Harness) -> None:
    lose(harness, Fault.REPLY_LOST)
    harness.tick()
    said = harness.message("couldn't confirm")
    harness.sandbox.slack.fail("chat.update", "internal_error", times=20)  # the screen lags behind
    harness.maya.press("It was sent", message=said)

    harness.maya.press("Check again", message=said)

    assert harness.message("nothing left to check").text.startswith("It was ")


def test_marking_it_as_sent_asks_first(harness: Harness) -> None:
    lose(harness, Fault.REPLY_LOST)
    harness.tick()

    assert harness.maya.press("It was sent", harness.message("couldn't confirm"), confirm=False) is None

    assert harness.newest().state is SendState.UNKNOWN


def test_marking_it_as_sent_follows_it_to_its_delivery(harness: Harness) -> None:
    lose(harness, Fault.REPLY_LOST)
    harness.tick()

    harness.maya.press("It was sent", message=harness.message("couldn't confirm"))
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=30)

    harness.until(SendState.DELIVERED)
    assert harness.texts == [(ADA, HELLO)]
    assert "marked as sent by <@U0MAYA>" in harness.message("Delivered").text


def test_sending_it_again_sends_exactly_one_more(harness: Harness) -> None:
    lose(harness, Fault.DROPPED)
    harness.tick()
    assert harness.texts == []

    answer = harness.maya.press("Send again", message=harness.message("couldn't confirm"))
    harness.until(SendState.ACCEPTED)
    assert answer is not None
    harness.sandbox.slack.redeliver(answer)
    harness.tick(seconds=30)

    assert harness.texts == [(ADA, HELLO)]


def test_a_press_delivered_again_decides_nothing_about_the_next_attempt(harness: Harness) -> None:
    lose(harness, Fault.DROPPED)
    harness.tick()
    harness.sandbox.smsit.faults.add("smscontact", Fault.DROPPED)
    answer = harness.maya.press("Send again", message=harness.message("couldn't confirm"))
    harness.wait_for_database(lambda: harness.newest().wave == 1)
    harness.until(SendState.UNKNOWN)
    assert answer is not None

    harness.sandbox.slack.redeliver(answer)

    assert "It won't be sent again." in harness.message("It was tried again").text
    harness.tick(minutes=10)
    assert harness.newest().state is SendState.UNKNOWN
    assert harness.texts == []


def test_of_two_who_decide_the_second_is_told(harness: Harness) -> None:
    lose(harness, Fault.REPLY_LOST)
    harness.tick()
    said = harness.message("couldn't confirm")
    tom = harness.person("U0TOM")
    harness.sandbox.slack.fail("chat.update", "internal_error", times=20)  # his screen lags behind

    harness.maya.press("It was sent", message=said)
    tom.press("Send again", message=said)

    assert "It was " in harness.message("It won't be sent again.", who=tom).text
    assert harness.texts == [(ADA, HELLO)]


def test_a_refusal_is_told_in_words_and_costs_nothing(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()
    harness.sandbox.smsit.set_credits(0)
    harness.maya.submit()

    harness.until(SendState.REFUSED)
    assert "Not sent" in harness.message("credits").text
    assert harness.texts == []


def test_an_attempt_that_never_came_back_becomes_unknown(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    sent = harness.newest()
    with harness.bot.database.write() as conn:
        again = sends.insert_draft(conn, _like(sent), now=harness.clock())
        sends.move(conn, again.id, SendState.QUEUED, now=harness.clock())
        sends.claim(conn, again.id, token="gone", now=harness.clock(), limit_seconds=30)

    harness.tick(minutes=5)

    harness.until(SendState.UNKNOWN)
    harness.tick(minutes=5)
    assert harness.texts == [(ADA, HELLO)]


def _like(sent: Send) -> NewSend:
    return NewSend(**{each.name: getattr(sent, each.name) for each in fields(NewSend)} | {"key": "killed"})


def test_marking_a_text_that_smsit_was_to_hold_leaves_it_with_smsit(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {HELLO}")
    filling.when(harness, filling.AT_SMSIT, later(harness.clock, days=1))
    harness.check()
    harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    harness.maya.submit()
    harness.until(SendState.UNKNOWN)

    harness.maya.press("It was sent", message=harness.message("couldn't confirm"))

    harness.until(SendState.SCHEDULED_AT_SMSIT)
    harness.clock.advance(days=1, minutes=1)
    assert harness.texts == [(ADA, HELLO)]


def test_a_text_overtaken_by_a_newer_one_is_not_called_delivered(harness: Harness) -> None:
    lose(harness, Fault.REPLY_LOST)
    harness.tick()
    older = harness.newest()
    harness.clock.advance(seconds=5)
    harness.send(f"/sms {ADA} And another thing.")
    harness.until(SendState.ACCEPTED)

    harness.bot.services.decisions.mark_as_sent(older.id, Who("U0MAYA", "T0HARBOUR"), older.wave)
    harness.tick(seconds=30)

    states = {each.id: each.state for each in harness.sends()}
    assert states.pop(older.id) is SendState.SUPERSEDED
    assert set(states.values()) == {SendState.DELIVERED}
