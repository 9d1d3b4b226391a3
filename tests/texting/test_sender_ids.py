import string

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import phones, sender_ids
from bot.texting.sender_ids import SenderIdError


@pytest.mark.parametrize("alpha", ["A", "HarbourSt", "24hPharmacy", "ABCDEFGHIJK"])
def test_accepts_letters_and_digits(alpha: str) -> None:
    sender_ids.check(alpha)


@pytest.mark.parametrize(
    ("alpha", "told"),
    [
        ("", "1 to 11"),
        ("Harbour St", "no spaces"),
        ("Café", "accents"),
        ("Shop\n", "no spaces"),
        ("ABCDEFGHIJKL", "it has 12"),
        ("12345", "at least one letter"),
        ("١٢٣", "A-Z"),
    ],
)
def test_says_which_part_of_the_rule_is_broken(alpha: str, told: str) -> None:
    with pytest.raises(SenderIdError) as caught:
        sender_ids.check(alpha)
    assert told in caught.value.sentence


@given(st.text(st.characters() | st.sampled_from(string.ascii_letters + string.digits), max_size=14))
def test_the_rule_is_the_documented_one(alpha: str) -> None:
    allowed = set(string.ascii_letters + string.digits)
    letters = set(string.ascii_letters)
    fits = 1 <= len(alpha) <= 11 and set(alpha) <= allowed and bool(set(alpha) & letters)
    try:
        sender_ids.check(alpha)
    except SenderIdError:
        assert not fits
    else:
        assert fits


def test_the_eighteen_countries_are_those_of_the_page() -> None:
    assert len(sender_ids.COUNTRIES) == 18
    assert set(sender_ids.COUNTRIES).issubset(phones.REGIONS)
    assert sender_ids.allowed_for("GB")
    assert not sender_ids.allowed_for("US")
    assert not sender_ids.allowed_for(None)


def test_what_is_part_of_a_listed_country_counts_as_it() -> None:
    """Every region that shares the calling code of a listed country: part of it, or a country of its own."""
    codes = {phonenumbers.country_code_for_region(region) for region in sender_ids.COUNTRIES}
    sharing = {region for code in codes for region in phonenumbers.region_codes_for_country_code(code)}
    others = sharing - set(sender_ids.COUNTRIES)
    assert {region for region in others if sender_ids.allowed_for(region)} == {"AX", "SJ", "CC", "CX"}
    assert {region for region in others if not sender_ids.allowed_for(region)} == {"GG", "IM", "JE"}


def test_no_other_country_is_let_in() -> None:
    others = set(phones.REGIONS) - set(sender_ids.COUNTRIES)

    assert {region for region in others if sender_ids.allowed_for(region)} == {"AX", "SJ", "CC", "CX"}
