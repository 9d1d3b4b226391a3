"""Scenes about one customer at a time: a code, a contact, a file of contacts, an appointment."""

from tests.browser.artist import Artist
from tests.flows.harness import ADA

TALL = (1200, 872)
PEOPLE = """Mobile,First name,Mail,Born
+1 415 555 0711,Mary Jackson,mary@example.com,1921-04-09
+1 415 555 0712,Joan Clarke,joan@example.com,1917-06-24
+1 415 555 0713,Radia Perlman,radia@example.com,1951-12-18
1415,Sue,,
"""


class Customers(Artist):
    """Plays the scenes, and keeps a picture of each."""

    def look_after_customers(self) -> None:
        """Play all scenes in their order."""
        self.screen.channel("front-desk")
        self.check_a_caller()
        self.find_people()
        self.bring_a_file()
        self.book()

    def check_a_caller(self) -> None:
        """A caller reads the code that their phone shows."""
        screen = self.screen
        self.harness.clock.advance(minutes=7)
        screen.type(f"/sms-otp {ADA} Password reset")
        self.titled("Send a code")
        screen.submit()
        self.titled("Review code")
        screen.submit()
        sent = screen.message("Not verified yet")
        code = self.harness.sandbox.smsit.codes[-1]
        screen.panel("Customers' phones")
        screen.page.get_by_role("tab", name="…0100").first.click()
        screen.page.get_by_role("log", name="Texts on this phone").get_by_text(code).wait_for()
        self.harness.clock.advance(minutes=1)
        screen.press("Verify", within=sent)
        self.titled("Verify a code")
        screen.fill("Code", code)
        screen.submit()
        self.titled("Verified")
        screen.press("Close", within=screen.modal.locator(".modal-foot"))
        screen.modal.wait_for(state="detached")
        screen.message("Verified by")
        self.keep("code")
        screen.panel("Customers' phones")

    def find_people(self) -> None:
        """People found by a part of their name."""
        screen = self.screen
        screen.type("/sms contacts group:VIP")
        screen.modal.get_by_role("button", name="Open", exact=True).first.wait_for()
        self.keep("contacts", TALL)
        screen.press("Close", within=screen.modal.locator(".modal-foot"))
        screen.modal.wait_for(state="detached")

    def bring_a_file(self) -> None:
        """What a file would add, before anything is added."""
        screen = self.screen
        screen.type("/sms contacts import")
        self.titled("Import contacts")
        csv = {"name": "open-day.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
        screen.modal.locator("input[type=file]").set_input_files(csv)
        screen.modal.get_by_text("open-day.csv ·").wait_for()
        screen.submit()
        screen.modal.get_by_text("Mary Jackson").wait_for()
        self.keep("import", TALL)
        screen.press("Back", within=screen.modal.locator(".modal-foot"))
        screen.modal.get_by_role("button", name="Cancel", exact=True).wait_for()
        screen.press("Cancel", within=screen.modal.locator(".modal-foot"))
        screen.modal.wait_for(state="detached")

    def book(self) -> None:
        """An appointment with both texts, before it is booked."""
        screen = self.screen
        screen.type("/sms appointment Ada Lovelace")
        self.titled("Book an appointment")
        screen.fill("Date and time", "2026-12-03T15:00")
        screen.choose("Confirmation", "Send a confirmation text now")
        screen.modal.get_by_label("Confirmation text", exact=True).first.wait_for()
        screen.choose("Reminder", "Send a reminder")
        screen.modal.get_by_label("Hours before the appointment", exact=True).first.wait_for()
        screen.submit()
        self.titled("Review appointment")
        self.keep("appointment", TALL)
        screen.submit()
        screen.modal.wait_for(state="detached")
        screen.message("(unconfirmed)")
