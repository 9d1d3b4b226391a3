"""The steps of workflows, run in the page as a workflow would run them."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA

pytestmark = pytest.mark.measured


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

    maya.pick(panel, "Person it acts for", "Sam Rivera", typed="Sam")
    panel.get_by_role("button", name="Run step").click()
    expect(came).to_contain_text("Failed: You need the sender role")
    assert len(harness.texts) == 1


def test_what_a_step_gives_goes_into_the_next_one(maya: Screen, harness: WindowedHarness) -> None:
    maya.panel("Workflow steps")
    panel = maya.page.locator("aside.panel")
    newest = panel.get_by_role("log", name="What came of the steps").locator(".step-result").first

    maya.pick(panel, "Step", "Send a code", typed="Send a code")
    panel.get_by_label("Purpose", exact=True).fill("Password reset")  # which the step before doesn't have
    panel.get_by_label("Phone number", exact=True).fill(ADA)
    panel.get_by_role("button", name="Run step").click()
    harness.wait_for(lambda: harness.texts)
    harness.tick(seconds=5)
    expect(newest).to_contain_text("Send a code")
    expect(newest).to_contain_text("Status: sent")

    maya.pick(panel, "Step", "Verify a code", typed="Verify a code")
    maya.pick(panel, "Code ID from a step before", "Send a code: Text ID", typed="Text")
    panel.get_by_label("Code", exact=True).fill(harness.sandbox.smsit.codes[-1])
    panel.get_by_role("button", name="Run step").click()
    expect(newest).to_contain_text("Verified: True")

    runs = harness.sandbox.slack.step_runs.all[-2:]
    assert [each.step for each in runs] == ["send_code_step", "verify_code_step"]
    assert runs[0].workflow == runs[1].workflow
    panel.get_by_role("button", name="New workflow").click()
    expect(panel.get_by_role("combobox", name="Code ID from a step before")).to_have_count(0)
