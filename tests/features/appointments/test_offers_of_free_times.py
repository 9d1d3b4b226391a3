"""What may be offered of a time that became free, when that ends, and what is said of it."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.appointments.free_times import Offer
from bot.features.appointments.views import offer as offer_view
from bot.features.appointments.waiting_list import AT_ONCE, EVERY
from bot.policy.model import Approval
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.slack.blocks.kit import Block
from bot.store import appointments, free_times
from bot.store.free_times import FreeState, Why
from tests.features.appointments.form_harness import FormHarness, chosen
from tests.features.appointments.harness import ACCOUNT, DAY, MAYA, NEXT_DAY, TOM, Harness
from tests.features.appointments.offered_times import (
    BODY,
    GROUP,
    PEOPLE,
    check,
    freed,
    fresh,
    offered,
    strike,
    submitted,
    the,
    waiting_list,
)
from tests.features.samples import words_in
from tests.features.slack_harness import buttons, typed
from tests.slack.interactions import hand_in


def test_confirming_twice_begins_once_and_a_time_is_offered_once(harness: Harness) -> None:
    waiting_list(harness)
    booked = freed(harness)
    first, second = check(harness, booked), check(harness, booked, "second")
    assert check(harness, booked) == first
    harness.free_times.confirm(first, MAYA)
    harness.free_times.confirm(first, MAYA)
    with pytest.raises(UserError, match="being offered already"):
        harness.free_times.confirm(second, MAYA)
    assert len(strike(harness)) == AT_ONCE


def test_no_one_writes_an_offer_while_one_is_under_way(harness: Harness) -> None:
    waiting_list(harness)
    booked = freed(harness)
    free_id = check(harness, booked)
    assert harness.free_times.open(booked, MAYA).at == DAY
    harness.free_times.confirm(free_id, MAYA)
    with pytest.raises(UserError, match="being offered already"):
        harness.free_times.open(booked, MAYA)
    harness.free_times.stop(free_id, MAYA)
    assert harness.free_times.open(booked, MAYA).at == DAY


def test_what_cannot_be_offered_is_said(harness: Harness) -> None:
    waiting_list(harness)
    with pytest.raises(UserError, match="isn't cancelled"):
        check(harness, harness.book("kept"))
    booked = freed(harness, at=DAY + timedelta(hours=1))
    free_id = check(harness, booked)
    for wrong, who in ((free_id, TOM), ("none", MAYA)):
        with pytest.raises(UserError, match="no longer exists"):
            harness.free_times.confirm(wrong, who)
    with pytest.raises(UserError, match="no longer exists"):
        harness.free_times.stop("none", MAYA)
    harness.clock.advance(seconds=(DAY - harness.clock()).total_seconds())
    with pytest.raises(UserError, match="has passed"):
        harness.free_times.confirm(free_id, MAYA)
    with pytest.raises(UserError, match="has passed"):
        check(harness, booked, "late")


def test_a_group_that_would_need_approval_is_not_asked(harness: Harness) -> None:
    waiting_list(harness, tuple(f"141555508{nth:02}" for nth in range(21)))
    with pytest.raises(UserError, match=r"would need approval.*: over 20 recipients"):
        check(harness, freed(harness))


@pytest.mark.parametrize(
    ("approval", "why"),
    [({"people": 6}, "over 6 recipients"), ({"people": 7, "credits": 6}, "over 6 credits")],
)
def test_an_offer_that_would_need_approval_as_a_whole_is_refused_or_ends(
    harness: Harness, approval: dict[str, int], why: str
) -> None:
    free_id = offered(harness)
    assert len(strike(harness)) == AT_ONCE
    harness.approval = Approval(channel="C0APPROVE", **approval)
    assert len(strike(harness, EVERY)) == AT_ONCE
    assert (the(harness, free_id).state, the(harness, free_id).why) == (FreeState.ENDED, Why.APPROVAL)
    with pytest.raises(UserError, match=f"would need approval.*: {why}"):
        check(harness, freed(harness, "again", at=DAY + timedelta(days=30)), "again", fresh(harness))


def test_a_group_that_grew_is_not_asked_beyond_what_needs_no_approval(harness: Harness) -> None:
    free_id = offered(harness)
    assert len(strike(harness)) == AT_ONCE
    for nth in range(14):
        harness.account.call("addcontact", group=GROUP, number=f"141555509{nth:02}", name="New Wait")
    assert len(strike(harness, EVERY)) == AT_ONCE
    assert the(harness, free_id).why is Why.APPROVAL


def moved_away(harness: Harness) -> tuple[str, str]:
    """Move somebody to the next day and offer the old time; return the appointment and the offer."""
    waiting_list(harness)
    booked = harness.book("moves")
    harness.move(booked, NEXT_DAY)
    harness.run()
    free_id = check(harness, booked)
    harness.free_times.confirm(free_id, MAYA)
    return booked, free_id


def test_the_time_somebody_was_moved_from_is_offered_and_cancelling_the_new_one_changes_nothing_of_it(
    harness: Harness,
) -> None:
    booked, free_id = moved_away(harness)
    assert the(harness, free_id).at == DAY
    assert strike(harness) == list(PEOPLE[:AT_ONCE])
    assert harness.client.texts[0][1] == "Wanda0, free Thu 26 Nov 2026 09:00."

    harness.decisions.cancel(harness.about(booked), MAYA)
    harness.run()
    other = check(harness, booked, "the new one")
    assert the(harness, other).at == NEXT_DAY
    with pytest.raises(UserError, match="is being offered already"):
        harness.free_times.confirm(other, MAYA)
    assert len(strike(harness, EVERY)) == 2 * AT_ONCE
    harness.free_times.stop(free_id, MAYA)
    harness.free_times.confirm(other, MAYA)
    with harness.database.read() as conn:
        assert [each.at for each in free_times.offered(conn)] == [NEXT_DAY]


@pytest.mark.parametrize("is_taken", [True, False])
def test_when_it_is_moved_back_the_offer_ends_and_what_waits_does_not_go(
    harness: Harness, *, is_taken: bool
) -> None:
    booked, free_id = moved_away(harness)
    harness.offering.offer()
    harness.move(booked, DAY)
    if is_taken:
        harness.run()
    with harness.database.write() as conn:
        texts = free_times.waiting(conn, the(harness, free_id))
        assert len(texts) == AT_ONCE
        assert all(harness.reminders.stands_in(conn, each) for each in texts)
    harness.clock.advance(seconds=EVERY.total_seconds())
    harness.offering.offer()
    assert the(harness, free_id).why is Why.BACK
    assert strike(harness) == []


def test_the_time_that_was_shown_is_the_one_that_is_offered(harness: Harness) -> None:
    waiting_list(harness)
    booked = harness.book("moves")
    harness.move(booked, NEXT_DAY)
    harness.run()
    asked = Offer(booked, GROUP, BODY, int(DAY.timestamp()))
    free_id = harness.free_times.check(submitted(asked), lambda _read: None).own.free.id
    harness.move(booked, NEXT_DAY + timedelta(days=1))
    harness.run()
    with pytest.raises(UserError, match="isn't free"):
        harness.free_times.check(submitted(asked, "once more"), lambda _read: None)
    harness.move(booked, DAY)
    harness.run()
    with pytest.raises(UserError, match="isn't free"):
        harness.free_times.confirm(free_id, MAYA)


def test_what_is_over_is_forgotten(harness: Harness) -> None:
    free_id = offered(harness)
    with harness.database.write() as conn:
        assert free_times.purge(conn, harness.clock() + timedelta(days=9), 10) == 0
    harness.free_times.stop(free_id, MAYA)
    with harness.database.write() as conn:
        assert free_times.purge(conn, harness.clock() + timedelta(days=9), 10) == 1


def test_an_appointment_that_is_gone_keeps_nobody_out(harness: Harness) -> None:
    free_id = offered(harness)
    with harness.database.write() as conn:
        appointments.write(conn, the(harness, free_id).appointment_id, now=harness.clock(), phone="")
    assert len(strike(harness)) == AT_ONCE


def message(forms: FormHarness, free_id: str) -> tuple[str, dict[str, list[str]]]:
    drawn = forms.renderer.draw_free_time(free_id)
    assert drawn is not None
    blocks = list(drawn.content.blocks)
    assert problems_in_message({"channel": "C0FRONT", "text": drawn.content.text, "blocks": blocks}) == []
    return words_in(blocks), buttons({"blocks": blocks})


def opened(forms: FormHarness) -> Block:
    waiting_list(forms.harness)
    booked = freed(forms.harness)
    forms.offer_listeners.offer(forms.press_message(booked, "offer"))
    view = forms.slack_harness.windows.last
    assert problems_in_view(view) == []
    return view


def test_a_cancelled_time_is_offered_and_taken(forms: FormHarness) -> None:
    view = opened(forms)
    assert "is free." in words_in(view)
    forms.offer_listeners.changed(forms.pressed(view, {"offer_text": typed("Hi {x}")}))
    assert "Hi {x}" in str(forms.slack_harness.windows.last)
    hand_in(forms.offer_listeners.filled_in, forms.submit(view, {"offer_text": typed("%%Nmae%%")}))
    assert set(forms.ack["errors"]) == {"waiting_list", "offer_text"}

    filled = {"offer_text": typed(BODY), "waiting_list": chosen(GROUP)}
    forms.offer_listeners.filled_in(forms.submit(view, filled))
    review = forms.slack_harness.windows.last
    assert problems_in_view(review) == []
    said = words_in(review)
    assert "up to 7 people" in said
    assert "Cost at most *7 credits*" in said
    assert "3 people every 30 minutes" in said
    forms.offer_listeners.confirmed(forms.submit(review, {}))
    assert forms.ack == {"response_action": "clear"}
    [free_id] = [each for each in forms.harness.shown if forms.renderer.draw_free_time(each)][:1]
    strike(forms.harness)
    said, pressed = message(forms, free_id)
    assert "offered to 3 people in *Waiting*" in said
    assert "The next 3 are asked at" in said

    forms.offer_listeners._decided(forms.harness.free_times.taken)(
        forms.press_in_channel(pressed["appointments.taken"][0])
    )
    said, pressed = message(forms, free_id)
    assert "Taken, says <@U0MAYA>" in said
    assert pressed == {}
    forms.offer_listeners.more(forms.press_in_channel(f"id:{free_id}"))
    assert free_id in words_in(forms.slack_harness.windows.opened[-1])
    forms.offer_listeners.more(forms.press_in_channel(f"text:{free_id}"))
    assert forms.renderer.draw_free_time("none") is None


@pytest.mark.parametrize("why", list(Why))
def test_how_it_ended_is_said(harness: Harness, why: Why) -> None:
    free_id = offered(harness)
    with harness.database.write() as conn:
        free_times.end(conn, the(harness, free_id), FreeState.ENDED, now=harness.clock(), why=why)
    content = offer_view.message(the(harness, free_id), ACCOUNT)
    assert "Not offered any more" in words_in(list(content.blocks))
