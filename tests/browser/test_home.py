"""Home as a desk, at the page: what needs somebody, decided there, and the rest of it following."""

from playwright.sync_api import expect

from bot.sandbox.smsit.faults import Fault
from bot.store.balances import Sample
from bot.store.states import SendState
from tests.browser.broadcasting import titled
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA, GRACE


def test_an_unconfirmed_text_is_settled_on_home_which_follows(maya: Screen, harness: WindowedHarness) -> None:
    harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    maya.type(f"/sms {ADA} Your results are in.")
    titled(maya, "Send a text")
    maya.submit()
    titled(maya, "Review text")
    maya.submit()
    harness.until(SendState.UNKNOWN)
    harness.bot.services.safeguards.credits._seen = Sample(harness.clock(), 4321)
    maya.channel("SMS-iT home")

    home = maya.page.locator("main.place")
    expect(home.get_by_role("heading", name="Needs attention")).to_be_visible()
    expect(home).to_contain_text("Text to Ada Lovelace")
    expect(home).to_contain_text("4,321 credits")
    maya.press("It was sent")
    maya.page.get_by_role("dialog").get_by_role("button", name="It was sent").click()
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=15)

    expect(home.get_by_role("heading", name="Needs attention")).to_have_count(0)
    expect(home).to_contain_text("1 text · delivered")
    assert len(harness.texts) == 1
    assert GRACE not in home.inner_text()
