"""The choice between the numbers a line may begin with."""

from dataclasses import replace
from typing import Any

import pytest

from bot.slack.blocks import limits
from bot.slack.blocks.fields import phone, recipient
from bot.slack.blocks.fields.phone import Typed
from bot.slack.incoming.forms import Values
from bot.texting import line_start

LINE = "+43 664 12345 67 Personen"
SHORT, LONG = "4366412345", "436641234567"


def view(line: str, chosen: int, drawn: int = 0) -> dict[str, Any]:
    choices = phone.options(line_start.leading(line, None))
    block = phone.block("Number", recipient.NUMBER, Typed(f"+{(SHORT, LONG)[drawn]}", choices), feature="sms")
    picked = block["element"]["options"][chosen]
    return {
        "blocks": [{"type": "divider"}, block],
        "state": {"values": {recipient.NUMBER: {"sms.reading": {"selected_option": picked}}}},
    }


def test_a_certain_number_and_none_leave_nothing_to_choose() -> None:
    assert phone.options(line_start.leading("+14155550100 Hello", None)) == ()
    assert phone.options(()) == ()


def test_a_choice_says_each_number_in_full_and_the_words_that_are_left() -> None:
    short, long, other = phone.options(line_start.leading(LINE, None))
    assert short["text"]["text"] == "+43 664 12345"
    assert short["description"]["text"] == "then: 67 Personen"
    assert long["description"]["text"] == "then: Personen"
    assert other["value"] == phone.OTHER


def test_a_number_without_words_behind_it_says_nothing_of_them() -> None:
    _, long, _ = phone.options(line_start.leading("+43 664 12345 67", None))
    assert "description" not in long


@pytest.mark.parametrize(("chosen", "number"), [(0, SHORT), (1, LONG)])
def test_the_chosen_number_is_what_the_form_asks_for(chosen: int, number: str) -> None:
    whom = recipient.read(Values.of(view(LINE, chosen)))
    errors: dict[str, str] = {}

    meant = recipient.meant(whom, None, errors)

    assert errors == {}
    assert meant is not None
    assert meant.digits == number
    assert number not in repr(whom)


def test_another_number_is_still_to_be_typed() -> None:
    whom = recipient.read(Values.of(view(LINE, 2)))
    errors: dict[str, str] = {}

    assert recipient.meant(whom, None, errors) is None
    assert whom.readings == ()
    assert errors
    assert phone.answered(Values.of(view(LINE, 2)), recipient.NUMBER, "67 Personen") == (
        "67 Personen",
        Typed(),
    )


def test_figures_move_between_the_number_and_the_words() -> None:
    there, _ = phone.answered(Values.of(view(LINE, 1)), recipient.NUMBER, "67 Personen")
    back, _ = phone.answered(Values.of(view(LINE, 0, drawn=1)), recipient.NUMBER, there)

    assert (there, back) == ("Personen", "67 Personen")


def test_words_that_were_changed_are_left_alone_from_then_on() -> None:
    words, field = phone.answered(Values.of(view(LINE, 1)), recipient.NUMBER, "siebenundsechzig")

    assert words == "siebenundsechzig"
    assert [each["value"] for each in field.readings] == [SHORT, LONG, phone.OTHER]


def test_the_widest_gap_fits_into_slacks_value() -> None:
    gap = " " * 130
    for each in phone.options(line_start.leading(f"+43 664 12345{gap}67 Personen", None)):
        assert len(each["value"]) <= limits.OPTION_VALUE


def test_a_contact_and_a_choice_are_one_too_many() -> None:
    whom = replace(recipient.read(Values.of(view(LINE, 1))), contact={"value": "14155550100"})
    errors: dict[str, str] = {}
    assert recipient.meant(whom, None, errors) is None
    assert errors == {recipient.NUMBER: recipient.CHOSEN_TWICE}
