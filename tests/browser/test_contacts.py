"""People are found, added and brought in from a file."""

from playwright.sync_api import expect

from bot.texting import phones
from tests.browser.broadcasting import CONFIRM_LIST, check, confirm, titled
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA

POLLY = "14155550121"
PEOPLE = b"Phone,First name,Group\n+1 415 555 0711,Mary,VIP\n+1 415 555 0712,Joan,VIP\n12,Nobody,VIP\n"


def test_somebody_is_found_and_texted(maya: Screen, harness: WindowedHarness) -> None:
    maya.type("/sms contacts lovelace")
    expect(maya.modal).to_contain_text("Ada Lovelace")
    maya.press("Open")
    expect(maya.modal).to_contain_text(phones.shown("14155550100"))
    maya.press("Text")
    titled(maya, "Send a text")
    expect(maya.field("To")).to_have_value("+1 415-555-0100")
    assert harness.texts == []


def test_whoever_is_found_is_texted_but_not_some(maya: Screen, harness: WindowedHarness) -> None:
    maya.type("/sms contacts group:VIP")
    expect(maya.modal).to_contain_text("in VIP")
    maya.press("Text these people")
    titled(maya, "Text people")
    maya.choose("Leave out these people", "Polly Partial (+1 415-555-0121)", typed="Polly")
    maya.fill("Message", "Ahoy %%Name%%!")
    check(maya, CONFIRM_LIST)
    expect(maya.modal).to_contain_text("1 person: You chose to leave this person out.")
    members = harness.sandbox.smsit.book.members("VIP")
    vip = {row.contact.number for row in members if row.subscribed}
    confirm(maya)
    harness.wait_for(lambda: len(harness.texts) == len(vip) - 1)
    assert {number for number, _text in harness.texts} == vip - {POLLY}
    assert (ADA, "Ahoy Ada!") in harness.texts


def test_somebody_is_added(maya: Screen, harness: WindowedHarness) -> None:
    harness.wait_for_database(lambda: bool(harness.bot.services.contacts.groups("VIP")))
    maya.type("/sms contacts add +1 415 555 0709 Katherine Johnson")
    titled(maya, "Add a contact")
    maya.choose("Group", "VIP", typed="VIP")
    maya.submit()
    expect(maya.modal).to_contain_text("Katherine Johnson")
    titled(maya, "Contact added")
    assert harness.sandbox.smsit.book.find("14155550709") is not None


def test_a_file_is_brought_in(maya: Screen, harness: WindowedHarness) -> None:
    maya.type("/sms contacts import")
    titled(maya, "Import contacts")
    csv = {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE}
    maya.modal.locator("input[type=file]").set_input_files(csv)
    maya.modal.get_by_text("people.csv ·").wait_for()
    maya.submit()
    expect(maya.modal).to_contain_text("Mary")
    expect(maya.modal).to_contain_text("4")
    confirm(maya)
    maya.message("2 added")
    assert harness.sandbox.smsit.book.find("14155550711") is not None
