"""A day at the clinic as Slack shows it: its appointments, the day off, and whom to call."""

from datetime import timedelta

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.appointments.listeners.day_off import DayOffListeners
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.metadata import MetadataError
from bot.smsit import Endpoint, OutcomeUnknown
from bot.store import sends
from bot.store.sends import AppointmentText
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting import phones
from tests.features.appointments.form_harness import FormHarness, chosen
from tests.features.appointments.harness import ADA, DAY, GRACE, MAYA
from tests.features.appointments.samples import TICKED
from tests.features.samples import words_in
from tests.features.slack_harness import APO, buttons, typed
from tests.slack.interactions import hand_in

AN_HOUR = timedelta(hours=1)
TYPED = DAY.date().isoformat()
ON_DAY = {"day": {"type": "datepicker", "selected_date": TYPED}, "what": chosen("cancel")}
SORRY = {"tell": TICKED, "notice_text.cancel": typed("Sorry %%Name%%, not %%Date%%.")}


def a_day(forms: FormHarness) -> list[str]:
    harness = forms.harness
    return [
        harness.with_texts(
            f"{nth}", confirmation=None, to=phones.from_digits(each), at=DAY + timedelta(hours=nth)
        )
        for nth, each in enumerate((ADA, GRACE))
    ]


def sheet(forms: FormHarness, text: str = TYPED, who: object = None) -> Block:
    by = {"who": who} if who else {}
    forms.listing_listeners.command(forms.slack_harness.command(text, **by), text)  # type: ignore[arg-type] # or nobody
    return forms.slack_harness.windows.opened[-1]


def settle(forms: FormHarness, booked: str, state: SendState) -> None:
    with forms.harness.database.write() as conn:
        conn.execute(send.update().where(send.c.id == forms.harness.reminder(booked).id).values(state=state))


def test_a_day_says_who_was_reminded_and_reached_and_whom_to_call(forms: FormHarness) -> None:
    first, second = a_day(forms)
    settle(forms, first, SendState.DELIVERED)
    settle(forms, second, SendState.UNDELIVERED)
    third = forms.harness.book("third", at=DAY + timedelta(hours=3))
    gone = forms.harness.book("gone", at=DAY + timedelta(hours=4))
    forms.harness.decisions.cancel(forms.harness.about(gone), MAYA)
    forms.harness.run()

    said = words_in(sheet(forms))

    assert "*Thu 26 Nov* · 3 appointments · 1 reached · 1 to call · 1 cancelled" in said.replace("\xa0", " ")
    to_call, rest = said.partition("*No text*")[::2]
    assert "*Not reached*: call them" in to_call
    assert "Grace Hopper (+1 415-555-0101)" in to_call.replace("\xa0", " ").replace("\u2011", "-")
    assert third
    assert "*Reached*" in rest
    assert "Ada Lovelace" in rest.partition("*Reached*")[2]
    assert "unconfirmed" in said


def test_a_day_can_be_leafed_through_and_left_for_all(forms: FormHarness) -> None:
    a_day(forms)
    view = sheet(forms)
    pressed = buttons(view)
    forms.day_listeners.turn(forms.press(view, pressed["appointments.later_day"][0]))
    assert "nothing is booked" in forms.shown
    assert "appointments.day_off" not in buttons(forms.slack_harness.windows.last)
    assert "appointments.new" in buttons(forms.slack_harness.windows.last)
    forms.day_listeners.turn(
        forms.press(view, buttons(forms.slack_harness.windows.last)["appointments.earlier_day"][0])
    )
    assert "2 appointments" in forms.shown
    forms.listing_listeners.go(forms.press(view, pressed["appointments.others"][0]))
    assert "2 upcoming appointments" in forms.shown
    with pytest.raises(MetadataError):
        forms.day_listeners.turn(forms.press(view, '{"day":"9999-99-99"}'))


def test_a_reminder_that_is_still_to_come_and_one_that_waits_for_a_person(forms: FormHarness) -> None:
    first, second = a_day(forms)
    with forms.harness.database.write() as conn:
        own = send.c.id == forms.harness.reminder(second).id
        conn.execute(send.update().where(own).values(hold_code="late"))
    said = words_in(sheet(forms))
    assert "*Text still to come*" in said
    assert "*Not reached*" in said
    settle(forms, first, SendState.ACCEPTED)
    assert "*Texted, no delivery report*" in words_in(sheet(forms))


def test_without_reminders_other_texts_of_that_time_count(forms: FormHarness) -> None:
    booked = forms.harness.book("c", confirmation="Hi")
    forms.harness.send_texts()
    assert "*Texted, no delivery report*" in words_in(sheet(forms))
    forms.harness.move(booked, DAY + timedelta(hours=1))
    forms.harness.run()
    assert "*No text*" in words_in(sheet(forms))  # what went out tells another time
    with forms.harness.database.read() as conn:
        assert sends.newest_to(conn, ADA, 1)[0].appointment_text is AppointmentText.CONFIRMATION


def test_the_home_tab_opens_today(forms: FormHarness) -> None:
    forms.day_listeners.today(forms.slack_harness.command(""))
    assert "*Today*: nothing is booked" in words_in(forms.slack_harness.windows.opened[-1])


def test_without_a_zone_there_are_no_days(database: object, clock: object) -> None:
    forms = FormHarness(database, clock, zone=None)  # type: ignore[arg-type] # the fixtures
    assert "No upcoming appointments with" in words_in(sheet(forms, "today"))
    with pytest.raises(UserError, match="time zone"):
        forms.day_off_listeners.command(forms.slack_harness.command("day-off"), "today")


# --- the day off


def form(forms: FormHarness, line: str = TYPED) -> Block:
    forms.day_off_listeners.command(forms.slack_harness.command(line), line)
    return forms.slack_harness.windows.opened[-1]


def review(forms: FormHarness, **fields: object) -> Block:
    forms.day_off_listeners.filled_in(forms.submit(form(forms), {**ON_DAY, **SORRY, **fields}))  # type: ignore[dict-item] # as Slack has them
    view = forms.slack_harness.windows.last
    assert problems_in_view(view) == []
    return view


def confirm(forms: FormHarness, view: Block) -> str:
    forms.day_off_listeners.confirmed(forms.submit(view, {}))
    assert forms.ack == {"response_action": "clear"}
    plan_id = next(each for each in forms.harness.shown if forms.renderer.draw_day_off(each))
    forms.harness.run()
    forms.harness.send_texts()
    return plan_id


def message(forms: FormHarness, plan_id: str) -> tuple[str, dict[str, list[str]]]:
    drawn = forms.renderer.draw_day_off(plan_id)
    assert drawn is not None
    blocks = list(drawn.content.blocks)
    assert problems_in_message({"channel": "C0FRONT", "text": drawn.content.text, "blocks": blocks}) == []
    assert ADA not in words_in(blocks)
    return words_in(blocks).replace("\xa0", " "), buttons({"blocks": blocks})


def test_the_form_takes_the_day_that_was_typed_and_asks_for_one_it_cannot_read(forms: FormHarness) -> None:
    opened = form(forms, "thu")
    assert "Everything booked here for Thu 26 Nov." in words_in(opened).replace("\xa0", " ")
    assert problems_in_view(opened) == []
    assert "Pick a day: “Blursday” isn't a date." in words_in(form(forms, "Blursday"))
    form(forms, "")
    assert "Pick a day" not in words_in(forms.slack_harness.windows.opened[-1])

    hand_in(forms.day_off_listeners.filled_in, forms.submit(opened, {}))
    assert set(forms.ack["errors"]) == {"day"}
    past = {"day": {"type": "datepicker", "selected_date": "2026-11-22"}, "tell": TICKED}
    told = {"notice_text.cancel": typed("%%Nmae%%")}
    hand_in(forms.day_off_listeners.filled_in, forms.submit(opened, {**past, **told}))
    assert set(forms.ack["errors"]) == {"day", "notice_text.cancel"}


def test_the_text_that_is_suggested_follows_the_choice(forms: FormHarness) -> None:
    opened = form(forms)
    assert "have to cancel your appointment" in str(opened)
    week = {**ON_DAY, "what": chosen("week"), "tell": TICKED}
    forms.day_off_listeners.changed(forms.pressed(opened, week))
    assert "your appointment is now on" in str(forms.slack_harness.windows.last)
    forms.day_off_listeners.changed(forms.pressed(opened, {**week, "tell": {}}))
    assert "your appointment is now on" not in str(forms.slack_harness.windows.last)


def test_everything_is_shown_before_and_afterwards_what_became_of_it(forms: FormHarness) -> None:
    a_day(forms)
    view = review(forms)
    said = words_in(view).replace("\xa0", " ")
    assert "Thu 26 Nov · 2 appointments to cancel" in said
    assert "Sorry Grace, not Thu 26 Nov 2026." in said
    assert "Cost of texts *2 credits*" in said
    assert "Updates will appear in <#C0FRONT>" in said
    plan_id = confirm(forms, view)

    said, pressed = message(forms, plan_id)

    assert "*Thu 26 Nov off* · 2 appointments: 2 cancelled" in said
    assert "Texts: 2 sent, no report yet" in said
    assert set(pressed) == {"appointments.everybody"}
    with forms.harness.database.write() as conn:
        conn.execute(send.update().where(send.c.to_phone == GRACE).values(state="undelivered"))
    said, pressed = message(forms, plan_id)
    assert "1 not delivered" in said
    assert "Call list (1)" in said
    forms.day_story_listeners.call_list(forms.press_in_channel(pressed["appointments.call_list"][0]))
    listed = words_in(forms.slack_harness.windows.opened[-1])
    assert "Grace Hopper" in listed
    assert "cancelled, text not delivered" in listed
    assert "Ada Lovelace" not in listed
    forms.day_story_listeners.everybody(forms.press_in_channel(pressed["appointments.everybody"][0]))
    assert "Ada Lovelace" in words_in(forms.slack_harness.windows.opened[-1])


def test_what_is_unclear_stands_in_the_message_by_name(forms: FormHarness) -> None:
    a_day(forms)
    forms.harness.client.before = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")
    plan_id = confirm(forms, review(forms))
    said, pressed = message(forms, plan_id)
    assert "2 to look at" in said
    assert "We couldn't confirm: 09:00 Ada Lovelace (•••0100) and 10:00 Grace Hopper" in said
    forms.day_story_listeners.everybody(forms.press_in_channel(pressed["appointments.everybody"][0]))
    assert "not confirmed by SMS-iT, no text sent" in words_in(forms.slack_harness.windows.opened[-1])
    forms.day_story_listeners.call_list(forms.press_in_channel(pressed["appointments.everybody"][0]))
    assert "There's no one to call" in words_in(forms.slack_harness.windows.opened[-1])


def test_a_week_later_is_shown_with_its_day(forms: FormHarness) -> None:
    a_day(forms)
    week = {"what": chosen("week"), "notice_text.week": typed("Now %%Date%%.")}
    said = words_in(review(forms, **week)).replace("\xa0", " ")
    assert "09:00 → Thu 3 Dec, 09:00 *Ada Lovelace" in said
    assert "Now Thu 3 Dec 2026." in said
    plan_id = confirm(forms, forms.slack_harness.windows.last)
    assert "2 moved by a week" in message(forms, plan_id)[0]


def test_nobody_is_told_where_that_is_not_wanted_and_all_are_on_the_call_list(forms: FormHarness) -> None:
    a_day(forms)
    view = review(forms, tell={})
    assert "No one is texted about it." in words_in(view)
    assert "Cost" not in words_in(view)
    plan_id = confirm(forms, view)
    said, _pressed = message(forms, plan_id)
    assert "Texts:" not in said
    assert "Call list (2)" in said


def test_who_is_not_texted_is_named_with_why(forms: FormHarness) -> None:
    a_day(forms)
    forms.harness.do_not_text.add(ADA, "", MAYA)
    said = words_in(review(forms))
    assert "on the do-not-text list, skipped" in said
    assert "1 person won't be texted" in said


def test_the_day_has_a_button_for_it(forms: FormHarness) -> None:
    a_day(forms)
    view = sheet(forms)
    forms.day_off_listeners.of_day(forms.press(view, buttons(view)["appointments.day_off"][0]))
    assert "Everything booked here" in words_in(forms.slack_harness.windows.opened[-1])
    assert "appointments.day_off" not in buttons(sheet(forms, who=APO))  # who may not send


def test_its_id_is_shown_and_what_is_forgotten_is_said(forms: FormHarness) -> None:
    forms.day_story_listeners.more(forms.press_in_channel("id:abc"))
    assert "abc" in words_in(forms.slack_harness.windows.opened[-1])
    forms.day_story_listeners.more(forms.press_in_channel("text:abc"))
    assert len(forms.slack_harness.windows.opened) == 1
    for show in (forms.day_story_listeners.everybody, forms.day_story_listeners.call_list):
        show(forms.press_in_channel('{"plan_id":"none"}'))
        assert "no longer stored" in words_in(forms.slack_harness.windows.opened[-1])
    assert forms.renderer.draw_day_off("none") is None


def test_it_takes_the_role_of_a_sender(forms: FormHarness) -> None:
    [verb] = forms.day_off_listeners.verbs()
    assert (verb.name, verb.role) == ("day-off", Role.SENDER)
    assert isinstance(forms.day_off_listeners, DayOffListeners)
