"""Whose birthday it is: looked up, and texted with the usual form."""

import re

from tests.flows.harness import ADA, Harness


def test_who_has_a_birthday_is_listed_and_texted(harness: Harness) -> None:
    with harness.sandbox.smsit.lock:
        ada = harness.sandbox.smsit.book.find(ADA)
        assert ada is not None
        ada.birthday = f"1980-{harness.clock():%m-%d}"

    harness.maya.command("/sms birthdays", "C0FRONT")

    harness.modal("Birthdays")
    harness.wait_for(lambda: "Ada Lovelace" in harness.shown())
    assert not re.search(r"\b1980\b", harness.shown())
    harness.maya.press("Text")
    harness.modal("Send a text")
    assert "+1 415-555-0100" in harness.shown()
