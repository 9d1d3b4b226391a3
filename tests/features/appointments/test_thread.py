"""What changes about an appointment is told in the thread of its message: once each, and edited there."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.features.appointments.renderer import Renderer
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import LEASE_SECONDS, Messages
from bot.policy.model import Approval
from bot.slack.blocks.moments import moment
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.posting_errors import Later
from bot.smsit import Endpoint, OutcomeUnknown
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send
from tests.clock import FakeClock
from tests.fakes.poster import FakePoster
from tests.fakes.slack import FakeBackground
from tests.features.appointments.harness import ACCOUNT, DAY, MAYA, NEXT_DAY, TOM, Harness, refused

UNKNOWN = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")


@pytest.fixture
def poster() -> FakePoster:
    return FakePoster()


def no_send(_send: Send) -> Content:
    raise AssertionError("none of these is a send")


def drawer(harness: Harness, poster: FakePoster) -> Messages:
    """A process that draws messages."""
    renderer = Renderer(harness.database, ACCOUNT)
    subjects = {Purpose.APPOINTMENT: renderer.draw, Purpose.CHANGE: renderer.draw_change}
    renderers = Renderers({}, {}, no_send, Approval(), subjects)
    return Messages(
        harness.database, poster, renderers, harness.clock, Coalescer(FakeBackground(), seconds=0)
    )


def in_thread(poster: FakePoster) -> list[str]:
    """What stands in the thread of the message that was posted first."""
    places = {str(nth) for nth, call in enumerate(poster.calls, 1) if call == "post C0FRONT in 1"}
    return [text for (_channel, ts), text in poster.shown.items() if ts in places]


def test_a_booking_alone_has_no_thread_and_each_change_is_told_in_it(
    harness: Harness, poster: FakePoster
) -> None:
    messages = drawer(harness, poster)
    booked = harness.book()
    messages.show_all()
    assert poster.calls == ["post C0FRONT"]

    harness.move(booked, NEXT_DAY, hours=None)
    messages.show_all()
    assert in_thread(poster) == []  # SMS-iT has not been told yet
    harness.run()
    messages.show_all()
    harness.decisions.confirm(harness.about(booked), TOM)
    harness.run()
    messages.show_all()
    harness.decisions.cancel(harness.about(booked), MAYA)
    harness.run()
    messages.show_all()

    was, new = moment(DAY, ACCOUNT), moment(NEXT_DAY, ACCOUNT)
    who = "Appointment with Ada Lovelace (•••0100): "
    assert in_thread(poster) == [
        f"{who}Moved from {was} to {new}.",
        f"{who}Confirmed.",
        f"{who}Cancelled.",
    ]


def test_a_change_is_told_once_whatever_draws_it_and_after_a_crash(
    harness: Harness, poster: FakePoster, clock: FakeClock
) -> None:
    booked = harness.book()
    drawer(harness, poster).show_all()
    harness.move(booked, NEXT_DAY, hours=None)
    harness.run()  # the process ends before anything is drawn

    first, second = drawer(harness, poster), drawer(harness, poster)
    poster.meanwhile = second.show_all
    first.show_all()
    first.show_all()
    clock.advance(seconds=2 * LEASE_SECONDS)
    second.show_all()

    assert poster.calls.count("post C0FRONT in 1") == 1


def test_what_waits_for_slack_is_told_later_and_once(
    harness: Harness, poster: FakePoster, clock: FakeClock
) -> None:
    messages = drawer(harness, poster)
    booked = harness.book()
    messages.show_all()
    harness.move(booked, NEXT_DAY, hours=None)
    harness.run()
    poster.refuse["post C0FRONT in 1"] = [Later(30)]
    messages.show_all()
    assert in_thread(poster) == []
    clock.advance(seconds=31)
    messages.show_all()
    messages.show_all()
    assert len(in_thread(poster)) == 1


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (lambda harness, about: harness.decisions.was_booked(about, TOM), "Moved from "),
        (lambda harness, about: harness.decisions.was_not(about, TOM), "Not moved to "),
        (lambda harness, about: harness.decisions.again(about, TOM), "Moving the appointment to "),
    ],
    ids=["it was", "it was not", "again"],
)
def test_what_is_settled_later_is_edited_in_its_place(
    harness: Harness, poster: FakePoster, decide: Callable[..., None], said: str
) -> None:
    messages = drawer(harness, poster)
    booked = harness.book()
    messages.show_all()
    harness.client.after = UNKNOWN
    harness.move(booked, NEXT_DAY, hours=None)
    harness.run()
    messages.show_all()
    [told] = in_thread(poster)
    assert ": Unconfirmed: moved to " in told

    decide(harness, harness.about(booked))
    messages.show_all()

    [told] = in_thread(poster)
    assert said in told


def test_the_time_before_a_move_is_the_one_smsit_took_last(harness: Harness, poster: FakePoster) -> None:
    messages = drawer(harness, poster)
    booked = harness.book()
    messages.show_all()
    harness.client.before = refused(-9)
    harness.move(booked, NEXT_DAY, hours=None)
    harness.run()
    harness.client.before = None
    later = NEXT_DAY.replace(hour=NEXT_DAY.hour + 1)
    harness.move(booked, later, hours=None)
    harness.run()
    messages.show_all()

    said = " ".join(in_thread(poster))
    assert f"Not moved to {moment(NEXT_DAY, ACCOUNT)}." in said
    assert f"Moved from {moment(DAY, ACCOUNT)} to {moment(later, ACCOUNT)}." in said


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["move", "confirm", "draw", "two draw"]), max_size=8))
def test_there_is_a_message_for_each_change_and_none_twice(database: Database, acts: list[str]) -> None:
    harness, poster = Harness(database, FakeClock()), FakePoster()
    booked = harness.book(f"key-{len(acts)}-{id(acts)}", at=DAY)
    drawer(harness, poster).show_all()
    poster.calls[:], poster.shown = poster.calls[-1:], {}
    changes, at = 0, DAY
    for act in [*acts, "two draw"]:
        if act == "move":
            at += NEXT_DAY - DAY
            harness.move(booked, at, hours=None)
            changes += 1
        elif act == "confirm" and harness.the(booked).status != "confirmed":
            harness.decisions.confirm(harness.about(booked), MAYA)
            changes += 1
        elif act == "two draw":
            other = drawer(harness, poster)
            poster.meanwhile = other.show_all
            drawer(harness, poster).show_all()
        else:
            drawer(harness, poster).show_all()
        harness.run()
    drawer(harness, poster).show_all()
    assert sum(" in " in call for call in poster.calls) == changes
