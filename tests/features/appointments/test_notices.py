"""Telling the customer that an appointment was moved or cancelled: once it is, and in true words."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.appointments.views.move import STAYS
from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.store import appointments, change_plans
from bot.store.appointments import Status
from bot.store.sends import AppointmentText, Send
from bot.store.states import SendState
from bot.store.tables import change_plan
from tests.features.appointments.form_harness import FormHarness, at
from tests.features.appointments.harness import ADA, DAY, MAYA, NEXT_DAY, QUIET, TOM, Harness
from tests.features.appointments.samples import TICKED, book
from tests.features.slack_harness import typed
from tests.slack.interactions import hand_in

SORRY, NEW = "Sorry %%Name%%, not on %%Date%%.", "Now %%Date%% %%Time%%, %%Name%%."
UNCLEAR = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")


def notices(harness: Harness, booked: str) -> list[Send]:
    return [harness.send(each.notice_id) for each in harness.calls(booked) if each.notice_id]


def bodies(harness: Harness) -> list[str]:
    return [body for _, body in harness.client.texts]


def test_a_move_tells_the_customer_once_it_is_moved(harness: Harness) -> None:
    booked = harness.with_texts(confirmation=None)
    harness.move(booked, NEXT_DAY, notice=NEW)
    assert notices(harness, booked) == []

    harness.run()
    harness.send_texts()

    [notice] = notices(harness, booked)
    assert (notice.appointment_text, notice.appointment_at) == (AppointmentText.NOTICE, NEXT_DAY)
    assert bodies(harness) == ["Now Fri 27 Nov 2026 09:00, Ada."]
    assert notice.state is SendState.ACCEPTED
    assert harness.timeline(booked).notice == notice


def test_a_cancellation_tells_the_customer_once_it_is_cancelled(harness: Harness) -> None:
    booked = harness.with_texts()
    harness.decisions.cancel(harness.about(booked), MAYA, SORRY)
    harness.run()
    harness.send_texts()
    assert bodies(harness)[-1:] == ["Sorry Ada, not on Thu 26 Nov 2026."]
    assert harness.the(booked).status is Status.CANCELLED


def test_while_it_is_unclear_nobody_is_told_until_a_person_has_looked(harness: Harness) -> None:
    booked = harness.book()
    harness.client.before = UNCLEAR
    harness.decisions.cancel(harness.about(booked), MAYA, SORRY)
    harness.run()
    harness.send_texts()
    assert bodies(harness) == []

    harness.decisions.was_booked(harness.about(booked), MAYA)
    harness.send_texts()
    assert bodies(harness) == ["Sorry Ada, not on Thu 26 Nov 2026."]


def test_what_was_not_done_is_told_to_nobody(harness: Harness) -> None:
    booked = harness.book()
    harness.client.before = UNCLEAR
    harness.decisions.cancel(harness.about(booked), MAYA, SORRY)
    harness.run()
    harness.decisions.was_not(harness.about(booked), MAYA)
    harness.send_texts()
    assert (bodies(harness), harness.the(booked).status) == ([], Status.UNCONFIRMED)


def test_a_notice_of_what_has_changed_again_does_not_go(harness: Harness) -> None:
    booked = harness.book()
    harness.move(booked, NEXT_DAY, notice=NEW)
    harness.run()
    harness.decisions.cancel(harness.about(booked), MAYA)
    harness.send_texts()
    assert [each.state for each in notices(harness, booked)] == [SendState.CANCELLED]

    other = harness.book("other", at=NEXT_DAY + timedelta(days=1))
    harness.move(other, NEXT_DAY + timedelta(days=2), notice=NEW)
    harness.run()
    [notice] = notices(harness, other)
    with harness.database.write() as conn:  # cancelled with a text that is being sent this very moment
        assert harness.reminders.stands_in(conn, notice) is None
    harness.decisions.cancel(harness.about(other), MAYA)
    with harness.database.write() as conn:
        assert harness.reminders.stands_in(conn, notice) is not None
    assert bodies(harness) == []


def test_one_that_was_only_confirmed_since_is_told_all_the_same(harness: Harness) -> None:
    booked = harness.book()
    harness.move(booked, NEXT_DAY, notice=NEW)
    harness.run()
    harness.decisions.confirm(harness.about(booked), MAYA)
    harness.run()
    harness.send_texts()
    assert len(bodies(harness)) == 1


def test_nobody_is_told_of_what_is_over(harness: Harness) -> None:
    booked = harness.book()
    harness.client.before = NotSent(Endpoint.ADD_APPOINTMENT, "refused")
    harness.clock.advance(seconds=(DAY - harness.clock()).total_seconds() - 60)
    harness.decisions.cancel(harness.about(booked), MAYA, SORRY)
    harness.call_attempts.run({"call_id": harness.last(booked).id})
    harness.clock.advance(minutes=2)
    harness.client.before = None
    harness.run()
    assert "is over" in (harness.last(booked).outcome_sentence or "")
    assert notices(harness, booked) == []


def test_who_may_not_be_texted_is_not_and_it_is_said(harness: Harness) -> None:
    booked = harness.book()
    harness.do_not_text.add(ADA, "", MAYA)
    harness.decisions.cancel(harness.about(booked), MAYA, SORRY)
    harness.run()
    assert "The text about it won't be sent" in (harness.last(booked).outcome_sentence or "")
    assert harness.the(booked).status is Status.CANCELLED


def test_two_reminders_go_and_both_are_called_off_by_a_move(harness: Harness) -> None:
    booked = harness.with_texts(confirmation=None, hours=(48, 2))
    first, second = (harness.send(each) for each in harness.the(booked).reminder_ids)
    assert [each.send_at for each in (first, second)] == [DAY - timedelta(hours=48), DAY - timedelta(hours=2)]
    harness.clock.advance(seconds=(DAY - timedelta(hours=48) - harness.clock()).total_seconds())
    harness.strike()
    harness.move(booked, NEXT_DAY)
    harness.run()
    states = [harness.send(each.id).state for each in (first, second)]
    assert states == [SendState.ACCEPTED, SendState.CANCELLED]
    assert harness.reminder(booked).send_at == NEXT_DAY - timedelta(hours=24)


def test_of_reminders_whose_time_has_passed_the_others_go(harness: Harness) -> None:
    appointment_id = booked = harness.ask(reminder="Hi", hours=(71, 2))
    harness.clock.advance(hours=2)
    with harness.database.write() as conn:  # as if it had been confirmed a moment ago
        appointments.write(conn, appointment_id, now=harness.clock())
    harness.run()
    assert len(harness.the(booked).reminder_ids) == 1
    assert "only 1 reminder will be sent" in (harness.last(booked).outcome_sentence or "")


# --- the forms


def test_the_form_that_cancels_asks_whether_the_customer_is_told(forms: FormHarness) -> None:
    booked = book(forms)
    forms.cancel_listeners.cancel(forms.press_message(booked, "cancel"))
    form = forms.slack_harness.windows.last
    assert form["submit"]["text"] == "Cancel appointment"

    forms.cancel_listeners.changed(forms.pressed(form, {"tell": TICKED}))
    form = forms.slack_harness.windows.last
    assert form["submit"]["text"] == "Review"
    assert "we have to cancel your appointment" in str(form)
    assert "credit" in forms.shown

    wrong = {"tell": TICKED, "notice_text": typed("Hi %%Nmae%%")}
    hand_in(forms.cancel_listeners.filled_in, forms.submit(form, wrong))
    assert "Did you mean" in forms.ack["errors"]["notice_text"]

    forms.cancel_listeners.filled_in(forms.submit(form, {"tell": TICKED, "notice_text": typed(SORRY)}))
    assert "Sorry Ada, not on Thu 26 Nov 2026." in str(forms.slack_harness.windows.last)
    assert "Cost of texts *1 credit*" in forms.shown
    review = forms.slack_harness.windows.last
    for _ in range(2):
        forms.cancel_listeners.confirmed(forms.submit(review, {}))
        assert forms.ack == {"response_action": "clear"}
    forms.harness.run()
    forms.harness.send_texts()

    assert bodies(forms.harness) == ["Sorry Ada, not on Thu 26 Nov 2026."]
    assert "Text about the change: in thread" in forms.message(booked)[0]


def test_without_the_box_it_is_cancelled_at_once(forms: FormHarness) -> None:
    booked = book(forms)
    forms.cancel_listeners.cancel(forms.press_message(booked, "cancel"))
    form = forms.slack_harness.windows.last
    for _ in range(2):
        forms.cancel_listeners.filled_in(forms.submit(form, {}))
        assert forms.ack == {"response_action": "clear"}
    forms.harness.run()
    assert forms.harness.the(booked).status is Status.CANCELLED
    assert bodies(forms.harness) == []


def test_a_move_tells_the_new_time(forms: FormHarness) -> None:
    booked = book(forms)
    forms.button_listeners.move(forms.press_message(booked, "move"))
    opened = forms.slack_harness.windows.last
    asked = {"at": at(NEXT_DAY), "tell": TICKED}
    forms.move_listeners.changed(forms.pressed(opened, asked))
    assert "your appointment is now on" in str(forms.slack_harness.windows.last)

    forms.move_listeners.moved(
        forms.submit(forms.slack_harness.windows.last, {**asked, "notice_text": typed(NEW)})
    )
    said = forms.shown
    assert "Now Fri 27 Nov 2026 09:00, Ada." in str(forms.slack_harness.windows.last)
    assert ("isn't texted" in said, STAYS in said) == (False, True)
    forms.move_listeners.move_confirmed(forms.submit(forms.slack_harness.windows.last, {}))
    forms.harness.run()
    forms.harness.send_texts()
    assert bodies(forms.harness) == ["Now Fri 27 Nov 2026 09:00, Ada."]


def test_the_review_says_who_is_not_told_and_what_comes_at_night(forms: FormHarness) -> None:
    harness, booked = forms.harness, book(forms)
    harness.quiet.update(QUIET)
    harness.clock.advance(hours=12)
    said = reviewed(forms, booked)
    assert "The text about it: It's quiet hours" in said

    harness.do_not_text.add(ADA, "", MAYA)
    said = reviewed(forms, booked)
    assert "•••0100 is on the do-not-text list, so the customer won't be texted." in said
    forms.cancel_listeners.confirmed(forms.submit(forms.slack_harness.windows.last, {}))
    assert harness.last(booked).notice is None


def reviewed(forms: FormHarness, booked: str) -> str:
    forms.cancel_listeners.cancel(forms.press_message(booked, "cancel"))
    form = forms.slack_harness.windows.last
    forms.cancel_listeners.filled_in(forms.submit(form, {"tell": TICKED, "notice_text": typed(SORRY)}))
    return forms.shown


def test_what_somebody_else_reviewed_or_is_forgotten_is_not_confirmed(forms: FormHarness) -> None:
    harness, booked = forms.harness, book(forms)
    reviewed(forms, booked)
    with harness.database.read() as conn:
        plan_id = str(conn.execute(change_plan.select()).one().id)
    with pytest.raises(UserError, match="no longer exists"):
        harness.decisions.confirm_plan(plan_id, TOM)
    with harness.database.write() as conn:
        assert change_plans.purge(conn, harness.clock() + timedelta(days=2), 9, drafts=True) == 1
    with pytest.raises(UserError, match="no longer exists"):
        harness.decisions.confirm_plan(plan_id, MAYA)
