"""What must not be in logs, and what people wrote must not become markup."""

import logging

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.harness import ADA, NORA, Harness, words_in

pytestmark = pytest.mark.measured
WAYS = tuple(Mode)  # each has log lines of its own

HELLO = "Your biopsy was benign, zebra-4711."
NASTY = "<!channel> & <@U0TOM> *bold* `code` <https://evil.example|click>"


def test_no_log_line_holds_a_number_a_name_a_text_or_a_key(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=30)
    harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    harness.send(f"/sms Ada Lovelace {HELLO}")
    harness.until(SendState.UNKNOWN)
    harness.compose(f"/sms {NORA} {HELLO}")
    harness.check()
    harness.maya.command("/sms status 14155550100")
    harness.message("The latest text")

    ours = [
        each for each in caplog.records if not each.name.startswith(("bot.sandbox", "uvicorn", "slack_bolt"))
    ]
    logged = "\n".join(each.getMessage() for each in ours)
    secrets = (
        ADA,
        NORA,
        "555-0100",
        "Lovelace",
        "zebra-4711",
        harness.sandbox.smsit.api_key,
        harness.sandbox.slack.bot_token,
        harness.sandbox.slack.app_token,
    )
    assert logged
    assert [each for each in secrets if each in logged] == []


def test_what_people_write_in_the_form_is_shown_and_sent_to_the_letter(harness: Harness) -> None:
    harness.compose(f"/sms {ADA}")
    harness.maya.fill("Message", NASTY)
    harness.drawn()
    harness.check()
    assert NASTY in harness.shown()
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)

    assert harness.texts == [(ADA, NASTY)]


def test_a_name_from_the_service_cannot_call_the_channel(harness: Harness) -> None:
    harness.sandbox.smsit.call("addcontact", group="VIP", number="14155550985", name="<!channel> & Co")
    harness.send("/sms 14155550985 Hello")
    harness.until(SendState.ACCEPTED)

    said = harness.message("14155550985"[-4:])
    assert "<!channel>" not in words_in([said.text, said.blocks])
    assert "&lt;!channel&gt; &amp; Co" in said.text
