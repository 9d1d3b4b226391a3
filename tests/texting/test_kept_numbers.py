"""What SMS-iT keeps is written with a country code only where that is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import kept_numbers, phones


@pytest.mark.parametrize(
    ("kept", "region", "written"),
    [
        ("14155550100", None, "+1 415-555-0100"),
        ("31612345678", "US", "+31 6 12345678"),
        ("0612345678", "NL", "+31 6 12345678"),
        ("0612345678", None, "0612345678"),  # not Australia's 61
        ("0612345678", "US", "0612345678"),
        ("02079460000", "GB", "+44 20 7946 0000"),
        ("02079460000", None, "02079460000"),
        ("0031612345678", None, "+31 6 12345678"),
        ("4155550100", "US", "+1 415-555-0100"),
        ("4155550100", None, "4155550100"),
        ("12", "US", "12"),
    ],
)
def test_a_country_is_written_where_it_is_known_and_guessed_nowhere(
    kept: str, region: str | None, written: str
) -> None:
    assert kept_numbers.pretty(kept, region) == written


@given(st.from_regex(r"0[1-9][0-9]{2,13}", fullmatch=True))
def test_without_a_region_a_local_number_stays_as_it_is_kept(kept: str) -> None:
    assert kept_numbers.pretty(kept, None) == kept_numbers.shown(kept, None) == kept
    assert kept_numbers.whole(kept, None) is None


@given(st.from_regex(r"0[0-9]{2,14}", fullmatch=True))
def test_what_begins_with_no_country_code_is_written_with_none_by_anyone(kept: str) -> None:
    assert phones.pretty(kept) == phones.shown(kept) == kept


@given(st.from_regex(r"1[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True), st.sampled_from([None, "US", "NL"]))
def test_a_number_with_its_code_is_written_as_ever(kept: str, region: str | None) -> None:
    assert kept_numbers.shown(kept, region).replace("+", "")[:1] == phones.shown(kept).replace("+", "")[:1]
