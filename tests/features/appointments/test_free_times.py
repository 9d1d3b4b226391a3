"""Who is asked about a time that became free: three at once, never at night, until somebody takes it."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from bot.errors import UserError
from bot.features.appointments.free_times import Offer
from bot.features.appointments.offers import LATER
from bot.features.appointments.renderer import Renderer
from bot.features.appointments.waiting_list import AT_ONCE, EVERY, LEAST
from bot.store import free_times
from bot.store.free_times import FreeState, Why
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting.quiet_hours import Window
from tests.features.appointments.form_harness import FormHarness
from tests.features.appointments.harness import ACCOUNT, ADA, DAY, GRACE, MAYA, TOM, Harness
from tests.features.appointments.offered_times import (
    BODY,
    GROUP,
    PEOPLE,
    check,
    freed,
    offered,
    shown,
    strike,
    submitted,
    the,
    waiting_list,
)
from tests.features.samples import words_in


def test_a_local_spelling_is_the_same_person(harness: Harness) -> None:
    listed, twice, other = "3105550123", "3105550125", "3105550127"
    harness.do_not_text.add(f"1{listed}", "", MAYA)
    waiting_list(harness, (listed, twice, other))
    free_id = check(harness, freed(harness))
    harness.free_times.confirm(free_id, MAYA)

    assert strike(harness) == [twice, other]
    with harness.database.read() as conn:
        kept = conn.execute(select(send.c.to_phone).where(send.c.to_number.in_([twice, other]))).scalars()
        assert sorted(kept) == [f"1{twice}", f"1{other}"]
    harness.account.book.add_group("Whole")
    harness.account.call("addcontact", group="Whole", number=f"1{twice}", name="Wanda Whole")
    with pytest.raises(UserError):
        check(harness, freed(harness, "another"), "again", "Whole")


def test_three_are_asked_at_a_time_until_somebody_takes_it(harness: Harness) -> None:
    free_id = offered(harness)
    assert strike(harness) == list(PEOPLE[:AT_ONCE])
    assert harness.client.texts[0][1] == "Wanda0, free Thu 26 Nov 2026 09:00."
    assert strike(harness, EVERY - timedelta(seconds=1)) == list(PEOPLE[:AT_ONCE])
    assert strike(harness, timedelta(seconds=1)) == list(PEOPLE[: 2 * AT_ONCE])

    harness.free_times.taken(free_id, MAYA)

    assert strike(harness, EVERY) == list(PEOPLE[: 2 * AT_ONCE])
    assert (the(harness, free_id).state, the(harness, free_id).decided_by) == (FreeState.TAKEN, "U0MAYA")
    with pytest.raises(UserError, match="taken already, says <@U0MAYA>"):
        harness.free_times.taken(free_id, MAYA)


def test_when_everybody_was_asked_it_ends(harness: Harness) -> None:
    free_id = offered(harness)
    for _ in range(3):
        strike(harness, EVERY)
    assert strike(harness) == list(PEOPLE)
    strike(harness, EVERY)
    assert (the(harness, free_id).state, the(harness, free_id).why) == (FreeState.ENDED, Why.EVERYBODY)


def test_what_waits_when_it_is_taken_is_not_sent(harness: Harness) -> None:
    free_id = offered(harness)
    harness.offering.offer()
    waiting = harness.room.jobs
    harness.free_times.taken(free_id, MAYA)
    with harness.database.read() as conn:
        states = set(conn.execute(select(send.c.state)).scalars())
    assert states == {SendState.CANCELLED.value}
    assert len(waiting) == AT_ONCE
    assert strike(harness) == []


def test_one_that_was_put_back_meanwhile_does_not_offer_what_is_taken(harness: Harness) -> None:
    free_id = offered(harness)
    harness.offering.offer()
    with harness.database.write() as conn:
        [text, *_] = free_times.waiting(conn, the(harness, free_id))
        assert harness.reminders.stands_in(conn, text) is None
    harness.free_times.stop(free_id, MAYA)
    with harness.database.write() as conn:
        refused = harness.reminders.stands_in(conn, text)
    assert refused is not None
    assert "isn't offered any more" in refused.sentence
    assert the(harness, free_id).why is Why.STOPPED


@pytest.mark.parametrize(
    "quiet",
    [{}, {None: None}, {"GB": Window(time(20), time(8))}, {None: Window(time(20), time(8)), "US": None}],
    ids=["nothing", "none", "another country", "none here"],
)
def test_nobody_is_asked_at_night_where_no_quiet_hours_are_set(
    harness: Harness, quiet: dict[str | None, Window | None]
) -> None:
    harness.quiet.update(quiet)
    free_id = offered(harness)
    harness.clock.advance(hours=12)  # 21:00 in California
    assert strike(harness) == []
    next_at = the(harness, free_id).next_at
    assert next_at == harness.clock() + LATER
    assert strike(harness, timedelta(hours=11)) == list(PEOPLE[:AT_ONCE])


@pytest.mark.parametrize("window", [Window(time(0), time(23, 59)), None], ids=["quiet hours", "none"])
def test_an_offer_that_comes_late_at_night_is_held_back(harness: Harness, window: Window | None) -> None:
    free_id = offered(harness)
    harness.clock.advance(hours=11, minutes=55)  # 20:55 in California
    harness.offering.offer()
    harness.quiet[None] = window
    harness.clock.advance(minutes=10)
    harness.send_texts()
    assert harness.client.texts == []
    with harness.database.read() as conn:
        states = {each.state for each in free_times.waiting(conn, the(harness, free_id))}
    assert states == {SendState.SCHEDULED}


def test_nobody_is_asked_twice_in_a_week_about_any_time(harness: Harness) -> None:
    free_id = offered(harness, at=DAY + timedelta(days=20))
    strike(harness)
    harness.free_times.stop(free_id, MAYA)
    other = freed(harness, "other", at=DAY + timedelta(days=21))
    second = check(harness, other, "second")
    harness.free_times.confirm(second, MAYA)
    assert strike(harness)[AT_ONCE:] == list(PEOPLE[AT_ONCE : 2 * AT_ONCE])
    strike(harness, EVERY)
    strike(harness, EVERY)
    assert the(harness, second).why is Why.EVERYBODY
    with pytest.raises(UserError, match="No one in that group"):
        check(harness, freed(harness, "third", at=DAY + timedelta(days=22)), "third")
    harness.clock.advance(days=8)
    assert check(harness, freed(harness, "fourth", at=DAY + timedelta(days=23)), "fourth")


def test_whose_time_it_was_and_who_must_not_be_texted_are_not_asked(harness: Harness) -> None:
    harness.account.book.add_group(GROUP)
    harness.account.call("addcontact", group=GROUP, number=ADA, name="Ada Lovelace")
    harness.account.call("addcontact", group=GROUP, number=GRACE, name="Grace Hopper")
    booked = freed(harness)
    free_id = check(harness, booked)
    harness.do_not_text.add(GRACE, "", MAYA)
    harness.free_times.confirm(free_id, MAYA)
    assert strike(harness) == []
    assert the(harness, free_id).why is Why.EVERYBODY


def test_a_group_in_which_no_one_may_be_texted_is_not_offered(harness: Harness) -> None:
    waiting_list(harness, PEOPLE[:2])
    booked = freed(harness)
    harness.do_not_text.add(PEOPLE[0], "", MAYA)
    preview = harness.free_times.check(submitted(Offer(booked, GROUP, BODY)), lambda _read: None)
    assert preview.own.people == 1
    harness.do_not_text.add(PEOPLE[1], "", MAYA)
    with pytest.raises(UserError, match="is on the do-not-text list"):
        check(harness, booked, "another")

    harness.free_times.confirm(preview.own.free.id, MAYA)
    assert "offered to no one yet" in shown(harness, preview.own.free.id)
    assert strike(harness) == []
    assert "Not offered any more: no one in the group can be asked" in shown(harness, preview.own.free.id)


def test_of_two_who_press_the_second_learns_who_was_first(harness: Harness) -> None:
    free_id = offered(harness)
    harness.free_times.taken(free_id, TOM)
    with pytest.raises(UserError, match="taken already, says <@U0TOM>"):
        harness.free_times.taken(free_id, MAYA)
    with pytest.raises(UserError, match="taken already, says <@U0TOM>"):
        harness.free_times.stop(free_id, MAYA)


def test_in_the_evening_the_message_says_that_no_one_is_asked_at_night(harness: Harness) -> None:
    free_id = offered(harness, at=DAY + timedelta(days=3))
    local = harness.clock().astimezone(ACCOUNT)
    harness.clock.advance(seconds=(local.replace(hour=20, minute=45) - local).total_seconds())
    assert "no one is asked at night" not in shown(harness, free_id)
    strike(harness)
    assert "or later, because no one is asked at night" in shown(harness, free_id)


def test_the_message_says_that_who_offers_it_lost_the_role(forms: FormHarness) -> None:
    free_id = offered(forms.harness)
    renderer = Renderer(forms.harness.database, ACCOUNT, "{} lost it.".format)
    drawn = renderer.draw_free_time(free_id)
    assert drawn is not None
    assert "U0MAYA lost it." in words_in(list(drawn.content.blocks))
    assert "U0MAYA lost it." in drawn.content.text
    forms.harness.free_times.stop(free_id, MAYA)
    over = renderer.draw_free_time(free_id)
    assert over is not None
    assert "lost it" not in over.content.text


def test_an_hour_before_it_ends(harness: Harness) -> None:
    free_id = offered(harness)
    harness.clock.advance(seconds=(DAY - LEAST - harness.clock()).total_seconds())
    assert strike(harness) == []
    assert the(harness, free_id).why is Why.TIME


def test_while_smsit_does_not_answer_it_waits(harness: Harness) -> None:
    free_id = offered(harness)
    harness.contacts.is_down = True
    assert strike(harness) == []
    assert the(harness, free_id).next_at == harness.clock() + LATER
    harness.contacts.is_down = False
    assert len(strike(harness, LATER)) == AT_ONCE


def test_a_budget_that_does_not_cover_it_ends_it(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    free_id = offered(harness)

    def broke(*_: object) -> None:
        raise UserError("Your limit is reached.")

    monkeypatch.setattr(harness.room.send_service, "hand_over", broke)
    assert strike(harness) == []
    assert the(harness, free_id).why is Why.BUDGET


def test_of_two_processes_one_asks(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    offered(harness)

    def meanwhile(group: str) -> object:
        """The other process asks while this one still reads the group."""
        monkeypatch.undo()
        harness.offering.offer()
        return harness.count(group)

    monkeypatch.setattr(harness.offering, "_count", meanwhile)
    assert strike(harness) == list(PEOPLE[:AT_ONCE])
