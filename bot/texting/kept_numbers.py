"""Numbers as SMS-iT keeps them, written for people.

Somebody typed them there, or another program did, so some have no country code. Where the region tells what
they mean they are written with it. Otherwise they are shown as they are kept: another country is a guess.
"""

import phonenumbers

from bot.texting import phones
from bot.texting.phones import PhoneError
from bot.texting.spellings import canonical


def whole(digits: str, region: str | None) -> str | None:
    """Return the number with its country code; None where that isn't known.

    ``region`` is the two-letter default for numbers in local form.
    """
    found = canonical(digits, region)
    code = _code_of(found)
    is_local = digits.startswith("0") and not digits.startswith("00")
    if code is None or (is_local and (not region or code != phonenumbers.country_code_for_region(region))):
        return None
    return digits if _code_of(digits) == code else found  # SMS-iT knows them by their own spelling


def pretty(digits: str, region: str | None) -> str:
    """Write a number for people: ``+1 415-555-0100``, or as it is kept where its country isn't known."""
    found = whole(digits, region)
    return digits if found is None else phones.pretty(found)


def shown(digits: str, region: str | None) -> str:
    """Write a number as :func:`pretty` does where it is only read: with no line breaks in it."""
    found = whole(digits, region)
    return digits if found is None else phones.shown(found)


def _code_of(digits: str) -> int | None:
    """Return the country code that digits begin with; None when they are no number with one."""
    try:
        region = phones.from_digits(digits).region
    except PhoneError:
        return None
    return phonenumbers.country_code_for_region(region) if region else 0
