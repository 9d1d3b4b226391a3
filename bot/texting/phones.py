"""Phone numbers: from what people type to digits with country code, and back to something readable.

The rule for digits without ``+`` or ``00``, where two readings are possible:

1. *International* (the digits already begin with a country code, as SMS-iT writes every number) and
   *local* (the way people write them in the default region) are both tried.
2. A leading single 0 is always local. No country code begins with 0.
3. If the default region's numbering plan says the digits are a number that may be a mobile, they are
   local: that is what setting a default region means.
4. Otherwise, if they are a number in use somewhere as international digits, they are international.
5. Otherwise both readings are merely possible (numbers kept for fiction are like that): eleven digits or
   more are international, ten or fewer are local. Without a default region ten or fewer are refused:
   most are local numbers whose country nobody named.

So ``14155550100`` and ``447700900123`` mean the same with every default region. Digits that are known to
be international, because SMS-iT or the bot wrote them, go through ``from_digits`` and never through the rule.

Only the length and country code must fit ("possible"); plans change faster than any library, and SMS-iT
itself decides whom it can reach.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from bot.texting.typed import Obstacle, undress

REGIONS: Final[frozenset[str]] = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""Two-letter codes a default region may have."""

_INTERNATIONAL_FROM: Final = 11  # digits; rule 5
_FEWEST_DIGITS: Final = 7
_MOST_DIGITS: Final = 15  # ITU-T E.164
_MAY_BE_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_SHOWN_DIGITS: Final = 4
_BETWEEN: Final = r"[^\S\n]|[-.·()\[\]+/\u2010-\u2015\u2212]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
"""What may stand between two digits of a number: spaces, hyphens, dots, brackets; marks nobody sees."""
_LIKE_A_NUMBER: Final = re.compile(rf"[(\[]?\+?[(\[]?\d(?:(?:{_BETWEEN})*\d){{{_FEWEST_DIGITS - 1},}}")
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_DATE: Final = re.compile(
    rf"(?:{_YEAR}-{_MONTH}-{_DAY}|{_DAY}([-./]){_MONTH}\1{_YEAR}|{_MONTH}/{_DAY}/{_YEAR})(?: [0-2]?[0-9])?"
)
"""A date, with the hour of a time of day when one follows: the minutes stand behind a colon."""
_NO_REGION: Final = frozenset({"ZZ", "001", None})  # the library's words for "unknown" and "the whole world"
LONGEST_IN_WORDS: Final = 6
"""A typed number stands in at most this many words: +1 (415) 555 01 00."""


class Reason(StrEnum):
    """Why a text is not one phone number."""

    EMPTY = "empty"
    LETTERS = "letters"
    NOT_A_NUMBER = "not_a_number"
    SEVERAL = "several"
    EXTENSION = "extension"
    NO_COUNTRY_CODE = "no_country_code"
    UNKNOWN_COUNTRY_CODE = "unknown_country_code"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_LENGTH = "wrong_length"


_EXAMPLE: Final = "Write it with its country code, like +1 415 555 0100."
_SENTENCES: Final = {
    Reason.EMPTY: f"There is no number here. {_EXAMPLE}",
    Reason.LETTERS: f"A phone number holds no letters. {_EXAMPLE}",
    Reason.NOT_A_NUMBER: f"This is not a phone number. {_EXAMPLE}",
    Reason.SEVERAL: "There is more than one number here. Write one only, like +1 415 555 0100.",
    Reason.EXTENSION: "A text cannot go to an extension. Write the number alone, like +1 415 555 0100.",
    Reason.NO_COUNTRY_CODE: f"The country code is missing. {_EXAMPLE}",
    Reason.UNKNOWN_COUNTRY_CODE: f"No country has the code this number begins with. {_EXAMPLE}",
    Reason.TOO_SHORT: f"This number is too short. {_EXAMPLE}",
    Reason.TOO_LONG: f"This number is too long. {_EXAMPLE}",
    Reason.WRONG_LENGTH: f"This number has too many or too few digits for its country. {_EXAMPLE}",
}
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


class PhoneError(ValueError):
    """The text is not one phone number. Neither the exception nor its sentence repeats what was typed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.sentence = _SENTENCES[reason]


@dataclass(frozen=True, slots=True)
class Phone:
    """One number. Only the masked form appears in its ``repr``.

    ``digits`` is what SMS-iT wants (``14155550100``), ``region`` the two-letter code of its country or
    ``None`` for numbers of no country, ``pretty`` the form people read (``+1 415-555-0100``).
    """

    digits: str = field(repr=False)
    region: str | None
    pretty: str = field(repr=False, compare=False)
    masked: str = field(compare=False)


def parse(text: str, region: str | None) -> Phone:
    """Read one number as people type it; ``region`` is the two-letter default for local forms.

    Raises ``PhoneError``, whose ``reason`` and ``sentence`` say what is wrong and how to write it.
    """
    typed = undress(text)
    if isinstance(typed, Obstacle):
        raise PhoneError(Reason(typed.value))
    if typed.startswith(("+", "00")):
        return from_digits(typed.removeprefix("+").removeprefix("00"))
    return _phone(_by_rule(typed, region))


def leading(text: str, region: str | None) -> tuple[Phone, str] | None:
    """Read the number a typed line begins with, and the text behind it as it was typed; None without one.

    The longest possible number wins, so that blanks inside one do not cut it short.
    """
    words = text.split()
    for count in range(min(LONGEST_IN_WORDS, len(words)), 0, -1):
        typed = " ".join(words[:count])
        if any(character.isalpha() for character in typed):
            continue
        try:
            phone = parse(typed, region)
        except PhoneError:
            continue
        rest = text.split(maxsplit=count)[count:]
        return phone, rest[0].strip() if rest else ""
    return None


def from_digits(digits: str) -> Phone:
    """Read digits that begin with a country code, as SMS-iT and this bot's records write them.

    Raises ``PhoneError`` when they are not a possible number.
    """
    if not (digits.isascii() and digits.isdecimal()):
        raise PhoneError(Reason.NOT_A_NUMBER)
    number = _read(f"+{digits}", None)
    if isinstance(number, Reason):
        raise PhoneError(number)
    return _phone(number)


def mask(digits: str) -> str:
    """Hide all but the last four digits: ``•••0100``. Four digits or fewer are hidden altogether."""
    return "•••" + (digits[-_SHOWN_DIGITS:] if len(digits) > _SHOWN_DIGITS else "")


def mask_in(text: str) -> str:
    """Mask whatever may be a phone number in a text that somebody else wrote.

    That is seven digits or more, with nothing but spaces, hyphens, dots, slashes or brackets between them.
    A date on its own is left as it is.
    """
    return _LIKE_A_NUMBER.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    if _DATE.fullmatch(found[0]):
        return found[0]
    opened = found[0][0] if found[0][0] in "([" and not set(found[0]) & set(")]") else ""
    return opened + mask("".join(filter(str.isdecimal, found[0])))


def pretty(digits: str) -> str:
    """Write digits with country code for people: ``+1 415-555-0100``. What is no number stays ``+digits``."""
    try:
        return from_digits(digits).pretty
    except PhoneError:
        return f"+{digits}"


def _by_rule(digits: str, region: str | None) -> PhoneNumber:
    local = _read(digits, region) if region else Reason.NO_COUNTRY_CODE
    if isinstance(local, PhoneNumber) and (digits.startswith("0") or _may_be_mobile(local)):
        return local
    abroad = _read(f"+{digits}", None)
    long_enough = len(digits) >= _INTERNATIONAL_FROM
    if isinstance(abroad, PhoneNumber) and (phonenumbers.is_valid_number(abroad) or long_enough):
        return abroad
    if isinstance(local, PhoneNumber):
        return local
    raise PhoneError(_blame(digits, local, abroad))


def _blame(digits: str, local: Reason, abroad: PhoneNumber | Reason) -> Reason:
    """Choose what to tell when neither reading is possible."""
    if len(digits) < _FEWEST_DIGITS:
        return Reason.TOO_SHORT
    if len(digits) > _MOST_DIGITS:
        return Reason.TOO_LONG
    if (
        local is Reason.NO_COUNTRY_CODE  # no default region
        and len(digits) >= _INTERNATIONAL_FROM
        and isinstance(abroad, Reason)
        and not digits.startswith("0")
    ):
        return abroad
    return local


def _read(text: str, region: str | None) -> PhoneNumber | Reason:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        return _PARSE_FAULTS.get(error.error_type, Reason.TOO_SHORT)
    fault = phonenumbers.is_possible_number_with_reason(number)
    return number if fault == ValidationResult.IS_POSSIBLE else _FAULTS[fault]


def _may_be_mobile(number: PhoneNumber) -> bool:
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in _MAY_BE_MOBILE


def _phone(number: PhoneNumber) -> Phone:
    digits = phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    # A number that is in no plan (fiction, new ranges) counts for the main country of its code.
    region = phonenumbers.region_code_for_number(number)
    if region is None and number.country_code is not None:
        region = phonenumbers.region_code_for_country_code(number.country_code)
    return Phone(
        digits=digits,
        region=None if region in _NO_REGION else region,
        pretty=phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        masked=mask(digits),
    )
