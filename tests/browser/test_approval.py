"""A broadcast that needs approval, from two screens."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.store.states import SendState
from tests.browser.broadcasting import check, confirm, titled, write
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen, sit_down

WORDS = "Flu jabs are in. Please call us to book."
PEOPLE = 35


@pytest.fixture
def lena(window: BrowserContext, harness: WindowedHarness) -> Iterator[Screen]:
    """Lena, who may approve, at a screen of her own, in the approvers' channel."""
    sitting = sit_down(window.new_page(), harness.sandbox.url)
    sitting.act_as("Lena Fischer")
    sitting.channel("sms-approvals")
    yield sitting
    sitting.page.close()


def ask(maya: Screen) -> None:
    """Write a broadcast to many, as far as the request to approve it."""
    write(maya, "Newsletter", WORDS)
    check(maya)
    expect(maya.modal).to_contain_text("over 25 recipients")
    expect(maya.modal.locator(".modal-foot .primary")).to_contain_text("approval")
    confirm(maya)
    maya.message("Asked in")


def test_another_person_approves_and_everybody_sees_how_it_goes(
    maya: Screen, lena: Screen, harness: WindowedHarness
) -> None:
    ask(maya)
    request = lena.message("wants to text the group Newsletter")
    expect(request).to_contain_text(f"{PEOPLE} credits")
    expect(request).not_to_contain_text(WORDS)
    lena.press("Approve", within=request)
    titled(lena, "Approve broadcast")
    expect(lena.modal).to_contain_text(WORDS)
    assert harness.texts == []

    confirm(lena)

    lena.message("Approved by @Lena Fischer")
    maya.message("Approved by @Lena Fischer")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=30)
    maya.message("handed to carriers")
    assert {words for _, words in harness.texts} == {WORDS}
    assert len({number for number, _ in harness.texts}) == PEOPLE


def test_a_rejection_says_why_and_nothing_is_sent(
    maya: Screen, lena: Screen, harness: WindowedHarness
) -> None:
    ask(maya)
    lena.press("Reject", within=lena.message("Needs approval"))
    lena.fill("Reason", "Next week, please.")
    confirm(lena)

    lena.message("Rejected by @Lena Fischer")
    message = maya.message("rejected by @Lena Fischer")
    expect(message).to_contain_text("Next week, please")
    expect(message).not_to_contain_text("please..")
    assert harness.texts == []


def test_who_asked_cannot_say_yes(maya: Screen, lena: Screen, harness: WindowedHarness) -> None:
    lena.act_as("Tom Okafor")
    lena.channel("front-desk")
    ask(lena)
    lena.channel("sms-approvals")
    lena.press("Approve", within=lena.message("Needs approval"))
    lena.message("You can't approve your own request.")
    assert harness.texts == []
