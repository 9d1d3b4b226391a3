"""What waits, and who is never texted, as people look after both at the page."""

from playwright.sync_api import expect

from tests.browser.broadcasting import check, confirm, titled, write
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import SUE


def test_what_is_scheduled_is_listed_changed_and_sent_in_its_new_words(
    maya: Screen, harness: WindowedHarness
) -> None:
    write(maya, "VIP", "We open at 8.")
    maya.choose("When", "Schedule")
    maya.fill("Send at", "2026-11-24T10:00")
    check(maya)
    confirm(maya)
    maya.message("Scheduled for")

    maya.type("/sms scheduled")
    titled(maya, "Scheduled")
    expect(maya.modal).to_contain_text("Broadcast to VIP (4 recipients)")
    maya.press("Edit", within=maya.modal)
    titled(maya, "Edit text")
    maya.fill("Message", "We open at 9.")
    maya.submit()
    titled(maya, "Scheduled")
    expect(maya.modal).to_contain_text("We open at 9.")
    maya.press("Close", within=maya.modal.locator(".modal-foot"))
    assert harness.texts == []

    harness.tick(hours=25, minutes=1)

    harness.wait_for_database(lambda: len(harness.texts) == 4)
    assert {words for _, words in harness.texts} == {"We open at 9."}


def test_groups_are_listed_with_how_many_people_they_hold(maya: Screen) -> None:
    maya.type("/sms groups")
    titled(maya, "Groups")
    expect(maya.modal).to_contain_text("Newsletter")
    expect(maya.modal).to_contain_text("35 recipients · 3 opted out")
    maya.press("Close", within=maya.modal.locator(".modal-foot"))


def test_who_asked_not_to_be_texted_is_not(maya: Screen, harness: WindowedHarness) -> None:
    maya.type(f"/sms do-not-text {SUE} asked at the desk")
    titled(maya, "Add to do-not-text")
    maya.submit()
    expect(maya.modal).to_contain_text("to the do-not-text list.")
    maya.press("Close", within=maya.modal.locator(".modal-foot"))
    maya.type(f"/sms {SUE} See you on Thursday.")
    titled(maya, "Send a text")
    maya.submit()
    expect(maya.modal.get_by_role("alert")).to_contain_text(
        "is on the do-not-text list, so this text can't be sent"
    )
    assert harness.texts == []
