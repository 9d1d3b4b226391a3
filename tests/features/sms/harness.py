"""A filled-in compose form, and asking it for what it wants."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.sms.form import Form, FormState, validate
from bot.features.sms.request import Request
from bot.slack.blocks.fields import message
from bot.slack.incoming.forms import FieldErrors
from bot.texting.schedules import Repeat, When
from bot.texting.sender_ids import Senders
from tests.clock import START
from tests.features.recipients import to

ZONE = ZoneInfo("America/Los_Angeles")
SENDERS = Senders(("14155550190", "14155550191"), ("HarbourSt",))
MESSAGE = message.block_id(0)
TOMORROW = START + timedelta(days=1)
ADA = {"text": {"type": "plain_text", "text": "Ada"}, "value": "14155550100"}
GOOD = Form(FormState("C0FRONT"), to("14155550100"), message="Hello")
SERIES = replace(
    GOOD,
    when=When.SMSIT,
    at=TOMORROW,
    repeat=Repeat.WEEKLY,
    every="2",
    until=TOMORROW + timedelta(days=30),
)


def ask(form: Form, *, region: str | None = "US", zone: ZoneInfo | None = ZONE) -> Request:
    return validate(form, senders=SENDERS, region=region, zone=zone, now=START)


def errors(form: Form, *, region: str | None = "US", zone: ZoneInfo | None = ZONE) -> dict[str, str]:
    with pytest.raises(FieldErrors) as wrong:
        ask(form, region=region, zone=zone)
    return wrong.value.by_block
