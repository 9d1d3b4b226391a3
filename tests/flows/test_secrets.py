"""What must not be in logs, and what people wrote must not become markup."""

import logging

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows.house import ADA, NORA, House, words_in

HELLO = "Your biopsy was benign, zebra-4711."
NASTY = "<!channel> & <@U0TOM> *bold* `code` <https://evil.example|click>"


def test_no_log_line_holds_a_number_a_name_a_text_or_a_key(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)
    house.tick(seconds=30)
    house.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    house.send(f"/sms Ada Lovelace {HELLO}")
    house.until(SendState.UNKNOWN)
    house.compose(f"/sms {NORA} {HELLO}")
    house.check()
    house.maya.command("/sms status 14155550100")
    house.message("Newest text")

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
        house.sandbox.smsit.api_key,
        house.sandbox.slack.bot_token,
        house.sandbox.slack.app_token,
    )
    assert logged
    assert [each for each in secrets if each in logged] == []


def test_what_people_write_in_the_form_is_shown_and_sent_to_the_letter(house: House) -> None:
    house.compose(f"/sms {ADA}")
    house.maya.fill("Message", NASTY)
    house.drawn()
    house.check()
    assert NASTY in house.shown()
    house.maya.submit()
    house.until(SendState.ACCEPTED)

    assert house.texts == [(ADA, NASTY)]


def test_a_name_from_the_service_cannot_call_the_channel(house: House) -> None:
    house.sandbox.smsit.call("addcontact", group="VIP", number="14155550985", name="<!channel> & Co")
    house.send("/sms 14155550985 Hello")
    house.until(SendState.ACCEPTED)

    said = house.message("14155550985"[-4:])
    assert "<!channel>" not in words_in([said.text, said.blocks])
    assert "&lt;!channel&gt; &amp; Co" in said.text
