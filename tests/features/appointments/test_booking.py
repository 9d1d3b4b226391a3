"""Booking: told to SMS-iT once, and what becomes of it is known."""

from datetime import datetime, time, timedelta

import pytest

from bot.errors import UserError
from bot.features.outbox.preview import Funds
from bot.features.outbox.rules import NIGHT
from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.store import appointment_calls as calls
from bot.store import do_not_text
from bot.store.appointment_calls import CallState
from bot.store.appointments import Status
from bot.store.sends import HeldBy
from bot.store.states import SendState
from bot.texting import phones
from bot.texting.quiet_hours import Window
from tests.features.appointments.office import ADA, DAY, MAYA, TOM, Office, refused


def test_a_confirmed_booking_is_told_to_smsit(office: Office) -> None:
    booked = office.book(status=Status.CONFIRMED)

    assert office.client.kept == [("26 Nov 09:00", "Confirmed")]
    known = office.the(booked)
    assert (known.at, known.status, known.name) == (DAY, Status.CONFIRMED, "Ada Lovelace")
    assert office.last(booked).state is CallState.ACCEPTED
    assert booked in office.shown


def test_asking_and_confirming_twice_books_once(office: Office) -> None:
    first, second = office.check(), office.check()
    assert first.draft.id == second.draft.id

    for _ in range(2):
        office.booking.confirm(first.draft.id, "unconfirmed", MAYA)
        office.run()
    office.booking.confirm(first.draft.id, "unconfirmed", MAYA)
    office.run()

    assert len(office.client.asked) == 1


def test_a_job_that_runs_again_tells_smsit_nothing(office: Office) -> None:
    booked = office.book()
    office.calling.run({"call_id": office.last(booked).id})
    office.calling.run({"call_id": "none"})
    assert len(office.client.asked) == 1


def test_what_it_will_cost_and_say_is_known_before(office: Office) -> None:
    ready = office.check(
        confirmation="See you %%Date%% at %%Time%%, %%Name%%", reminder="Hi %%Name%%", hours=24
    )

    assert [each.body for each in ready.own.texts] == ["See you Thu 26 Nov 2026 at 09:00, Ada", "Hi Ada"]
    assert ready.own.texts[1].at == DAY - timedelta(hours=24)
    assert ready.funds == Funds(2, 2, 5000, 7)
    assert office.check("other").funds is None


def test_texts_at_night_are_told_apart(office: Office) -> None:
    office.quiet[None] = Window(time(18), time(20))
    at = DAY.replace(hour=3)  # the evening before where the number seems to be
    ready = office.check(at=at, confirmation="Hi", reminder="Hi", hours=24)
    assert ready.warnings == (f"The reminder: {NIGHT}",)


def test_a_text_that_grows_too_long_is_told(office: Office) -> None:
    with pytest.raises(UserError, match="too long"):
        office.check(confirmation="x" * 1590 + "%%Date%%")


def test_a_text_that_comes_out_empty_is_told_once_there_is_no_name_to_come(office: Office) -> None:
    stranger = "14155550999"
    wanted = {"to": phones.from_digits(stranger), "confirmation": "%%Name%%"}
    assert office.check(**wanted).own.card is None
    office.client.add_contact(stranger, office.account.groups[0])
    with pytest.raises(UserError, match="a text is empty"):
        office.check(**wanted)


@pytest.mark.parametrize("why", ["do-not-text list", "opted out"])
def test_who_may_not_be_texted_can_be_booked_without_texts(office: Office, why: str) -> None:
    if why == "opted out":
        office.account.opt_out(ADA)
    else:
        with office.database.write() as conn:
            do_not_text.add(conn, {ADA: "asked"}, "U0TOM", office.clock())

    ready = office.check(confirmation="Hi", reminder="Hi", hours=2)
    assert why in ready.warnings[0]
    assert ready.own.texts == ()

    booked = office.book("key", confirmation="Hi", reminder="Hi", hours=2)
    assert office.the(booked).status is Status.UNCONFIRMED
    assert (office.the(booked).confirmation_id, office.the(booked).reminder_id) == (None, None)


def test_another_one_at_that_time_is_told_before(office: Office) -> None:
    booked = office.book()
    ready = office.check("other")
    assert ready.own.existing is not None
    assert ready.own.existing.id == booked


def test_confirming_is_refused_to_others_for_odd_states_and_too_late(office: Office) -> None:
    draft = office.check().draft.id
    with pytest.raises(UserError, match="Somebody else"):
        office.booking.confirm(draft, "confirmed", TOM)
    with pytest.raises(UserError, match="four statuses"):
        office.booking.confirm(draft, "gone", MAYA)
    with pytest.raises(UserError, match="no longer there"):
        office.booking.confirm("none", "confirmed", MAYA)
    office.clock.advance(days=4)
    with pytest.raises(UserError, match="has passed meanwhile"):
        office.booking.confirm(draft, "confirmed", MAYA)
    assert office.calls(draft) == ()


def test_texts_are_planned_in_the_moment_it_is_booked(office: Office) -> None:
    booked = office.with_texts()

    known = office.the(booked)
    confirmation, reminder = office.send(known.confirmation_id), office.send(known.reminder_id)
    assert confirmation.state is SendState.QUEUED
    assert confirmation.body == "See you Thu 26 Nov 2026, Ada"
    assert (reminder.state, reminder.held_by) == (SendState.SCHEDULED, HeldBy.BOT)
    assert reminder.send_at == DAY - timedelta(hours=24)
    assert reminder.body == "Tomorrow 09:00"
    office.send_texts()
    assert office.client.texts == [(ADA, "See you Thu 26 Nov 2026, Ada")]


def test_a_text_that_may_not_go_does_not_undo_the_booking(office: Office) -> None:
    appointment_id = office.ask(confirmation="Hi", reminder="Hi", hours=2)
    with office.database.write() as conn:
        do_not_text.add(conn, {ADA: "asked"}, "U0TOM", office.clock())
    office.run()

    known, last = office.the(appointment_id), office.last(appointment_id)
    assert known.status is Status.UNCONFIRMED
    assert (known.confirmation_id, known.reminder_id) == (None, None)
    said = last.outcome_sentence or ""
    assert "The confirmation text does not go: •••0100 is on the do-not-text list" in said
    assert "The reminder does not go" in said


def test_texts_whose_time_is_over_do_not_go(office: Office) -> None:
    soon = office.clock() + timedelta(minutes=10)
    appointment_id = office.ask(at=soon.replace(second=0), confirmation="Hi", reminder="Hi", hours=1)
    office.clock.advance(minutes=11)
    office.run()

    assert office.the(appointment_id).status is Status.UNCONFIRMED
    said = office.last(appointment_id).outcome_sentence or ""
    assert "is over, so no confirmation text goes" in said
    assert "reminder is over" in said


def test_what_provably_did_not_reach_smsit_is_told_again_by_itself(office: Office) -> None:
    appointment_id = office.ask()
    office.client.before = NotSent(Endpoint.ADD_APPOINTMENT, "refused")
    first = next(iter(office.engine.jobs))
    office.engine.done.add(first)
    office.calling.run({"call_id": office.last(appointment_id).id})

    assert office.last(appointment_id).state is CallState.QUEUED
    assert "could not be reached" in (office.last(appointment_id).outcome_sentence or "")
    assert office.engine.delays[-1] == 5.0

    office.client.before = None
    office.run()
    assert office.last(appointment_id).state is CallState.ACCEPTED


def test_one_whose_turn_comes_far_too_late_asks_instead(office: Office) -> None:
    appointment_id = office.ask()
    office.clock.advance(minutes=21)
    office.run()

    last = office.last(appointment_id)
    assert (last.state, last.outcome_code) == (CallState.REFUSED, "late")
    assert office.client.asked == []

    office.changing.again(office.about(appointment_id), MAYA)
    office.run()
    assert office.the(appointment_id).status is Status.UNCONFIRMED


@pytest.mark.parametrize("code", [-1, -2, -3, -4, -5, -6, -7, -9, -20, -77])
def test_a_refusal_is_told_and_nothing_is_booked(office: Office, code: int) -> None:
    appointment_id = office.ask(reminder="Hi", hours=1)
    office.client.before = refused(code)
    office.run()

    last = office.last(appointment_id)
    assert (last.state, last.outcome_code) == (CallState.REFUSED, str(code))
    assert last.outcome_sentence
    assert office.the(appointment_id).status is None
    assert office.the(appointment_id).reminder_id is None


def test_one_that_exists_is_shown(office: Office) -> None:
    office.book(status=Status.CONFIRMED)
    again = office.book("other", status=Status.CONFIRMED)

    story = office.story(again)
    assert (story.last.state, story.last.outcome_code) == (CallState.REFUSED, "-8")
    assert story.existing is not None
    assert story.existing.status is Status.CONFIRMED


@pytest.mark.parametrize("trouble", [OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout"), ValueError("odd")])
def test_an_unclear_answer_is_never_told_again_by_itself(office: Office, trouble: Exception) -> None:
    appointment_id = office.ask(reminder="Hi", hours=1)
    office.client.after = trouble
    office.run()
    office.clock.advance(hours=1)
    office.calling.look_after()
    office.run()

    assert office.last(appointment_id).state is CallState.UNKNOWN
    assert len(office.client.asked) == 1
    assert office.the(appointment_id).reminder_id is None


def test_a_booking_cut_by_a_crash_is_unknown_and_a_late_answer_mends_it(office: Office) -> None:
    appointment_id = office.ask(reminder="Hi", hours=1)
    seen: list[CallState] = []

    def everything_is_slow() -> None:
        office.calling.look_after()
        seen.append(office.last(appointment_id).state)
        office.clock.advance(seconds=46 + 30)
        office.calling.look_after()
        seen.append(office.last(appointment_id).state)

    office.client.meanwhile = everything_is_slow
    office.run()

    assert seen == [CallState.ATTEMPTING, CallState.UNKNOWN]
    assert office.last(appointment_id).state is CallState.ACCEPTED
    assert office.reminder(appointment_id).state is SendState.SCHEDULED


def test_a_late_answer_does_not_undo_what_a_person_settled(office: Office) -> None:
    appointment_id = office.ask(reminder="Hi", hours=1)

    def settled() -> None:
        office.clock.advance(seconds=80)
        office.calling.look_after()
        office.changing.was_not(office.about(appointment_id), MAYA)

    office.client.meanwhile = settled
    office.run()

    assert office.last(appointment_id).state is CallState.REFUSED
    assert office.the(appointment_id).reminder_id is None


def test_a_call_that_lost_its_job_gets_another_one(office: Office) -> None:
    appointment_id = office.ask()
    office.engine.jobs.clear()
    office.clock.advance(minutes=7)
    office.calling.look_after()
    assert office.engine.jobs == {}
    office.clock.advance(minutes=2)
    office.calling.look_after()
    office.calling.look_after()
    assert len(office.engine.jobs) == 1
    office.run()
    assert office.the(appointment_id).status is Status.UNCONFIRMED


def test_a_call_that_is_claimed_while_it_is_looked_after_gets_no_further_job(office: Office) -> None:
    appointment_id = office.ask()
    call = office.last(appointment_id)
    office.engine.jobs.clear()
    office.clock.advance(minutes=9)

    def somebody_takes_it() -> datetime:
        with office.database.write() as conn:
            calls.claim(conn, call.id, token="b" * 32, now=office.clock())
        return office.clock()

    office.calling._clock = somebody_takes_it
    office.calling.look_after()
    assert office.engine.jobs == {}


def test_a_number_that_is_no_contact_is_found_after_it_was_added(office: Office) -> None:
    stranger = "14155550999"
    ready = office.check(to=phones.from_digits(stranger), reminder="Hi%%Name%%", hours=1)
    assert ready.own.card is None
    assert office.booking.number(ready.draft.id, MAYA) == stranger

    group = office.account.groups[0]
    office.client.add_contact(stranger, group, name="Sam Hill")
    again = office.booking.check_again(ready.draft.id, Status.CONFIRMED)
    assert again.own.card is not None
    assert again.own.texts[0].body == "HiSam"
    office.booking.confirm(again.draft.id, "confirmed", MAYA)
    office.run()
    assert office.the(again.draft.id).status is Status.CONFIRMED


def test_a_contact_without_a_name_is_called_by_none(office: Office) -> None:
    stranger = "14155550999"
    office.client.add_contact(stranger, office.account.groups[0])
    ready = office.check(to=phones.from_digits(stranger), confirmation="Hi %%Name%%, hello")
    again = office.booking.check_again(ready.draft.id, ready.own.status)
    assert ready.own.texts[0].body == again.own.texts[0].body == "Hi, hello"
