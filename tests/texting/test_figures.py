"""Why the figures a line begins with are no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import line_start
from bot.texting.figures import LONGEST_SHOWN, fault


@pytest.mark.parametrize(
    ("line", "region", "sentence"),
    [
        ("1415 hello", "US", "1415 is too short for a phone number."),
        ("  +1 415 hello", "US", "+1 415 is too short for a phone number."),
        ("2 complaints", None, "2 is too short for a phone number."),
        ("1415\n555 0100", "US", "1415 is too short for a phone number."),
        ("99999999999999999999 hello", "US", "99999999999999999999 is too long for a phone number."),
        ("4155550100 hello", None, "4155550100 needs its country code in front, like +1 415 555 0100."),
        ("+999 123 4567 a", None, "+999 123 4567 doesn't start with a known country code."),
        (
            "2015550123",
            "GB",
            "2015550123 could be two different numbers.",
        ),
        ("10:30 see you", "US", "10:30 isn't a phone number."),
        (
            "14155550100 hello",
            "US",
            "It isn't clear where the number 14155550100 ends.",
        ),
        ("hello 1415", "US", None),
        ("", "US", None),
        ("(", "US", None),
        ("... hello", "US", None),
    ],
)
def test_figures_are_named_with_what_is_wrong(line: str, region: str | None, sentence: str | None) -> None:
    found = fault(line, region)

    assert (found is None) is (sentence is None)
    assert found is None or found.startswith(sentence or "")


@given(st.text(max_size=300), st.sampled_from([None, "US", "GB"]))
def test_a_line_without_figures_in_front_has_no_fault_and_any_other_is_told_briefly(
    line: str, region: str | None
) -> None:
    found = fault(line, region)
    first = line.split(maxsplit=1)[0] if line.strip() else ""

    if first[:1].isalpha():
        assert found is None
    if first.isascii() and first.isdigit() and not line_start.leading(line, region):
        assert found is not None
    assert found is None or len(found) < LONGEST_SHOWN + 100
