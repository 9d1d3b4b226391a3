"""Who may do what with appointments, two at once, what Slack delivers again, and what stays hidden."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from bot.store.appointment_calls import CallState
from bot.store.appointments import Status
from tests.flows.booking import CANCEL, CONFIRMS, LIST, REMINDS, Bookings
from tests.flows.clinic import in_days, opened
from tests.flows.harness import Harness, words_in
from tests.flows.staff import SAM, TOM, ephemeral

DAY = timedelta(days=1)
NO_ROLE = "You need the *sender* role to change an appointment."


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness)
    yield desk
    desk.quiet()


# --- who may


def test_a_viewer_sees_the_list_and_can_press_nothing_that_changes(desk: Bookings) -> None:
    number, at = desk.patient("Abe Seen"), in_days(desk.harness, 3)
    booked, sam, before = desk.book(number, at), desk.seat(SAM), desk.calls()

    refused = ephemeral(sam.person.command("/sms appointment Abe", channel="C0HELP"))
    assert "You need the *sender* role to book an appointment." in refused
    assert sam.person.command("/sms appointments abe").acked
    desk.harness.modal(LIST, sam.person)
    desk.harness.wait_for(lambda: "Abe Seen" in sam.shown)
    assert number not in words_in(sam.person.view and sam.person.view.blocks)
    sam.person.press("Open")
    desk.harness.wait_for(lambda: "Back to the list" in sam.shown)
    for button in ("Move", "Confirm", "Cancel appointment"):
        with pytest.raises(LookupError):
            sam.person.press(button)
    sam.person.close()

    for button in ("Move", "Confirm", "Cancel appointment"):
        sam.press(button, booked)
        sam.told(NO_ROLE)
    assert sam.person.view is None
    sam.person.open_home()
    desk.harness.wait_for(lambda: sam.person.home is not None)
    with pytest.raises(LookupError):
        sam.person.press("Book")
    desk.quiet()
    assert desk.calls() == before
    assert desk.kept(number)[0][1] == "Unconfirmed"


def test_somebody_else_s_confirmation_cannot_be_submitted(desk: Bookings) -> None:
    number = desk.patient("Bea Own")
    desk.ready(number, in_days(desk.harness, 3))
    assert desk.person.view is not None
    forged = dict(desk.person.view.payload())
    tom = desk.seat(TOM)
    tom.ready(desk.patient("Bea Other"), in_days(desk.harness, 3))
    assert tom.person.view is not None
    tom.person.view.view["private_metadata"] = forged["private_metadata"]

    tom.confirm()

    desk.harness.modal("Not done", tom.person)
    assert "Someone else started this booking." in tom.shown
    assert desk.kept(number) == []


# --- two at once


@pytest.mark.parametrize("button", ["Cancel appointment", "Confirm"])
def test_of_two_who_press_at_once_one_is_carried_out_and_the_other_told(desk: Bookings, button: str) -> None:
    number = desk.patient("Cal Both")
    booked, tom, before = desk.book(number, in_days(desk.harness, 3)), desk.seat(TOM), desk.calls()
    message = desk.message(booked)

    if button == "Confirm":
        at_once(desk.person.aim(button, message), tom.person.aim(button, message))
    else:
        for each in (desk, tom):
            each.ask_to_cancel(booked)
        at_once(desk.person.submit, tom.person.submit)

    desk.quiet()
    last = desk.until(booked, CallState.ACCEPTED).last
    assert desk.calls() == before + 1
    assert len(desk.story(booked).calls) == 2
    second, said = (
        tom if last.user_id == desk.person.id else desk,
        "changed this appointment after you opened it",
    )
    if button == "Confirm":
        second.told(f"<@{last.user_id}> {said}")
    else:
        desk.harness.wait_for(lambda: said in second.shown)


def test_of_two_who_move_at_once_one_does_and_there_is_one_reminder(desk: Bookings) -> None:
    number, at = desk.patient("Dag Race"), in_days(desk.harness, 3)
    booked, tom, before = desk.book(number, at, reminder=REMINDS), desk.seat(TOM), desk.calls()
    desk.ask_to_move(booked, at + DAY)
    tom.ask_to_move(booked, at + 2 * DAY)

    at_once(desk.person.submit, tom.person.submit)

    desk.quiet()
    story = desk.until(booked, CallState.ACCEPTED)
    assert desk.calls() == before + 1
    winner, other = (desk, tom) if story.last.user_id == desk.person.id else (tom, desk)
    assert story.known.at == at + (DAY if winner is desk else 2 * DAY)
    assert winner.person.view is None
    desk.harness.modal("Not done", other.person)
    assert "changed this appointment after you opened it" in other.shown
    for days in (-1, 0, 1, 2):
        desk.strike_at(at + days * DAY)
    assert len(desk.texts_to(number)) == 1
    assert f" {story.known.at.day} " in desk.texts_to(number)[0]


def test_a_press_of_an_old_button_does_nothing_but_tell(desk: Bookings) -> None:
    number, at = desk.patient("Eli Old"), in_days(desk.harness, 3)
    booked, tom = desk.book(number, at), desk.seat(TOM)
    tom.ask_to_move(booked, at + DAY)
    desk.cancel(booked)
    before = desk.calls()

    tom.confirm()

    desk.harness.modal("Not done", tom.person)
    assert f"<@{desk.person.id}> changed this appointment" in tom.shown
    assert desk.calls() == before
    assert desk.story(booked).known.status is Status.CANCELLED


# --- everything twice


def test_a_story_in_which_slack_delivers_everything_twice_happens_once(desk: Bookings) -> None:
    number, at = desk.patient("Fay Twice"), in_days(desk.harness, 3)
    before, texts = desk.calls(), {"confirmation": CONFIRMS, "reminder": REMINDS}
    with desk.twice() as delivered:
        booked = desk.book(number, at, **texts)
        desk.press("Confirm", booked)
        desk.said(booked, "(confirmed)")
        desk.until(booked, CallState.ACCEPTED)
        desk.move(booked, at + DAY)
        desk.told_of(booked)
        desk.strike_at(at + timedelta(minutes=1))
        desk.person.command("/sms appointments fay")
        desk.harness.modal(LIST)
        desk.harness.wait_for(lambda: "Fay Twice" in desk.shown)
        desk.person.press("Open")
        desk.harness.wait_for(lambda: "Back to the list" in desk.shown)
        desk.person.press("Cancel appointment")
        desk.harness.modal(CANCEL)
        desk.harness.wait_for(lambda: "SMS-iT will keep" in desk.shown)
        desk.tell("Sorry, %%Name%%.")
        desk.check()
        desk.confirm()
        desk.said(booked, "Cancelled")
        desk.until(booked, CallState.ACCEPTED)
    desk.quiet()
    desk.strike_at(at + 2 * DAY)

    assert {each.kind for each in delivered} == {"/sms", "block_actions", "view_submission"}
    assert desk.calls() == before + 4
    assert len(desk.story(booked).calls) == 4
    assert len(desk.texts_to(number)) == 3
    assert len([each for each in desk.harness.messages() if f"id:{booked}" in words_in(each.blocks)]) == 1
    told = [each.text for each in desk.person.thread(desk.message(booked)) if "Appointment with" in each.text]
    assert [each.rpartition("): ")[2].split()[0] for each in told] == ["Confirmed.", "Moved", "Cancelled."]
    desk.harness.sandbox.slack.problems.clear()


# --- what stays hidden


def test_channels_and_logs_hold_no_number_no_name_in_logs_and_no_words_of_a_text(
    desk: Bookings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    number, at = desk.patient("Gus Zebra"), in_days(desk.harness, 3)
    from_now = len(desk.harness.sandbox.slack.traffic)
    booked = desk.book(number, at, confirmation="Biopsy-4711 %%Name%%", reminder="Biopsy-4712 %%Time%%")
    desk.move(booked, at + DAY)
    desk.strike_at(at)
    desk.cancel(booked)
    desk.quiet()
    assert len(desk.texts_to(number)) == 2

    posted = [
        json.dumps(each.body, default=str)
        for each in desk.harness.sandbox.slack.traffic[from_now:]
        if each.direction == "from bot" and each.kind.startswith("chat.")
    ]
    ours = (each for each in caplog.records if each.name.startswith("bot.") and "sandbox" not in each.name)
    lines = [each.getMessage() for each in ours]
    pretty = f"{number[1:4]}-{number[4:7]}-{number[7:]}"
    assert posted
    assert lines
    for secret in (number, number[1:], pretty, pretty[4:], "Biopsy"):
        assert [each for each in (*posted, *lines) if secret in each] == []
    assert [each for each in lines if "Zebra" in each] == []


def at_once(*presses: Callable[[], object]) -> None:
    threads = [threading.Thread(target=each) for each in presses]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
