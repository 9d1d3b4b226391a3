"""The field for a number shows what somebody typed: never a choice that was not offered there."""

import pytest

from bot.slack.blocks import kit
from bot.slack.blocks.fields import phone
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.texting import line_start

TYPED = phone.typed(line_start.leading("+43 664 12345 67 Personen", "US"))


def field(shown: phone.Typed, chosen: str) -> Values:
    element = {"type": "radio_buttons", "selected_option": kit.option("Ada", chosen)}
    block = phone.block("Number", "number", shown, feature="x")
    return Values.of({"blocks": [block], "state": {"values": {"number": {"x.reading": element}}}})


def drawn_again(values: Values) -> Block:
    return phone.block("Number", "number", phone.answered(values, "number", "67 Personen")[1], feature="x")


@pytest.mark.parametrize("shown", [phone.EMPTY, TYPED])
def test_a_choice_that_was_not_offered_is_not_shown_as_what_somebody_typed(shown: phone.Typed) -> None:
    values = field(shown, "14155550100")

    assert phone.read(values, "number").number == ""
    assert "14155550100" not in str(drawn_again(values))


def test_one_of_those_offered_is() -> None:
    offered = [str(each["value"]) for each in TYPED.readings[:-1]]
    assert len(offered) > 1
    for each in offered:
        assert phone.read(field(TYPED, each), "number").number == f"+{each.partition('|')[0]}"
