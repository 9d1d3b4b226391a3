"""Whoever comes for the first time is offered what to try. All tests share one page, and one visit."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import WindowedHarness, open_harness
from tests.browser.screen import NARROW, WIDE, Screen, sit_down

pytestmark = pytest.mark.measured


@pytest.fixture(scope="module")
def harness() -> Iterator[WindowedHarness]:
    with open_harness(welcomes=True) as running:
        yield running


@pytest.fixture(scope="module")
def screen(tab: Page, harness: WindowedHarness) -> Iterator[Screen]:
    """Load the page once for all tests of this module."""
    sitting = sit_down(tab, harness.sandbox.url)
    yield sitting
    sitting.leave()


@pytest.fixture(autouse=True)
def _from_maya(harness: WindowedHarness) -> Iterator[None]:
    yield
    harness.fresh()


def test_a_step_types_its_command_and_is_marked_when_it_happened(
    screen: Screen, page: Page, harness: WindowedHarness
) -> None:
    expect(page.get_by_role("heading", name="Things to try")).to_be_visible()
    expect(page.get_by_text("0 of 9 done")).to_be_visible()
    page.get_by_role("button", name="Try it as Sam: Be someone else").click()
    page.get_by_role("button", name="Acting as Sam Rivera").wait_for()
    expect(screen.composer).to_have_value("/sms 14155550100 Hello from Sam")
    screen.expect_focus(screen.composer)
    expect(page.get_by_text("0 of 9 done")).to_be_visible()
    screen.key("Enter")
    expect(page.get_by_text("1 of 9 done")).to_be_visible()
    expect(page.locator(".guide-step.done")).to_contain_text("Be someone else")
    assert harness.texts == []


def test_a_step_lets_sms_it_do_something_wrong_once(
    screen: Screen, page: Page, harness: WindowedHarness
) -> None:
    for _ in range(2):
        page.get_by_role("button", name="Try it: Lose a reply").click()
        page.get_by_role("button", name="Acting as Maya Chen").wait_for()
        expect(screen.composer).to_have_value(
            "/sms 14155550101 Your results are in. Please call the front desk."
        )
        screen.expect_focus(screen.composer)  # the second press is done too, which changes no word
    assert [endpoint for endpoint, _ in harness.sandbox.smsit.faults.waiting] == ["smscontact"]
    screen.draft("")


def test_a_step_may_lead_to_another_person_in_another_channel(screen: Screen, page: Page) -> None:
    page.get_by_role("button", name="Then as Lena: Text a group").click()
    page.get_by_role("button", name="Acting as Lena Fischer").wait_for()
    expect(page.get_by_role("heading", name="sms-approvals")).to_be_visible()


def test_what_one_may_type_behind_a_command_is_offered_by_role(screen: Screen, page: Page) -> None:
    offered = page.get_by_role("listbox", name="Slash commands").get_by_role("option")
    screen.act_as("Maya Chen")
    screen.draft("/sms ")
    expect(offered.filter(has_text="/sms otp verify")).to_have_count(1)
    expect(offered.filter(has_text="/sms appointment")).not_to_have_count(0)
    screen.draft("/sms otp")
    expect(offered).to_have_count(3)
    screen.key("ArrowDown", screen.composer)
    screen.key("ArrowDown", screen.composer)
    expect(page.locator(".command-line.marked")).to_contain_text("/sms otp verify")
    screen.key("Tab", screen.composer)
    expect(screen.composer).to_have_value("/sms otp verify ")
    screen.draft("/sms otp")
    screen.key("Escape", screen.composer)
    expect(offered).to_have_count(0)
    screen.act_as("Sam Rivera")
    screen.draft("/sms c")
    expect(offered.filter(has_text="/sms credits")).to_have_count(1)
    screen.draft("/sms o")
    expect(offered).to_have_count(0)
    screen.draft("")


def test_on_a_small_screen_what_was_prepared_is_seen(screen: Screen, page: Page) -> None:
    screen.resize(NARROW)
    page.get_by_role("button", name="Try it: Text a list").click()
    expect(page.get_by_role("heading", name="Things to try")).to_be_hidden()
    expect(screen.composer).to_have_value("/sms list")
    screen.expect_focus(screen.composer)
    expect(screen.composer).to_be_in_viewport()
    screen.draft("")
    screen.resize(WIDE)


def test_who_dismissed_it_can_open_it_again(screen: Screen, page: Page) -> None:
    page.reload()
    page.get_by_role("button", name="Acting as").wait_for()
    expect(page.get_by_role("heading", name="front-desk")).to_be_visible()
    expect(page.get_by_role("heading", name="Things to try")).to_be_hidden()
    screen.panel("Things to try")
    expect(page.get_by_text("1 of 9 done")).to_be_visible()
