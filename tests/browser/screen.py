"""The page as a person uses it: verbs for tests, found by what is written on the screen."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from playwright.sync_api import (
    Browser,
    CDPSession,
    Locator,
    Page,
    Request,
    TimeoutError,  # noqa: A004 - the library's own
    expect,
    sync_playwright,
)

from tests.browser.chromium import FLAGS, find
from tests.patience import PATIENCE_MS, PATIENCE_SECONDS

WIDE = (1280, 800)
NARROW = (400, 800)
SOON_MS = 2_000
"""After this something is tried once more, for it may have been drawn again under the finger."""
LOOPBACK = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
expect.set_options(timeout=PATIENCE_MS)

NEXT_KEY: Final = """() => {
    window.hasArrived = false
    addEventListener('keydown', () => { window.hasArrived = true }, { capture: true, once: true })
}"""
"""Has the page note whether another key comes."""


def tries() -> Iterator[None]:
    """Yield once, and again as long as a wait would take."""
    end = time.monotonic() + PATIENCE_SECONDS
    yield
    while time.monotonic() < end:
        yield


class Screen:
    """One browser tab with the pretend Slack."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.outside: list[str] = []
        """Every address outside this computer that the page asked for. None of them was reached."""
        self.errors: list[str] = []
        """What went wrong in the page's own code."""
        self._devtools: CDPSession | None = None
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", self._saw)
        page.on("pageerror", self._heard)

    def _saw(self, submission: Request) -> None:
        if not submission.url.startswith(LOOPBACK):
            self.outside.append(submission.url)

    def _heard(self, error: object) -> None:
        self.errors.append(str(error))

    def leave(self) -> None:
        """Leave the page, and the tab for who comes next; nothing may have gone wrong."""
        self.page.goto("about:blank")
        self.page.remove_listener("request", self._saw)
        self.page.remove_listener("pageerror", self._heard)
        assert self.errors == []
        assert self.outside == []

    def open(self) -> "Screen":
        """Load the page and wait until it is drawn."""
        self.turn_to()
        self.page.goto(self.url)
        self.page.get_by_role("button", name="Acting as").wait_for()
        self.turn_to()
        return self

    def act_as(self, name: str) -> None:
        """Let this person sit down."""
        self.page.get_by_role("button", name="Acting as").click()
        self.page.get_by_role("menuitem", name=name, exact=True).click()
        self.page.get_by_role("button", name=f"Acting as {name}").wait_for()

    def channel(self, name: str) -> None:
        """Go to a channel, or to "SMS-iT" or "SMS-iT home", and wait until one is there."""
        self._nav(name)
        if not name.endswith(" home"):
            self.page.get_by_role("textbox", name=re.compile(rf"^Message #?{re.escape(name)}$")).wait_for()

    def panel(self, name: str) -> None:
        """Open or shut "Customers' phones" or "Traffic inspector"."""
        self._nav(name)

    def _nav(self, name: str) -> None:
        menu = self.page.get_by_role("button", name="Menu", exact=True)
        if menu.is_visible():
            menu.click()
        lines = self.page.get_by_role("navigation", name="Workspace").get_by_role("button")
        lines.filter(has_text=re.compile(rf"(?:^|[a-z_]){re.escape(name)}(?:APP)?\d*$")).click()

    @property
    def composer(self) -> Locator:
        """The box one types messages and commands into."""
        return self.page.get_by_role("textbox", name=re.compile("^Message ")).first

    def draft(self, text: str) -> None:
        """Type a line under the messages, without sending it; a modal keeps the focus until it has gone."""
        expect(self.modal).to_have_count(0)
        self._enter(self.composer, text)

    def type(self, text: str) -> None:
        """Type a line under the messages and press Enter."""
        expect(self.composer).to_have_value("")
        self.draft(text)
        self.key("Enter", self.composer)

    def _enter(self, box: Locator, text: str) -> None:
        """Type into a box; again when the browser was still busy with its former content."""
        for _ in tries():
            self.calm()
            box.fill(text)
            self.calm()
            if box.input_value() == text:
                return
        raise AssertionError("the field does not keep what is typed into it")

    def calm(self) -> None:
        """Let the browser draw twice: no hand types between a field's change and its drawing."""
        self.turn_to()
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def turn_to(self) -> None:
        """Bring this tab to the front, where it is drawn at once and gets what is typed.

        A busy browser may have given the keys away, and another tab that comes or goes has them.
        """
        self.page.bring_to_front()
        for take in (self._take_keys, self._come_back):
            if self._gets_keys():
                return
            take()

    def _gets_keys(self) -> bool:
        """Tell whether a key arrives here; it is one that does nothing."""
        self.page.evaluate(NEXT_KEY)
        self.page.keyboard.press("Shift")
        return bool(self.page.evaluate("document.hasFocus() && window.hasArrived"))

    def _take_keys(self) -> None:
        if self._devtools is None:
            self._devtools = self.page.context.new_cdp_session(self.page)
        for is_enabled in (False, True):
            self._devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": is_enabled})

    def _come_back(self) -> None:
        """Let another tab have the keys and go: the browser gives them to the one at the front."""
        self.page.context.new_page().close()
        self.page.bring_to_front()
        self._take_keys()

    def key(self, name: str, place: Locator | None = None) -> None:
        """Press a key, or several together such as "Control+Enter", in a field or wherever the focus is."""
        self.turn_to()
        if place is None:
            self.page.keyboard.press(name)
        else:
            place.press(name)

    def expect_focus(self, place: Locator) -> None:
        """Wait until this has the focus, and take the keys back in case the browser gave them away."""
        for _ in tries():
            with suppress(AssertionError):
                expect(place).to_be_focused(timeout=SOON_MS)
                return
            self.turn_to()
        raise AssertionError("it doesn't get the focus")

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_role("dialog")

    def field(self, label: str) -> Locator:
        """The field of this label in the modal."""
        return self.modal.get_by_label(label, exact=True).first

    def beside(self, label: str) -> Locator:
        """The error beside the field of this label."""
        field = self.page.get_by_label(label, exact=True)
        return self.modal.locator(".kit.input").filter(has=field).get_by_role("alert")

    def fill(self, label: str, value: str) -> None:
        """Type into a field; dates as YYYY-MM-DD, times as HH:MM, both as YYYY-MM-DDTHH:MM."""
        self._enter(self.field(label), value)

    def choose(self, label: str, text: str, typed: str | None = None) -> None:
        """Pick an option: of radio buttons and checkboxes by clicking it, of a menu after typing `typed`."""
        group = self.modal.locator(
            f'[role=group][aria-label="{label}"], [role=radiogroup][aria-label="{label}"]'
        )
        if group.count():
            group.get_by_text(text, exact=True).click()
            return
        self.pick(self.modal, label, text, typed)

    def pick(self, place: Locator, label: str, text: str, typed: str | None = None) -> None:
        """Pick an option of a menu that stands in this place, after typing `typed`."""
        box = place.get_by_role("combobox", name=label, exact=True)
        shut = place.get_by_role("combobox", name=label, exact=True, expanded=False)
        is_clicked = False
        for _ in tries():  # the list may be drawn again under the finger, or be shut meanwhile
            if not is_clicked and shut.count():
                box.click()
                if typed is not None:
                    self._enter(box, typed)
            with suppress(TimeoutError):
                place.get_by_role("option", name=text).first.click(timeout=SOON_MS)
                is_clicked = True
            with suppress(TimeoutError):
                shut.wait_for(timeout=SOON_MS)
                if is_clicked:
                    return
        raise AssertionError(f"{text} cannot be chosen")

    def remove(self, chosen: str) -> None:
        """Take something back that was chosen among many; again when it was redrawn under the finger."""
        button = self.modal.get_by_role("button", name=f"Remove {chosen}", exact=True)
        for _ in tries():
            with suppress(TimeoutError):
                button.click(timeout=SOON_MS)
            with suppress(TimeoutError):
                button.wait_for(state="detached", timeout=SOON_MS)
                return
        raise AssertionError(f"{chosen} cannot be removed")

    def submit(self) -> None:
        """Press the modal's green button."""
        self.turn_to()
        self.modal.locator(".modal-foot .primary").click()

    def press(self, button: str, within: Locator | None = None) -> None:
        """Press a button by its words, in the modal when one is open, else the newest one on the page."""
        self.turn_to()
        if within is None:
            within = self.modal if self.modal.count() else self.page.locator("body")
        within.get_by_role("button", name=button, exact=True).last.click()

    def message(self, text: str) -> Locator:
        """The newest message with these words; waits until there is one."""
        found = self.page.get_by_role("article").filter(has_text=text).last
        found.wait_for()
        return found

    def shortcut(self, name: str) -> None:
        """Run a global shortcut."""
        self.page.get_by_role("button", name="Shortcuts").click()
        self.page.get_by_role("menuitem", name=name, exact=True).click()

    def message_shortcut(self, text: str, name: str) -> None:
        """Run a message shortcut on the newest message with these words."""
        message = self.message(text)
        message.hover()
        message.get_by_role("button", name="More actions").click()
        self.page.get_by_role("menuitem", name=name, exact=True).click()

    def resize(self, size: tuple[int, int]) -> None:
        """Make the window this wide and high, in pixels."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def picture(self, path: str) -> None:
        """Keep what is on the screen as a PNG."""
        self.page.screenshot(path=path)


@contextmanager
def browser() -> Iterator[Browser]:
    """Run a headless Chromium. Raises LookupError when there is none."""
    path = find()
    if path is None:
        raise LookupError("no Chromium")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=list(FLAGS), timeout=PATIENCE_MS)
        try:
            yield running
        finally:
            running.close()


def sit_down(tab: Page, url: str, size: tuple[int, int] = WIDE) -> Screen:
    """Load the page at `url` in this tab, at the screen of whoever sits there first."""
    screen = Screen(tab, url)
    screen.resize(size)
    return screen.open()
