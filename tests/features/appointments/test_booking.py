"""Booking: told to SMS-iT once, and what becomes of it is known."""

from datetime import time, timedelta

import pytest

from bot.errors import UserError
from bot.features.sends.preview import Funds
from bot.features.sends.rules import NIGHT
from bot.store import do_not_text
from bot.store.appointment_calls import CallState
from bot.store.appointments import Status
from bot.store.sends import HeldBy
from bot.store.states import SendState
from bot.texting import phones
from bot.texting.quiet_hours import Window
from tests.features.appointments.harness import ADA, DAY, MAYA, TOM, Harness


def test_a_confirmed_booking_is_told_to_smsit(harness: Harness) -> None:
    booked = harness.book(status=Status.CONFIRMED)

    assert harness.client.kept == [("26 Nov 09:00", "Confirmed")]
    known = harness.the(booked)
    assert (known.at, known.status, known.name) == (DAY, Status.CONFIRMED, "Ada Lovelace")
    assert harness.last(booked).state is CallState.ACCEPTED
    assert booked in harness.shown


def test_asking_and_confirming_twice_books_once(harness: Harness) -> None:
    first, second = harness.check(), harness.check()
    assert first.draft.id == second.draft.id

    for _ in range(2):
        harness.appointment_service.confirm(first.draft.id, Status.UNCONFIRMED, MAYA)
        harness.run()
    harness.appointment_service.confirm(first.draft.id, Status.UNCONFIRMED, MAYA)
    harness.run()

    assert len(harness.client.asked) == 1


def test_a_job_that_runs_again_tells_smsit_nothing(harness: Harness) -> None:
    booked = harness.book()
    harness.call_attempts.run({"call_id": harness.last(booked).id})
    harness.call_attempts.run({"call_id": "none"})
    assert len(harness.client.asked) == 1


def test_what_it_will_cost_and_say_is_known_before(harness: Harness) -> None:
    ready = harness.check(
        confirmation="See you %%Date%% at %%Time%%, %%Name%%", reminder="Hi %%Name%%", hours=(24,)
    )

    assert [each.body for each in ready.own.texts] == ["See you Thu 26 Nov 2026 at 09:00, Ada", "Hi Ada"]
    assert ready.own.texts[1].at == DAY - timedelta(hours=24)
    assert ready.funds == Funds(2, 2, 5000, 7)
    assert harness.check("other").funds is None


def test_texts_at_night_are_told_apart(harness: Harness) -> None:
    harness.quiet[None] = Window(time(18), time(20))
    at = DAY.replace(hour=3)  # the evening before where the number seems to be
    ready = harness.check(at=at, confirmation="Hi", reminder="Hi", hours=(24,))
    assert ready.warnings == (f"The reminder: {NIGHT}",)


def test_a_text_that_grows_too_long_is_told(harness: Harness) -> None:
    with pytest.raises(UserError, match="too long"):
        harness.check(confirmation="x" * 1590 + "%%Date%%")


def test_a_text_that_comes_out_empty_is_told_once_there_is_no_name_to_come(harness: Harness) -> None:
    stranger = "14155550999"
    request = {"to": phones.from_digits(stranger), "confirmation": "%%Name%%"}
    assert harness.check(**request).own.card is None
    harness.client.add_contact(stranger, harness.account.groups[0])
    with pytest.raises(UserError, match="A text is empty"):
        harness.check(**request)


@pytest.mark.parametrize("why", ["do-not-text list", "opted out"])
def test_who_may_not_be_texted_can_be_booked_without_texts(harness: Harness, why: str) -> None:
    if why == "opted out":
        harness.account.opt_out(ADA)
    else:
        with harness.database.write() as conn:
            do_not_text.add(conn, {ADA: "asked"}, "U0TOM", harness.clock())

    ready = harness.check(confirmation="Hi", reminder="Hi", hours=(2,))
    assert why in ready.warnings[0]
    assert ready.own.texts == ()

    booked = harness.book("key", confirmation="Hi", reminder="Hi", hours=(2,))
    assert harness.the(booked).status is Status.UNCONFIRMED
    assert (harness.the(booked).confirmation_id, harness.the(booked).reminder_ids) == (None, ())


def test_another_one_at_that_time_is_told_before(harness: Harness) -> None:
    booked = harness.book()
    ready = harness.check("other")
    assert ready.own.existing is not None
    assert ready.own.existing.id == booked


def test_confirming_is_refused_to_others_and_too_late(harness: Harness) -> None:
    draft = harness.check().draft.id
    with pytest.raises(UserError, match="Someone else"):
        harness.appointment_service.confirm(draft, Status.CONFIRMED, TOM)
    with pytest.raises(UserError, match="no longer exists"):
        harness.appointment_service.confirm("none", Status.CONFIRMED, MAYA)
    harness.clock.advance(days=4)
    with pytest.raises(UserError, match="That time has passed"):
        harness.appointment_service.confirm(draft, Status.CONFIRMED, MAYA)
    assert harness.calls(draft) == ()


def test_texts_are_planned_in_the_moment_it_is_booked(harness: Harness) -> None:
    booked = harness.with_texts()

    known = harness.the(booked)
    confirmation, reminder = harness.send(known.confirmation_id), harness.reminder(known.id)
    assert confirmation.state is SendState.QUEUED
    assert confirmation.body == "See you Thu 26 Nov 2026, Ada"
    assert (reminder.state, reminder.held_by) == (SendState.SCHEDULED, HeldBy.BOT)
    assert reminder.send_at == DAY - timedelta(hours=24)
    assert reminder.body == "Tomorrow 09:00"
    harness.send_texts()
    assert harness.client.texts == [(ADA, "See you Thu 26 Nov 2026, Ada")]


def test_a_text_that_may_not_go_does_not_undo_the_booking(harness: Harness) -> None:
    appointment_id = harness.ask(confirmation="Hi", reminder="Hi", hours=(2,))
    with harness.database.write() as conn:
        do_not_text.add(conn, {ADA: "asked"}, "U0TOM", harness.clock())
    harness.run()

    known, last = harness.the(appointment_id), harness.last(appointment_id)
    assert known.status is Status.UNCONFIRMED
    assert (known.confirmation_id, known.reminder_ids) == (None, ())
    said = last.outcome_sentence or ""
    assert "The confirmation text won't be sent: •••0100 is on the do-not-text list" in said
    assert "The reminder won't be sent" in said


def test_texts_whose_time_is_over_do_not_go(harness: Harness) -> None:
    soon = harness.clock() + timedelta(minutes=10)
    appointment_id = harness.ask(at=soon.replace(second=0), confirmation="Hi", reminder="Hi", hours=(1,))
    harness.clock.advance(minutes=11)
    harness.run()

    assert harness.the(appointment_id).status is Status.UNCONFIRMED
    said = harness.last(appointment_id).outcome_sentence or ""
    assert "is over, so no confirmation text was sent" in said
    assert "reminder's time has passed" in said


def test_one_that_exists_is_shown(harness: Harness) -> None:
    harness.book(status=Status.CONFIRMED)
    again = harness.book("other", status=Status.CONFIRMED)

    timeline = harness.timeline(again)
    assert (timeline.last.state, timeline.last.outcome_code) == (CallState.REFUSED, "-8")
    assert timeline.existing is not None
    assert timeline.existing.status is Status.CONFIRMED


def test_a_number_that_is_no_contact_is_found_after_it_was_added(harness: Harness) -> None:
    stranger = "14155550999"
    ready = harness.check(to=phones.from_digits(stranger), reminder="Hi%%Name%%", hours=(1,))
    assert ready.own.card is None
    assert harness.appointment_service.number(ready.draft.id, MAYA) == stranger

    group = harness.account.groups[0]
    harness.client.add_contact(stranger, group, name="Sam Hill")
    again = harness.appointment_service.check_again(ready.draft.id, Status.CONFIRMED, MAYA)
    assert again.own.card is not None
    assert again.own.texts[0].body == "HiSam"
    harness.appointment_service.confirm(again.draft.id, Status.CONFIRMED, MAYA)
    harness.run()
    assert harness.the(again.draft.id).status is Status.CONFIRMED


def test_a_contact_without_a_name_is_called_by_none(harness: Harness) -> None:
    stranger = "14155550999"
    harness.client.add_contact(stranger, harness.account.groups[0])
    ready = harness.check(to=phones.from_digits(stranger), confirmation="Hi %%Name%%, hello")
    again = harness.appointment_service.check_again(ready.draft.id, ready.own.status, MAYA)
    assert ready.own.texts[0].body == again.own.texts[0].body == "Hi, hello"
