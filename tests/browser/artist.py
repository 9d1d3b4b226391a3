"""An artist at one desk, who keeps pictures of what is on the screen."""

from pathlib import Path

from playwright.sync_api import Browser

from bot.store.states import SendState
from tests.browser.desk import Desk, sit_down
from tests.browser.house import WindowedHouse

SIZE = (1200, 800)
SCALE = 1.25


class Artist:
    """Sits at a desk, sends texts from it, and draws."""

    def __init__(self, house: WindowedHouse, running: Browser, folder: Path) -> None:
        self.house = house
        self.running = running
        self.folder = folder
        self.drawn: list[Path] = []
        self.desk = self.sit_down(SIZE, SCALE)

    def sit_down(self, size: tuple[int, int], scale: float) -> Desk:
        """Open a tab in which nothing moves, so that no picture catches something halfway."""
        window = self.running.new_context(device_scale_factor=scale, reduced_motion="reduce")
        return sit_down(window, self.house.sandbox.url, size).open()

    def broadcast(self, group: str, words: str) -> None:
        """Fill in the form of a broadcast."""
        self.house.clock.advance(minutes=7)
        self.desk.type(f"/sms-broadcast {group}")
        self.titled("Broadcast to a group")
        self.desk.fill("Message", words)

    def send(self, number: str, words: str) -> None:
        """Text somebody: type, check, confirm."""
        self.house.clock.advance(minutes=7)
        self.desk.type(f"/sms {number} {words}")
        self.titled("Send a text")
        self.desk.submit()
        self.titled("Send this text?")
        self.desk.submit()
        self.desk.modal.wait_for(state="detached")

    def titled(self, title: str) -> None:
        """Wait for a modal of this title."""
        self.desk.page.get_by_role("dialog", name=title).wait_for()

    def until(self, state: SendState, words: str) -> None:
        """Wait until the newest text is in a state and the page says so."""
        self.house.until(state)
        self.desk.message(words)

    def keep(self, name: str, size: tuple[int, int] | None = None) -> None:
        """Keep a picture of what is on the screen, for once in a window of another size if one is given."""
        page = self.desk.page
        usual = page.viewport_size
        if size:
            self.desk.resize(size)
        page.mouse.move(0, 0)
        page.evaluate("document.fonts.ready")
        self.desk.calm()
        path = self.folder / f"{name}.png"
        self.desk.picture(str(path))
        self.drawn.append(path)
        if size and usual:
            self.desk.resize((usual["width"], usual["height"]))
