"""What an answer to the question whom a line means does to the message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.sms.form import Compose, Meta, answered, typed_line
from bot.slack.writing.who import Whom

LINE = "Ada Byron Your table is ready"


def form(message: str, taken: int = 0) -> Compose:
    return Compose(Meta(head="Ada Byron ", taken=taken), message=message)


@given(st.lists(st.sampled_from([0, 4, 10]), max_size=6))
def test_no_row_of_answers_loses_a_word(answers: list[int]) -> None:
    drawn = form(LINE)
    for taken in answers:
        drawn = answered(drawn, Whom(), taken)
        assert drawn.message == LINE[taken:]
        assert typed_line(drawn) == LINE
    assert drawn.meta.edition == len(answers)


@pytest.mark.parametrize("message", ["Your table", "Adam, your table", "", "Hi Ada Byron"])
def test_a_message_that_does_not_begin_with_the_name_any_more_is_left_alone(message: str) -> None:
    drawn = answered(form(message), Whom(), 10)

    assert (drawn.message, drawn.meta.taken) == (message, 0)


def test_a_message_that_is_the_name_alone_becomes_empty() -> None:
    assert answered(form("Ada Byron"), Whom(), 10).message == ""
