"""What is told beside words that were taken from Slack."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks.plain_text.reading import Change, Remark
from bot.slack.blocks.plain_text.remarks import emoji_left_out, sentences


@pytest.mark.parametrize("change", [each for each in Change if each is not Change.LONGER])
def test_every_change_is_told(change: Change) -> None:
    assert sentences([Remark(change, "x")])


def test_what_is_gone_stands_first_and_in_numbers() -> None:
    said = sentences(
        [
            Remark(Change.EMPHASIS),
            Remark(Change.FILE),
            Remark(Change.FILE),
            Remark(Change.STRUCK, "10:00"),
            Remark(Change.LONGER, "1200"),
            Remark(Change.LONGER, "34"),
        ]
    )
    assert said == (
        ":warning: Left out: struck-through text: 10:00; 2 files; the last 1,234 characters, which "
        "didn't fit.\nChanged: formatting was removed."
    )


def test_nothing_is_told_when_nothing_is_different() -> None:
    assert sentences([]) == ""
    assert emoji_left_out(()) == ""


def test_emoji_in_a_field_are_named_once_and_a_few_of_them() -> None:
    names = (":a1:", ":b1:", ":a1:", ":c1:", ":d1:", ":e1:")
    assert emoji_left_out(names) == (
        ":warning: Left out, because phones can't show this: \ua789a1:, \ua789b1:, \ua789c1: and 2 more."
    )


@given(st.lists(st.builds(Remark, st.sampled_from([Change.STRUCK, Change.EMOJI]), st.text()), max_size=5))
def test_what_is_quoted_is_escaped_and_fits_into_what_a_form_carries_along(remarks: list[Remark]) -> None:
    said = sentences(remarks)
    assert "<" not in said
    assert ">" not in said
    assert len(json.dumps(said)) < 1000


def test_long_words_that_are_gone_are_shortened() -> None:
    said = sentences([Remark(Change.STRUCK, "🎉" * 3000), Remark(Change.EMOJI, "&" * 3000)])
    assert "…" in said
    assert len(json.dumps(said)) < 1000
