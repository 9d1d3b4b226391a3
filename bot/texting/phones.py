"""Phone numbers: from what people type to digits with country code, and back to something readable.

How typed digits are read stands in ``number_reading``; how a number is told from the words behind it, in
``line_start``. Digits that are known to be international, because SMS-iT or the bot wrote them, go through
``from_digits`` and never through those rules.

Only the length and country code must fit ("possible"); plans change faster than any library, and SMS-iT
itself decides whom it can reach.
"""

from dataclasses import dataclass, field
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from bot.texting import number_plans, number_reading
from bot.texting.number_plans import REGIONS
from bot.texting.phone_faults import PhoneError, Reason
from bot.texting.phone_masks import SHOWN_DIGITS, mask, mask_in
from bot.texting.typed import MAX_E164_DIGITS

__all__ = [
    "MAX_E164_DIGITS",
    "REGIONS",
    "SHOWN_DIGITS",
    "Phone",
    "PhoneError",
    "Reason",
    "from_digits",
    "mask",
    "mask_in",
    "parse",
    "phone_of",
    "pretty",
    "readings",
    "shown",
]

_UNBROKEN: Final = str.maketrans({" ": "\N{NO-BREAK SPACE}", "-": "\N{NON-BREAKING HYPHEN}"})
_NO_REGION: Final = frozenset({"ZZ", "001", None})  # the library's words for "unknown" and "the whole world"


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
    number, _typed = number_reading.read(text, region)
    return phone_of(number)


def readings(text: str, region: str | None) -> tuple[Phone, ...]:
    """Return every number that a text may mean: one as a rule, the one at home first where it may be several.

    None when it is no whole number. ``region`` is the two-letter default for local forms.
    """
    found = {each.digits: each for each in map(phone_of, number_reading.readings(text, region))}
    return tuple(found.values())


def from_digits(digits: str) -> Phone:
    """Read digits that begin with a country code, as SMS-iT and this bot's records write them.

    They stay as they are, also with a prefix that is not dialled any more: SMS-iT knows them by it. Raises
    ``PhoneError`` when they are not a possible number.
    """
    if not (digits.isascii() and digits.isdecimal()):
        raise PhoneError(Reason.NOT_A_NUMBER)
    number = number_plans.recorded(digits)
    if isinstance(number, Reason):
        raise PhoneError(number)
    return phone_of(number)


def shown(digits: str) -> str:
    """Write digits with country code where they are only read: as :func:`pretty`, and no line breaks in them.

    What is sent, stored, exported or stands in a field is as ``pretty`` writes it.
    """
    return pretty(digits).translate(_UNBROKEN)


def pretty(digits: str) -> str:
    """Write digits with country code for people: ``+1 415-555-0100``. What is no number stays ``+digits``.

    No country code begins with 0: digits that do are in local form, and stay as they are.
    """
    try:
        return from_digits(digits).pretty
    except PhoneError:
        return digits if digits.startswith("0") else f"+{digits}"


def phone_of(number: PhoneNumber) -> Phone:
    """Return a number of the library as this bot's own."""
    digits = phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    # A number that is in no plan (fiction, new ranges) counts for the main country of its code.
    region = phonenumbers.region_code_for_number(number)
    if region is None and number.country_code is not None:
        region = phonenumbers.region_code_for_country_code(number.country_code)
    return Phone(
        digits=digits,
        region=None if region in _NO_REGION else region,
        pretty=number_plans.grouped(number),
        masked=mask(digits),
    )
