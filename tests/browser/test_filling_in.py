"""Fields as hands and keyboards fill them in."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gallery import Gallery
from tests.browser.screen import Screen

pytestmark = pytest.mark.measured


def test_a_form_is_filled_corrected_checked_and_sent(screen: Screen, page: Page) -> None:
    screen.type("/sms")
    screen.choose("Contact", "Ada Lovelace", typed="ada")
    expect(screen.field("Contact")).to_have_value("Ada Lovelace")
    screen.fill("Message", "A bad word")
    expect(screen.modal.get_by_text("10 characters")).to_be_visible()
    screen.submit()
    expect(screen.modal.get_by_role("alert")).to_have_text("Please complete this required field.")
    screen.choose("When", "Option 1")
    expect(screen.modal.get_by_role("alert")).to_have_count(0)
    screen.submit()
    expect(screen.modal.get_by_role("alert")).to_have_text("That word is not allowed. Leave it out.")
    screen.fill("Message", "A good word & more")
    screen.submit()
    expect(screen.modal).to_have_accessible_name("Check and send")
    expect(screen.modal.get_by_role("status")).to_contain_text("Check it once more.")
    screen.press("Back", within=screen.modal.locator(".modal-foot"))
    expect(screen.field("Message")).to_have_value("A good word & more")
    screen.submit()
    expect(screen.modal).to_have_accessible_name("Check and send")
    screen.submit()
    expect(screen.message("Sent: A good word & more")).to_be_visible()
    expect(screen.modal).to_have_count(0)


def test_every_kind_of_field_reaches_the_bot(screen: Screen, page: Page, there: Gallery) -> None:
    screen.shortcut("Send a text")
    screen.choose("Contact", "Alan Turing", typed="tur")
    screen.fill("Message", "Hello")
    screen.choose("Size", "Option 2", typed="option 2")
    screen.choose("When", "Option 0")
    screen.choose("Extras", "Option 0")
    screen.choose("Extras", "Option 2")
    screen.choose("Extras", "Option 0")
    screen.fill("Day", "2026-12-24")
    screen.fill("Hour", "09:30")
    screen.fill("At", "2026-12-24T09:30")
    screen.fill("Every", "3")
    screen.fill("Email", "ada@example.com")
    screen.choose("Tell", "Tom Okafor", typed="tom")
    screen.choose("Tell", "Priya Nair", typed="pri")
    screen.modal.get_by_role("button", name="Remove Priya Nair").wait_for()
    screen.remove("Tom Okafor")
    screen.choose("Post in", "#help-desk", typed="help")
    csv = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"number\n14155550142\n"}
    screen.modal.locator("input[type=file]").set_input_files(csv)
    screen.modal.get_by_text("list.csv · 19 bytes").wait_for()
    screen.submit()
    expect(screen.modal).to_have_accessible_name("Check and send")
    submitted = next(each for each in reversed(there.bot.seen) if each["type"] == "view_submission")
    values = {
        block: next(iter(fields.values())) for block, fields in submitted["view"]["state"]["values"].items()
    }
    assert values["contact"]["selected_option"]["value"] == "Alan Turing"
    assert values["message"]["value"] == "Hello"
    assert values["size"]["selected_option"]["text"]["text"] == "Option 2"
    assert values["when"]["selected_option"]["text"]["text"] == "Option 0"
    assert [each["text"]["text"] for each in values["extras"]["selected_options"]] == ["Option 2"]
    assert values["day"]["selected_date"] == "2026-12-24"
    assert values["hour"]["selected_time"] == "09:30"
    assert values["at"]["selected_date_time"] == 1_798_133_400  # 09:30 in Los Angeles
    assert values["every"]["value"] == "3"
    assert values["email"]["value"] == "ada@example.com"
    assert values["tell"]["selected_users"] == ["U0PRIYA"]
    assert values["where"]["selected_conversation"] == "C0HELP"
    assert values["list"]["files"][0]["name"] == "list.csv"
    screen.press("Back", within=screen.modal.locator(".modal-foot"))
    expect(screen.modal.get_by_text("list.csv · 19 bytes")).to_be_visible()
    expect(screen.modal.get_by_role("button", name="Choose a file")).to_be_hidden()
    screen.remove("list.csv")
    with page.expect_file_chooser():
        screen.key("Enter", screen.modal.get_by_role("button", name="Choose a file"))


def test_a_choice_can_be_made_with_the_keyboard_and_taken_back(screen: Screen) -> None:
    screen.shortcut("Send a text")
    box = screen.field("Contact")
    screen.fill("Contact", "a")
    screen.modal.get_by_role("option", name="Alan Turing").wait_for()
    screen.key("ArrowDown", box)
    expect(screen.modal.locator(".picker-option.marked")).to_have_text("Alan Turing")
    screen.key("ArrowUp", box)
    expect(screen.modal.locator(".picker-option.marked")).to_have_text("Ada Lovelace")
    screen.key("Enter", box)
    expect(box).to_have_value("Ada Lovelace")
    screen.fill("Contact", "zzz")
    expect(screen.modal.get_by_text("No results")).to_be_visible()
    screen.key("Escape", box)
    expect(box).to_have_value("Ada Lovelace")
    screen.modal.get_by_role("button", name="Clear Contact").click()
    expect(box).to_have_value("")
    screen.press("Close", within=screen.modal.locator(".modal-head"))
    expect(screen.modal).to_have_count(0)


def test_what_is_typed_goes_into_the_modal_and_not_behind_it(screen: Screen, page: Page) -> None:
    screen.type("/sms")
    screen.modal.wait_for()
    screen.expect_focus(screen.field("Contact"))
    page.keyboard.type("lost")
    expect(screen.field("Contact")).to_have_value("lost")
    expect(screen.modal.get_by_text("No results")).to_be_visible()
    screen.key("Escape")
    expect(screen.modal.get_by_text("No results")).to_be_hidden()
    screen.key("Escape")
    expect(screen.modal).to_have_count(0)
    expect(screen.composer).to_have_value("")


def test_tab_completes_a_command_and_one_types_on(screen: Screen, page: Page) -> None:
    screen.draft("/sms-s")
    page.get_by_role("option").wait_for()
    screen.key("Tab", screen.composer)
    expect(screen.composer).to_have_value("/sms-status ")
    screen.expect_focus(screen.composer)


def test_a_list_at_the_end_of_a_modal_is_scrolled_into_sight(screen: Screen) -> None:
    screen.shortcut("Send a text")
    screen.field("Post in").click()
    expect(screen.modal.get_by_role("option", name="#help-desk")).to_be_in_viewport()
