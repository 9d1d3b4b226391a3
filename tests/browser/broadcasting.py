"""Texts to many as people write them at the page."""

from contextlib import suppress

from playwright.sync_api import TimeoutError, expect  # noqa: A004 - the driver's own name

from tests.browser.harness import WindowedHarness
from tests.browser.screen import SOON_MS, Screen, tries

COMPOSE, CONFIRM = "Broadcast to a group", "Review broadcast"
LIST, CONFIRM_LIST = "Text a list", "Review list"


def titled(screen: Screen, title: str) -> None:
    """Wait for a modal of this title."""
    expect(screen.modal).to_have_accessible_name(title)


def write(screen: Screen, group: str, text: str) -> None:
    """Open the form of a broadcast and fill it in."""
    screen.type(f"/sms-broadcast {group}")
    titled(screen, COMPOSE)
    screen.fill("Message", text)


def check(screen: Screen, title: str = CONFIRM) -> None:
    """Submit the form and wait for what the bot says to it."""
    screen.submit()
    titled(screen, title)


def confirm(screen: Screen) -> None:
    """Press the button of the confirmation."""
    screen.submit()
    expect(screen.modal).to_have_count(0)


def agree(screen: Screen, button: str) -> None:
    """Press the button of a dialog that asks whether one is sure."""
    screen.page.get_by_role("alertdialog").get_by_role("button", name=button, exact=True).click()


def press_and_agree(screen: Screen, button: str, message: str) -> None:
    """Press a button of the newest message with these words and agree; again when it was redrawn."""
    asked = screen.page.get_by_role("alertdialog").get_by_role("button", name=button, exact=True)
    for _ in tries():
        with suppress(TimeoutError):
            screen.message(message).get_by_role("button", name=button, exact=True).click(timeout=SOON_MS)
            asked.click(timeout=SOON_MS)
            return
    raise AssertionError(f"nobody asks whether {button} is meant")


def wait_for_replies(screen: Screen, harness: WindowedHarness, message: str) -> None:
    """Let time pass until somebody answered in the thread of the newest message with these words."""
    replies = screen.message(message).locator(".replies")
    for _ in tries():
        harness.tick(seconds=30)
        with suppress(TimeoutError):
            replies.wait_for(timeout=SOON_MS)
            return
    raise AssertionError("nobody answers")


def open_thread(screen: Screen, message: str) -> None:
    """Open the thread of the newest message with these words; again when it was redrawn under the finger."""
    reply = screen.page.get_by_placeholder("Reply…")
    for _ in tries():
        screen.turn_to()
        screen.message(message).locator(".replies").click()
        with suppress(TimeoutError):
            reply.wait_for(timeout=SOON_MS)
            return
    raise AssertionError("the thread does not open")
