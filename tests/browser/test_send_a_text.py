"""A person at a browser texts customers through the whole bot: every click is a real one."""

import pytest
from playwright.sync_api import expect

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.browser.broadcasting import agree
from tests.browser.harness import WindowedHarness
from tests.browser.screen import NARROW, Screen
from tests.flows.harness import ADA, GRACE

pytestmark = pytest.mark.measured

HELLO = "Your appointment moves to Thursday at 10."
CURLY = "We\u2019ll see you on Thursday at 10."
COMPOSE, CONFIRM = "Send a text", "Review text"


def titled(screen: Screen, title: str) -> None:
    expect(screen.modal).to_have_accessible_name(title)


def write(screen: Screen, line: str) -> None:
    """Type a command and wait for the form."""
    screen.type(line)
    titled(screen, COMPOSE)


def confirm(screen: Screen) -> None:
    """Submit the form, then its confirmation."""
    screen.submit()
    titled(screen, CONFIRM)
    screen.submit()
    expect(screen.modal).to_have_count(0)


def test_a_text_goes_from_the_composer_to_the_phone(maya: Screen, harness: WindowedHarness) -> None:
    maya.draft("/sm")
    maya.page.get_by_role("option").filter(has_text="Text a customer").click()
    expect(maya.composer).to_have_value("/sms ")
    maya.draft(f"/sms {ADA} {HELLO}")
    maya.key("Enter", maya.composer)

    titled(maya, COMPOSE)
    expect(maya.field("To")).to_have_value("+1 415-555-0100")
    expect(maya.field("Message")).to_have_value(HELLO)
    maya.submit()

    titled(maya, CONFIRM)
    for fact in (
        "Ada Lovelace (+1 415\u2011555\u20110100)",
        "1 segment · 41 characters",
        "1 credit",
        "4,999",
        HELLO,
    ):
        expect(maya.modal).to_contain_text(fact)
    assert harness.texts == []
    maya.submit()

    expect(maya.modal).to_have_count(0)
    message = maya.message("Ada Lovelace")
    expect(message).to_contain_text("Sent, awaiting delivery report")
    maya.panel("Customers' phones")
    phone = maya.page.get_by_role("log", name="Texts on this phone")
    expect(phone.locator(".text-bubble")).to_have_text([HELLO])

    harness.tick(seconds=30)

    expect(message).to_contain_text("Delivered")
    expect(phone).to_contain_text("1 credit · delivered")
    expect(maya.page.get_by_role("article")).to_have_count(1)
    assert harness.texts == [(ADA, HELLO)]


def test_the_cost_is_counted_while_one_types(maya: Screen) -> None:
    write(maya, f"/sms {ADA} Hi")
    expect(maya.modal).to_contain_text("1 segment · 1 credit · 2 characters, 158 left")

    maya.key("End", maya.field("Message"))
    maya.field("Message").press_sequentially(", Ada")
    expect(maya.modal).to_contain_text("7 characters, 153 left")
    expect(maya.modal.get_by_role("button", name="Use plain characters")).to_have_count(0)

    maya.fill("Message", CURLY * 3)
    expect(maya.modal).to_contain_text("2 segments · 2 credits")
    expect(maya.modal).to_contain_text("70 characters per segment instead of 160 because of \u2019")

    maya.press("Use plain characters")
    expect(maya.field("Message")).to_have_value(CURLY.replace("\u2019", "'") * 3)
    expect(maya.modal).to_contain_text("1 segment · 1 credit")
    expect(maya.modal.get_by_role("button", name="Use plain characters")).to_have_count(0)


def test_a_text_that_is_too_long_says_so_while_one_types(maya: Screen) -> None:
    write(maya, f"/sms {ADA} Hi")
    maya.fill("Message", "x" * 1699)
    expect(maya.modal).to_contain_text("99 characters over the limit")
    expect(maya.modal).not_to_contain_text("left in this segment")


def test_a_wrong_number_is_told_beside_its_field(maya: Screen, harness: WindowedHarness) -> None:
    write(maya, f"/sms {ADA} {HELLO}")
    maya.choose("To", "No matches", typed="123 45")
    maya.submit()

    expect(maya.beside("To")).to_contain_text("Choose a contact, or type a full phone number")
    assert harness.texts == []

    maya.choose("To", "Grace Hopper", typed="(415) 555-0101")
    confirm(maya)
    maya.message("Grace Hopper")
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(GRACE, HELLO)]


def test_a_contact_is_found_by_name(maya: Screen, harness: WindowedHarness) -> None:
    write(maya, "/sms")
    maya.choose("To", "Ada Lovelace (+1 415-555-0100)", typed="ada lo")
    maya.fill("Message", HELLO)
    confirm(maya)
    maya.message("Ada Lovelace")
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]


def test_going_back_keeps_what_was_written(maya: Screen, harness: WindowedHarness) -> None:
    write(maya, f"/sms {ADA} {HELLO}")
    maya.submit()
    titled(maya, CONFIRM)
    maya.press("Back", within=maya.modal.locator(".modal-foot"))
    titled(maya, COMPOSE)
    expect(maya.field("Message")).to_have_value(HELLO)
    maya.press("Cancel", within=maya.modal)
    expect(maya.modal).to_have_count(0)
    assert harness.texts == []


def test_who_may_not_send_is_refused(maya: Screen, harness: WindowedHarness) -> None:
    maya.act_as("Sam Rivera")
    maya.type(f"/sms {ADA} {HELLO}")
    answer = maya.message("Only visible to you")
    expect(answer).to_contain_text("sender")
    expect(maya.modal).to_have_count(0)
    assert harness.texts == []


def test_a_text_for_later_waits_and_can_be_cancelled(maya: Screen, harness: WindowedHarness) -> None:
    write(maya, f"/sms {ADA} {HELLO}")
    maya.choose("When", "Schedule")
    maya.fill("Send at", "2026-11-24T10:00")
    maya.submit()
    titled(maya, CONFIRM)
    expect(maya.modal).to_contain_text("Tue 24 Nov, 10:00")
    maya.submit()

    message = maya.message("Scheduled for")
    maya.press("Cancel", within=message)
    maya.page.get_by_role("button", name="Cancel text").click()
    maya.message("Cancelled, not sent (by @Maya Chen)")
    harness.tick(hours=30)

    assert harness.texts == []


def test_when_nobody_knows_a_person_decides(maya: Screen, harness: WindowedHarness) -> None:
    harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    write(maya, f"/sms {ADA} {HELLO}")
    confirm(maya)

    message = maya.message("We couldn't confirm this was sent")
    maya.press("It was sent", within=message)
    agree(maya, "It was sent")
    maya.message("Sent, awaiting delivery report")
    harness.tick(seconds=30)

    maya.message("Delivered")
    assert harness.texts == [(ADA, HELLO)]


def test_the_home_tab_lists_the_newest_texts_and_opens_the_form(
    maya: Screen, harness: WindowedHarness
) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    maya.channel("SMS-iT home")
    expect(maya.page.get_by_text("Ada Lovelace (•••0100)").first).to_be_visible()
    maya.press("Send a text")
    titled(maya, COMPOSE)


def test_a_small_screen_sends_as_well(maya: Screen, harness: WindowedHarness) -> None:
    maya.resize(NARROW)
    write(maya, f"/sms {ADA} {HELLO}")
    confirm(maya)
    maya.message("Ada Lovelace")
    harness.until(SendState.ACCEPTED)
    assert maya.page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    assert harness.texts == [(ADA, HELLO)]
