"""Broadcasts as people send them at the page."""

from playwright.sync_api import expect

from bot.store.states import SendState
from tests.browser.broadcasting import COMPOSE, check, confirm, open_thread, titled, write
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.broadcasting import LONDON, Broadcasts

WORDS = "Our new hours begin on Monday: we open at 8."
NIGHT = "2026-11-24T15:00"
"""Three in the afternoon in Los Angeles, when it is eleven at night in London."""


def test_a_broadcast_is_confirmed_sent_and_followed_to_its_figures(
    maya: Screen, harness: WindowedHarness
) -> None:
    write(maya, "VIP", WORDS)
    expect(maya.field("To the group")).to_have_value("VIP")
    expect(maya.modal).to_contain_text("1 credit per person")
    check(maya)
    for fact in (
        "VIP · 4 recipients",
        "Cost 4 credits",
        "4,996",
        "estimated from area codes",
        "For example to •••",
    ):
        expect(maya.modal).to_contain_text(fact)
    assert harness.texts == []
    confirm(maya)

    maya.message("VIP · 4 recipients")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=30)
    message = maya.message("4 of 4 handed to carriers")

    expect(message.locator(".chart canvas")).to_have_count(0)  # one figure needs none
    expect(message.get_by_role("button", name="More options")).to_be_visible()
    open_thread(maya, "VIP · 4 recipients")
    expect(maya.page.get_by_role("article").filter(has_text="Reports by day")).to_contain_text("ID in SMS-iT")
    assert [words for _, words in harness.texts] == [WORDS] * 4
    assert len({number for number, _ in harness.texts}) == 4


def test_the_group_is_found_by_a_part_of_its_name_and_the_first_name_put_in(
    maya: Screen, harness: WindowedHarness
) -> None:
    maya.type("/sms broadcast")
    titled(maya, COMPOSE)
    maya.choose("To the group", "Tuesday clinic evening", typed="evening")
    maya.fill("Message", "The evening clinic is full,")
    maya.press("Insert %%Name%%")
    expect(maya.field("Message")).to_have_value("The evening clinic is full, %%Name%%")
    check(maya)
    confirm(maya)
    maya.message("Tuesday clinic evening · 2 recipients")
    harness.wait_for_database(lambda: len(harness.texts) == 2)
    assert all(words.startswith("The evening clinic is full, ") for _, words in harness.texts)
    assert not any("%%" in words for _, words in harness.texts)


def test_quiet_hours_stop_who_may_not_override_them_and_nobody_else(
    maya: Screen, harness: WindowedHarness
) -> None:
    Broadcasts(harness).group("Londoners", 2, where=LONDON)
    write(maya, "Londoners", WORDS)
    maya.choose("When", "Schedule")
    maya.fill("Send at", NIGHT)
    check(maya)
    expect(maya.modal).to_contain_text("About 2 recipients would be in quiet hours")
    expect(maya.modal).to_contain_text("You can't send in quiet hours.")
    expect(maya.modal.locator(".modal-foot .primary")).to_have_count(0)
    maya.press("Back", within=maya.modal.locator(".modal-foot"))
    maya.press("Cancel", within=maya.modal)

    maya.act_as("Tom Okafor")
    maya.channel("front-desk")
    write(maya, "Londoners", WORDS)
    maya.choose("When", "Schedule")
    maya.fill("Send at", NIGHT)
    check(maya)
    maya.modal.get_by_role("checkbox").check()
    confirm(maya)

    maya.message("Allowed in quiet hours by @Tom Okafor")
    assert harness.texts == []


def test_who_may_only_text_single_people_is_told_so(maya: Screen, harness: WindowedHarness) -> None:
    maya.act_as("Priya Nair")
    maya.type("/sms-broadcast VIP")
    expect(maya.message("Only visible to you")).to_contain_text("broadcaster")
    expect(maya.modal).to_have_count(0)
    assert harness.texts == []
