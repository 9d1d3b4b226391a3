"""A typed line that begins with a number, and goes on."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from bot.texting import line_start, phones
from bot.texting.phones import PhoneError
from bot.texting.typed import MAX_E164_DIGITS
from tests import chaos
from tests.every import every
from tests.texting.examples import NUMBERS, REGIONS, WORDS, Written, written

FICTION = st.builds("1{}555{:04d}".format, st.integers(200, 999), st.integers(100, 199))


def read(line: str, region: str | None) -> list[tuple[str, str]]:
    return [(each.phone.digits, each.rest) for each in line_start.leading(line, region)]


@settings(max_examples=400)
@given(
    number=written(), words=st.sampled_from(WORDS), gap=st.sampled_from([" ", "  ", "\n", ", ", ": ", " - "])
)
def test_the_same_number_and_words_come_back_or_a_question_that_holds_them(
    number: Written, words: str, gap: str
) -> None:
    try:
        meant = phones.parse(number.text, number.default).digits
    except PhoneError:  # the region reads this number in two ways: the field asks as well
        return
    found = read(f"{number.text}{gap}{words}", number.default)

    assert meant == number.digits
    assert (meant, words) in found


@pytest.mark.unmeasured
def test_what_is_typed_in_one_piece_or_grouped_as_its_country_does_is_hardly_ever_asked_about() -> None:
    for nth, (region, number) in enumerate(NUMBERS):
        for form in (PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.NATIONAL):
            text = phonenumbers.format_number(number, form)
            for words in WORDS[:5] if chaos.IS_LONG else (WORDS[nth % 5],):
                found = line_start.leading(f"{text} {words}", region)
                assert len(found) == 1 or form == PhoneNumberFormat.NATIONAL, (region, text)


@settings(max_examples=200)
@given(number=st.sampled_from([number for _, number in NUMBERS]), data=st.data())
def test_a_number_with_gaps_anywhere_is_never_another_one_without_a_question(
    number: phonenumbers.PhoneNumber, data: st.DataObject
) -> None:
    digits = phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    code = len(str(number.country_code))
    sizes = data.draw(st.lists(st.integers(2, 4), min_size=8, max_size=8))
    groups, place = [digits[:code]], code
    for size in sizes:
        groups.append(digits[place : place + size])
        place += size
    typed = "+" + " ".join(filter(None, groups))
    found = read(f"{typed} See you", None)

    assert (digits, "See you") in found


@given(digits=FICTION, words=st.sampled_from(WORDS), region=st.sampled_from([None, "US", "GB", "DE", "AT"]))
def test_numbers_kept_for_fiction_stand_alone_as_well(digits: str, words: str, region: str | None) -> None:
    assert read(f"+{digits} {words}", region) == [(digits, words)]


@every(
    ("line", "region", "digits", "rest"),
    [
        ("14155550100 See you at 10.", "US", "14155550100", "See you at 10."),
        ("+1 (415) 555 01 00 See you", "US", "14155550100", "See you"),
        ("415 555 0100", "US", "14155550100", ""),
        ("+14155550100\nfirst line\nsecond", "US", "14155550100", "first line\nsecond"),
        ("  14155550100   Hello  there ", "US", "14155550100", "Hello  there"),
        ("+49 170 1234567 10 Uhr passt", None, "491701234567", "10 Uhr passt"),
        ("+49 170 1234567\n10 Uhr passt", None, "491701234567", "10 Uhr passt"),
        ("0664 1234567 2 Personen", "AT", "436641234567", "2 Personen"),
        ("+43 (0)664 1234567 2 Personen", None, "436641234567", "2 Personen"),
        ("00 43 664 1234567 10 Uhr", "AT", "436641234567", "10 Uhr"),
        ("0043 664 1234567 10 Uhr", None, "436641234567", "10 Uhr"),
        ("+491701234567 2 complaints", None, "491701234567", "2 complaints"),
        ("+436641234567 2 Personen", None, "436641234567", "2 Personen"),
        ("6123456 6123457 hæ", "IS", "3546123456", "6123457 hæ"),
        ("612 3456 10 manns", "IS", "3546123456", "10 manns"),
        ("+33 6 12 34 56 78 10 personnes", None, "33612345678", "10 personnes"),
        ("14155550100, See you", None, "14155550100", "See you"),
        ("14155550100; See you", None, "14155550100", "See you"),
        ("14155550100: See you", None, "14155550100", "See you"),
        ("14155550100. See you", None, "14155550100", "See you"),
        ("14155550100 \u2013 See you", None, "14155550100", "See you"),
        ("14155550100,See you", None, "14155550100", "See you"),
        ("14155550100\n- one\n- two", None, "14155550100", "- one\n- two"),
        ("14155550100 -5 degrees", None, "14155550100", "-5 degrees"),
        ("Tel: +1 415 555 0100 See you", None, "14155550100", "See you"),
        ("WhatsApp: +1 415 555 0100, See you", None, "14155550100", "See you"),
        ("<tel:+14155550100|415-555-0100> See you", None, "14155550100", "See you"),
        ("<tel:+14155550100>, 10 people", None, "14155550100", "10 people"),
        ("\u200e+1415\ufe0f5550100\u3164 See you", None, "14155550100", "See you"),
        ("\u201c+1 415 555 0100\u201d See you", None, "14155550100", "See you"),
        ("*+14155550100* `See` you", None, "14155550100", "`See` you"),
        ("T\u00e9l : 06 12 34 56 78 oui", "FR", "33612345678", "oui"),
        ("+1 415 555 0100 * 10 people", None, "14155550100", "* 10 people"),
        ("+1 415 555 0100 \u00b7 10 people", None, "14155550100", "\u00b7 10 people"),
        ("(020) 2012367 - 10 people", "ZW", "263202012367", "10 people"),
    ],
)
def test_a_number_and_the_words_behind_it(line: str, region: str | None, digits: str, rest: str) -> None:
    assert read(line, region) == [(digits, rest)]


@pytest.mark.parametrize(
    ("line", "region", "readings"),
    [
        ("+43 664 12345 67 Personen", None, [("4366412345", "67 Personen"), ("436641234567", "Personen")]),
        ("+49 30 1234 5678 Hallo", None, [("49301234", "5678 Hallo"), ("493012345678", "Hallo")]),
        ("20 12 34 56 10 gæster", "DK", None),
    ],
)
def test_where_a_number_may_end_in_two_places_both_are_told_the_shorter_first(
    line: str, region: str | None, readings: list[tuple[str, str]] | None
) -> None:
    found = read(line, region)

    assert [len(digits) for digits, _ in found] == sorted(len(digits) for digits, _ in found)
    if readings is not None:
        assert found == readings


def test_a_possible_number_is_told_beside_one_in_use_when_it_is_as_long_as_numbers_there_are() -> None:
    assert read("+49 170 123456 7 Uhr passt", None) == [
        ("49170123456", "7 Uhr passt"),
        ("491701234567", "Uhr passt"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "\n",
        "Ada Lovelace Hello",
        "Ada: +14155550100 calls back",
        "12 monkeys",
        "call 14155550100",
        "fax: +14155550100",
        "+14155550100! Hello",
        "<tel:12> Hello",
        "14155550100(2 people",
        "1" * 400,
        "+61 412 345 678! See you",
        "+61 412 345 678see you",
        "+62 812 3456 7890! See you",
        "+49 30 1234 5678\u2026 See you",
        "+43 664 12345 67! See you",
        "+39 06 6981 2345-see you",
    ],
)
def test_a_line_that_begins_with_no_number_has_none(line: str) -> None:
    assert read(line, "US") == []


def test_a_local_number_needs_a_region() -> None:
    assert read("415 555 0100 Hello", None) == []


def test_a_number_is_read_however_long_the_line_is() -> None:
    words = "2 words " * 5000
    assert read(f"+14155550100 {words}", None) == [("14155550100", words.strip())]
    assert read(f"+1 415 555 0100 {'x' * 5000}", None) == [("14155550100", "x" * 5000)]


@given(
    line=st.text("0123456789+ -.()[]/,:;xA<>|\u202a\xa0\n", max_size=60),
    region=st.sampled_from([None, *REGIONS]),
)
def test_every_reading_is_a_number_of_its_own_and_the_end_of_the_line(line: str, region: str | None) -> None:
    found = line_start.leading(line, region)

    assert len({each.phone.digits for each in found}) == len(found)
    for each in found:
        assert phones.from_digits(each.phone.digits) == each.phone
        assert line.strip().endswith(each.rest)
        assert len(each.phone.digits) <= MAX_E164_DIGITS
        assert each.phone.digits not in repr(each)
