"""A time that became free: offered to three people at once, never at night, until somebody takes it."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from bot.errors import UserError
from bot.features.appointments.free_times import AT_ONCE, EVERY, LEAST, Offer
from bot.features.appointments.offers import LATER
from bot.features.appointments.renderer import Renderer
from bot.features.appointments.views import offer as offer_view
from bot.features.sends.submission import Submission
from bot.policy.model import Approval
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.slack.blocks.kit import Block
from bot.store import appointments, free_times
from bot.store.free_times import FreeState, FreeTime, Why
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting.quiet_hours import Window
from tests.features.appointments.form_harness import FormHarness, chosen
from tests.features.appointments.harness import ACCOUNT, ADA, DAY, GRACE, LONDON, MAYA, NEXT_DAY, TOM, Harness
from tests.features.samples import words_in
from tests.features.slack_harness import buttons, typed
from tests.slack.interactions import hand_in

GROUP = "Waiting"
BODY = "%%Name%%, free %%Date%% %%Time%%."
PEOPLE = tuple(f"1415555080{nth}" for nth in range(7))


def waiting_list(harness: Harness, numbers: tuple[str, ...] = PEOPLE) -> None:
    harness.account.book.add_group(GROUP)
    for nth, number in enumerate(numbers):
        harness.account.call("addcontact", group=GROUP, number=number, name=f"Wanda{nth} Wait")


def freed(harness: Harness, key: str = "freed", **asked: object) -> str:
    """Book somebody and cancel that, at a time of day when people are awake."""
    booked = harness.book(key, **asked)
    harness.decisions.cancel(harness.about(booked), MAYA)
    harness.run()
    return booked


def check(harness: Harness, booked: str, key: str = "offer", group: str = GROUP) -> str:
    asked = submitted(Offer(booked, group, BODY), key)
    return harness.free_times.check(asked, lambda _read: None).own.free.id


def submitted(offer: Offer, key: str = "offer") -> Submission[Offer]:
    return Submission(offer, MAYA, "C0FRONT", key, LONDON)


def offered(harness: Harness, **asked: object) -> str:
    waiting_list(harness)
    free_id = check(harness, freed(harness, **asked))
    harness.free_times.confirm(free_id, MAYA)
    return free_id


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


def fresh(harness: Harness) -> str:
    """Make a group of seven who were asked about nothing yet."""
    harness.account.book.add_group("Fresh")
    for nth in range(7):
        harness.account.call("addcontact", group="Fresh", number=f"1415555070{nth}", name="Fred Fresh")
    return "Fresh"


def the(harness: Harness, free_id: str) -> FreeTime:
    with harness.database.read() as conn:
        found = free_times.get(conn, free_id)
    assert found is not None
    return found


def shown(harness: Harness, free_id: str) -> str:
    content = offer_view.message(the(harness, free_id), ACCOUNT)
    return words_in(list(content.blocks)).replace("\xa0", " ")


def strike(harness: Harness, after: timedelta = timedelta()) -> list[str]:
    """Let time pass, the clock strike and the texts go; return to whom they went so far."""
    harness.clock.advance(seconds=after.total_seconds())
    harness.offering.offer()
    harness.send_texts()
    return [number for number, _ in harness.client.texts]


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


# --- as Slack shows it


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
