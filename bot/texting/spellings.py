"""One phone, one form: telling that several rows of digits are the same phone.

A phone can be written in several ways that all reach it. Argentina puts a 9 before the area code or a 15
behind it, Mexico used to put a 1, Brazil's mobiles got a ninth digit; a zero dialled at home stays behind the
country code, the digits dialled for abroad stay in front, or the country code is missing. What SMS-iT keeps
was typed by somebody or came from another program, so all of this is found there.

Three questions, three answers:

- :func:`canonical` is the one form for storing and looking up: digits with country code (E.164), as the
  country's plan has them today.
- :func:`identity` tells people apart, and decides who is texted. Digits that can be read in two ways are only
  the same as themselves: nobody else is ever taken for them.
- :func:`readings` are all phones that digits may mean. The do-not-text list goes by them: there it is better
  to refuse one text too many.

``region`` is the two-letter default for digits without a country code. Digits the bot wrote itself need none.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import phonenumbers
from phonenumbers import (
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberDesc,
    PhoneNumberType,
    ValidationResult,
    national_significant_number,
)

from bot.texting.number_changes import BRAZIL, REWRITES, SETTLED, SHARED, TAILS

MOST_DIGITS: Final = 20
"""Digits that are read at most: the longest number has 15 (ITU-T E.164), and more are dialled before it."""
_MOST_KEPT: Final = 15
_FEWEST_INTERNATIONAL: Final = 11  # fewer may be a local number; see phones
_FEWEST_DIGITS: Final = 7
_MAY_BE_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_NORTH_AMERICAN: Final = re.compile(r"1[2-9][0-9]{2}[2-9][0-9]{6}")
_BRAZIL_FIXED: Final = re.compile(r"55([1-9][1-9])([2-5][0-9]{7})")
_BRAZIL_MOBILE: Final = re.compile(r"55([1-9][1-9])9([2-5][0-9]{7})")
_LONGEST_CODE: Final = 3  # digits of a country code
_FEWEST_COMMON: Final = 6  # fewer are a part of too many numbers
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class _Phone:
    """One way to read digits: ``digits`` with country code, and how well they fit the country's plan."""

    digits: str
    is_in_use: bool
    may_be_mobile: bool


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
    quick = _quick(digits, region)
    if quick is not None:
        return quick
    found = _ranked(digits, region)
    return found[0].digits if found else None


def readings(digits: str, region: str | None = None) -> tuple[str, ...]:
    """Return every phone that digits may mean, the most likely first; the digits themselves when none."""
    quick = _quick(digits, region)
    if quick is not None:
        return (quick, *_neighbours(quick))
    found = (canonical(digits, region), *(canonical(each.digits) for each in _ranked(digits, region)))
    return tuple(dict.fromkeys((*found, *(each for phone in found for each in _neighbours(phone)))))


def identity(digits: str, region: str | None = None) -> str:
    """Return what is equal for the spellings of one phone and different for any two people.

    That is the canonical form, or the digits themselves where they can be read in several ways.
    """
    quick = _quick(digits, region)
    if quick is not None:
        return quick
    found = _ranked(digits, region)
    if any(each.may_be_mobile for each in found[1:]):
        return digits
    return canonical(digits, region)


def is_same(one: str, other: str, region: str | None = None) -> bool:
    """Tell whether two rows of digits are certainly the same phone."""
    return one == other or identity(one, region) == identity(other, region)


def common(digits: str, region: str | None = None) -> str:
    """Return the most digits that stand in every spelling of a phone: for searching by a part."""
    phone = canonical(digits, region)
    code = _code(phone)
    if code is None:
        return phone
    national = phone[len(code) :].lstrip("0")
    tail = national[-TAILS.get(code, len(national)) :]
    return tail if len(tail) >= _FEWEST_COMMON else phone


def _quick(digits: str, region: str | None) -> str | None:
    """Return the phone of digits that can mean nothing else, without looking far: of nearly all."""
    if len(digits) > _MOST_KEPT or not digits.isascii():
        return None
    code = _code(digits)
    own = _plan(region) if region else None
    may_be_local = own is not None and code != str(own.country_code)
    if may_be_local and (_has_prefix(own, digits) or _has_rewrite(own, digits)):
        return None
    if may_be_local and _fits(own.general_desc if own else None, digits):
        return _quick_local(digits, code, own)
    if _NORTH_AMERICAN.fullmatch(digits):
        return digits
    if code is None:
        return None
    national = digits[len(code) :]
    return digits if _is_as_of_today(code, national) else _quick_rewritten(code, national)


def _quick_rewritten(code: str, national: str) -> str | None:
    """Return the phone of a usual former spelling: there are whole address books of them."""
    if code not in REWRITES or (code not in SHARED and _fits_any(code, national)):
        return None
    for rewrite in REWRITES[code]:
        made = rewrite.pattern.sub(rewrite.to, national) if rewrite.pattern.fullmatch(national) else ""
        if any(_fits(plan.mobile, made) for plan in _plans(code)):
            return f"{code}{made}"
    return None


def _fits_any(code: str, national: str) -> bool:
    return any(_fits(plan.general_desc, national) for plan in _plans(code))


def _quick_local(digits: str, code: str | None, own: PhoneMetadata | None) -> str | None:
    if own is None or str(own.country_code) in REWRITES or not _fits(own.mobile, digits):
        return None
    if code is not None and _is_as_of_today(code, digits[len(code) :]):
        return None
    return f"{own.country_code}{digits}"


def _is_as_of_today(code: str, national: str) -> bool:
    if code in SETTLED:
        return SETTLED[code].fullmatch(national) is not None
    plans = _plans(code)
    return any(_fits(plan.general_desc, national) and not _has_prefix(plan, national) for plan in plans)


def _ranked(digits: str, region: str | None) -> tuple[_Phone, ...]:
    """Return the ways to read digits, the most likely first, each phone once.

    What merely has a possible length is no second meaning, so behind the first one are numbers in use only.
    """
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > MOST_DIGITS:
        return ()
    abroad = _abroad(digits, region)
    local = _local(digits, region) if region else None
    order = [*abroad, *([local] if local else [])]
    if local and (not abroad or _is_local(local, abroad[0], digits)):
        order = [local, *abroad]
    found = {each.digits: each for each in reversed(order)}
    return tuple(
        each
        for place, each in enumerate(order)
        if found[each.digits] is each and (each.is_in_use or not place)
    )


def _local(digits: str, region: str) -> _Phone | None:
    """Return what digits may mean without a country code: as they stand, or without stray zeros."""
    bare = digits.lstrip("0")
    for each in dict.fromkeys((digits, bare)):  # as they stand first: Italy's zero is a part of the number
        phone = _parsed(each, region)
        if phone is not None and (phone.is_in_use or (each == bare and len(bare) >= _FEWEST_DIGITS)):
            return phone
    return None


def _is_local(local: _Phone, abroad: _Phone, digits: str) -> bool:
    """Tell which of two readings is the likely one. SMS-iT keeps numbers with country code, as a rule."""
    if digits.startswith("0") and not digits.startswith("00") and local.is_in_use:
        return True  # no country code begins with 0
    if abroad.is_in_use:
        return False
    return local.may_be_mobile or len(digits.lstrip("0")) < _FEWEST_INTERNATIONAL


def _abroad(digits: str, region: str | None) -> list[_Phone]:
    """Return what digits may mean with a country code, numbers in use first.

    Before it may stand 00, what the region dials for abroad, or stray zeros; behind it one that belongs to
    the number at home only.
    """
    plan = _plan(region) if region else None
    rests = [digits.lstrip("0")]
    if plan is not None and plan.international_prefix:
        dialled = _pattern(plan.international_prefix).match(digits)
        rests += [digits[dialled.end() :]] if dialled else []
    found: list[_Phone] = []
    for rest in dict.fromkeys(rests):
        code = _code(rest)
        if code is None or len(rest) < _FEWEST_DIGITS:
            continue
        phone = _parsed(f"+{rest}", None)
        if (phone is None or not phone.is_in_use) and rest[len(code) :].startswith("0"):
            phone = _parsed(f"+{code}{rest[len(code) :].lstrip('0')}", None) or phone
        found += [phone] if phone else []
    return sorted(found, key=lambda each: not each.is_in_use)


def _parsed(text: str, region: str | None) -> _Phone | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    number = _as_of_today(number)
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    in_use = phonenumbers.is_valid_number(number)
    mobile = in_use and phonenumbers.number_type(number) in _MAY_BE_MOBILE
    return _Phone(f"{number.country_code}{national_significant_number(number)}", in_use, mobile)


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


def _neighbours(phone: str) -> tuple[str, ...]:
    """Return the phone that loses or gains Brazil's ninth digit where both may be in use."""
    if not phone.startswith(BRAZIL):
        return ()
    if found := _BRAZIL_FIXED.fullmatch(phone):
        return (f"{BRAZIL}{found[1]}9{found[2]}",)
    if found := _BRAZIL_MOBILE.fullmatch(phone):
        return (f"{BRAZIL}{found[1]}{found[2]}",)
    return ()


@cache
def _codes() -> frozenset[str]:
    return frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


def _code(digits: str) -> str | None:
    """Return the country code digits begin with; no code is the beginning of another."""
    codes = _codes()
    return next((digits[:n] for n in range(1, _LONGEST_CODE + 1) if digits[:n] in codes), None)


@cache
def _plan(region: str) -> PhoneMetadata | None:
    return PhoneMetadata.metadata_for_region(region, None)


@cache
def _plans(code: str) -> tuple[PhoneMetadata, ...]:
    """Return the plans of all regions that share a country code."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(code)]
    every = (PhoneMetadata.metadata_for_region_or_calling_code(int(code), region) for region in regions)
    return tuple(plan for plan in every if plan is not None)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _fits(plan: PhoneNumberDesc | None, national: str) -> bool:
    pattern = plan.national_number_pattern if plan is not None else None
    return bool(pattern) and _pattern(pattern).fullmatch(national) is not None


def _has_rewrite(plan: PhoneMetadata | None, digits: str) -> bool:
    rewrites = REWRITES.get(str(plan.country_code), ()) if plan is not None else ()
    return any(rewrite.pattern.fullmatch(digits) for rewrite in rewrites)


def _has_prefix(plan: PhoneMetadata | None, digits: str) -> bool:
    """Tell whether digits begin as what is dialled before a number at home."""
    prefix = plan.national_prefix_for_parsing if plan is not None else None
    found = _pattern(prefix).match(digits) if prefix else None
    return found is not None and found.end() > 0
