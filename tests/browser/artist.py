"""An artist at one screen, who keeps pictures of what is on the screen."""

from pathlib import Path

from playwright.sync_api import Browser

from bot.store.states import SendState
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen, sit_down

SIZE = (1200, 800)
SCALE = 1.25


class Artist:
    """Sits at a screen, sends texts from it, and draws."""

    def __init__(self, harness: WindowedHarness, running: Browser, folder: Path) -> None:
        self.harness = harness
        self.running = running
        self.folder = folder
        self.drawn: list[Path] = []
        self.screen = self.sit_down(SIZE, SCALE)

    def sit_down(self, size: tuple[int, int], scale: float) -> Screen:
        """Open a tab in which nothing moves, so that no picture catches something halfway."""
        window = self.running.new_context(device_scale_factor=scale, reduced_motion="reduce")
        return sit_down(window.new_page(), self.harness.sandbox.url, size)

    def broadcast(self, group: str, words: str) -> None:
        """Fill in the form of a broadcast."""
        self.harness.clock.advance(minutes=7)
        self.screen.type(f"/sms-broadcast {group}")
        self.titled("Broadcast to a group")
        self.screen.fill("Message", words)

    def send(self, number: str, words: str) -> None:
        """Text somebody: type, check, confirm."""
        self.harness.clock.advance(minutes=7)
        self.screen.type(f"/sms {number} {words}")
        self.titled("Send a text")
        self.screen.submit()
        self.titled("Review text")
        self.screen.submit()
        self.screen.modal.wait_for(state="detached")

    def titled(self, title: str) -> None:
        """Wait for a modal of this title."""
        self.screen.page.get_by_role("dialog", name=title).wait_for()

    def until(self, state: SendState, words: str) -> None:
        """Wait until the newest text is in a state and the page says so."""
        self.harness.until(state)
        self.screen.message(words)

    def keep(self, name: str, size: tuple[int, int] | None = None) -> None:
        """Keep a picture of what is on the screen, for once in a window of another size if one is given."""
        page = self.screen.page
        usual = page.viewport_size
        if size:
            self.screen.resize(size)
        page.mouse.move(0, 0)
        page.evaluate("document.fonts.ready")
        self.screen.calm()
        path = self.folder / f"{name}.png"
        self.screen.picture(str(path))
        self.drawn.append(path)
        if size and usual:
            self.screen.resize((usual["width"], usual["height"]))
