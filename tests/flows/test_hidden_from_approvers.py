"""Whoever approves a list reads no number that is hidden from them: not in its texts, nor by a search."""

import pytest

from bot.sandbox.slack.model import Message
from bot.sandbox.slack.person import Person
from bot.store.states import SendState
from tests.flows import outgoing
from tests.flows.harness import Harness
from tests.flows.listing import Lists, csv
from tests.flows.many import APPROVALS
from tests.flows.staff import LENA, MAYA, TOM

pytestmark = pytest.mark.measured

POLICY = f"""
[roles]
viewer = ["*"]
broadcaster = ["{MAYA}"]
approver = ["{LENA}"]
admin = ["{TOM}"]
[approval]
channel = "{APPROVALS}"
people = 1
[contacts]
full_numbers = "broadcaster"
"""
TEXT = "Account %%Number%%, or %%Old%%. Questions? 0800 555 0199"
FILE = ("Name,Number,Old", "Pat,14155568800,(415) 556-8800", "Pam,14155568801,415 556-7701")
BODIES = [
    ("14155568800", "Account 14155568800, or (415) 556-8800. Questions? 0800 555 0199"),
    ("14155568801", "Account 14155568801, or 415 556-7701. Questions? 0800 555 0199"),
]
PAM = "number:+14155568801"
HIDDEN = frozenset({"4155568800", "4155568801", "4155567701"})


@pytest.fixture
def shop(under_policy: Harness) -> Lists:
    found = Lists(under_policy.fresh())
    found.people(2, begins="141555688")
    return found


def told(shop: Lists, sent: list[object]) -> list[str]:
    shop.harness.quiet()
    return outgoing.anywhere(sent, HIDDEN)


def request(shop: Lists) -> Message:
    def asked() -> Message | None:
        return next(
            (each for each in reversed(shop.lena.sees(APPROVALS)) if "Needs approval" in each.text), None
        )

    message = shop.harness.wait_for(asked)
    assert message is not None
    return message


def history(shop: Lists, line: str) -> str:
    lena = shop.lena
    closed(lena)
    lena.command(f"/sms history {line}", channel="C0HELP")
    shop.harness.wait_for(lambda: lena.title == "History" and "Loading" not in shop.harness.shown(lena))
    return shop.harness.shown(lena)


def _rows(shown: str) -> str:
    """What stands in a page below what was looked for."""
    return shown.partition("Filter")[2]


def closed(person: Person) -> None:
    while person.view is not None:
        person.close()


def test_an_approver_sees_that_numbers_stand_there_and_what_is_sent_has_them_whole(
    shop: Lists, sent: list[object]
) -> None:
    shop.send(csv(*FILE), TEXT)
    shop.until(SendState.AWAITING_APPROVAL)
    asked, lena = request(shop), shop.lena
    sent.clear()

    lena.press("Show text", message=asked)
    shop.harness.modal("Text", lena)
    assert "Account •••8800, or •••8800. Questions?" in shop.harness.shown(lena)
    assert "Account •••8801, or •••7701. Questions?" in shop.harness.shown(lena)
    assert "0800 555 0199" in shop.harness.shown(lena)
    closed(lena)
    lena.press("Approve", message=asked)
    shop.harness.modal("Approve list", lena)
    assert "Account •••8800, or •••8800. Questions?" in shop.harness.shown(lena)
    assert told(shop, sent) == []
    lena.submit()

    shop.harness.wait_for(lambda: len(shop.harness.texts) == len(BODIES))
    assert sorted(shop.harness.texts) == BODIES


def test_on_record_they_read_and_find_no_more(shop: Lists, sent: list[object]) -> None:
    shop.send(csv(*FILE), TEXT)
    shop.until(SendState.AWAITING_APPROVAL)
    lena = shop.lena
    shop.harness.approve(request(shop), lena)
    shop.harness.wait_for(lambda: len(shop.harness.texts) == len(BODIES))
    closed(lena)
    shop.harness.quiet()
    sent.clear()

    assert "Account •••8801, or •••7701" in history(shop, PAM)
    lena.press("Open")
    shop.harness.modal("Text on record", lena)
    lena.press("Show text")
    shop.harness.wait_for(lambda: "Account •••8801, or •••7701" in shop.harness.shown(lena))
    closed(lena)
    parts = ("556-77", "556-7701", "Account 1415", "Account")
    assert [each for each in parts if "Account" in _rows(history(shop, f'{PAM} words:"{each}"'))] == [
        "Account"
    ]
    assert outgoing.anywhere(sent, HIDDEN - {"4155568801"}) == []
    closed(lena)
