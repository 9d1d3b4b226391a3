"""An appointment is booked with its texts, moved, and cancelled; and a day off takes all of a day."""

from tests.browser.broadcasting import check, confirm, titled
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA, GRACE

PATIENTS = {ADA, GRACE}


def test_one_is_booked_moved_and_cancelled(maya: Screen, harness: WindowedHarness) -> None:
    maya.type("/sms appointment Ada Lovelace")
    titled(maya, "Book an appointment")
    maya.fill("Date and time", "2026-12-03T15:00")
    maya.choose("Confirmation", "Send a confirmation text now")
    maya.modal.get_by_label("Confirmation text", exact=True).first.wait_for()
    maya.choose("Reminder", "Send a reminder")
    maya.modal.get_by_label("Hours before the appointment", exact=True).first.wait_for()
    check(maya, "Review appointment")
    confirm(maya)
    maya.message("(unconfirmed)")
    maya.panel("Customers' phones")
    maya.page.get_by_role("tab", name=f"…{ADA[-4:]}").click()
    maya.page.get_by_role("log", name="Texts on this phone").get_by_text(
        "your appointment at Harbour Street Clinic is on"
    ).wait_for()

    maya.press("Move", within=maya.message("(unconfirmed)"))
    titled(maya, "Move an appointment")
    maya.fill("Date and time", "2026-12-04T15:00")
    check(maya, "Review appointment")
    confirm(maya)
    maya.message("(rescheduled)")

    maya.press("Cancel appointment", within=maya.message("(rescheduled)"))
    titled(maya, "Cancel an appointment")
    maya.modal.get_by_text("Text the customer about it").click()
    maya.modal.get_by_label("Text to the customer", exact=True).first.wait_for()
    check(maya, "Review appointment")
    confirm(maya)
    maya.message("Cancelled: ")
    # The page of the API: -8 for this contact and time, whatever the status. SMS-iT keeps the entry it has.
    assert [each.status for each in harness.sandbox.smsit.appointments] == ["Unconfirmed", "Rescheduled"]


def test_a_day_off_cancels_everybody_and_texts_them(maya: Screen, harness: WindowedHarness) -> None:
    smsit = harness.sandbox.smsit
    booked, texts = len(smsit.appointments), len(smsit.ledger)
    for who, time in (("Ada Lovelace", "15:00"), ("Grace Hopper", "16:00")):
        maya.type(f"/sms appointment {who}")
        titled(maya, "Book an appointment")
        maya.fill("Date and time", f"2026-12-10T{time}")
        check(maya, "Review appointment")
        confirm(maya)
        maya.message(f"{who}")
    harness.wait_for(lambda: len(smsit.appointments) == booked + len(PATIENTS))

    maya.type("/sms day-off 2026-12-10")
    titled(maya, "Day off")
    check(maya, "Review day off")
    maya.modal.get_by_text("2 appointments to cancel").first.wait_for()
    maya.modal.get_by_text("Hello Grace, we have to cancel").first.wait_for()
    confirm(maya)

    maya.message("2 cancelled")
    harness.wait_for(lambda: len(smsit.ledger) == texts + len(PATIENTS))
    assert {each.number for each in smsit.ledger[texts:]} == PATIENTS
    maya.press("Show everyone", within=maya.message("2 cancelled"))
    titled(maya, "Day off")
    maya.modal.get_by_text("Grace Hopper").first.wait_for()
