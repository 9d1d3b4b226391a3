"""The listing driven as Slack would drive it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.features.scheduled.changing import Changing
from bot.features.scheduled.listeners import Waiting
from bot.features.scheduled.service import Scheduled
from bot.slack.errors import UserError
from bot.slack.kit import Block
from bot.slack.roles import Role, Who
from bot.store.database import Database
from bot.store.sends import HeldBy
from bot.store.states import SendState
from bot.store.tables import send as table
from tests.clock import START, FakeClock
from tests.features.do_not_text.test_listeners import Doors
from tests.features.do_not_text.windows import ACCESS, ADA, APO, MAYA, SAM, Front, People, buttons, typed
from tests.features.scheduled.samples import GROUP, LIST, Approvals, Budgets, Decisions, put, the
from tests.features.sends import words_in

SOON = START + timedelta(hours=5)


class House:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.front = Front()
        self.clock = FakeClock()
        self.approvals, self.decisions = Approvals(), Decisions()
        self.night = ""
        scheduled = Scheduled(database, ACCESS, self.clock, account_zone=None)
        changing = Changing(
            database, ACCESS, self.clock, budgets=Budgets(), approvals=self.approvals, show=lambda _id: None
        )
        self.waiting = Waiting(
            self.front.desk,
            scheduled,
            changing,
            self.decisions,
            People(),
            lambda _send, _at: self.night,
            self.clock,
        )

    def open(self, who: Who = MAYA) -> Block:
        self.waiting.command(self.front.command("", who), "")
        return self.front.windows.last

    def value(self, view: Block, action: str) -> str:
        return buttons(view)[f"scheduled.{action}"][0]

    def form(self, who: Who = MAYA) -> Block:
        view = self.open(who)
        self.waiting.ask(self.front.press(view, self.value(view, "edit"), who))
        return self.front.windows.opened[-1]

    def save(self, form: Block, message: str, at: datetime | None, who: Who = MAYA) -> dict[str, Any]:
        values = {"message.0": typed(message)}
        if at is not None:
            values["at"] = {"type": "datetimepicker", "selected_date_time": int(at.timestamp())}
        self.clock.advance(seconds=1)
        self.waiting.save(self.front.submit(form, values, who))
        return self.front.ack

    @property
    def shown(self) -> str:
        return words_in(self.front.windows.last)


def becomes(house: House, send_id: str, **values: object) -> None:
    """What the decision does to the send."""

    def decided() -> None:
        with house.database.write() as conn:
            conn.execute(table.update().where(table.c.id == send_id).values(values))

    house.decisions.meanwhile = decided


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


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


def test_saving_a_form_nobody_changed_says_so(house: House, database: Database) -> None:
    send = put(database)
    house.save(house.form(), "Your table is ready", send.send_at)
    assert "Nothing was changed." in house.shown
    assert the(database, send.id) == send


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


def test_a_text_is_changed_and_the_listing_below_shows_it(house: House, database: Database) -> None:
    send = put(database)
    form = house.form()
    assert "Your table is ready" in words_in(form)
    assert "Text to *Ada Lovelace (•••0100)*" in words_in(form)

    assert house.save(form, "Your table waits", SOON) == {}

    now = the(database, send.id)
    assert (now.body, now.send_at) == ("Your table waits", SOON)
    assert house.front.windows.updates[-1][0] == "VLIST"
    assert "Changed: it goes out Mon 23 Nov 2026, 14:00 (America/Los_Angeles)." in house.shown
    assert "Your table waits" in house.shown
    assert ":zzz:" not in house.shown


def test_quiet_hours_are_told_and_do_not_block(house: House, database: Database) -> None:
    send = put(database)
    house.night = "It is quiet hours there then."
    house.save(house.form(), "Hello", SOON)
    assert ":zzz: It is quiet hours there then." in house.shown
    assert the(database, send.id).send_at == SOON


def test_what_needs_approval_says_so(house: House, database: Database) -> None:
    send = put(database, **GROUP)
    house.approvals.says = "The text was changed."
    house.save(house.form(), "Hello", SOON)
    assert "It has to be approved first. The text was changed." in house.shown
    assert the(database, send.id).state is SendState.AWAITING_APPROVAL


def test_without_a_time_nothing_is_said_of_one(house: House, database: Database) -> None:
    put(database, state=SendState.AWAITING_APPROVAL, held_by=HeldBy.NONE, send_at=None)
    house.night, house.approvals.says = "never asked", "The text was changed."
    house.save(house.form(), "Hello", None)
    assert ":white_check_mark: Changed. It has to be approved first." in house.shown
    assert "never asked" not in house.shown


def test_the_time_of_a_list_is_changed_without_its_words(house: House, database: Database) -> None:
    send = put(database, **LIST)
    house.save(house.form(), "", SOON)
    now = the(database, send.id)
    assert (now.body, now.send_at) == (send.body, SOON)


def test_mistakes_stand_beside_their_fields(house: House, database: Database) -> None:
    send = put(database)
    ack = house.save(house.form(), "", START)
    assert ack["response_action"] == "errors"
    assert set(ack["errors"]) == {"message.0", "at"}
    assert the(database, send.id) == send


def test_a_change_of_what_moved_on_is_refused(house: House, database: Database) -> None:
    put(database)
    form = house.form()
    house.save(form, "First", SOON)
    with pytest.raises(UserError, match="has changed since you looked"):
        house.save(form, "Second", SOON)


def test_the_count_follows_while_somebody_writes(house: House, database: Database) -> None:
    put(database)
    form = house.form()
    state = {"values": {"message.0": {"scheduled.message": typed("It\u2019s ready")}}}

    house.waiting.typed(house.front.press({**form, "state": state}, view_id="VFORM"))
    assert "*1 segment*" in house.shown
    assert "Use plain characters" in house.shown

    house.waiting.plain(house.front.press({**form, "state": state}, view_id="VFORM"))
    fields = [
        block["element"]["initial_value"]
        for block in house.front.windows.last["blocks"]
        if block.get("block_id") == "message.1"
    ]
    assert fields == ["It's ready"]
