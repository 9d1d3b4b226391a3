"""The compose form of a broadcast: what it asks for, and every mistake beside its field."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.features.broadcast.form import Field, Form, FormState, read, throttle_block, validate
from bot.features.broadcast.request import Request
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.message import block_id
from bot.slack.blocks.fields.schedule import GOES_ON, TOO_SOON, Part
from bot.slack.incoming.forms import FieldErrors
from bot.texting.schedules import ONCE, Repeat, When
from bot.texting.sender_ids import Senders
from tests.clock import START

ZONE = ZoneInfo("America/Los_Angeles")
SENDERS = Senders(("14155550190", "14155550191"), ("HarbourSt",))
VIP = {"text": {"type": "plain_text", "text": "VIP"}, "value": "VIP"}
TOMORROW = START + timedelta(days=1)
GOOD = Form(FormState("C0FRONT"), group=VIP, message="We open at nine.")


def ask(form: Form, group: str | None = "VIP") -> Request:
    return validate(form, group=group, senders=SENDERS, zone=ZONE, now=START)


def errors(form: Form, group: str | None = "VIP") -> dict[str, str]:
    with pytest.raises(FieldErrors) as wrong:
        ask(form, group)
    return wrong.value.by_block


def view(**blocks: dict[str, Any]) -> dict[str, Any]:
    return {"state": {"values": {block: {"element": value} for block, value in blocks.items()}}}


def chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}


def test_a_filled_in_form_asks_for_a_broadcast() -> None:
    assert ask(GOOD) == Request(
        group="VIP",
        message="We open at nine.",
        sender="14155550190",
        alpha_sender=None,
        rotate=False,
        throttle=1,
        when=When.NOW,
        at=None,
    )


def test_a_series_is_asked_for_with_its_step_and_end() -> None:
    until = TOMORROW + timedelta(days=30)
    series = replace(GOOD, when=When.SMSIT, at=TOMORROW, repeat=Repeat.WEEKLY, every="2", until=until)

    asked = ask(series)

    assert (asked.at, asked.repeat, asked.every, asked.until) == (TOMORROW, Repeat.WEEKLY, 2, until)


def test_what_is_held_by_the_bot_does_not_repeat() -> None:
    asked = ask(replace(GOOD, when=When.BOT, at=TOMORROW, repeat=Repeat.WEEKLY, every="2", until=TOMORROW))

    assert (asked.at, asked.repeat, asked.every, asked.until) == (TOMORROW, ONCE, 1, None)


@pytest.mark.parametrize(
    ("form", "group", "block", "said"),
    [
        (replace(GOOD, group=None), None, Field.GROUP, "Choose a group."),
        (GOOD, None, Field.GROUP, "That group no longer exists. Choose another one."),
        (replace(GOOD, message=""), "VIP", block_id(0), "Write a message."),
        (
            replace(GOOD, sender="14155550999"),
            "VIP",
            sender_field.BLOCK,
            "That sender is no longer available. Choose another.",
        ),
        (
            replace(GOOD, sender="HarbourSt", rotate=True),
            "VIP",
            Field.ROTATE,
            "A sender name can't rotate through numbers. Untick this, or choose a number as the sender.",
        ),
        (replace(GOOD, when=When.BOT), "VIP", Part.AT, "Pick a day and a time."),
    ],
)
def test_every_mistake_stands_beside_its_field(form: Form, group: str | None, block: str, said: str) -> None:
    assert errors(form, group) == {block: said}


def test_a_series_whose_date_passed_while_it_was_edited_goes_on_and_that_is_said() -> None:
    late = replace(GOOD, when=When.BOT, at=START)
    edited = replace(late, state=replace(late.state, replaces="a" * 32))
    assert errors(late)[Part.AT] == TOO_SOON
    assert errors(edited)[Part.AT] == f"{TOO_SOON} {GOES_ON}"


def test_everything_wrong_is_told_at_once() -> None:
    assert set(errors(Form(FormState()), None)) == {Field.GROUP, block_id(0)}


def test_a_name_as_sender_is_asked_for_with_the_number_behind_it() -> None:
    asked = ask(replace(GOOD, sender="HarbourSt"))

    assert (asked.sender, asked.alpha_sender) == ("14155550190", "HarbourSt")


def test_the_form_is_read_as_it_stands() -> None:
    state = FormState("C0FRONT", edition=3, people=312)
    blocks = {
        Field.GROUP: chosen("VIP"),
        block_id(3): {"value": "Hello"},
        sender_field.BLOCK: chosen("14155550191"),
        Field.ROTATE: {"selected_options": [{"value": "rotate"}]},
        throttle_block(state): chosen("5"),
    }

    form = read(view(**blocks), state)

    assert form.chosen_group == "VIP"
    assert (form.message, form.sender, form.rotate, form.throttle) == ("Hello", "14155550191", True, 5)


@pytest.mark.parametrize("odd", ["", "7", "0", "fast"])
def test_a_pause_that_is_not_offered_is_the_usual_one(odd: str) -> None:
    assert read(view(**{throttle_block(FormState()): chosen(odd)}), FormState()).throttle == 1


def test_an_empty_view_is_an_empty_form() -> None:
    assert read({}, FormState()) == Form(FormState())
