# ruff: noqa: RUF001 - look-alike characters are what is tested
import re
import sys
import unicodedata

import phonenumbers
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.texting import line_start, phones
from bot.texting import typed as phones_typed
from bot.texting.phones import PhoneError, Reason
from tests.every import every
from tests.reading import as_read

REGIONS = sorted(phones.REGIONS)
MOBILES = {
    region: mobile
    for region in REGIONS
    if (mobile := phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE))
}


def _mobile(region: str) -> str:
    return phones.phone_of(MOBILES[region]).digits


FICTION = st.builds("1{}555{:04d}".format, st.integers(200, 999), st.integers(100, 199))
SIGNS = st.text("0123456789+-−. ()[]/,;xA<>\u202a\xa0٣३é\n", max_size=40)


@every(
    ("typed", "region", "digits"),
    [
        ("14155550100", None, "14155550100"),
        ("+1 (415) 555-0100", None, "14155550100"),
        ("+1.415.555.0100", None, "14155550100"),
        ("[1] 415/555/0100", None, "14155550100"),
        ("415 555 0100", "US", "14155550100"),
        ("4155550100", "CA", "14155550100"),
        ("12005550100", None, "12005550100"),
        ("00 44 7700 900123", None, "447700900123"),
        ("0044 7700 900123", "US", "447700900123"),
        ("+0044 7700 900123", None, "447700900123"),
        ("011 44 7700 900123", "US", "447700900123"),
        ("447700900123", None, "447700900123"),
        ("447700900123", "DE", "447700900123"),
        ("07700 900123", "GB", "447700900123"),
        ("+44 (0)7700 900123", None, "447700900123"),
        ("06 1234 5678", "IT", "390612345678"),
        ("089/12345678", "DE", "498912345678"),
        ("4917612345678", "US", "4917612345678"),
        ("+800 1234 5678", None, "80012345678"),
        ("１４１５５５５０１００", None, "14155550100"),
        ("١٤١٥٥٥٥٠١٠٠", None, "14155550100"),
        ("\u202a+1\xa0415\u2011555\u20110100\u202c", None, "14155550100"),
        ("1−415−555−0100", None, "14155550100"),
        ("<tel:+14155550100|415-555-0100>", None, "14155550100"),
        ("<tel:+14155550100>", None, "14155550100"),
        ("tel:+14155550100", None, "14155550100"),
    ],
)
def test_reads_what_people_type(typed: str, region: str | None, digits: str) -> None:
    assert phones.parse(typed, region).digits == digits


@every(
    ("typed", "region", "reason"),
    [
        ("", None, Reason.EMPTY),
        (" \u202a ", None, Reason.EMPTY),
        ("1-800-FLOWERS", None, Reason.LETTERS),
        ("Ada", "US", Reason.LETTERS),
        ("+", None, Reason.NOT_A_NUMBER),
        ("00", None, Reason.NOT_A_NUMBER),
        ("$4155550100", None, Reason.NOT_A_NUMBER),
        ("1+4155550100", None, Reason.NOT_A_NUMBER),
        ("++14155550100", None, Reason.NOT_A_NUMBER),
        ("14155550100, 14155550101", None, Reason.SEVERAL),
        ("14155550100 / 14155550101", None, Reason.SEVERAL),
        ("+14155550100 +14155550101", None, Reason.SEVERAL),
        ("14155550100 14155550101", None, Reason.SEVERAL),
        ("14155550100 or 14155550101", None, Reason.SEVERAL),
        ("+1 415 555 0100 x12", None, Reason.EXTENSION),
        ("+1 415 555 0100 ext. 12", None, Reason.EXTENSION),
        ("+1 415 555 0100;ext=12", None, Reason.EXTENSION),
        ("+1 415 555 0100 #12", None, Reason.EXTENSION),
        ("07700 900123", None, Reason.NO_COUNTRY_CODE),
        ("4155550100", None, Reason.NO_COUNTRY_CODE),
        ("6175550100", None, Reason.NO_COUNTRY_CODE),
        ("+999 1234 5678", None, Reason.UNKNOWN_COUNTRY_CODE),
        ("99912345678", None, Reason.UNKNOWN_COUNTRY_CODE),
        ("555", "US", Reason.TOO_SHORT),
        ("5550100", "US", Reason.TOO_SHORT),
        ("+1 555 0100", None, Reason.TOO_SHORT),
        ("+1", None, Reason.TOO_SHORT),
        ("+1 415 555 01000 00", None, Reason.TOO_LONG),
        ("12345678901234567", None, Reason.TOO_LONG),
        ("123456789012345678", "US", Reason.TOO_LONG),
        ("+44 123456789012345678", None, Reason.TOO_LONG),
        ("+376 1234567", None, Reason.WRONG_LENGTH),
    ],
)
def test_says_what_is_wrong(typed: str, region: str | None, reason: Reason) -> None:
    with pytest.raises(PhoneError) as caught:
        phones.parse(typed, region)
    assert caught.value.reason is reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_tells_how_to_write_a_number(reason: Reason) -> None:
    assert "+1 415 555 0100" in PhoneError(reason).sentence


@pytest.mark.parametrize("digits", ["14155550100", "447700900123"])
def test_full_international_digits_mean_the_same_in_every_default_region(digits: str) -> None:
    read = {region: phones.parse(digits, region).digits for region in (None, *REGIONS)}

    assert read == dict.fromkeys(read, digits)


def test_in_its_default_region_a_mobile_needs_no_country_code_even_if_it_looks_foreign() -> None:
    # 47 is Norway's country code, and 479 an area code of Arkansas.
    assert phones.parse("4792345678", "US").digits == "14792345678"
    assert phones.parse("4792345678", None).digits == "4792345678"


def test_short_digits_in_no_plan_are_local_in_the_default_region() -> None:
    assert phones.parse("5555550100", "US").digits == "15555550100"


@given(digits=FICTION, region=st.sampled_from([None, "US", "CA", "GB", "FR"]))
def test_every_fictional_north_american_number_is_accepted(digits: str, region: str | None) -> None:
    assert phones.parse(digits, region).digits == digits


@given(digits=FICTION)
def test_fictional_numbers_of_area_codes_in_use_need_no_country_code_at_home(digits: str) -> None:
    assume(phones.parse(f"+{digits}", None).region in {"US", "CA"})
    assume(phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}")))
    assert phones.parse(digits[1:], "US").digits == digits


@given(region=st.sampled_from(sorted(MOBILES)), default=st.sampled_from([None, *REGIONS]), data=st.data())
def test_a_plus_sign_means_the_same_in_every_default_region(
    region: str, default: str | None, data: st.DataObject
) -> None:
    international = phonenumbers.format_number(MOBILES[region], phonenumbers.PhoneNumberFormat.E164)
    dressed = "".join(char + data.draw(st.sampled_from(["", " ", "-", "."])) for char in international)
    phone = phones.parse(dressed, default)
    assert f"+{phone.digits}" == international
    assert phones.from_digits(phone.digits) == phone
    assert phones.parse(phone.pretty, default) == phone


@given(region=st.sampled_from(sorted(MOBILES)))
def test_the_national_form_of_a_mobile_is_read_in_its_default_region(region: str) -> None:
    national = phonenumbers.format_number(MOBILES[region], phonenumbers.PhoneNumberFormat.NATIONAL)
    assert f"+{phones.parse(national, region).digits}" == phonenumbers.format_number(
        MOBILES[region], phonenumbers.PhoneNumberFormat.E164
    )


@settings(max_examples=200)
@given(typed=SIGNS | st.text(max_size=30), region=st.sampled_from([None, "US", "GB", "DE", "IT", "CN"]))
def test_whatever_is_typed_becomes_a_stable_number_or_a_reason(typed: str, region: str | None) -> None:
    try:
        phone = phones.parse(typed, region)
    except PhoneError:
        return
    assert phone.digits.isascii()
    assert phone.digits.isdecimal()
    assert phones.from_digits(phone.digits) == phone


@pytest.mark.parametrize("reason", Reason)
def test_the_error_tells_the_reason_and_never_what_was_typed(reason: Reason) -> None:
    assert str(PhoneError(reason)) == reason


@pytest.mark.parametrize("digits", ["", "+14155550100", "415", "٣٣٣٣٣٣٣٣٣٣٣", "99912345678"])
def test_recorded_digits_that_are_no_number_are_refused(digits: str) -> None:
    with pytest.raises(PhoneError):
        phones.from_digits(digits)


def test_shows_the_number_masked_and_pretty() -> None:
    phone = phones.parse("+14155550100", None)
    assert (phone.region, phone.pretty, phone.masked) == ("US", "+1 415-555-0100", "•••0100")
    assert phones.mask("14155550100") == "•••0100"
    assert phones.mask("0100") == "•••"
    assert phones.pretty("447700900123") == "+44 7700 900123"
    assert phones.pretty("123") == "+123"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("14155550100", "•••0100"),
        ("no route to +1 (415) 555-0100!", "no route to •••0100!"),
        ("(415) 555.0100 failed", "•••0100 failed"),
        ("[415] 555/0100", "•••0100"),
        ("(+14155550100)", "(•••0100)"),
        ("Ada (415-555-0100)", "Ada (•••0100)"),
        ("1\u2011415\u2009555\xa00100", "•••0100"),
        ("4\u200b155550100", "•••0100"),
        ("4\u3164155\ufe0f550100", "•••0100"),
        ("٤١٥٥٥٥٠١٠٠", "•••٠١٠٠"),
        ("14155550100, 14155550101", "•••0100, •••0101"),
        ("555-0100", "•••0100"),
        ("415_555_0100, 415*555*0100 or 415~555~0100", "•••0100, •••0100 or •••0100"),
        ("30007 2026-11-22", "•••1122"),
        ("123\n4567", "•••4567"),
        ("Kenji （４１５）５５５－０１７７", "Kenji •••０１７７"),
        ("（＋１４１５５５５０１７７）", "（•••０１７７）"),
        ("415ー555ー0177, 415・555・0177, ４１５．５５５．０１７７", "•••0177, •••0177, •••０１７７"),
        ("415,555,0177 or 415:555:0177 or 415 | 555 | 0177", "•••0177 or •••0177 or •••0177"),
        ("④①⑤⑤⑤⑤⓪①⑦⑦", "•••⓪①⑦⑦"),
        ("4\u03361\u03365\u0336 5550177", "•••0177"),
        ("14,155,550,177", "•••0177"),
    ],
)
def test_masks_numbers_in_the_words_of_others(written: str, shown: str) -> None:
    assert phones.mask_in(written) == shown


@pytest.mark.parametrize(
    "harmless",
    [
        "",
        "Landline or unreachable carrier",
        "error 30007",
        "30007 on 2026-11-22",
        "555 010",
        "4,999 of 1,234,567 credits",
        "on 2026-11-22",
        "at 2026-11-22 10:30:59",
        "2026-11-22T10:30",
        "on 22-11-2026 10:30, on 22.11.2026, on 11/22/2026",
        "•••0100 •••0101",
        "Mon 10:30-11:45, at 2026-11-22 9:05",
    ],
)
def test_leaves_short_numbers_dates_and_amounts(harmless: str) -> None:
    assert phones.mask_in(harmless) == harmless


@settings(max_examples=200)
@given(text=SIGNS | st.text("0123456789 +-.()\u200b/:", max_size=60))
def test_no_seven_digits_survive_unless_they_are_a_date(text: str) -> None:
    shown = phones.mask_in(text)
    left = re.findall(r"\d(?:(?:[^\S\n]|[-+.()\[\]/−\u200b\u202a])*\d){6,}", shown)
    dates = re.compile(r"(\d{4}-\d\d?-\d\d?|\d\d?([-./])\d\d?\2\d{4})( \d\d?)?")
    assert all(dates.fullmatch(each) for each in left)
    assert phones.mask_in(shown) == shown


@given(digits=FICTION, before=st.text(max_size=5), after=st.text(max_size=5), data=st.data())
def test_a_number_is_masked_wherever_it_stands(
    digits: str, before: str, after: str, data: st.DataObject
) -> None:
    dressed = "".join(
        char + data.draw(st.sampled_from(["", " ", "-", ".", ") ", "\u200b"])) for char in digits
    )
    shown = phones.mask_in(f"{before}{dressed}{after}")
    assert dressed.strip(" -.)\u200b") not in shown


GAPS = tuple(
    char
    for char in map(chr, range(sys.maxunicode + 1))
    if not char.isdecimal() and char != "\x00" and phones_typed.may_part(phones_typed.plain_form(char))
)
"""Everything that the reader of numbers lets stand between two digits."""
DIGITS = tuple(char for char in map(chr, range(sys.maxunicode + 1)) if char.isdecimal())


@every("gap", GAPS)
def test_what_the_reader_lets_pass_between_digits_hides_no_number(gap: str) -> None:
    assert phones.mask_in(f"Kim 415{gap}555{gap}0177") == "Kim •••0177"


@every("zero", [each for each in DIGITS if unicodedata.decimal(each) == 0])
def test_a_number_in_digits_of_any_script_is_masked(zero: str) -> None:
    written = "".join(chr(ord(zero) + int(each)) for each in "4155550177")
    assert phones.mask_in(f"Kim {written}") == f"Kim •••{written[-4:]}"


@settings(max_examples=300)
@given(
    digits=FICTION,
    region=st.sampled_from([None, "US", "GB"]),
    before=st.sampled_from(["", "Kenji ", "(", "「", "Tel:", "日本"]),
    data=st.data(),
)
def test_whatever_the_reader_takes_for_a_number_is_masked_wherever_it_stands_in_a_name(
    digits: str, region: str | None, before: str, data: st.DataObject
) -> None:
    gap = st.sampled_from(["", "", "\u200b", "（", "）", *GAPS])
    zero = data.draw(st.sampled_from("0٠０०"))
    typed = "".join(chr(ord(zero) + int(each)) + data.draw(gap) for each in digits)
    typed = data.draw(st.sampled_from(["", "+", "＋", "（＋"])) + typed
    try:
        assert phones.parse(typed, region).digits == digits
    except PhoneError:
        assume(False)
    shown = phones.mask_in(f"{before}{typed} Mori")
    left = [char for char in shown if char.isdecimal()]
    assert "".join(str(unicodedata.decimal(each)) for each in left) == digits[-4:]


def test_a_number_of_no_country_has_no_region() -> None:
    assert phones.parse("+80012345678", None).region is None


def test_a_number_in_no_plan_counts_for_the_main_country_of_its_code() -> None:
    assert phones.parse("+447700900123", None).region == "GB"
    assert phones.parse("+12005550100", None).region == "US"


def test_repr_hides_the_number() -> None:
    assert "555" not in repr(phones.parse("14155550100", None))


@given(
    number=st.one_of(FICTION, st.sampled_from(sorted(MOBILES)).map(_mobile)),
    region=st.sampled_from([None, "US", "GB", "DE", "MX", "AR"]),
    words=st.sampled_from(["", " hello", " 67 people", ", see you at 3"]),
)
def test_a_number_copied_from_where_it_is_shown_is_read_as_one_that_was_typed(
    number: str, region: str | None, words: str
) -> None:
    shown, typed = phones.shown(number), phones.pretty(number)

    assert as_read(shown) == typed
    assert not set(shown) & set(" -")
    assert phones.parse(shown, region).digits == number
    assert line_start.leading(shown + words, region) == line_start.leading(typed + words, region)
    assert phones.mask_in(f"Call {shown}.") == f"Call {phones.mask(number)}."
