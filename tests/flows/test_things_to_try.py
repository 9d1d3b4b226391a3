"""The demo marks a thing to try when it happened, by the bot's own database."""

import pytest

from bot.demo_backstage import BehindThePage
from bot.sandbox.page.guide import Thing
from bot.store.states import SendState
from tests.flows import closing
from tests.flows.booking import CONFIRMS, REMINDS, Bookings
from tests.flows.broadcasting import Broadcasts
from tests.flows.clinic import in_days
from tests.flows.codes import Codes
from tests.flows.harness import ADA, Harness, later
from tests.flows.listing import Lists
from tests.flows.repeating import start

pytestmark = pytest.mark.measured


@pytest.fixture
def behind(harness: Harness) -> BehindThePage:
    return BehindThePage(harness.bot)


def test_before_the_bot_runs_nothing_is_known() -> None:
    behind = BehindThePage()
    assert (behind.done(), behind.suggestions("U0MAYA")) == (frozenset(), ())


def test_each_is_done_by_what_shows_it(harness: Harness, behind: BehindThePage) -> None:
    assert behind.done() == set()
    harness.send(f"/sms {ADA} Hello")
    harness.until(SendState.ACCEPTED)
    assert behind.done() == {Thing.TEXT}

    shop = Broadcasts(harness)
    shop.group("Runners", 26)
    shop.send("Runners")
    asked = shop.request("Runners")
    assert Thing.GROUP not in behind.done()
    harness.approve(asked, shop.lena)
    shop.until(SendState.ACCEPTED)
    assert behind.done() == {Thing.TEXT, Thing.GROUP}

    lists = Lists(harness)
    lists.send(lists.people(2))
    lists.ended()
    assert behind.done() == {Thing.TEXT, Thing.GROUP, Thing.LIST}

    codes = Codes(harness)
    sent = codes.send()
    assert Thing.CODE not in behind.done()
    codes.verify(sent, codes.code())
    assert behind.done() == {Thing.TEXT, Thing.GROUP, Thing.LIST, Thing.CODE}

    desk = Bookings(harness)
    at = in_days(harness, 3)
    booked = desk.book(desk.patient("Ivy Stone"), at, confirmation=CONFIRMS, reminder=REMINDS)
    desk.quiet()
    assert Thing.APPOINTMENT not in behind.done()
    desk.move(booked, in_days(harness, 4))
    desk.quiet()
    assert Thing.APPOINTMENT in behind.done()

    start(harness, f"/sms {ADA} Time for your tablet.", "Every day", later(harness.clock, hours=4), 3)
    assert Thing.REPEAT in behind.done()

    assert Thing.DAY_OFF not in behind.done()
    closing.open_form(desk, in_days(harness, 4))
    desk.check()
    assert desk.person.submit().acked
    harness.wait_for_database(lambda: Thing.DAY_OFF in behind.done())


def test_who_may_do_more_is_offered_more(behind: BehindThePage) -> None:
    offered = {
        user: {each.line for each in behind.suggestions(user)} for user in ("U0MAYA", "U0SAM", "U0GIA")
    }
    assert {"/sms otp", "/sms otp verify", "/sms appointment", "/sms list"} <= offered["U0MAYA"]
    assert offered["U0SAM"] < offered["U0MAYA"]
    assert "/sms otp" not in offered["U0SAM"]
    assert not {each for lines in offered.values() for each in lines if not each.startswith("/sms ")}
