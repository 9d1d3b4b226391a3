"""Texts to many as people write them at the page."""

from contextlib import suppress

from playwright.sync_api import TimeoutError, expect  # noqa: A004 - the driver's own name

from tests.browser.desk import SOON_MS, Desk, tries

COMPOSE, CONFIRM = "Broadcast to a group", "Send this broadcast?"
LIST, CONFIRM_LIST = "Text a list", "Text this list?"


def titled(desk: Desk, title: str) -> None:
    """Wait for a modal of this title."""
    expect(desk.modal).to_have_accessible_name(title)


def write(desk: Desk, group: str, text: str) -> None:
    """Open the form of a broadcast and fill it in."""
    desk.type(f"/sms-broadcast {group}")
    titled(desk, COMPOSE)
    desk.fill("Message", text)


def check(desk: Desk, title: str = CONFIRM) -> None:
    """Submit the form and wait for what the bot says to it."""
    desk.submit()
    titled(desk, title)


def confirm(desk: Desk) -> None:
    """Press the button of the confirmation."""
    desk.submit()
    expect(desk.modal).to_have_count(0)


def agree(desk: Desk, button: str) -> None:
    """Press the button of a dialog that asks whether one is sure."""
    desk.page.get_by_role("alertdialog").get_by_role("button", name=button, exact=True).click()


def press_and_agree(desk: Desk, button: str, message: str) -> None:
    """Press a button of the newest message with these words and agree; again when it was redrawn."""
    asked = desk.page.get_by_role("alertdialog").get_by_role("button", name=button, exact=True)
    for _ in tries():
        with suppress(TimeoutError):
            desk.message(message).get_by_role("button", name=button, exact=True).click(timeout=SOON_MS)
            asked.click(timeout=SOON_MS)
            return
    raise AssertionError(f"nobody asks whether {button} is meant")


def open_thread(desk: Desk, message: str) -> None:
    """Open the thread of the newest message with these words; again when it was redrawn under the finger."""
    reply = desk.page.get_by_placeholder("Reply…")
    for _ in tries():
        desk.turn_to()
        desk.message(message).locator(".replies").click()
        with suppress(TimeoutError):
            reply.wait_for(timeout=SOON_MS)
            return
    raise AssertionError("the thread does not open")
