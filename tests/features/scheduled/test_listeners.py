"""The listing driven as Slack would drive it."""

from datetime import timedelta

import pytest

from bot.access import Role, Who
from bot.store.database import Database
from bot.store.tables import send as table
from tests.features.do_not_text.test_listeners import Doors
from tests.features.do_not_text.windows import ADA, APO, SAM
from tests.features.scheduled.house import SOON, House
from tests.features.scheduled.samples import put
from tests.features.sends import words_in


def becomes(house: House, send_id: str, **values: object) -> None:
    """What the decision does to the send."""

    def decided() -> None:
        with house.database.write() as conn:
            conn.execute(table.update().where(table.c.id == send_id).values(values))

    house.decisions.meanwhile = decided


def test_everybody_may_look_and_only_senders_may_change_what_they_see(house: House) -> None:
    (verb,) = house.waiting.verbs()
    assert (verb.name, verb.role) == ("scheduled", Role.VIEWER)
    doors = Doors()
    house.waiting.register(doors)
    looking = {name for name, role in doors.roles.items() if role is Role.VIEWER}
    assert looking == {"action scheduled.previous", "action scheduled.next"}
    assert set(doors.roles.values()) == {Role.VIEWER, Role.SENDER}


def test_a_waiting_view_opens_first_then_the_listing_in_the_askers_zone(
    house: House, database: Database
) -> None:
    put(database)
    house.open()
    assert "Looking up" in words_in(house.front.windows.opened[0])
    assert house.front.windows.updates[-1][0] == "V1"
    assert "(America/Los_Angeles)" in house.shown
    assert house.front.acks.given == [{}]


def test_people_see_their_own_and_approvers_everybodys(house: House, database: Database) -> None:
    put(database)
    assert "Nothing of yours" in words_in(house.open(SAM))
    assert "by <@U0MAYA>" in words_in(house.open(APO))


def test_the_listing_is_turned_page_by_page(house: House, database: Database) -> None:
    for hour in range(12):
        put(database, str(hour), send_at=SOON + timedelta(hours=hour), to_name=f"Person {hour:02}")
    view = house.open()
    assert "Person 11" not in words_in(view)
    house.waiting.turn(house.front.press(view, house.value(view, "next")))
    assert "Person 11" in house.shown
    house.waiting.turn(
        house.front.press(house.front.windows.last, house.value(house.front.windows.last, "previous"))
    )
    assert "Person 00" in house.shown
    house.waiting.turn(house.front.press(view, "nonsense"))
    assert "Person 00" in house.shown


def test_cancelling_and_sending_are_handed_to_those_who_decide(house: House, database: Database) -> None:
    send = put(database, attempts=2)
    view = house.open()
    house.waiting.cancel(house.front.press(view, house.value(view, "cancel")))
    assert "Cancelled." in house.shown
    becomes(house, send.id, state="queued")
    house.waiting.send_now(house.front.press(view, house.value(view, "send_now")))
    assert "on its way" in house.shown
    assert house.front.windows.updates[-1][0] == "VLIST"
    assert house.decisions.made == [
        ("cancel", send.id, "U0MAYA"),
        ("send now, seen 2", send.id, "U0MAYA"),
    ]


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ({"state": "awaiting_approval"}, "It has to be approved first. Nothing was sent."),
        ({"outcome_code": "quiet"}, "Not sent: it asks again."),
        ({"state": "accepted"}, "It is on its way"),
    ],
)
def test_what_came_of_sending_it_now_is_said(
    house: House, database: Database, now: dict[str, object], says: str
) -> None:
    send = put(database)
    view = house.open()
    becomes(house, send.id, **now)
    house.waiting.send_now(house.front.press(view, house.value(view, "send_now")))
    assert says in house.shown


def test_one_that_is_gone_meanwhile_says_nothing_odd(house: House, database: Database) -> None:
    send = put(database)
    view = house.open()

    def purge() -> None:
        with database.write() as conn:
            conn.execute(table.delete().where(table.c.id == send.id))

    house.decisions.meanwhile = purge
    house.waiting.send_now(house.front.press(view, house.value(view, "send_now")))
    assert "Nothing of yours is scheduled." in house.shown


def test_an_admin_decides_about_other_peoples(house: House, database: Database) -> None:
    send = put(database)
    view = house.open(ADA)
    house.waiting.cancel(house.front.press(view, house.value(view, "cancel"), ADA))
    assert house.decisions.made == [("cancel", send.id, "U0ADA")]


@pytest.mark.parametrize("who", [SAM, APO])
def test_nobody_else_decides_whatever_they_press(house: House, database: Database, who: Who) -> None:
    put(database)
    view = house.open()
    for press, action in ((house.waiting.cancel, "cancel"), (house.waiting.send_now, "send_now")):
        press(house.front.press(view, house.value(view, action), who))
        assert "That is a text of <@U0MAYA>" in house.shown
    assert house.decisions.made == []
    house.waiting.ask(house.front.press(view, house.value(view, "edit"), who))
    assert "That is a text of <@U0MAYA>" in words_in(house.front.windows.opened[-1])


def test_what_came_too_late_is_said_above_the_listing(house: House, database: Database) -> None:
    put(database)
    view = house.open()
    house.decisions.refuses = "It is too late to cancel this text: it has been sent."
    house.waiting.cancel(house.front.press(view, house.value(view, "cancel")))
    assert ":warning: It is too late" in house.shown
