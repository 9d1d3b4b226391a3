"""The ways to read digits that somebody wrote somehow: with a country code, or as a number of a region."""

from dataclasses import dataclass
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult, national_significant_number

from bot.texting.spellings.changes import REWRITES, SHARED
from bot.texting.spellings.plans import code_of, compiled, plan_of

MOST_DIGITS: Final = 20
"""Digits that are read at most: the longest number has 15 (ITU-T E.164), and more are dialled before it."""
_FEWEST_INTERNATIONAL: Final = 11  # fewer may be a local number; see phones
_FEWEST_DIGITS: Final = 7
_MAY_BE_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


@dataclass(frozen=True, slots=True)
class RankedNumber:
    """One way to read digits: ``digits`` with country code, and how well they fit the country's plan."""

    digits: str
    is_in_use: bool
    may_be_mobile: bool


def ranked(digits: str, region: str | None) -> tuple[RankedNumber, ...]:
    """Return the ways to read digits, the most likely first, each phone once; not all are in use."""
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > MOST_DIGITS:
        return ()
    abroad = _abroad(digits, region)
    local = _local(digits, region) if region else None
    order = [*abroad, *([local] if local else [])]
    if local and (not abroad or _is_local(local, abroad[0], digits)):
        order = [local, *abroad]
    once: dict[str, RankedNumber] = {}
    for each in order:
        once.setdefault(each.digits, each)
    return tuple(once.values())


def _local(digits: str, region: str) -> RankedNumber | None:
    """Return what digits may mean without a country code: as they stand, or without stray zeros."""
    bare = digits.lstrip("0")
    for each in dict.fromkeys((digits, bare)):  # as they stand first: Italy's zero is a part of the number
        phone = _parsed(each, region)
        if phone is not None and (phone.is_in_use or (each == bare and len(bare) >= _FEWEST_DIGITS)):
            return phone
    return None


def _is_local(local: RankedNumber, abroad: RankedNumber, digits: str) -> bool:
    """Tell which of two readings is the likely one. SMS-iT keeps numbers with country code, as a rule."""
    if digits.startswith("0") and not digits.startswith("00") and local.is_in_use:
        return True  # no country code begins with 0
    if abroad.is_in_use:
        return False
    return local.may_be_mobile or len(digits.lstrip("0")) < _FEWEST_INTERNATIONAL


def _abroad(digits: str, region: str | None) -> list[RankedNumber]:
    """Return what digits may mean with a country code, numbers in use first.

    Before it may stand 00, what the region dials for abroad, or stray zeros; behind it one that belongs to
    the number at home only.
    """
    plan = plan_of(region) if region else None
    rests = [digits.lstrip("0")]
    if plan is not None and plan.international_prefix:
        dialled = compiled(plan.international_prefix).match(digits)
        rests += [digits[dialled.end() :]] if dialled else []
    found: list[RankedNumber] = []
    for rest in dict.fromkeys(rests):
        code = code_of(rest)
        if code is None or len(rest) < _FEWEST_DIGITS:
            continue
        phone = _parsed(f"+{rest}", None)
        if (phone is None or not phone.is_in_use) and rest[len(code) :].startswith("0"):
            phone = _parsed(f"+{code}{rest[len(code) :].lstrip('0')}", None) or phone
        found += [phone] if phone else []
    return sorted(found, key=lambda each: not each.is_in_use)


def _parsed(text: str, region: str | None) -> RankedNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    number = _as_of_today(number)
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    in_use = phonenumbers.is_valid_number(number)
    mobile = in_use and phonenumbers.number_type(number) in _MAY_BE_MOBILE
    return RankedNumber(f"{number.country_code}{national_significant_number(number)}", in_use, mobile)


def _as_of_today(number: PhoneNumber) -> PhoneNumber:
    """Return the number that a former or a second spelling means; any other as it is."""
    code, national = str(number.country_code), national_significant_number(number)
    rewrites = [each for each in REWRITES.get(code, ()) if each.pattern.fullmatch(national)]
    if not rewrites or (code not in SHARED and phonenumbers.is_valid_number(number)):
        return number
    for rewrite in rewrites:
        made = phonenumbers.parse(f"+{code}{rewrite.pattern.sub(rewrite.to, national)}")
        if phonenumbers.is_valid_number(made):
            return made
    return number
