"""Draw the README's pictures from the running demo: `python -m tests.browser.screenshots`.

The clock is turned by hand, so the same pictures come out every time.
"""

from pathlib import Path

from playwright.sync_api import Browser

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.browser.desk import Desk, browser, sit_down
from tests.browser.house import WindowedHouse, open_house
from tests.flows.house import ADA, GRACE, LOU

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE = (1200, 800)
TALL = (1200, 872)
SCALE = 1.25
PHONE_SIZE = (400, 800)
MOVED = "Hello Ada, your appointment moves to Thursday at 10. See you then \u2013 Harbour Street Clinic"
RECALL = "Hello Lou, it is time for your check-up. Call us at +1 415-555-0190."
RESULTS = "Hello Grace, your results are in. Please call the front desk."


class Artist:
    """Plays the story at one desk, and keeps a picture of each scene."""

    def __init__(self, house: WindowedHouse, running: Browser, folder: Path) -> None:
        self.house = house
        self.folder = folder
        self.drawn: list[Path] = []
        self.size = SIZE
        self.desk: Desk = sit_down(running, house.sandbox.url, SIZE, scale=SCALE).open()

    def play(self) -> None:
        """Play all scenes in their order."""
        self.talk()
        self.write_to_ada()
        self.send_to_lou()
        self.lose_grace()
        self.remind_ada()
        self.keep("channel", TALL)
        self.look_at_home()
        self.take_out_the_phone()

    def talk(self) -> None:
        """People say why a text is needed."""
        say = self.house.sandbox.slack
        say.person("U0TOM").say("Dr Patel is out on Wednesday. Who tells her patients?")
        self.house.clock.advance(minutes=2)
        say.person("U0MAYA").say("Me. I start with *Ada Lovelace*, she has the 10:30.")
        self.house.clock.advance(minutes=1)

    def write_to_ada(self) -> None:
        """One text from the command to its delivery."""
        desk = self.desk
        desk.draft("/sms")
        desk.page.get_by_role("option", name="/sms-status").wait_for()
        self.keep("command")
        desk.draft("")
        desk.type(f"/sms {ADA} {MOVED}")
        desk.modal.get_by_role("button", name="Use plain characters").wait_for()
        self.keep("compose", TALL)
        desk.press("Use plain characters")
        desk.modal.get_by_text("1 segment", exact=True).wait_for()
        desk.submit()
        self.titled("Send this text?")
        self.keep("confirm")
        desk.submit()
        self.house.until(SendState.ACCEPTED)
        self.house.tick(minutes=1)
        self.house.until(SendState.DELIVERED)

    def send_to_lou(self) -> None:
        """A text that does not arrive."""
        self.send(LOU, RECALL)
        self.house.until(SendState.ACCEPTED)
        self.house.tick(minutes=1)
        self.house.until(SendState.UNDELIVERED)

    def lose_grace(self) -> None:
        """A text nobody knows anything about."""
        self.house.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
        self.send(GRACE, RESULTS)
        self.house.until(SendState.UNKNOWN)
        self.house.tick(minutes=1)
        self.desk.message("Evidence: ")

    def remind_ada(self) -> None:
        """A text for later, held by the bot."""
        desk = self.desk
        self.house.clock.advance(minutes=7)
        desk.type(f"/sms {ADA} See you tomorrow at 10!")
        self.titled("Send a text")
        desk.choose("When", "Later, held by the bot")
        desk.fill("Send at", "2026-11-25T10:00")
        desk.submit()
        self.titled("Send this text?")
        desk.submit()
        self.house.until(SendState.SCHEDULED)
        desk.modal.wait_for(state="detached")

    def look_at_home(self) -> None:
        """The Home tab."""
        self.desk.channel("SMS-iT home")
        self.desk.page.get_by_text("Your newest texts").wait_for()
        self.keep("home")

    def take_out_the_phone(self) -> None:
        """Everything on a small screen, and a customer's phone."""
        desk = self.desk
        desk.channel("front-desk")
        desk.panel("Customers' phones")
        desk.page.get_by_role("tab", name="…0100").click()
        desk.page.get_by_role("log", name="Texts on this phone").get_by_text("Hello Ada").wait_for()
        self.keep("phone")
        desk.page.get_by_role("button", name="Close panel").click()
        self.size = PHONE_SIZE
        desk.resize(self.size)
        self.keep("channel-narrow")
        desk.type(f"/sms {ADA} See you tomorrow at 10!")
        self.titled("Send a text")
        self.keep("compose-narrow")
        desk.press("Cancel", within=desk.modal)
        desk.modal.wait_for(state="detached")

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

    def keep(self, name: str, size: tuple[int, int] | None = None) -> None:
        """Keep a picture of what is on the screen, in a window of this size."""
        page = self.desk.page
        self.desk.resize(size or self.size)
        page.mouse.move(0, 0)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(400)
        self.desk.calm()
        path = self.folder / f"{name}.png"
        self.desk.picture(str(path))
        self.drawn.append(path)


def draw(folder: Path = IMAGES) -> list[Path]:
    """Write one PNG per scene into `folder`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    with open_house() as house, browser() as running:
        artist = Artist(house, running, folder)
        artist.play()
    return artist.drawn


if __name__ == "__main__":
    for path in draw():
        print(path.relative_to(IMAGES.parents[1]))  # noqa: T201 - a command speaks by printing
