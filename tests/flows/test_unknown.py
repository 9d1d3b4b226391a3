"""When nobody can say whether a text went out, a person decides, and the bot never repeats it by itself."""

from dataclasses import fields

import pytest

from bot.access import Who
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store import sends
from bot.store.sends import NewSend, Send
from bot.store.states import SendState
from tests.flows.house import ADA, House, later

pytestmark = pytest.mark.measured

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


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.HTTP


def lose(house: House, *faults: Fault) -> None:
    house.sandbox.smsit.faults.add("smscontact", *faults)
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.UNKNOWN)


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_an_unclear_answer_is_shown_as_unknown_and_never_repeated(house: House, fault: Fault) -> None:
    lose(house, fault)

    for _ in range(3):
        house.tick(minutes=10)

    said = house.message("It is not known whether this text went out")
    assert "Evidence:" in str(said.blocks)
    assert house.newest().state is SendState.UNKNOWN
    calls = [each for each in house.sandbox.smsit.requests if each.endpoint == "smscontact"]
    assert calls[-1].trouble.faults == {fault}
    assert len(house.texts) == (0 if fault in BEFORE_THE_WORK else 1)


def test_the_evidence_tells_what_speaks_for_it(house: House) -> None:
    lose(house, Fault.REPLY_LOST)
    house.tick(seconds=30)

    said = str(house.message("not known whether").blocks)
    assert 'SMS-iT says "delivered" of the newest text to this number' in said
    assert "The balance was 5,000 credits before and is 4,999 now" in said


def test_marking_it_as_sent_follows_it_to_its_delivery(house: House) -> None:
    lose(house, Fault.REPLY_LOST)
    house.tick()

    house.maya.press("Mark as sent", message=house.message("not known whether"))
    house.until(SendState.ACCEPTED)
    house.tick(seconds=30)

    house.until(SendState.DELIVERED)
    assert house.texts == [(ADA, HELLO)]
    assert "decided by <@U0MAYA>" in house.message("Delivered").text


def test_sending_it_again_sends_exactly_one_more(house: House) -> None:
    lose(house, Fault.DROPPED)
    house.tick()
    assert house.texts == []

    answer = house.maya.press("Send again", message=house.message("not known whether"))
    house.until(SendState.ACCEPTED)
    assert answer is not None
    house.sandbox.slack.redeliver(answer)
    house.tick(seconds=30)

    assert house.texts == [(ADA, HELLO)]


def test_a_press_delivered_again_decides_nothing_about_the_next_attempt(house: House) -> None:
    lose(house, Fault.DROPPED)
    house.tick()
    house.sandbox.smsit.faults.add("smscontact", Fault.DROPPED)
    answer = house.maya.press("Send again", message=house.message("not known whether"))
    house.wait_for_database(lambda: house.newest().attempts == 1)
    house.until(SendState.UNKNOWN)
    assert answer is not None

    house.sandbox.slack.redeliver(answer)

    assert "it was tried again" in house.message("settled already").text
    house.tick(minutes=10)
    assert house.newest().state is SendState.UNKNOWN
    assert house.texts == []


def test_of_two_who_decide_the_second_is_told(house: House) -> None:
    lose(house, Fault.REPLY_LOST)
    house.tick()
    said = house.message("not known whether")
    tom = house.person("U0TOM")
    house.sandbox.slack.fail("chat.update", "internal_error", times=20)  # his screen lags behind

    house.maya.press("Mark as sent", message=said)
    tom.press("Send again", message=said)

    assert "That was settled already" in house.message("settled already", who=tom).text
    assert house.texts == [(ADA, HELLO)]


def test_a_refusal_is_told_in_words_and_costs_nothing(house: House) -> None:
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()
    house.sandbox.smsit.set_credits(0)
    house.maya.submit()

    house.until(SendState.REFUSED)
    assert "Not sent" in house.message("credits").text
    assert house.texts == []


def test_an_attempt_that_never_came_back_becomes_unknown(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)
    sent = house.newest()
    with house.bot.database.write() as conn:
        again = sends.insert_draft(conn, _like(sent), now=house.clock())
        sends.move(conn, again.id, SendState.QUEUED, now=house.clock())
        sends.claim(conn, again.id, token="gone", now=house.clock(), limit_seconds=30)

    house.tick(minutes=5)

    house.until(SendState.UNKNOWN)
    house.tick(minutes=5)
    assert house.texts == [(ADA, HELLO)]


def _like(sent: Send) -> NewSend:
    return NewSend(**{each.name: getattr(sent, each.name) for each in fields(NewSend)} | {"key": "killed"})


def test_marking_a_text_that_smsit_was_to_hold_leaves_it_with_smsit(house: House) -> None:
    house.compose(f"/sms {ADA} {HELLO}")
    house.maya.choose("When", "Later, held by SMS-iT")
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, days=1))
    house.check()
    house.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    house.maya.submit()
    house.until(SendState.UNKNOWN)

    house.maya.press("Mark as sent", message=house.message("not known whether"))

    house.until(SendState.SCHEDULED_AT_SMSIT)
    house.clock.advance(days=1, minutes=1)
    assert house.texts == [(ADA, HELLO)]


def test_a_text_overtaken_by_a_newer_one_is_not_called_delivered(house: House) -> None:
    lose(house, Fault.REPLY_LOST)
    house.tick()
    older = house.newest()
    house.clock.advance(seconds=5)
    house.send(f"/sms {ADA} And another thing.")
    house.until(SendState.ACCEPTED)

    house.bot.services.decisions.mark_as_sent(older.id, Who("U0MAYA", "T0HARBOUR"), older.attempts)
    house.tick(seconds=30)

    states = {each.id: each.state for each in house.sends()}
    assert states.pop(older.id) is SendState.SUPERSEDED
    assert set(states.values()) == {SendState.DELIVERED}
