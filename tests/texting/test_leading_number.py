"""A typed line that begins with a number, and goes on."""

import pytest

from bot.texting import phones


@pytest.mark.parametrize(
    ("line", "digits", "rest"),
    [
        ("14155550100 See you at 10.", "14155550100", "See you at 10."),
        ("+1 (415) 555 01 00 See you", "14155550100", "See you"),
        ("415 555 0100", "14155550100", ""),
        ("+14155550100\nfirst line\nsecond", "14155550100", "first line\nsecond"),
        ("  14155550100   Hello  there ", "14155550100", "Hello  there"),
    ],
)
def test_the_longest_number_wins_and_the_rest_stays_as_typed(line: str, digits: str, rest: str) -> None:
    found = phones.leading(line, "US")

    assert found is not None
    assert (found[0].digits, found[1]) == (digits, rest)


@pytest.mark.parametrize("line", ["", "   ", "Ada Lovelace Hello", "12 monkeys", "call 14155550100"])
def test_a_line_that_begins_with_no_number_has_none(line: str) -> None:
    assert phones.leading(line, "US") is None


def test_a_local_number_needs_a_region() -> None:
    assert phones.leading("415 555 0100 Hello", None) is None
