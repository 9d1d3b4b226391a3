"""An appointment is booked with its texts, moved, and cancelled."""

from tests.browser.broadcasting import check, confirm, titled
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA


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
    check(maya, "Review appointment")
    confirm(maya)
    maya.message("Cancelled: ")
    # The page of the API: -8 for this contact and time, whatever the status. SMS-iT keeps the entry it has.
    assert [each.status for each in harness.sandbox.smsit.appointments] == ["Unconfirmed", "Rescheduled"]
