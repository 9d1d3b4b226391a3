"""Scenes about one customer at a time: a code, a contact, a file of contacts, an appointment."""

from tests.browser.artist import Artist
from tests.flows.house import ADA

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
        self.desk.channel("front-desk")
        self.check_a_caller()
        self.find_people()
        self.bring_a_file()
        self.book()

    def check_a_caller(self) -> None:
        """A caller reads the code that their phone shows."""
        desk = self.desk
        self.house.clock.advance(minutes=7)
        desk.type(f"/sms-otp {ADA} Password reset")
        self.titled("Send a code")
        desk.submit()
        self.titled("Send this code?")
        desk.submit()
        sent = desk.message("Not verified yet")
        code = self.house.sandbox.smsit.codes[-1]
        desk.panel("Customers' phones")
        desk.page.get_by_role("tab", name="…0100").first.click()
        desk.page.get_by_role("log", name="Texts on this phone").get_by_text(code).wait_for()
        self.house.clock.advance(minutes=1)
        desk.press("Verify", within=sent)
        self.titled("Verify a code")
        desk.fill("Code", code)
        desk.submit()
        self.titled("Verified")
        desk.press("Close", within=desk.modal.locator(".modal-foot"))
        desk.modal.wait_for(state="detached")
        desk.message("Verified by")
        self.keep("code")
        desk.panel("Customers' phones")

    def find_people(self) -> None:
        """People found by a part of their name."""
        desk = self.desk
        desk.type("/sms contacts group:VIP")
        desk.modal.get_by_role("button", name="Open", exact=True).first.wait_for()
        self.keep("contacts", TALL)
        desk.press("Close", within=desk.modal.locator(".modal-foot"))
        desk.modal.wait_for(state="detached")

    def bring_a_file(self) -> None:
        """What a file would add, before anything is added."""
        desk = self.desk
        desk.type("/sms contacts import")
        self.titled("Import contacts")
        csv = {"name": "open-day.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
        desk.modal.locator("input[type=file]").set_input_files(csv)
        desk.modal.get_by_text("open-day.csv ·").wait_for()
        desk.submit()
        desk.modal.get_by_text("Mary Jackson").wait_for()
        self.keep("import", TALL)
        desk.press("Back", within=desk.modal.locator(".modal-foot"))
        desk.modal.get_by_role("button", name="Cancel", exact=True).wait_for()
        desk.press("Cancel", within=desk.modal.locator(".modal-foot"))
        desk.modal.wait_for(state="detached")

    def book(self) -> None:
        """An appointment with both texts, before it is booked."""
        desk = self.desk
        desk.type("/sms appointment Ada Lovelace")
        self.titled("Book an appointment")
        desk.fill("Date and time", "2026-12-03T15:00")
        desk.choose("Confirmation", "Send a confirmation text now")
        desk.modal.get_by_label("Confirmation text", exact=True).first.wait_for()
        desk.choose("Reminder", "Send a reminder")
        desk.modal.get_by_label("Hours before the appointment", exact=True).first.wait_for()
        desk.submit()
        self.titled("Book this appointment?")
        self.keep("appointment", TALL)
        desk.submit()
        desk.modal.wait_for(state="detached")
        desk.message("Unconfirmed")
