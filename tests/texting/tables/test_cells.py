from collections.abc import Callable

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.texting import phones
from bot.texting.phones import PhoneError
from bot.texting.tables import cells
from bot.texting.tables.cells import LOST_DIGITS, CellError

REGIONS = sorted(phones.REGIONS)
MOBILES = [
    phonenumbers.format_number(mobile, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")
    for region in REGIONS
    if (mobile := phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE))
]
DIGITS = (
    st.sampled_from(MOBILES)
    | st.builds("{}{}".format, st.sampled_from(MOBILES), st.integers(0, 99))
    | st.builds("{}{}".format, st.integers(1, 99), st.sampled_from(MOBILES))
    | st.builds(
        "{}{}".format,
        st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)),
        st.integers(10**6, 10**12),
    )
    | st.text("0123456789", min_size=9, max_size=16)
    | st.text("0123456789 ().-", min_size=9, max_size=30).map("+{}".format)
)


def outcome(read: Callable[[str, str | None], str], cell: str, region: str | None) -> str:
    try:
        return read(cell, region)
    except (CellError, PhoneError) as error:
        return error.sentence


@pytest.mark.parametrize(
    "cell",
    [
        "14155550100",
        " +1 (415) 555-0100 ",
        "'14155550100",
        "\u201914155550100",
        "'+14155550100",
        "14155550100.0",
        "+14155550100.00",
        '="14155550100"',
        "=14155550100",
        "0014155550100",
        "\ufeff14155550100",
        "1415\r\n5550100",
    ],
)
def test_reads_a_number_through_what_spreadsheets_do_to_it(cell: str) -> None:
    assert cells.number(cell, None) == "14155550100"


@pytest.mark.parametrize("cell", ["4.1556E+10", "1.4155550100e10", "4,1556E+10", "'4.1556E+10"])
def test_a_number_in_scientific_notation_has_lost_digits(cell: str) -> None:
    with pytest.raises(CellError) as caught:
        cells.number(cell, None)
    assert caught.value.sentence == LOST_DIGITS


@pytest.mark.parametrize("cell", ["", "#N/A", "########", "14155550100,5", "14155550100.5x", "99999999999"])
def test_what_is_no_number_is_told_without_quoting_it(cell: str) -> None:
    with pytest.raises(CellError) as caught:
        cells.number(cell, None)
    assert caught.value.sentence.endswith(".")
    assert not cell or cell not in caught.value.sentence


@settings(max_examples=600)
@given(digits=DIGITS, region=st.sampled_from([None, *REGIONS, "XX"]))
@example("89161234567", "RU")
@example("14155550100", "US")
@example("810441234567", "RU")
@example("99999999999", None)
@example("+19999999999999", None)
@example("+1 415-555.0100", "GB")
@example("+1 (4155550100) 4155550100", None)
@example("+0014155550100", None)
@example("+ ().-", None)
def test_bare_digits_are_read_as_phones_reads_them(digits: str, region: str | None) -> None:
    assert outcome(cells.number, digits, region) == outcome(
        lambda *cell: phones.parse(*cell).digits, digits, region
    )


@settings(max_examples=50)
@given(digits=st.sampled_from(MOBILES))
def test_bare_digits_of_a_full_number_take_the_short_way(digits: str) -> None:
    if len(digits) > 10:
        assert cells._plain(digits, None) == digits


def test_a_full_number_takes_the_short_way_in_its_own_region() -> None:
    assert cells._plain("14155550100", "US") == "14155550100"
    assert cells._plain("447700900123", "US") == "447700900123"
    assert cells._plain("89161234567", "RU") is None


@pytest.mark.parametrize(
    ("cell", "cleaned"),
    [
        (" Ada ", "Ada"),
        ("A\tb\x00\x07c\ud800", "A bc"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        (
            "\N{MAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
            "\N{MAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
        ),
    ],
)
def test_cleans_what_is_merged_into_a_text(cell: str, cleaned: str) -> None:
    assert cells.clean(cell) == cleaned


@given(st.text(st.characters(), max_size=20))
def test_a_clean_cell_is_clean(cell: str) -> None:
    cleaned = cells.clean(cell)
    cleaned.encode()
    assert cells.clean(cleaned) == cleaned
