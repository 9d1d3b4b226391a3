"""A template as people write it at the page, and insert it into a text."""

from playwright.sync_api import expect

from tests.browser.broadcasting import titled
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA


def test_a_template_is_written_inserted_filled_in_and_sent(maya: Screen, harness: WindowedHarness) -> None:
    maya.type("/sms templates")
    titled(maya, "Templates")
    maya.press("New template", within=maya.modal)
    titled(maya, "New template")
    maya.fill("Name", "Free hours")
    maya.fill("Text", "We have free hours on %%Day%%.")
    expect(maya.modal).to_contain_text("Merge fields: Day")
    maya.submit()
    titled(maya, "Templates")
    expect(maya.modal).to_contain_text("Saved Free hours.")
    maya.press("Close", within=maya.modal.locator(".modal-foot"))

    maya.type(f"/sms {ADA}")
    titled(maya, "Send a text")
    maya.choose("Insert a template", "Free hours", typed="free")
    expect(maya.field("Message")).to_have_value("We have free hours on %%Day%%.")
    maya.submit()
    expect(maya.beside("Day")).to_have_text("Fill this in, or take %%Day%% out of the text.")
    maya.fill("Day", "Friday")
    expect(maya.modal).to_contain_text("29 characters")
    maya.submit()
    titled(maya, "Review text")
    expect(maya.modal).to_contain_text("We have free hours on Friday.")
    maya.submit()
    expect(maya.modal).to_have_count(0)

    harness.wait_for_database(lambda: harness.texts == [(ADA, "We have free hours on Friday.")])
