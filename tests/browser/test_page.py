import pytest
from playwright.sync_api import Page, expect

from bot.sandbox.smsit.outbox import TextOut
from tests.browser.gallery import Gallery, show_all
from tests.browser.screen import NARROW, Screen
from tests.sandbox.slack.blocks import samples as s

pytestmark = pytest.mark.measured


def test_a_command_is_offered_while_it_is_typed_and_opens_its_modal(screen: Screen, page: Page) -> None:
    screen.composer.press_sequentially("/sms-c")
    expect(page.get_by_role("listbox", name="Slash commands").get_by_role("option")).to_have_count(1)
    marked = page.locator(".command-line.marked .command-name")
    screen.draft("/s")
    expect(marked).to_have_text("/sms")  # the list is that of what was typed last
    screen.key("ArrowDown", screen.composer)
    expect(marked).to_have_text("/sms-broadcast")
    screen.key("Tab", screen.composer)
    expect(screen.composer).to_have_value("/sms-broadcast ")
    screen.draft("/s")
    expect(marked).to_have_text("/sms")
    screen.key("Enter", screen.composer)
    expect(screen.composer).to_have_value("/sms ")
    expect(page.locator(".usage")).to_contain_text("[number or name]")
    screen.key("Enter", screen.composer)
    expect(screen.modal).to_have_accessible_name("Every field")


def test_a_button_changes_its_message_and_a_dangerous_one_asks_first(
    screen: Screen, page: Page, there: Gallery
) -> None:
    ask = s.confirm(
        title=s.plain("Really?"), confirm=s.plain("Do it"), deny=s.plain("Leave it"), style="danger"
    )
    cancel = s.button(text=s.plain("Stop"), action_id="stop", style="danger", confirm=ask)
    there.post(s.section(text=s.mrkdwn("*Waiting* for you")), s.actions(cancel), text="Waiting")
    message = screen.message("Waiting for you")
    screen.press("Stop", within=message)
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    screen.press("Stop", within=message)
    page.get_by_role("button", name="Do it").click()
    expect(screen.message("Pressed stop")).to_be_visible()


def test_a_question_stays_when_its_message_changes_meanwhile(
    screen: Screen, page: Page, there: Gallery
) -> None:
    stop = s.button(text=s.plain("Stop"), action_id="stop", confirm=s.confirm(confirm=s.plain("Do it")))
    posted = there.post(s.actions(stop), text="Waiting")
    screen.press("Stop")
    page.get_by_role("alertdialog").wait_for()
    changed = [s.section(text=s.plain("Something is new")), s.actions(stop)]
    there.bot.client.chat_update(channel="C0FRONT", ts=posted["ts"], text="New", blocks=changed)
    screen.message("Something is new")
    page.get_by_role("button", name="Do it").click()
    expect(screen.message("Pressed stop")).to_be_visible()


def test_the_same_button_in_many_rows_presses_the_right_one(screen: Screen, there: Gallery) -> None:
    rows = [
        s.section(text=s.plain(name), accessory=s.button(text=s.plain("Edit"), action_id="edit", value=name))
        for name in ("first", "second")
    ]
    there.post(*rows, text="Two rows")
    screen.press("Edit", within=screen.message("second").locator(".section").nth(1))
    screen.message("Pressed edit")
    pressed = next(each for each in reversed(there.bot.seen) if each["type"] == "block_actions")
    assert pressed["actions"][0]["value"] == "second"


def test_a_menu_in_a_message_acts(screen: Screen, page: Page, there: Gallery) -> None:
    there.post(s.section(text=s.plain("Has a menu"), accessory=s.choice("overflow", 2, action_id="dots")))
    screen.message("Has a menu").get_by_role("button", name="More options").click()
    page.get_by_role("menuitem", name="Option 1").click()
    screen.message("Pressed dots")


def test_everything_block_kit_has_is_drawn_and_nothing_is_asked_of_the_network(
    screen: Screen, page: Page, there: Gallery
) -> None:
    show_all(there)
    expect(page.get_by_role("heading", name="Text to Ada Lovelace").last).to_be_visible()
    expect(screen.message("Rich").get_by_text("<b>literal</b>")).to_be_visible()
    expect(screen.message("Rich").get_by_role("link", name="link")).to_be_visible()
    expect(screen.message("Last week").get_by_role("table")).to_be_visible()
    expect(page.get_by_role("img", name="Delivery of the newsletter. Part 0 1").last).to_be_visible()
    expect(screen.message("Laid open").get_by_text("Sub", exact=True)).to_be_visible()
    expect(screen.message("Laid open").get_by_text("Folded")).to_be_visible()
    expect(screen.message("With an attachment").get_by_text("Inside")).to_be_visible()
    pages = screen.message("Last week")
    screen.press("Next", within=pages)
    expect(pages.get_by_text("Page 2 of 2")).to_be_visible()
    screen.press("Previous", within=pages)
    expect(pages.get_by_text("Page 1 of 2")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert screen.outside == []


def test_only_the_addressee_sees_an_ephemeral_message_and_can_dismiss_it(
    screen: Screen, page: Page, there: Gallery
) -> None:
    there.bot.client.chat_postEphemeral(channel="C0HELP", user="U0MAYA", text="A secret word")
    screen.channel("help-desk")
    message = screen.message("A secret word")
    expect(message.get_by_text("Only visible to you")).to_be_visible()
    screen.act_as("Priya Nair")
    expect(page.get_by_text("A secret word")).to_have_count(0)
    screen.act_as("Maya Chen")
    screen.press("Dismiss", within=screen.message("A secret word"))
    expect(page.get_by_text("A secret word")).to_have_count(0)


def test_a_thread_opens_beside_the_channel_and_takes_replies(
    screen: Screen, page: Page, there: Gallery
) -> None:
    there.sandbox.slack.person("U0TOM").say("Who is in on Friday?", channel="C0HELP")
    screen.channel("help-desk")
    message = screen.message("Who is in on Friday?")
    message.hover()
    message.get_by_role("button", name="Reply in thread").click()
    reply = page.get_by_role("textbox", name="Reply…")
    reply.fill("I am")
    screen.key("Enter", reply)
    expect(page.get_by_role("log", name="Thread").get_by_text("I am")).to_be_visible()
    page.get_by_role("button", name="Close panel").click()
    page.get_by_role("button", name="1 reply").click()
    expect(page.get_by_role("log", name="Thread").get_by_text("I am")).to_be_visible()


def test_an_unread_message_is_counted_until_it_is_seen(screen: Screen, page: Page, there: Gallery) -> None:
    screen.channel("announcements")
    there.sandbox.slack.person("U0TOM").say("Cake at four", channel="C0UPDATES")
    expect(page.get_by_label("1 unread").first).to_be_visible()
    screen.channel("customer-updates")
    screen.message("Cake at four")
    line = page.get_by_role("navigation", name="Workspace").get_by_role("button", name="customer-updates")
    expect(line.get_by_label("unread")).to_have_count(0)


def test_home_is_asked_of_the_bot_when_it_is_opened(screen: Screen, page: Page) -> None:
    screen.channel("SMS-iT home")
    expect(page.get_by_role("heading", name="Good morning")).to_be_visible()
    expect(page.get_by_role("button", name="See them")).to_be_visible()
    screen.act_as("Sam Rivera")
    expect(page.get_by_role("heading", name="Good morning")).to_be_visible()


def test_a_message_shortcut_opens_a_modal(screen: Screen, there: Gallery) -> None:
    there.sandbox.slack.person("U0TOM").say("Tell her we moved")
    screen.message_shortcut("Tell her we moved", "Text this to…")
    expect(screen.modal).to_have_accessible_name("Every field")


def test_the_inspector_shows_each_delivery_with_its_time(screen: Screen, page: Page) -> None:
    screen.panel("Traffic inspector")
    screen.type("/sms help")
    screen.message("Help is near")
    line = page.get_by_role("log", name="Traffic").locator(".exchange").filter(has_text="/sms").first
    expect(line.locator(".ack")).to_contain_text("ms")
    line.get_by_role("button").click()
    expect(line).to_contain_text('"text": "help"')
    expect(line).to_contain_text("is near")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".exchange")).to_have_count(0)


def test_the_inspector_covers_one_time_codes(screen: Screen, page: Page, there: Gallery) -> None:
    code = str(there.sandbox.smsit.call("generateOTP")["otp"])
    screen.panel("Traffic inspector")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".exchange")).to_have_count(0)
    there.post(text=f"Never post a code: {code}")
    line = page.get_by_role("log", name="Traffic").locator(".exchange").filter(has_text="chat.postMessage")
    line.get_by_role("button").click()
    expect(line).to_contain_text('"text": "Never post a code: ••••••"')
    expect(line).not_to_contain_text(code)


def test_a_text_that_left_shows_up_on_the_customers_phone(screen: Screen, page: Page, there: Gallery) -> None:
    screen.panel("Customers' phones")
    for number, words in (("14155550142", "First text"), ("14155550143", "Second text")):
        _leave(there, number, words)
        expect(page.get_by_role("log", name="Texts on this phone")).to_contain_text(words)
    page.get_by_role("tab", name="…0142").click()
    expect(page.get_by_role("log", name="Texts on this phone")).to_contain_text("First text")
    page.get_by_text("Make SMS-iT misbehave once").click()
    page.get_by_role("button", name="Lost reply").click()
    expect(page.get_by_text("Next smscontact call: lost reply.")).to_be_visible()
    there.sandbox.smsit.faults.take("smscontact")
    expect(page.get_by_text("Next smscontact call")).to_be_hidden()


def test_a_command_nobody_knows_is_told_above_the_composer(screen: Screen, page: Page) -> None:
    screen.type("/nothing here")
    expect(page.get_by_role("alert")).to_contain_text("/nothing is not a valid command.")
    screen.draft("Never mind")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_ordinary_message_is_posted_as_the_person_who_sits_here(screen: Screen) -> None:
    screen.act_as("Priya Nair")
    screen.type("The kettle *boils*")
    expect(screen.message("The kettle boils").get_by_text("Priya Nair")).to_be_visible()


def test_a_guest_sees_only_their_channels(screen: Screen, page: Page) -> None:
    screen.channel("help-desk")
    screen.act_as("Gia Rossi")
    expect(page.get_by_role("heading", name="front-desk")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_text("help-desk")).to_have_count(0)


def test_a_small_screen_keeps_everything_within_its_width(screen: Screen, page: Page, there: Gallery) -> None:
    screen.resize(NARROW)
    show_all(there)
    screen.message("Only you see")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW[0]
    screen.channel("help-desk")
    expect(page.get_by_role("heading", name="help-desk")).to_be_visible()
    expect(page.get_by_role("navigation", name="Workspace")).to_be_hidden()
    screen.panel("Traffic inspector")
    page.get_by_role("button", name="Close panel").click()
    expect(page.get_by_role("complementary")).to_be_hidden()
    screen.panel("Customers' phones")
    expect(page.get_by_role("complementary")).to_be_visible()
    screen.channel("front-desk")  # which the panel would cover
    expect(page.get_by_role("complementary")).to_be_hidden()


def _leave(there: Gallery, number: str, words: str) -> None:
    now = there.sandbox.smsit.clock()
    there.sandbox.smsit._outbox.leave(TextOut(number, words, "14155550190", now, 1))


def test_escape_takes_away_what_covers_a_small_screen(screen: Screen, page: Page) -> None:
    screen.resize(NARROW)
    menu, channels = page.get_by_role("button", name="Menu"), page.get_by_role("navigation", name="Workspace")
    menu.click()
    expect(channels).to_be_visible()
    screen.key("Escape")
    expect(channels).to_be_hidden()
    screen.expect_focus(menu)

    screen.panel("Traffic inspector")
    expect(page.get_by_role("heading", name="Traffic inspector")).to_be_visible()
    screen.key("Escape")
    expect(page.get_by_role("heading", name="Traffic inspector")).to_be_hidden()
