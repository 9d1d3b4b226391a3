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
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.blocks.fields.schedule import LATEST, SOONEST, Part
from bot.texting.schedules import MOST_EVERY, ONCE, Repeat, When
from bot.texting.segments import LONGEST_BYTES
from tests.clock import START
from tests.features.sms.harness import GOOD, MESSAGE, SERIES, TOMORROW, ask, errors


@pytest.mark.parametrize(
    ("changes", "block", "sentence"),
    [
        ({"whom": RecipientField()}, recipient.TO, "Choose a contact, or type a full phone number"),
        ({"whom": RecipientField(recipient.no_match("x"))}, recipient.TO, "Choose a contact, or type a full"),
        ({"whom": RecipientField(recipient.no_match("x"), 3)}, "to.3", "Choose a contact, or type a full"),
        ({"whom": RecipientField({"value": "12"})}, recipient.TO, "short"),
        ({"whom": RecipientField({"value": "+12"})}, recipient.TO, "short"),
        ({"whom": RecipientField({"value": "++14155550100"})}, recipient.TO, "Choose a contact"),
        ({"message": ""}, MESSAGE, "Write a message."),
        ({"message": "\ud800" * (LONGEST_BYTES + 1)}, MESSAGE, "1 character over the limit"),
        ({"message": "", "state": FormState(edition=4)}, message_field.block_id(4), "Write a message."),
        ({"sender": "14155550999"}, sender_field.BLOCK, "no longer available"),
        ({"sender": "HarbourSt"}, sender_field.BLOCK, "don't show a name"),
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
        ({"until": None}, Part.UNTIL, "Pick the last day and time"),
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
    for form, block, instead in (
        (SERIES, Part.KEPT, "choose Here"),
        (replace(SERIES, repeat=ONCE), Part.KEPT, "choose Here"),
    ):
        told = errors(form, zone=None)
        assert list(told) == [block]
        assert "Ask an admin of this bot to set it" in told[block]
        assert "SMSIT_TIMEZONE" in told[block]
        assert instead in told[block]


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
    form = replace(SERIES, whom=RecipientField(), message="", sender="gone", at=None, every="0", until=None)

    assert set(errors(form)) == {
        recipient.TO,
        MESSAGE,
        sender_field.BLOCK,
        Part.AT,
        Part.EVERY,
        Part.UNTIL,
    }


def test_a_contact_that_smsit_keeps_in_local_form_takes_the_default_region() -> None:
    local = replace(GOOD, whom=RecipientField({"value": "4155550100"}))
    assert ask(local).to.digits == "14155550100"
    assert ask(replace(GOOD, whom=RecipientField({"value": "+2015550123"}))).to.digits == "2015550123"


@given(st.integers(min_value=1, max_value=LONGEST_BYTES + 50), st.sampled_from("aé漢🎉€^"))
def test_a_message_is_measured_in_bytes_and_what_is_too_much_is_told_in_characters(
    count: int, character: str
) -> None:
    message = character * count
    room = LONGEST_BYTES // len(character.encode())

    if count <= room:
        assert ask(replace(GOOD, message=message)).message == message
    else:
        told = errors(replace(GOOD, message=message))[MESSAGE]
        are = "character" if count - room == 1 else "characters"
        assert told == f"{count - room:,} {are} over the limit. Shorten the text."
