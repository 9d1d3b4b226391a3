"""Fields as hands and keyboards fill them in."""

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.gallery import Gallery


def test_a_form_is_filled_corrected_checked_and_sent(desk: Desk, page: Page) -> None:
    desk.type("/sms")
    desk.choose("Contact", "Ada Lovelace", typed="ada")
    expect(desk.field("Contact")).to_have_value("Ada Lovelace")
    desk.fill("Message", "A bad word")
    expect(desk.modal.get_by_text("10 characters")).to_be_visible()
    desk.submit()
    expect(desk.modal.get_by_role("alert")).to_have_text("Please complete this required field.")
    desk.choose("When", "Option 1")
    desk.submit()
    expect(desk.modal.get_by_role("alert")).to_have_text("That word is not allowed. Leave it out.")
    desk.fill("Message", "A good word & more")
    desk.submit()
    expect(desk.modal).to_have_accessible_name("Check and send")
    expect(desk.modal.get_by_role("status")).to_contain_text("Check it once more.")
    desk.press("Back", within=desk.modal.locator(".modal-foot"))
    expect(desk.field("Message")).to_have_value("A good word & more")
    desk.submit()
    expect(desk.modal).to_have_accessible_name("Check and send")
    desk.submit()
    expect(desk.message("Sent: A good word & more")).to_be_visible()
    expect(desk.modal).to_have_count(0)


def test_every_kind_of_field_reaches_the_bot(desk: Desk, there: Gallery) -> None:
    desk.shortcut("Send a text")
    desk.choose("Contact", "Alan Turing", typed="tur")
    desk.fill("Message", "Hello")
    desk.choose("Size", "Option 2", typed="option 2")
    desk.choose("When", "Option 0")
    desk.choose("Extras", "Option 0")
    desk.choose("Extras", "Option 2")
    desk.choose("Extras", "Option 0")
    desk.fill("Day", "2026-12-24")
    desk.fill("Hour", "09:30")
    desk.fill("At", "2026-12-24T09:30")
    desk.fill("Every", "3")
    desk.fill("Email", "ada@example.com")
    desk.choose("Tell", "Tom Okafor", typed="tom")
    desk.choose("Tell", "Priya Nair", typed="pri")
    desk.modal.get_by_role("button", name="Remove Priya Nair").wait_for()
    desk.remove("Tom Okafor")
    desk.choose("Post in", "#help-desk", typed="help")
    csv = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"number\n14155550142\n"}
    desk.modal.locator("input[type=file]").set_input_files(csv)
    desk.modal.get_by_text("list.csv · 19 bytes").wait_for()
    desk.submit()
    expect(desk.modal).to_have_accessible_name("Check and send")
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


def test_a_choice_can_be_made_with_the_keyboard_and_taken_back(desk: Desk) -> None:
    desk.shortcut("Send a text")
    box = desk.field("Contact")
    desk.fill("Contact", "a")
    desk.modal.get_by_role("option", name="Alan Turing").wait_for()
    box.press("ArrowDown")
    expect(desk.modal.locator(".picker-option.marked")).to_have_text("Alan Turing")
    box.press("ArrowUp")
    expect(desk.modal.locator(".picker-option.marked")).to_have_text("Ada Lovelace")
    box.press("Enter")
    expect(box).to_have_value("Ada Lovelace")
    desk.fill("Contact", "zzz")
    expect(desk.modal.get_by_text("No result")).to_be_visible()
    box.press("Escape")
    expect(box).to_have_value("Ada Lovelace")
    desk.modal.get_by_role("button", name="Clear Contact").click()
    expect(box).to_have_value("")
    desk.press("Close", within=desk.modal.locator(".modal-head"))
    expect(desk.modal).to_have_count(0)


def test_what_is_typed_goes_into_the_modal_and_not_behind_it(desk: Desk, page: Page) -> None:
    desk.type("/sms")
    desk.modal.wait_for()
    expect(desk.modal).to_be_focused()
    page.keyboard.type("lost")
    page.keyboard.press("Escape")
    expect(desk.modal).to_have_count(0)
    expect(desk.composer).to_have_value("")


def test_tab_completes_a_command_and_one_types_on(desk: Desk, page: Page) -> None:
    desk.draft("/sms-s")
    page.get_by_role("option").wait_for()
    desk.composer.press("Tab")
    expect(desk.composer).to_have_value("/sms-status ")
    expect(desk.composer).to_be_focused()


def test_a_list_at_the_end_of_a_modal_is_scrolled_into_sight(desk: Desk) -> None:
    desk.shortcut("Send a text")
    desk.field("Post in").click()
    expect(desk.modal.get_by_role("option", name="#help-desk")).to_be_in_viewport()
