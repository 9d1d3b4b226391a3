"""The steps of workflows, run in the page as a workflow would run them."""

from playwright.sync_api import expect

from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA


def test_a_step_is_run_and_says_what_came_of_it(maya: Screen, harness: WindowedHarness) -> None:
    maya.panel("Workflow steps")
    panel = maya.page.locator("aside.panel")
    panel.get_by_label("Phone number").fill(ADA)
    panel.get_by_label("Message").fill("Your order is ready.")
    panel.get_by_role("button", name="Run step").click()
    came = panel.get_by_role("log", name="What came of the steps")
    expect(came).to_contain_text("Running")
    harness.wait_for(lambda: harness.texts)
    harness.tick(seconds=5)
    expect(came).to_contain_text("Status: sent")

    panel.get_by_role("combobox", name="Person it acts for").fill("Sam")
    panel.get_by_role("option", name="Sam Rivera").click()
    panel.get_by_role("button", name="Run step").click()
    expect(came).to_contain_text("Failed: You need the sender role")
    assert len(harness.texts) == 1
