"""Scenes of a day at the desk: a series, a list of people, a day off, the record, a caller, a workflow."""

from typing import Final

from tests.browser.artist import Artist
from tests.browser.customers import TALL
from tests.flows.harness import ADA, GRACE

TABLET: Final = "Hello Ada, time for your tablet. Harbour Street Clinic"
AHOY: Final = "Hello %%Name%%, we're closed on Friday. Harbour Street Clinic"
READY: Final = "Your glasses are ready. Harbour Street Clinic"
CLOSED: Final = "2026-12-10"


class WholeDay(Artist):
    """Plays the scenes, and keeps a picture of each."""

    def play(self) -> None:
        """Play all scenes in their order."""
        self.screen.channel("front-desk")
        self.repeat()
        self.text_people()
        self.take_a_day_off()
        self.look_it_up()
        self.know_the_caller()
        self.run_a_workflow()

    def repeat(self) -> None:
        """A text that repeats until somebody stops it."""
        screen = self.screen
        screen.type(f"/sms {ADA} {TABLET}")
        self.titled("Send a text")
        screen.choose("When", "Repeat")
        screen.modal.get_by_label("First text").first.wait_for()
        screen.fill("First text", "2026-11-24T09:00")
        screen.choose("Repeats", "Every week")
        screen.modal.get_by_text("On", exact=True).first.wait_for()
        self.keep("series", TALL)
        screen.press("Cancel", within=screen.modal.locator(".modal-foot"))
        screen.modal.wait_for(state="detached")

    def text_people(self) -> None:
        """A list for everyone in a group but one."""
        screen = self.screen
        screen.type("/sms contacts group:VIP")
        screen.modal.get_by_role("button", name="Text these people").wait_for()
        screen.press("Text these people")
        self.titled("Text people")
        screen.choose("Leave out these people", "Polly Partial (+1 415-555-0121)", typed="Polly")
        screen.fill("Message", AHOY)
        screen.submit()
        self.titled("Review list")
        self.keep("people", TALL)
        screen.submit()
        screen.modal.wait_for(state="detached")
        self.harness.tick(minutes=1)

    def take_a_day_off(self) -> None:
        """Everybody booked for a day, cancelled and told in one go."""
        screen = self.screen
        for who, time in (("Ada Lovelace", "15:00"), ("Grace Hopper", "16:00")):
            screen.type(f"/sms appointment {who}")
            self.titled("Book an appointment")
            screen.fill("Date and time", f"{CLOSED}T{time}")
            screen.submit()
            self.titled("Review appointment")
            screen.submit()
            screen.modal.wait_for(state="detached")
            screen.message(who)
        screen.type(f"/sms day-off {CLOSED}")
        self.titled("Day off")
        screen.submit()
        self.titled("Review day off")
        screen.modal.get_by_text("2 appointments to cancel").first.wait_for()
        self.keep("day-off", TALL)
        screen.submit()
        screen.modal.wait_for(state="detached")
        screen.message("2 cancelled")

    def look_it_up(self) -> None:
        """What was sent, found again, and all that happened to one text."""
        screen = self.screen
        self.send(GRACE, READY)
        screen.message("Sent, awaiting")
        self.harness.tick(minutes=1)
        screen.type("/sms history status:delivered on:today")
        self.titled("History")
        screen.modal.get_by_role("button", name="Filter").wait_for()
        self.keep("history", TALL)
        screen.modal.get_by_role("button", name="Open", exact=True).first.click()
        self.titled("Text on record")
        self.keep("record", TALL)
        screen.press("Back", within=screen.modal.locator(".modal-foot"))
        self.titled("History")
        screen.press("Close", within=screen.modal.locator(".modal-foot"))
        screen.modal.wait_for(state="detached")

    def know_the_caller(self) -> None:
        """What is known of somebody on the phone."""
        screen = self.screen
        screen.type(f"/sms caller {ADA}")
        screen.modal.get_by_text("Ada Lovelace").first.wait_for()
        self.keep("caller", TALL)
        screen.press("Close", within=screen.modal.locator(".modal-foot"))
        screen.modal.wait_for(state="detached")

    def run_a_workflow(self) -> None:
        """A step of a workflow, and what came of it."""
        screen = self.screen
        screen.panel("Workflow steps")
        panel = screen.page.locator("aside.panel")
        panel.get_by_label("Phone number").fill(GRACE)
        panel.get_by_label("Message").fill("Your order is ready. Harbour Street Clinic")
        panel.get_by_role("button", name="Run step").click()
        came = panel.get_by_role("log", name="What came of the steps")
        came.get_by_text("Running").first.wait_for()
        self.harness.wait_for(lambda: any(body.startswith("Your order") for _, body in self.harness.texts))
        self.harness.tick(seconds=5)
        came.get_by_text("Status").first.wait_for()
        self.keep("workflow", TALL)
