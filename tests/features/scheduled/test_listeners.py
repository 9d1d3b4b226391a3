"""The listing driven as Slack would drive it."""

from datetime import timedelta

import pytest

from bot.access import Role, Who
from bot.store.database import Database
from bot.store.tables import send as table
from tests.fakes.slack import FakeRegistry
from tests.features.samples import words_in
from tests.features.scheduled.harness import SOON, Harness
from tests.features.scheduled.samples import put
from tests.features.slack_harness import ADA, APO, SAM


def becomes(harness: Harness, send_id: str, **values: object) -> None:
    """What the decision does to the send."""

    def decided() -> None:
        with harness.database.write() as conn:
            conn.execute(table.update().where(table.c.id == send_id).values(values))

    harness.decisions.meanwhile = decided


def test_everybody_may_look_and_only_senders_may_change_what_they_see(harness: Harness) -> None:
    (verb,) = harness.scheduled_listeners.verbs()
    assert (verb.name, verb.role) == ("scheduled", Role.VIEWER)
    registry = FakeRegistry()
    harness.scheduled_listeners.register(registry)
    assert registry.ids(Role.VIEWER) == {
        "action scheduled.show",
        "action scheduled.previous",
        "action scheduled.next",
    }
    assert {each.role for each in registry.registered} == {Role.VIEWER, Role.SENDER}


def test_a_waiting_view_opens_first_then_the_listing_in_the_askers_zone(
    harness: Harness, database: Database
) -> None:
    put(database)
    harness.open()
    assert "Loading" in words_in(harness.slack_harness.windows.opened[0])
    assert harness.slack_harness.windows.updates[-1][0] == "V1"
    assert "Scheduled for " in harness.shown
    assert harness.slack_harness.acks.given == [{}]


def test_people_see_their_own_and_approvers_everybodys(harness: Harness, database: Database) -> None:
    put(database)
    assert "You have nothing scheduled." in words_in(harness.open(SAM))
    assert "by <@U0MAYA>" in words_in(harness.open(APO))


def test_the_listing_is_turned_page_by_page(harness: Harness, database: Database) -> None:
    for hour in range(12):
        put(database, str(hour), send_at=SOON + timedelta(hours=hour), to_name=f"Person {hour:02}")
    view = harness.open()
    assert "Person 11" not in words_in(view)
    harness.scheduled_listeners.turn(harness.slack_harness.press(view, harness.value(view, "next")))
    assert "Person 11" in harness.shown
    harness.scheduled_listeners.turn(
        harness.slack_harness.press(
            harness.slack_harness.windows.last, harness.value(harness.slack_harness.windows.last, "previous")
        )
    )
    assert "Person 00" in harness.shown
    harness.scheduled_listeners.turn(harness.slack_harness.press(view, "nonsense"))
    assert "Person 00" in harness.shown


def test_cancelling_and_sending_are_handed_to_those_who_decide(harness: Harness, database: Database) -> None:
    send = put(database, wave=2)
    view = harness.open()
    harness.scheduled_listeners.cancel(harness.slack_harness.press(view, harness.value(view, "cancel")))
    assert "Cancelled." in harness.shown
    becomes(harness, send.id, state="queued")
    harness.scheduled_listeners.send_now(harness.slack_harness.press(view, harness.value(view, "send_now")))
    assert "Sending now." in harness.shown
    assert harness.slack_harness.windows.updates[-1][0] == "VLIST"
    assert harness.decisions.made == [
        ("cancel", send.id, "U0MAYA"),
        ("send now, seen 2", send.id, "U0MAYA"),
    ]


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ({"state": "awaiting_approval"}, "Not sent yet: it needs approval first."),
        ({"hold_code": "quiet"}, "Not sent: it needs another decision."),
        ({"state": "accepted"}, "Sending now."),
    ],
)
def test_what_came_of_sending_it_now_is_said(
    harness: Harness, database: Database, now: dict[str, object], says: str
) -> None:
    send = put(database)
    view = harness.open()
    becomes(harness, send.id, **now)
    harness.scheduled_listeners.send_now(harness.slack_harness.press(view, harness.value(view, "send_now")))
    assert says in harness.shown


def test_one_that_is_gone_meanwhile_says_nothing_odd(harness: Harness, database: Database) -> None:
    send = put(database)
    view = harness.open()

    def purge() -> None:
        with database.write() as conn:
            conn.execute(table.delete().where(table.c.id == send.id))

    harness.decisions.meanwhile = purge
    harness.scheduled_listeners.send_now(harness.slack_harness.press(view, harness.value(view, "send_now")))
    assert "You have nothing scheduled." in harness.shown


def test_an_admin_decides_about_other_peoples(harness: Harness, database: Database) -> None:
    send = put(database)
    view = harness.open(ADA)
    harness.scheduled_listeners.cancel(harness.slack_harness.press(view, harness.value(view, "cancel"), ADA))
    assert harness.decisions.made == [("cancel", send.id, "U0ADA")]


@pytest.mark.parametrize("who", [SAM, APO])
def test_nobody_else_decides_whatever_they_press(harness: Harness, database: Database, who: Who) -> None:
    put(database)
    view = harness.open()
    for press, action in (
        (harness.scheduled_listeners.cancel, "cancel"),
        (harness.scheduled_listeners.send_now, "send_now"),
    ):
        press(harness.slack_harness.press(view, harness.value(view, action), who))
        assert "because it's <@U0MAYA>'s" in harness.shown
    assert harness.decisions.made == []
    harness.scheduled_listeners.ask(harness.slack_harness.press(view, harness.value(view, "edit"), who))
    assert "because it's <@U0MAYA>'s" in words_in(harness.slack_harness.windows.opened[-1])


def test_what_came_too_late_is_said_above_the_listing(harness: Harness, database: Database) -> None:
    put(database)
    view = harness.open()
    harness.decisions.refuses = "It is too late to cancel this text: it has been sent."
    harness.scheduled_listeners.cancel(harness.slack_harness.press(view, harness.value(view, "cancel")))
    assert ":warning: It is too late" in harness.shown
