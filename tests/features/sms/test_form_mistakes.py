"""Every way the compose form can be wrong, told beside its field."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.sms.form import FormState
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.recipient import RecipientFields
from bot.slack.blocks.fields.schedule import LATEST, MOST_EVERY, SOONEST, Part
from bot.texting.schedules import Repeat, When
from bot.texting.segments import LONGEST_BYTES
from tests.clock import START
from tests.features.sms.harness import ADA, GOOD, MESSAGE, SERIES, TOMORROW, ask, errors


@pytest.mark.parametrize(
    ("changes", "block", "sentence"),
    [
        ({"whom": RecipientFields()}, recipient.NUMBER, "Choose a contact above"),
        ({"whom": RecipientFields(ADA, GOOD.whom.number)}, recipient.NUMBER, "Clear one of the two"),
        ({"whom": RecipientFields(number="12")}, recipient.NUMBER, "short"),
        ({"whom": RecipientFields(number="call me")}, recipient.NUMBER, "letters"),
        ({"whom": RecipientFields({"value": "12"})}, recipient.CONTACT, ""),
        ({"message": ""}, MESSAGE, "Write the text to send"),
        ({"message": "\ud800" * (LONGEST_BYTES + 1)}, MESSAGE, "Too long by 1 "),
        ({"message": "", "state": FormState(edition=4)}, message_field.block_id(4), "Write the text to send"),
        ({"sender": "14155550999"}, sender_field.BLOCK, "no longer offered"),
        ({"sender": "HarbourSt"}, sender_field.BLOCK, "do not show a name"),
        ({"when": When.BOT}, Part.AT, "Pick a day and a time"),
        ({"when": When.BOT, "at": START}, Part.AT, "less than a minute away"),
        ({"when": When.BOT, "at": START + SOONEST - timedelta(seconds=1)}, Part.AT, "less than a minute"),
        ({"when": When.BOT, "at": START + LATEST + timedelta(seconds=1)}, Part.AT, "more than a year away"),
        ({"when": When.SMSIT}, Part.AT, "Pick a day and a time"),
    ],
)
def test_each_mistake_is_told_beside_its_field(changes: dict[str, object], block: str, sentence: str) -> None:
    told = errors(replace(GOOD, **changes))

    assert list(told) == [block]
    assert sentence in told[block]


@pytest.mark.parametrize(
    ("changes", "block", "sentence"),
    [
        ({"every": "0"}, Part.EVERY, f"from 1 to {MOST_EVERY}"),
        ({"every": str(MOST_EVERY + 1)}, Part.EVERY, f"from 1 to {MOST_EVERY}"),
        ({"every": "1.5"}, Part.EVERY, "whole number"),
        ({"every": "²"}, Part.EVERY, "whole number"),
        ({"every": "-1"}, Part.EVERY, "whole number"),
        ({"until": None}, Part.UNTIL, "A series needs an end"),
        ({"until": TOMORROW - timedelta(minutes=1)}, Part.UNTIL, "before the first text"),
        ({"at": None}, Part.AT, "Pick a day and a time"),
    ],
)
def test_each_mistake_of_a_series_is_told_beside_its_field(
    changes: dict[str, object], block: str, sentence: str
) -> None:
    told = errors(replace(SERIES, **changes))

    assert list(told) == [block]
    assert sentence in told[block]


def test_without_the_accounts_zone_smsit_cannot_hold_a_text() -> None:
    assert "SMSIT_TIMEZONE" in errors(SERIES, zone=None)[Part.WHEN]


@pytest.mark.parametrize(
    ("at", "until", "block"),
    [
        (datetime(2027, 11, 7, 8, 30, tzinfo=UTC), datetime(2027, 11, 9, tzinfo=UTC), Part.AT),
        (TOMORROW, datetime(2027, 11, 7, 9, 30, tzinfo=UTC), Part.UNTIL),
    ],
)
def test_an_hour_that_comes_twice_cannot_be_told_to_smsit(at: datetime, until: datetime, block: str) -> None:
    told = errors(replace(SERIES, at=at, until=until, repeat=Repeat.MONTHLY))

    assert list(told) == [block]
    assert "comes twice" in told[block]


def test_an_hour_that_comes_twice_is_no_trouble_to_the_bot() -> None:
    twice = datetime(2027, 11, 7, 8, 30, tzinfo=UTC)

    assert ask(replace(GOOD, when=When.BOT, at=twice)).at == twice


def test_all_mistakes_are_told_at_once() -> None:
    form = replace(SERIES, whom=RecipientFields(), message="", sender="gone", at=None, every="0", until=None)

    assert set(errors(form)) == {
        recipient.NUMBER,
        MESSAGE,
        sender_field.BLOCK,
        Part.AT,
        Part.EVERY,
        Part.UNTIL,
    }


def test_without_a_default_region_a_local_number_is_refused() -> None:
    assert recipient.NUMBER in errors(replace(GOOD, whom=RecipientFields(number="415 555 0100")), region=None)


@given(st.integers(min_value=1, max_value=LONGEST_BYTES + 50), st.sampled_from("aé漢🎉"))
def test_a_message_is_measured_in_bytes(count: int, character: str) -> None:
    message = character * count
    size = len(message.encode())

    if size <= LONGEST_BYTES:
        assert ask(replace(GOOD, message=message)).message == message
    else:
        told = errors(replace(GOOD, message=message))[MESSAGE]
        assert told.startswith(f"Too long by {size - LONGEST_BYTES} of 1600 bytes")
