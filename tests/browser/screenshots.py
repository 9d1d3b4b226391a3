"""Draw the pictures of the documents from the running demo: `python -m tests.browser.screenshots`.

The clock is turned by hand, so the times in them are the same every time.
"""

from pathlib import Path

from bot import logs
from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.browser.broadcasting import confirm
from tests.browser.customers import TALL, Customers
from tests.browser.harness import open_harness
from tests.browser.screen import browser
from tests.browser.whole_day import WholeDay
from tests.flows.harness import ADA, GRACE, LOU

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SHORT = (1200, 690)
POCKET_SIZE = (400, 800)
POCKET_SCALE = 2
MOVED = "Hello Ada, your appointment moves to Thursday at 10. See you then \u2013 Harbour Street Clinic"
RECALL = "Hello Lou, it is time for your check-up. Call us at +1 415-555-0190."
JABS = "Hello %%Name%%, flu jabs are in. Call us at +1 415-555-0190 to book. Harbour Street Clinic"
HOURS = "From Monday on we open at 8. Harbour Street Clinic"
TUESDAY = "Hello %%Name%%, see you on Tuesday at %%Time%%. Harbour Street Clinic"
ROWS = f"""Phone,Name,Time
{ADA},Ada,10:00
{GRACE},Grace,10:30
{LOU},Lou,11:00
1415,Sue,11:30
{ADA},Ada,12:00
"""
RESULTS = "Hello Grace, your results are in. Please call the front desk."


class Story(Customers):
    """Plays the story, and keeps a picture of each scene."""

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
        self.screen.panel("Customers' phones")
        self.screen.channel("customer-updates")
        self.ask_for_a_broadcast()
        self.approve_it()
        self.follow_it()
        self.look_at_what_waits()
        self.preview_a_list()
        self.look_after_customers()
        self.go_out()

    def talk(self) -> None:
        """People say why a text is needed."""
        say = self.harness.sandbox.slack
        say.person("U0TOM").say("Dr Patel is out on Wednesday. Who tells her patients?")
        self.harness.clock.advance(minutes=2)
        say.person("U0MAYA").say("Me. I start with *Ada Lovelace*, she has the 10:30.")
        self.harness.clock.advance(minutes=1)

    def write_to_ada(self) -> None:
        """One text from the command to its delivery."""
        screen = self.screen
        screen.draft("/sms")
        screen.page.get_by_role("option", name="/sms-status").wait_for()
        self.keep("command")
        screen.draft("")
        screen.type(f"/sms {ADA} {MOVED}")
        screen.modal.get_by_role("button", name="Use plain characters").wait_for()
        self.keep("compose", TALL)
        screen.press("Use plain characters")
        screen.modal.get_by_text("1 segment", exact=True).wait_for()
        screen.submit()
        self.titled("Review text")
        self.keep("confirm")
        screen.submit()
        self.until(SendState.ACCEPTED, "Sent, awaiting")
        self.harness.tick(minutes=1)
        self.until(SendState.DELIVERED, "Delivered")

    def send_to_lou(self) -> None:
        """A text that does not arrive."""
        self.send(LOU, RECALL)
        self.until(SendState.ACCEPTED, "Sent, awaiting")
        self.harness.tick(minutes=1)
        self.until(SendState.UNDELIVERED, "Not delivered")

    def lose_grace(self) -> None:
        """A text nobody knows anything about."""
        self.harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
        self.send(GRACE, RESULTS)
        self.until(SendState.UNKNOWN, "We couldn't confirm")
        self.harness.tick(minutes=1)
        self.screen.message("Last checked")

    def remind_ada(self) -> None:
        """A text for later, held by the bot."""
        screen = self.screen
        self.harness.clock.advance(minutes=7)
        screen.type(f"/sms {ADA} See you tomorrow at 10!")
        self.titled("Send a text")
        screen.choose("When", "Schedule")
        screen.fill("Send at", "2026-11-25T10:00")
        screen.submit()
        self.titled("Review text")
        screen.submit()
        self.until(SendState.SCHEDULED, "Scheduled for")
        screen.modal.wait_for(state="detached")

    def look_at_home(self) -> None:
        """The Home tab."""
        self.screen.channel("SMS-iT home")
        self.screen.page.get_by_role("heading", name="Needs attention").wait_for()
        self.keep("home", TALL)

    def take_out_the_phone(self) -> None:
        """A customer's phone beside the channel."""
        self.screen.channel("front-desk")
        self.screen.panel("Customers' phones")
        self.screen.page.get_by_role("tab", name="…0100").click()
        self.screen.page.get_by_role("log", name="Texts on this phone").get_by_text("Hello Ada").wait_for()
        self.keep("phone")

    def ask_for_a_broadcast(self) -> None:
        """A broadcast to so many that a second person has to agree."""
        self.broadcast("Newsletter", JABS)
        self.screen.submit()
        self.titled("Review broadcast")
        self.keep("broadcast", TALL)
        self.screen.submit()
        self.until(SendState.AWAITING_APPROVAL, "Awaiting approval")

    def approve_it(self) -> None:
        """The request, as Lena sees it."""
        screen = self.screen
        screen.act_as("Lena Fischer")
        screen.channel("sms-approvals")
        request = screen.message("Needs approval")
        self.keep("approval", SHORT)
        screen.press("Approve", within=request)
        self.titled("Approve broadcast")
        confirm(screen)
        screen.message("Approved by")
        screen.act_as("Maya Chen")
        screen.channel("customer-updates")

    def follow_it(self) -> None:
        """The broadcast on its way to its last figures."""
        self.until(SendState.ACCEPTED, "Sent, awaiting")
        for _ in range(3):
            self.harness.tick(minutes=6)
        self.until(SendState.DELIVERED, "handed to carriers")
        self.keep("followed", TALL)

    def look_at_what_waits(self) -> None:
        """A broadcast for tomorrow beside Ada's text, in the list of what waits."""
        screen = self.screen
        self.broadcast("VIP", HOURS)
        screen.choose("When", "Schedule")
        screen.fill("Send at", "2026-11-24T09:00")
        screen.submit()
        self.titled("Review broadcast")
        screen.submit()
        self.until(SendState.SCHEDULED, "Scheduled for")
        screen.type("/sms scheduled")
        self.titled("Scheduled")
        screen.modal.get_by_text("Ada Lovelace").wait_for()
        self.keep("scheduled", SHORT)
        screen.press("Close", within=screen.modal.locator(".modal-foot"))
        screen.modal.wait_for(state="detached")

    def preview_a_list(self) -> None:
        """A list right before it goes, with rows that do not."""
        screen = self.screen
        screen.type("/sms list")
        self.titled("Text a list")
        csv = {"name": "tuesday.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
        screen.modal.locator("input[type=file]").set_input_files(csv)
        screen.modal.get_by_text("tuesday.csv ·").wait_for()
        screen.fill("Message", TUESDAY)
        screen.submit()
        self.titled("Review list")
        self.keep("list", TALL)
        screen.press("Back", within=screen.modal.locator(".modal-foot"))
        self.titled("Text a list")
        screen.press("Cancel", within=screen.modal.locator(".modal-foot"))
        screen.modal.wait_for(state="detached")

    def go_out(self) -> None:
        """Everything on a small screen."""
        self.screen.page.close()
        self.screen = self.sit_down(POCKET_SIZE, POCKET_SCALE)
        self.screen.message("(unconfirmed)")
        self.keep("channel-narrow")
        self.screen.type(f"/sms {ADA} See you tomorrow at 10!")
        self.titled("Send a text")
        self.keep("compose-narrow")


def draw(folder: Path = IMAGES) -> list[Path]:
    """Write one PNG per scene into `folder`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    logs.configure("WARNING")
    with open_harness() as harness, browser() as running:
        story = Story(harness, running, folder)
        story.play()
    with open_harness() as harness, browser() as running:
        whole_day = WholeDay(harness, running, folder)
        whole_day.play()
    return [*story.drawn, *whole_day.drawn]


if __name__ == "__main__":
    for path in draw():
        print(path.relative_to(IMAGES.parents[1]))  # noqa: T201 - a command speaks by printing
