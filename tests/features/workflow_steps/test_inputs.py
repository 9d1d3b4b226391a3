"""What a step is given: bounded, without mentions, and values of a template each in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.features.workflow_steps.inputs import LONGEST, Inputs, filled, read
from bot.texting import merge

BODY = "%%Name%%, come on %%Day%% at %%Time|any time%%."
VALUES = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="%{}"), max_size=30)


def test_texts_and_figures_are_read_and_nothing_else_and_no_more_than_a_text_has() -> None:
    given_ = {"a": "b", "n": 5, "list": ["x"], "none": None, "object": {}, "long": "x" * 9999}

    assert read(given_) == {"a": "b", "n": "5", "long": "x" * (LONGEST + 1)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" ", "Fill in the words"),
        ("x" * (LONGEST + 1), "Shorten the words"),
        ("Ask <@U0TOM>", "mentions"),
        ("Ask <!channel>", "mentions"),
    ],
)
def test_what_is_no_text_to_send_says_why(text: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        Inputs({"message": text}).text("message", "the words")
    assert said in refused.value.sentence


def test_an_optional_input_may_be_missing_and_a_comparison_is_no_mention() -> None:
    assert Inputs({}).text("name", "the name", optional=True) == ""
    assert Inputs({"m": " 1 < 2 "}).text("m", "it") == "1 < 2"


def test_a_number_is_read_as_any_that_is_typed() -> None:
    assert Inputs({"number": "(415) 555-0100"}).phone("number", "US").digits == "14155550100"
    with pytest.raises(UserError):
        Inputs({"number": "12"}).phone("number", "US")


@given(VALUES, VALUES)
def test_values_stand_where_they_are_asked_for_whoever_gives_them(name: str, day: str) -> None:
    if merge.is_blank(day) or merge.is_blank(name):
        return
    assert filled(BODY, f"day: {day}", {"Name": name}) == f"{name}, come on {day} at any time."
    assert (
        filled(BODY, f"DAY:{day}\n\nname: {name}\nTime: 9", {"Name": "Bob"}) == f"{name}, come on {day} at 9."
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "Add a value for Day"),
        ("Day: ", "Add a value for Day"),
        ("Day Monday", "on a line of its own"),
        ("Day: Monday\nWeek: 3", "Remove the value for Week"),
        ("Day: %%Name%%", "Day: "),
        ("Day: {a|b}", "Day: "),
        ("\n".join(f"V{nth}: x" for nth in range(9)), "on a line of its own"),
        (f"Day: {'x' * 201}", "Day: Shorten"),
    ],
)
def test_a_value_that_is_missing_wrong_or_not_asked_for_fails(lines: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        filled(BODY, lines, {"Name": "Ada"})
    assert said in refused.value.sentence
