"""For those who use keys, hear the page read out, or work at night. All tests share one page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gallery import Gallery
from tests.browser.screen import Screen, sit_down
from tests.browser.test_forms import field, show
from tests.sandbox.slack.blocks import samples as s


@pytest.fixture(scope="module")
def screen(tab: Page, there: Gallery) -> Iterator[Screen]:
    """Load the page once for all tests of this module."""
    sitting = sit_down(tab, there.sandbox.url)
    yield sitting
    sitting.leave()


@pytest.fixture(autouse=True)
def _nothing_left(there: Gallery) -> Iterator[None]:
    yield
    person = there.sandbox.slack.person("U0MAYA")
    if person.view is not None:
        person.close()
    assert there.sandbox.slack.problems == []


def test_the_focus_goes_round_in_a_modal_and_back_to_where_it_was(screen: Screen, page: Page) -> None:
    shortcuts = page.get_by_role("button", name="Shortcuts")
    shortcuts.focus()
    screen.key("Enter")
    page.get_by_role("menuitem", name="Send a text").wait_for()
    screen.key("ArrowDown")
    screen.expect_focus(page.get_by_role("menuitem", name="Send a text"))
    screen.key("Enter")
    screen.expect_focus(screen.field("Contact"))
    expect(screen.modal.get_by_role("listbox")).to_be_hidden()
    close = screen.modal.locator(".modal-head").get_by_role("button", name="Close")
    submit = screen.modal.locator(".modal-foot .primary")
    screen.key("Shift+Tab")
    screen.expect_focus(close)
    screen.key("Shift+Tab")
    screen.expect_focus(submit)
    screen.key("Tab")
    screen.expect_focus(close)
    screen.key("Shift+Tab")
    screen.expect_focus(submit)
    screen.key("Escape")
    expect(screen.modal).to_have_count(0)
    screen.expect_focus(shortcuts)


def test_a_menu_stays_shut_however_late_the_key_that_chose_is_let_go(screen: Screen, page: Page) -> None:
    trigger = page.get_by_role("button", name="Acting as")
    choices = page.get_by_role("menuitem")
    trigger.focus()
    screen.key("Enter")
    choices.first.wait_for()
    screen.key("ArrowDown")
    screen.expect_focus(choices.first)
    page.keyboard.down("Enter")
    expect(choices).to_have_count(0)
    screen.expect_focus(trigger)
    page.keyboard.up("Enter")
    page.evaluate("fetch(location.href).then(answer => answer.text())")  # time for what the key would do
    expect(choices).to_have_count(0)


def test_both_keys_submit_and_enter_alone_does_not(screen: Screen, page: Page, there: Gallery) -> None:
    words = field("Words", {"type": "plain_text_input", "multiline": True})
    screen.composer.focus()
    show(there, screen, words, private_metadata="with two keys")
    screen.fill("Words", "Hello")
    screen.key("Enter", screen.field("Words"))
    expect(screen.field("Words")).to_have_value("Hello\n")
    screen.key("Control+Enter", screen.field("Words"))
    screen.message("Sent: with two keys")
    expect(screen.modal).to_have_count(0)
    screen.expect_focus(screen.composer)


def test_escape_shuts_a_list_first_and_then_the_modal(screen: Screen, there: Gallery) -> None:
    show(there, screen, field("One", {"type": "static_select", "options": s.options(2)}))
    box = screen.field("One")
    screen.expect_focus(box)
    screen.key("ArrowDown", box)
    options = screen.modal.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    screen.key("Escape", box)
    expect(options).to_have_count(0)
    expect(screen.modal).to_be_visible()
    screen.key("Escape", box)
    expect(screen.modal).to_have_count(0)


def test_a_field_says_what_is_wrong_with_it_and_its_label_leads_to_it(
    screen: Screen, page: Page, there: Gallery
) -> None:
    element = {"type": "number_input", "action_id": "it", "is_decimal_allowed": False, "max_value": "9"}
    count = s.input_block(element, label=s.plain("Count"), block_id="count", hint=s.plain("One to nine."))
    show(there, screen, count, private_metadata="nine")
    box = screen.field("Count")
    expect(box).to_have_attribute("max", "9")
    screen.key("Control+Enter")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description("Please complete this required field. One to nine.")
    screen.modal.locator(".input-label", has_text="Count").click()
    screen.expect_focus(box)
    box.fill("12")
    expect(screen.beside("Count")).to_have_text("Please enter 9 or less.")
    screen.key("Backspace")
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_a_menu_beside_a_row_acts_on_that_row(screen: Screen, page: Page, there: Gallery) -> None:
    rows = [
        s.section(
            text=s.plain(name),
            accessory=s.choice("overflow", 2, action_id="dots", confirm=s.confirm(confirm=s.plain("Do it"))),
        )
        for name in ("first", "second")
    ]
    there.post(*rows, text="Two rows with menus")
    row = screen.message("second").locator(".section").nth(1)
    row.get_by_role("button", name="More options").click()
    page.get_by_role("menuitem", name="Option 1").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Do it").click()
    screen.message("Pressed dots")
    pressed = next(each for each in reversed(there.bot.seen) if each["type"] == "block_actions")
    second = pressed["message"]["blocks"][1]["block_id"]
    assert (pressed["actions"][0]["block_id"], pressed["actions"][0]["selected_option"]["value"]) == (
        second,
        "value-1",
    )


def test_dark_mode_follows_the_computer_until_somebody_chooses(screen: Screen, page: Page) -> None:
    root, switch = page.locator("html"), page.get_by_role("button", name="Dark mode")
    expect(root).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(root).to_have_attribute("data-theme", "light")
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(root).to_have_attribute("data-theme", "light")
