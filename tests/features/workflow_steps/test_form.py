"""What a workflow fills in goes out as a person would type it, or its step fails."""

from collections.abc import Iterable

import pytest

from bot.errors import UserError
from bot.features.workflow_steps.form import plain
from bot.features.workflow_steps.inputs import LONGEST, Inputs
from bot.slack.blocks.plain_text.reading import Kind, Mention

NAMES = {Mention(Kind.PERSON, "U0TOM"): "Tom Okafor"}


def names_of(mentions: Iterable[Mention]) -> dict[Mention, str]:
    return {each: NAMES[each] for each in mentions if each in NAMES}


def given(name: str, text: str) -> str:
    return plain(Inputs({name: text}), names_of).given[name]


@pytest.mark.parametrize(
    ("filled_in", "words"),
    [
        ("Open 9 &amp; 5, 1 &lt; 2", "Open 9 & 5, 1 < 2"),
        ("Book at <https://x.example/t|our site>.", "Book at our site (https://x.example/t)."),
        ("Write to <mailto:desk@x.example|desk@x.example>", "Write to desk@x.example"),
        ("Ask <@U0TOM> in <#C0FRONT|front-desk>", "Ask Tom Okafor in front-desk"),
        (
            "We are *closed* _today_ :smile:",
            "We are closed today \N{SMILING FACE WITH OPEN MOUTH AND SMILING EYES}",
        ),
        ("%%Name%%, see you", "%%Name%%, see you"),
    ],
)
def test_words_arrive_as_the_form_would_bring_them(filled_in: str, words: str) -> None:
    assert given("message", filled_in) == words
    assert given("values", f"Day: {filled_in}") == f"Day: {words}"


@pytest.mark.parametrize(
    ("filled_in", "gone"),
    [
        ("Ask <@U0NOBODY>", "1 mention without a name"),
        ("<!channel> hello", "1 @channel or @here mention"),
        ("At ~10~ 11, for ~you~ all", "2 struck-through parts"),
        ("Hello :our-logo:", "1 emoji that phones don't have"),
        ("On <!date^1392734382^{date}>", "1 date"),
    ],
)
def test_nothing_is_left_out_of_a_text_that_nobody_reviews(filled_in: str, gone: str) -> None:
    with pytest.raises(UserError) as refused:
        given("message", filled_in)
    assert refused.value.sentence == (
        f"Take out of this step's message what phones can't show: {gone}. Nothing was sent."
    )


def test_what_says_who_is_meant_keeps_its_marks_and_its_mentions() -> None:
    assert given("number", "<tel:+14155550100|+1 415-555-0100>") == "+1 415-555-0100"
    assert given("email", "<mailto:_a_@x.example|_a_@x.example>") == "_a_@x.example"
    assert given("name", "Smith &amp; Sons") == "Smith & Sons"
    assert given("name", "<@U0TOM>") == "<@U0TOM>"  # refused where it is read


def test_what_is_too_long_is_not_made_shorter() -> None:
    long = "*a* " * LONGEST
    assert given("message", long) == long
