"""The last look: what changed between the button and the text is answered by a person, not by the bot."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.features.broadcast.cost import NAME
from bot.features.sends.holds import STANDS, Hold
from bot.features.templates.service import WordsError
from bot.sandbox.smsit.faults import Fault
from bot.store import sends
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from bot.store.tables import send as table
from bot.texting.schedules import Repeat, When
from tests.clock import START
from tests.features.broadcast.harness import LATEST, MAYA, NIGHT, Harness

TOMORROW = START + timedelta(days=1)
ADA, POLLY, NEW = "14155550100", "14155550121", "14155550200"
Build = Callable[..., Harness]


def fire(harness: Harness, send: Send) -> None:
    """Let the clock take up a held broadcast whose time has come."""
    with harness.database.write() as conn:
        assert sends.move(conn, send.id, SendState.QUEUED, now=harness.clock())
        harness.send_service.enqueue(conn, send, send.wave)


def test_a_group_that_grew_asks_with_the_figures_that_would_be_new(harness: Harness) -> None:
    send = harness.confirmed(when=When.BOT, at=TOMORROW)
    harness.join("VIP", NEW, "New")
    fire(harness, send)

    harness.run()

    asks = harness.the(send.id)
    assert (asks.state, asks.hold_code) == (SendState.SCHEDULED, Hold.CHANGED)
    assert asks.hold_sentence == ("The group grew from 2 to 3 recipients; it now costs 3 credits.")
    assert asks.pending_values is not None
    assert asks.pending_values["credits"] == 3
    assert not harness.texts


def test_a_name_that_became_longer_asks(harness: Harness) -> None:
    send = harness.confirmed(message="x" * 155 + NAME)
    harness.account.book.find(ADA).describe(name="Adaleinaria")  # type: ignore[union-attr] # known person
    harness.account.book.changed()

    harness.run()

    assert harness.the(send.id).hold_sentence == "It now costs 3 credits, up from 2."


def test_second_entries_that_may_cost_more_ask(harness: Harness) -> None:
    send = harness.confirmed()
    harness.join("VIP", ADA, "Ada")

    harness.run()

    assert harness.the(send.id).hold_sentence == ("It may now cost up to 3 credits, up from 2.")


def test_a_group_that_shrank_goes_out_for_less(harness: Harness) -> None:
    send = harness.confirmed()
    harness.account.opt_out(POLLY, "VIP")

    harness.run()

    sent = harness.the(send.id)
    assert (sent.state, sent.people, sent.credits) == (SendState.ACCEPTED, 1, 1)
    assert [number for number, _ in harness.texts] == [ADA]


def test_a_group_of_nobody_any_more_is_refused(harness: Harness) -> None:
    send = harness.confirmed()
    for number in (ADA, POLLY):
        harness.account.opt_out(number, "VIP")

    harness.run()

    assert harness.the(send.id).state is SendState.REFUSED


def test_somebody_who_must_not_be_texted_by_now_stops_it(harness: Harness) -> None:
    send = harness.confirmed()
    harness.do_not_text.add(ADA, "asked", MAYA)

    harness.run()

    asks = harness.the(send.id)
    assert (asks.state, asks.hold_code) == (SendState.SCHEDULED, Hold.LISTED)
    assert not harness.texts


def test_a_balance_that_is_gone_refuses_it(harness: Harness) -> None:
    send = harness.confirmed()
    harness.account.set_credits(1)

    harness.run()

    refused = harness.the(send.id)
    assert refused.state is SendState.REFUSED
    assert "it takes 2 credits, and the balance is" in (refused.outcome_sentence or "")


def test_quiet_hours_are_judged_again(build: Build) -> None:
    harness = build(night={None: NIGHT})
    send = harness.confirmed()
    harness.clock.advance(hours=13)
    with harness.database.write() as conn:
        conn.execute(table.update().where(table.c.id == send.id).values(goes_at=harness.clock()))

    harness.run()

    asks = harness.the(send.id)
    assert (asks.state, asks.hold_code) == (SendState.SCHEDULED, Hold.QUIET)
    assert asks.hold_sentence == "About 2 recipients would be in quiet hours (estimated from area codes)."
    assert asks.hold_until == datetime(2026, 11, 24, 16, tzinfo=UTC)


def test_whoever_may_sends_in_spite_of_them(build: Build) -> None:
    harness = build(night={None: NIGHT})
    harness.clock.advance(hours=13)
    harness.may_override.add(MAYA.user_id)
    send = harness.confirmed()

    harness.run()

    assert harness.the(send.id).state is SendState.ACCEPTED


@pytest.mark.parametrize("repeat", [Repeat.DAILY, "once"])
def test_quiet_hours_of_what_sms_it_holds_are_judged_at_its_dates(build: Build, repeat: str) -> None:
    harness = build(night={None: NIGHT})
    at = START + timedelta(hours=14)  # eleven at night
    send = harness.confirmed(when=When.SMSIT, at=at, repeat=repeat, until=at + timedelta(days=2))

    harness.run()

    assert harness.the(send.id).hold_code == Hold.QUIET
    assert not harness.account.scheduled


def test_a_silent_account_is_asked_again_and_then_a_person(harness: Harness) -> None:
    send = harness.confirmed()
    harness.account.faults.add("getcontacts", Fault.HTTP500, times=None)

    delays = []
    while harness.the(send.id).state is SendState.QUEUED:
        harness.run()
        delays.append(harness.engine.newest.delay)
        harness.clock.advance(seconds=delays[-1])
        assert len(delays) < 20

    asks = harness.the(send.id)
    assert (asks.state, asks.hold_code) == (SendState.SCHEDULED, Hold.UNCHECKED)
    assert delays[:4] == [5.0, 15.0, 60.0, 300.0]
    assert timedelta(seconds=sum(delays[:-1])) <= LATEST


def test_one_cancelled_while_it_cannot_be_checked_gets_no_further_job(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = harness.confirmed()
    harness.account.faults.add("getcreditbalance", Fault.HTTP500, times=None)
    look = harness.checks.look

    def cancelled_meanwhile(queued: Send) -> object:
        found = look(queued)
        with harness.database.write() as conn:
            sends.move(conn, send.id, SendState.CANCELLED, now=harness.clock())
        return found

    monkeypatch.setattr(harness.checks, "look", cancelled_meanwhile)
    harness.run()

    assert len(harness.engine.jobs) == 1


def test_one_that_waited_too_long_asks_though_it_was_looked_after_meanwhile(harness: Harness) -> None:
    send = harness.confirmed()
    harness.clock.advance(hours=2)
    with harness.database.write() as conn:
        assert sends.requeue(conn, send.id, wave=0, now=harness.clock()) == 1

    harness.run()

    asks = harness.the(send.id)
    assert (asks.state, asks.hold_code) == (SendState.SCHEDULED, Hold.LATE)
    assert "busy with other broadcasts" in (asks.hold_sentence or "")
    assert not harness.texts


def test_one_that_smsit_was_to_hold_is_refused_when_its_time_has_passed(harness: Harness) -> None:
    send = harness.confirmed(when=When.SMSIT, at=TOMORROW)
    harness.clock.advance(days=1, hours=2)

    harness.run()

    refused = harness.the(send.id)
    assert (refused.state, refused.outcome_code) == (SendState.REFUSED, Hold.LATE)
    assert "write it again" in (refused.outcome_sentence or "")
    assert not harness.account.scheduled


def test_somebody_listed_in_another_spelling_stops_it(harness: Harness) -> None:
    send = harness.confirmed()
    harness.join("VIP", "541123456789", "Eva")
    harness.do_not_text.add("5491123456789", "asked", MAYA)

    harness.run()

    assert harness.the(send.id).hold_code == Hold.LISTED
    assert not harness.texts


def test_a_number_that_cannot_be_read_stops_it_and_shows_no_name(harness: Harness) -> None:
    send = harness.confirmed()
    harness.join("VIP", "4155550112", "Eva Doe")  # of no country: there is no default region

    harness.run()

    asks = harness.the(send.id)
    assert (asks.state, asks.hold_code) == (SendState.SCHEDULED, Hold.UNREADABLE)
    assert "•••0112" in (asks.hold_sentence or "")
    assert "Eva" not in (asks.hold_sentence or "")
    assert not harness.texts


def test_words_whose_template_is_gone_ask_and_cannot_be_sent_as_they_are(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def require_still(self, _conn: object, kind: SendKind, body: str, _channel: str | None) -> None:
            assert kind is SendKind.GROUP
            raise WordsError(f"{body} can't be said any more.")

    send = harness.confirmed(when=When.BOT, at=TOMORROW)
    monkeypatch.setattr(harness.checks, "_wording", Gone())
    fire(harness, send)

    harness.run()

    asks = harness.the(send.id)
    assert (asks.state, asks.hold_code) == (SendState.SCHEDULED, Hold.WORDS)
    assert "can't be said any more" in str(asks.hold_sentence)
    assert asks.hold_code in STANDS
    assert not harness.texts
