"""What must not be in logs and channels: the words of a broadcast, and who gets it."""

import logging

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, later, words_in
from tests.flows.many import APPROVALS

WAYS = tuple(Mode)  # each has log lines of its own

TEXT = "%%Name%%, your biopsy was benign, zebra-4711."
GROUP = "Ring 14155550888 now <!channel>"


def test_neither_logs_nor_channels_hold_a_number_a_name_or_a_text(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    shop = Broadcasts(harness)
    numbers = shop.group(GROUP, ["Quintilian Secretname"] * 26)
    shop.hold(GROUP, later(harness.clock, hours=1), TEXT).submit()
    shop.until(SendState.AWAITING_APPROVAL)
    approve(shop)
    shop.until(SendState.SCHEDULED)
    numbers += (shop.join(GROUP, "Quintilian Secretname"),)
    harness.tick(minutes=61)
    shop.until(SendState.AWAITING_APPROVAL)
    shop.smsit.faults.add("smsgroup", Fault.REPLY_LOST)
    approve(shop)
    harness.wait_for_database(lambda: shop.newest().state is not SendState.AWAITING_APPROVAL)
    harness.tick(minutes=1)
    shop.until(SendState.UNKNOWN)
    harness.tick(minutes=1)

    own = [
        each for each in caplog.records if not each.name.startswith(("bot.sandbox", "uvicorn", "slack_bolt"))
    ]
    logged = "\n".join(each.getMessage() for each in own)
    seen = [*harness.messages(), *shop.lena.sees(APPROVALS)]
    shown = words_in([[each.text, each.blocks] for each in seen])
    secrets = (
        *numbers,
        *(each[1:] for each in numbers),
        "Quintilian",
        "Secretname",
        "zebra-4711",
        "14155550888",
    )
    assert len(harness.texts) == 27
    assert logged
    assert [each for each in secrets if each in logged] == []
    assert [each for each in secrets if each in shown] == []
    assert "<!channel>" not in shown


def approve(shop: Broadcasts) -> None:
    asked = shop.harness.wait_for(
        lambda: [each for each in shop.lena.sees(APPROVALS) if "Needs approval" in each.text]
    )
    shop.harness.approve(asked[-1], shop.lena)
