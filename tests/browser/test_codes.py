"""A caller is checked with a one-time code, from the command to the word in the channel."""

from playwright.sync_api import expect

from tests.browser.broadcasting import check, confirm, titled
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA


def test_a_caller_reads_the_code_and_is_verified(maya: Screen, harness: WindowedHarness) -> None:
    maya.type("/sms-otp")
    titled(maya, "Send a code")
    maya.choose("To", "Ada Lovelace", typed="ada")
    maya.choose("Purpose", "Password reset")
    check(maya, "Review code")
    expect(maya.modal).to_contain_text("your code is ••••••")
    confirm(maya)
    sent = maya.message("Not verified yet")

    code = harness.sandbox.smsit.codes[-1]
    maya.panel("Customers' phones")
    maya.page.get_by_role("tab", name=f"…{ADA[-4:]}").click()
    maya.page.get_by_role("log", name="Texts on this phone").get_by_text(code).wait_for()
    expect(sent).not_to_contain_text(code)

    maya.press("Verify", within=sent)
    titled(maya, "Verify a code")
    maya.fill("Code", "nothing1")
    maya.submit()
    expect(maya.modal).to_contain_text("2 attempts left")
    maya.fill("Code", f"{code[:3]} {code[3:]}".upper())
    maya.submit()
    expect(maya.modal).to_contain_text("Verified")
    maya.press("Close", within=maya.modal.locator(".modal-foot"))
    expect(maya.message("Verified by")).to_contain_text("Password reset")
