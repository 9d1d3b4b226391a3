"""What was sent, found again at the page: filtered, opened, and taken along as evidence."""

import pytest
from playwright.sync_api import expect

from tests.browser.broadcasting import titled
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA, GRACE

pytestmark = pytest.mark.measured


def test_a_text_is_found_by_the_form_opened_and_handed_out_as_evidence(
    maya: Screen, harness: WindowedHarness
) -> None:
    for number, words in ((ADA, "Your table is ready."), (GRACE, "The ferry leaves at ten.")):
        maya.type(f"/sms {number} {words}")
        titled(maya, "Send a text")
        maya.submit()
        titled(maya, "Review text")
        maya.submit()
        harness.wait_for_database(lambda words=words: words in str(harness.texts))
    harness.tick(seconds=30)

    maya.type("/sms history")
    titled(maya, "History")
    expect(maya.modal).to_contain_text("Your table is ready.")
    maya.press("Filter", within=maya.modal)
    titled(maya, "Filter history")
    maya.fill("Words in the text", "ferry")
    maya.submit()
    titled(maya, "History")
    expect(maya.modal).to_contain_text("saying “ferry”")
    expect(maya.modal).not_to_contain_text("Your table is ready.")

    maya.press("Open", within=maya.modal)
    titled(maya, "Text on record")
    expect(maya.modal).to_contain_text("Requested by")
    expect(maya.modal).to_contain_text("Handed to SMS-iT")
    maya.press("Evidence pack", within=maya.modal)
    maya.press("Get files")
    expect(maya.modal).to_have_count(1)  # what asked once more has gone
    expect(maya.modal).to_contain_text("The files are in your direct messages.")
    maya.press("Close", within=maya.modal.locator(".modal-foot"))
    titled(maya, "History")
    maya.press("Close", within=maya.modal.locator(".modal-foot"))
    maya.channel("SMS-iT")
    expect(maya.message("Evidence about").locator("table")).to_contain_text("Handed to SMS-iT")
    assert len(harness.texts) == 2
