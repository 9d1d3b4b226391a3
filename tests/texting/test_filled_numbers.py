"""A number that was filled into a text can be told from the text, and not be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import filled_numbers

OWN = "14155550100"
BETWEEN = st.sampled_from(["", " ", "-", ".", ", ", "|", " / ", ") ", "·"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Account +14155550100, yes?", "Account •••0100, yes?"),
        ("Room 2, 4155550100", "Room 2, •••0100"),
        ("It is (415 555 0100)", "It is (•••0100)"),
        ("\uff14\uff11\uff15 \uff15\uff15\uff15 \uff10\uff11\uff10\uff10", "•••0100"),
        ("Account 4155550100", "Account •••0100"),
        ("04155550100 is yours", "•••0100 is yours"),
        ("Ends in 50100.", "Ends in •••0100."),
        ("Ends in 0100.", "Ends in 0100."),
        ("4,1,5,5,5,5,0,1,0,0", "•••0100"),
        ("Ask (415) 556-7701", "Ask •••7701"),
        ("Room 12345 on 2026-12-01 at 14:30", "Room 12345 on 2026-12-01 at 14:30"),
    ],
)
def test_numbers_show_their_last_digits(text: str, shown: str) -> None:
    assert filled_numbers.hidden(text, (OWN, "")) == shown


def test_only_their_own_is_hidden_in_what_somebody_wrote() -> None:
    text = f"{OWN}, ask 0800 555 0199"
    assert filled_numbers.hidden(text, (OWN,), others=False) == "•••0100, ask 0800 555 0199"


@given(st.lists(BETWEEN, min_size=len(OWN) - 1, max_size=len(OWN) - 1), st.integers(0, len(OWN) - 5))
def test_however_it_is_written_no_more_of_it_is_left(between: list[str], dropped: int) -> None:
    digits, marks = OWN[dropped:], [*between[dropped:], ""]
    written = "".join(each + mark for each, mark in zip(digits, marks, strict=True))
    found = filled_numbers.hidden(f"Yours: {written}!", (OWN,))
    assert "".join(filter(str.isdecimal, found)) == "0100"
