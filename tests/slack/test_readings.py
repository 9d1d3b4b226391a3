"""The choice between the numbers a line may begin with: for the field of one number, and for a recipient."""

from typing import Any

import pytest
from hypothesis import given, strategies

from bot.slack.blocks import limits
from bot.slack.blocks.fields import phone, recipient
from bot.slack.blocks.fields.phone import Typed
from bot.slack.blocks.fields.question import edition_after
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.incoming.forms import Values
from bot.texting import line_start

NUMBER = "number"
LINE = "+43 664 12345 67 Personen"
SHORT, LONG = "4366412345", "436641234567"


def view(line: str, chosen: int, drawn: int = 0) -> dict[str, Any]:
    choices = phone.options(line_start.leading(line, None))
    block = phone.block("Number", NUMBER, Typed(f"+{(SHORT, LONG)[drawn]}", choices), feature="sms")
    picked = block["element"]["options"][chosen]
    return {
        "blocks": [{"type": "divider"}, block],
        "state": {"values": {NUMBER: {"sms.reading": {"selected_option": picked}}}},
    }


def asked(whom: RecipientField, chosen: int) -> Values:
    """The question above the field for a recipient, answered."""
    blocks = recipient.blocks(whom, feature="sms")
    picked = next(each for each in blocks if each["type"] == "actions")["elements"][0]["options"][chosen]
    values = {
        recipient.MEANT: {"sms.meant": {"selected_option": picked}},
        blocks[-1]["block_id"]: {"sms.contact": {"selected_option": whom.chosen}},
    }
    return Values.of({"blocks": blocks, "state": {"values": values}})


def test_a_certain_number_and_none_leave_nothing_to_choose() -> None:
    assert phone.options(line_start.leading("+14155550100 Hello", None)) == ()
    assert phone.options(()) == ()
    assert recipient.numbered(()) == RecipientField()
    certain = recipient.numbered(line_start.leading("+14155550100 Hello", None))
    assert [each["type"] for each in recipient.blocks(certain, feature="sms")] == ["input"]


def test_a_choice_says_each_number_in_full_and_the_words_that_are_left() -> None:
    short, long, other = phone.options(line_start.leading(LINE, None))
    assert short["text"]["text"] == "+43 664 12345"
    assert short["description"]["text"] == "then: 67 Personen"
    assert long["description"]["text"] == "then: Personen"
    assert other["value"] == phone.OTHER


def test_a_number_without_words_behind_it_says_nothing_of_them() -> None:
    _, long, _ = phone.options(line_start.leading("+43 664 12345 67", None))
    assert "description" not in long


def test_the_first_reading_is_chosen_and_the_question_stands_above() -> None:
    whom = recipient.numbered(line_start.leading(LINE, None))
    asks, choices, field = recipient.blocks(whom, feature="sms")

    assert "Which number did you mean?" in asks["elements"][0]["text"]
    (radio,) = choices["elements"]
    assert radio["initial_option"]["text"]["text"] == "+43 664 12345"
    assert field["element"]["initial_option"]["text"]["text"] == "+43 664 12345"
    assert SHORT not in repr(whom)


@pytest.mark.parametrize(("chosen", "number"), [(0, SHORT), (1, LONG)])
def test_the_chosen_number_is_what_the_form_asks_for(chosen: int, number: str) -> None:
    errors: dict[str, str] = {}
    whom, _words = recipient.read(
        asked(recipient.numbered(line_start.leading(LINE, None)), chosen), "67 Personen"
    )
    meant = recipient.meant(whom, "US", errors)
    typed = phone.meant(phone.read(Values.of(view(LINE, chosen)), NUMBER), NUMBER, None, errors)

    assert errors == {}
    assert meant is not None
    assert typed is not None
    assert meant.digits == typed.digits == number
    drawn = "to" if chosen == 0 else f"to.{edition_after(0, 1)}"
    assert recipient.blocks(whom, feature="sms")[-1]["block_id"] == drawn
    assert whom.chosen is not None
    assert "description" not in whom.chosen
    assert number not in repr(whom)


def test_another_number_is_still_to_be_typed() -> None:
    errors: dict[str, str] = {}
    whom, words = recipient.read(asked(recipient.numbered(line_start.leading(LINE, None)), 2), "67 Personen")

    assert recipient.meant(whom, None, errors) is None
    assert list(errors) == [recipient.TO]  # the field that is there: it was not drawn again yet
    after, _ = recipient.read(asked(whom, 2), words)
    assert recipient.meant(after, None, errors) is None
    assert list(errors) == [recipient.TO, recipient.blocks(whom, feature="sms")[-1]["block_id"]]
    assert words == "67 Personen"
    assert phone.answered(Values.of(view(LINE, 2)), NUMBER, "67 Personen") == ("67 Personen", Typed())


def test_figures_move_between_the_number_and_the_words() -> None:
    there, _ = phone.answered(Values.of(view(LINE, 1)), NUMBER, "67 Personen")
    back, _ = phone.answered(Values.of(view(LINE, 0, drawn=1)), NUMBER, there)
    assert (there, back) == ("Personen", "67 Personen")

    whom = recipient.numbered(line_start.leading(LINE, None))
    whom, there = recipient.read(asked(whom, 1), "67 Personen")
    whom, back = recipient.read(asked(whom, 0), there)
    assert (there, back) == ("Personen", "67 Personen")
    drawn = f"to.{edition_after(edition_after(0, 1), 0)}"
    assert recipient.blocks(whom, feature="sms")[-1]["block_id"] == drawn


@given(strategies.integers(0, 10**6), strategies.integers(0, 100), strategies.text(), strategies.text())
def test_each_content_has_an_edition_of_its_own(before: int, nth: int, words: str, others: str) -> None:
    after = edition_after(before, nth, words)

    assert after > before
    assert after == edition_after(before, nth, words)
    assert edition_after(after, nth, words) > after
    assert (after == edition_after(before, nth, others)) is (words == others)


def test_words_that_were_changed_are_left_alone_from_then_on() -> None:
    words, field = phone.answered(Values.of(view(LINE, 1)), NUMBER, "siebenundsechzig")
    assert words == "siebenundsechzig"
    assert [each["value"] for each in field.readings] == [SHORT, LONG, phone.OTHER]

    whom, words = recipient.read(
        asked(recipient.numbered(line_start.leading(LINE, None)), 1), "siebenundsechzig"
    )
    assert words == "siebenundsechzig"
    assert (whom.offer, [each["value"] for each in whom.offers]) == (LONG, [SHORT, LONG, phone.OTHER])
    assert recipient.read(asked(whom, 0), words)[1] == words


def test_the_widest_gap_fits_into_slacks_value() -> None:
    gap = " " * 130
    for each in phone.options(line_start.leading(f"+43 664 12345{gap}67 Personen", None)):
        assert len(each["value"]) <= limits.OPTION_VALUE
