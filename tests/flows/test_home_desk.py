"""Home as a desk: what each person finds there by their role, and how it follows what happens."""

import pytest

from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows.harness import ADA, GRACE, Harness, later, words_in

pytestmark = pytest.mark.measured


def home(who: Person) -> str:
    return words_in(who.home.view["blocks"]) if who.home else ""


def opened(harness: Harness, who: Person, until: str) -> str:
    """Open Home and wait until something stands there."""
    who.open_home()
    harness.wait_for(lambda: until in home(who))
    return home(who)


def test_an_unconfirmed_text_is_settled_from_home_and_leaves_it(harness: Harness) -> None:
    maya, tom, priya = harness.maya, harness.person("U0TOM"), harness.person("U0PRIYA")
    harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    harness.send(f"/sms {ADA} Hello")
    harness.until(SendState.UNKNOWN)
    asks = "Text to *Ada Lovelace* (•••0100) · We couldn't confirm this was sent"

    assert asks in opened(harness, maya, "Needs attention")
    assert asks in opened(harness, tom, "Needs attention")  # an admin decides for everybody
    assert "Ada Lovelace" not in opened(harness, priya, "Today")
    maya.press("It was sent")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=15)

    harness.wait_for(lambda: "Needs attention" not in home(maya))
    harness.wait_for(lambda: "Needs attention" not in home(tom))
    assert len(harness.texts) == 1
    assert "*1 text* · " in home(maya)


def test_home_follows_while_it_is_open(harness: Harness) -> None:
    before = opened(harness, harness.maya, "Balance")
    assert "*5,000 credits*" in before
    assert "Scheduled" not in before

    harness.hold(f"/sms {GRACE} See you tomorrow", later(harness.clock, hours=30))
    harness.tick(seconds=15)

    harness.wait_for(lambda: "*1 scheduled*" in home(harness.maya))
    assert "Grace Hopper" in home(harness.maya)


def test_a_text_that_is_late_waits_on_home_for_a_decision(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} Hello", later(harness.clock, hours=1))
    harness.clock.advance(hours=9)
    harness.bot.tick.run({})
    assert "The bot was offline" in opened(harness, harness.maya, "Needs attention")

    harness.maya.press("Send now")
    harness.until(SendState.ACCEPTED)
    assert len(harness.texts) == 1


def test_the_tab_says_how_to_see_all_commands(harness: Harness) -> None:
    sam = harness.person("U0SAM")
    shown = opened(harness, sam, "`/sms help` for all commands")
    assert "delivered" not in shown, "a viewer sends nothing"


def test_a_broadcaster_has_five_buttons_and_the_others_in_a_menu_that_asks_for_their_role(
    harness: Harness,
) -> None:
    boss = harness.maya
    opened(harness, boss, "Text your customers")
    row = next(each for each in boss.home.view["blocks"] if each["type"] == "actions")
    *shown, menu = row["elements"]
    labels = [each["text"]["text"] for each in shown]
    assert labels == ["Send a text", "Broadcast", "Text a list", "Book", "Find contacts"]
    assert menu["type"] == "overflow"

    boss.press("History")

    harness.modal("History", boss)


def test_several_of_a_sort_are_one_line_on_home_and_settled_in_its_modal(harness: Harness) -> None:
    maya = harness.maya
    for words in ("Hello", "Good morning"):
        harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
        harness.send(f"/sms {ADA} {words}")
        harness.until(SendState.UNKNOWN)
    opened(harness, maya, "*2 unconfirmed*")
    assert "Send again" not in home(maya)

    maya.press("View")
    harness.modal("Needs attention", maya)
    maya.press("It was sent")

    harness.wait_for(lambda: harness.shown(maya).count("Mark it as sent?") == 1)
    maya.press("It was sent")
    harness.wait_for(lambda: "Nothing here needs attention" in harness.shown(maya))
    assert len(harness.texts) == 2
