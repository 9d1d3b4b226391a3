"""What the countries' numbering plans say of digits, by patterns alone: the data of ``phonenumbers``."""

import re
from functools import cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberDesc

from bot.texting.spellings.changes import REWRITES

_LONGEST_CODE: Final = 3  # digits of a country code


@cache
def codes() -> frozenset[str]:
    """Return all country codes."""
    return frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


def code_of(digits: str) -> str | None:
    """Return the country code digits begin with; no code is the beginning of another."""
    known = codes()
    for n in range(1, _LONGEST_CODE + 1):
        if digits[:n] in known:
            return digits[:n]
    return None


@cache
def plan_of(region: str) -> PhoneMetadata | None:
    """Return the plan of a region; None when there is none."""
    return PhoneMetadata.metadata_for_region(region, None)


@cache
def plans_of(code: str) -> tuple[PhoneMetadata, ...]:
    """Return the plans of all regions that share a country code."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(code)]
    every = (PhoneMetadata.metadata_for_region_or_calling_code(int(code), region) for region in regions)
    return tuple(plan for plan in every if plan is not None)


@cache
def compiled(text: str) -> re.Pattern[str]:
    """Return a pattern of a plan, compiled once."""
    return re.compile(text)


def fits(plan: PhoneNumberDesc | None, national: str) -> bool:
    """Tell whether digits without country code are a number of this kind."""
    pattern = plan.national_number_pattern if plan is not None else None
    return bool(pattern) and compiled(pattern).fullmatch(national) is not None


def fits_any(code: str, national: str) -> bool:
    """Tell whether digits are a number behind this country code, in any of its regions."""
    return any(fits(plan.general_desc, national) for plan in plans_of(code))


def may_be_possible(code: str, national: str) -> bool:
    """Tell whether digits behind a country code are as many as numbers there have, today or formerly."""
    lengths = {len(national), len(national.lstrip("0"))}
    if not lengths.isdisjoint(_lengths(code)):
        return True
    return any(rewrite.pattern.fullmatch(national) for rewrite in REWRITES.get(code, ()))


@cache
def _lengths(code: str) -> frozenset[int]:
    plans = (plan.general_desc for plan in plans_of(code))
    return frozenset(n for plan in plans if plan is not None for n in plan.possible_length)


def has_prefix(plan: PhoneMetadata | None, digits: str) -> bool:
    """Tell whether digits begin as what is dialled before a number at home."""
    prefix = plan.national_prefix_for_parsing if plan is not None else None
    found = compiled(prefix).match(digits) if prefix else None
    return found is not None and found.end() > 0


def has_rewrite(plan: PhoneMetadata | None, digits: str) -> bool:
    """Tell whether digits are a former spelling in this plan."""
    rewrites = REWRITES.get(str(plan.country_code), ()) if plan is not None else ()
    return any(rewrite.pattern.fullmatch(digits) for rewrite in rewrites)
