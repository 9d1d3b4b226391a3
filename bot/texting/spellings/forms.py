"""The one form of a phone, and when digits are the same phone."""

import re
from typing import Final

from bot.texting.spellings.changes import BRAZIL, TAILS, TWINS
from bot.texting.spellings.plans import code_of, codes, may_be_possible
from bot.texting.spellings.ranking import ranked
from bot.texting.spellings.shortcuts import quick

_BRAZIL_FIXED: Final = re.compile(r"55([1-9][1-9])([2-5][0-9]{7})")
_BRAZIL_MOBILE: Final = re.compile(r"55([1-9][1-9])9([2-5][0-9]{7})")
_FEWEST_COMMON: Final = 6  # fewer are a part of too many numbers
_ROUNDS: Final = 3


def canonical(digits: str, region: str | None = None) -> str:
    """Return the one form of a phone; digits that cannot be read come back as they are.

    It is its own form: asking again changes nothing.
    """
    for _round in range(_ROUNDS):
        found = read(digits, region)
        if found is None or found == digits:
            break
        digits = found
    return digits


def read(digits: str, region: str | None = None) -> str | None:
    """Return the phone that digits most likely mean, with country code; None when they are no number."""
    short = quick(digits, region)
    if short is not None:
        return short
    found = ranked(digits, region)
    return found[0].digits if found else None


def readings(digits: str, region: str | None = None) -> tuple[str, ...]:
    """Return every phone that digits may mean, the most likely first, and at the end the digits themselves.

    Where they may begin with a country code that phone is one of them, whatever ``region`` makes of them:
    somebody may have typed them so.
    """
    short = quick(digits, region)
    if short is not None:
        found = (short, *_as_they_stand(digits)) if short != digits else (short,)
    else:
        found = (canonical(digits, region), *(canonical(each.digits) for each in ranked(digits, region)))
    others = (each for phone in found for each in _neighbours(phone))
    return tuple(dict.fromkeys((*found, *others, digits)))


def without_code(digits: str, region: str | None = None) -> str | None:
    """Return the national number that digits may be; None where a country code stands before it for sure.

    Whose it is, only ``region`` tells, and whoever wrote it down may have meant another.
    """
    bare = digits.lstrip("0")
    short = quick(digits, region)
    found = ranked(digits, region) if short is None else ()
    likely = found[0].digits if found else short
    if _is_without_code(digits, likely):
        return bare if bare.isdecimal() else None
    return bare if found and not found[0].is_in_use else None


def is_certain(digits: str, region: str | None = None) -> bool:
    """Tell whether digits are a number: not where no country code stands there and the region's has no such.

    Then they are somebody's of another country, as a rule.
    """
    if not _is_without_code(digits, read(digits, region)):
        return True
    found = ranked(digits, region)
    return bool(found) and found[0].is_in_use


def identity(digits: str, region: str | None = None) -> str:
    """Return what is equal for the spellings of one phone and different for any two people.

    That is the canonical form, or the digits themselves where they can be read in several ways.
    """
    short = quick(digits, region)
    if short is not None:
        return short
    found = ranked(digits, region)
    if any(each.may_be_mobile for each in found[1:]):
        return digits
    return canonical(digits, region)


def national_of(phone: str) -> str:
    """Return a phone of the one form without its country code."""
    code = code_of(phone)
    return phone if code is None else phone[len(code) :]


def of_any_country(national: str) -> frozenset[str]:
    """Return all digits of which :func:`national_of` makes these: behind every country code there is."""
    bare = () if code_of(national) else (national,)
    return frozenset((*(code + national for code in codes()), *bare))


def is_same(one: str, other: str, region: str | None = None) -> bool:
    """Tell whether two rows of digits are certainly the same phone."""
    return one == other or identity(one, region) == identity(other, region)


def common(digits: str, region: str | None = None) -> str:
    """Return the most digits that stand in every spelling of a phone: for searching by a part."""
    phone = canonical(digits, region)
    code = code_of(phone)
    if code is None:
        return phone
    national = phone[len(code) :].lstrip("0")
    tail = national[-TAILS.get(code, len(national)) :]
    return tail if len(tail) >= _FEWEST_COMMON else phone


def _is_without_code(digits: str, found: str | None) -> bool:
    """Tell whether digits, read as the phone ``found``, are no number or one that is written as at home."""
    return found is None or found == f"{code_of(found)}{digits.lstrip('0')}"


def _as_they_stand(digits: str) -> tuple[str, ...]:
    """Return the phone of digits that begin with a country code; none where they can't be a number."""
    code = code_of(digits)
    is_one = code is not None and may_be_possible(code, digits[len(code) :])
    return (canonical(digits),) if is_one else ()


def _neighbours(phone: str) -> tuple[str, ...]:
    """Return what else reaches a phone, or may: a twin with another code, or without Brazil's ninth digit."""
    for twin in TWINS:
        if found := twin.pattern.fullmatch(phone):
            return (found.expand(twin.to),)
    if not phone.startswith(BRAZIL):
        return ()
    if found := _BRAZIL_FIXED.fullmatch(phone):
        return (f"{BRAZIL}{found[1]}9{found[2]}",)
    if found := _BRAZIL_MOBILE.fullmatch(phone):
        return (f"{BRAZIL}{found[1]}{found[2]}",)
    return ()
