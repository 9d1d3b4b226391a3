"""What the numbering plans of the world say of digits.

Source of the plans: the metadata of ``phonenumbers``. Plans change faster than any library, so a number whose
length and country code fit ("possible") counts as one; whether the plan knows it ("valid") settles doubts.
"""

import re
from functools import cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from bot.texting.phone_faults import Reason
from bot.texting.typed import FEWEST_DIGITS, MAX_E164_DIGITS

REGIONS: Final[frozenset[str]] = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""Two-letter codes a default region may have."""

_MAY_BE_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_DIGITS: Final = re.compile(r"\d+")
_LONGEST_PREFIX: Final = 9  # digits dialled before a country code
_PARSE_FAULTS: Final = {  # beside these, bare digits only fail when there are too few of them
    phonenumbers.NumberParseException.INVALID_COUNTRY_CODE: Reason.UNKNOWN_COUNTRY_CODE,
    phonenumbers.NumberParseException.TOO_LONG: Reason.TOO_LONG,
}
_FAULTS: Final = {
    ValidationResult.INVALID_COUNTRY_CODE: Reason.UNKNOWN_COUNTRY_CODE,
    ValidationResult.TOO_SHORT: Reason.TOO_SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: Reason.TOO_SHORT,
    ValidationResult.TOO_LONG: Reason.TOO_LONG,
    ValidationResult.INVALID_LENGTH: Reason.WRONG_LENGTH,
}
_RETIRED: Final = {52: re.compile(r"(?:1|01|044|045)(\d{10})")}
"""What once stood before the numbers of mobiles, by country code, and is not dialled any more.

Source: Mexico's numbering plan of 3 August 2019 ended 1 (from abroad), and 01, 044 and 045 (at home).
"""
_NO_AREA: Final = {54: re.compile(r"15\d{6,8}")}
"""Mobiles as they are dialled within their own area, which nobody named: Argentina's 15."""


def international(digits: str, *, bracketed_zero: bool = False) -> PhoneNumber | Reason:
    """Read digits that begin with a country code, or say why they are no number.

    A zero behind the country code is kept where the plan has it (Italy's fixed lines) and left out where
    only the number without it fits. In brackets it is the zero that is dialled at home, so that a number
    of which both forms are in use is refused.
    """
    number = _parsed(f"+{digits}", None)
    if isinstance(number, Reason) or not number.italian_leading_zero:
        return number if isinstance(number, Reason) else _possible(_renewed(number))
    renewed = _renewed(number)
    if renewed is not number:
        return renewed
    without = PhoneNumber(country_code=number.country_code, national_number=number.national_number)
    if is_valid(number):
        return Reason.ZERO if bracketed_zero and is_valid(without) else _possible(number)
    if is_valid(without):
        return _possible(without)
    if _begin_with_zero(number.country_code or 0):
        return Reason.ZERO if bracketed_zero else _possible(number)
    return _possible(without)


def local(digits: str, region: str) -> PhoneNumber | Reason:
    """Read digits as they are dialled in a region, or say why they are no number there.

    A zero in front that the plan does not know is a sign of another country, and refused.
    """
    number = _parsed(digits, region)
    if isinstance(number, Reason):
        return number
    if digits.startswith("0"):
        number = _renewed(number)
    code = number.country_code or 0
    if code in _NO_AREA and _NO_AREA[code].fullmatch(national(number)):
        return Reason.AREA_CODE
    if number.italian_leading_zero and not _begin_with_zero(code):
        return _fault(number) or Reason.ZERO
    return _possible(number)


def is_valid(number: PhoneNumber) -> bool:
    """Tell whether a number is in use, as far as the plans are known."""
    return phonenumbers.is_valid_number(number)


def is_whole(number: PhoneNumber) -> bool:
    """Tell whether a number is in use, or as long as numbers of its country are as a rule."""
    return is_valid(number) or len(national(number)) >= usual_length(number.country_code or 0)


def may_be_mobile(number: PhoneNumber) -> bool:
    """Tell whether a number in use may be a mobile's."""
    return is_valid(number) and phonenumbers.number_type(number) in _MAY_BE_MOBILE


def is_of(number: PhoneNumber, region: str) -> bool:
    """Tell whether a number has the country code of a region."""
    return bool(number.country_code == phonenumbers.country_code_for_region(region))


def is_as_typed(number: PhoneNumber, digits: str) -> bool:
    """Tell whether a number has just these digits, country code included: nothing was left out of them."""
    return f"{number.country_code}{national(number)}" == digits


def is_grouped_at_home(number: PhoneNumber, groups: tuple[str, ...]) -> bool:
    """Tell whether gaps between digits are where they are when a number is written in its own country."""
    return len(groups) > 1 and groups == shown_groups(number, PhoneNumberFormat.NATIONAL)


def shown_groups(number: PhoneNumber, form: int) -> tuple[str, ...]:
    """Return the groups of digits a number is written in."""
    return tuple(_DIGITS.findall(phonenumbers.format_number(number, form)))


def national(number: PhoneNumber) -> str:
    """Return the digits behind the country code."""
    return str(phonenumbers.national_significant_number(number))


def grouped(number: PhoneNumber) -> str:
    """Write a number as its country groups it; a prefix of old stands by itself: ``+52 1 55 1234 5678``."""
    today = _renewed(number)
    shown = str(phonenumbers.format_number(today, PhoneNumberFormat.INTERNATIONAL))
    if today is number:
        return shown
    old = national(number).removesuffix(national(today))
    return shown.replace(" ", f" {old} ", 1)


def recorded(digits: str) -> PhoneNumber | Reason:
    """Read digits that SMS-iT or the bot wrote as they stand, with a prefix of old if they have one.

    Says why when they are no number, nor were one.
    """
    number = _parsed(f"+{digits}", None)
    if isinstance(number, Reason) or _renewed(number) is not number:
        return number
    return _possible(number)


@cache
def usual_length(country_code: int) -> int:
    """Return how many digits, without country code, whole numbers of a country have at least, as a rule."""
    return min(
        (len(national(number)) for number in _examples(country_code)),
        default=FEWEST_DIGITS,
    )


@cache
def dialled_abroad(region: str) -> re.Pattern[str]:
    """Return what is dialled in a region before a country code."""
    plan = PhoneMetadata.metadata_for_region(region, None)
    return re.compile((plan and plan.international_prefix) or r"(?!)")


def prefixes(digits: str, region: str) -> tuple[int, ...]:
    """Return how many digits in front may be what is dialled in a region before a country code."""
    pattern = dialled_abroad(region)
    ends = range(1, min(_LONGEST_PREFIX, len(digits) - 1) + 1)
    return tuple(end for end in ends if digits[end] != "0" and pattern.fullmatch(digits, 0, end))


@cache
def without_double_zero() -> tuple[str, ...]:
    """Return a region for each way to dial abroad in the countries that do not dial ``00``."""
    ways = {
        dialled_abroad(region).pattern: region
        for region in sorted(REGIONS)
        if not dialled_abroad(region).fullmatch("00")
    }
    return tuple(ways.values())


def _parsed(text: str, region: str | None) -> PhoneNumber | Reason:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        return _PARSE_FAULTS.get(error.error_type, Reason.TOO_SHORT)


def _possible(number: PhoneNumber) -> PhoneNumber | Reason:
    return _fault(number) or number


def _fault(number: PhoneNumber) -> Reason | None:
    result = phonenumbers.is_possible_number_with_reason(number)
    if result != ValidationResult.IS_POSSIBLE:
        return _FAULTS[result]
    too_long = len(f"{number.country_code}{national(number)}") > MAX_E164_DIGITS
    return Reason.TOO_LONG if too_long else None


def _renewed(number: PhoneNumber) -> PhoneNumber:
    """Return a number without a prefix of old; the same one when it has none."""
    old = _RETIRED.get(number.country_code or 0)
    found = old.fullmatch(national(number)) if old else None
    if found is None:
        return number
    return PhoneNumber(country_code=number.country_code, national_number=int(found[1]))


@cache
def _begin_with_zero(country_code: int) -> bool:
    """Tell whether numbers of a country may begin with a zero that is dialled from abroad too."""
    return any(number.italian_leading_zero for number in _examples(country_code, *PhoneNumberType.values()))


def _examples(country_code: int, *kinds: int) -> list[PhoneNumber]:
    wanted = kinds or (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
    found = [
        phonenumbers.example_number_for_type(region, kind)
        for region in phonenumbers.region_codes_for_country_code(country_code)
        for kind in wanted
    ]
    return [number for number in found if number is not None]
