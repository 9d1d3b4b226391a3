"""Digits that can mean one phone only, told by patterns: a hundred times as quick as reading them.

It leads where :mod:`bot.texting.spellings.ranking` does, or nowhere.
"""

import re
from typing import Final

from phonenumbers import PhoneMetadata

from bot.texting.spellings.changes import REWRITES, SETTLED, SHARED
from bot.texting.spellings.plans import code_of, fits, fits_any, has_prefix, has_rewrite, plan_of, plans_of
from bot.texting.typed import MAX_E164_DIGITS

_NORTH_AMERICAN: Final = re.compile(r"1[2-9][0-9]{2}[2-9][0-9]{6}")


def quick(digits: str, region: str | None) -> str | None:
    """Return the phone of digits that can mean nothing else, without looking far: of nearly all."""
    if len(digits) > MAX_E164_DIGITS or not digits.isascii():
        return None
    code = code_of(digits)
    own = plan_of(region) if region else None
    may_be_local = own is not None and code != str(own.country_code)
    if may_be_local and (has_prefix(own, digits) or has_rewrite(own, digits)):
        return None
    if may_be_local and fits(own.general_desc if own else None, digits):
        return _local(digits, code, own)
    if _NORTH_AMERICAN.fullmatch(digits):
        return digits
    if code is None:
        return None
    national = digits[len(code) :]
    return digits if _is_as_of_today(code, national) else _rewritten(code, national)


def _rewritten(code: str, national: str) -> str | None:
    """Return the phone of a usual former spelling: there are whole address books of them."""
    if code not in REWRITES or (code not in SHARED and fits_any(code, national)):
        return None
    for rewrite in REWRITES[code]:
        made = rewrite.pattern.sub(rewrite.to, national) if rewrite.pattern.fullmatch(national) else ""
        if any(fits(plan.mobile, made) for plan in plans_of(code)):
            return f"{code}{made}"
    return None


def _local(digits: str, code: str | None, own: PhoneMetadata | None) -> str | None:
    if own is None or str(own.country_code) in REWRITES or not fits(own.mobile, digits):
        return None
    if code is not None and _is_as_of_today(code, digits[len(code) :]):
        return None
    return f"{own.country_code}{digits}"


def _is_as_of_today(code: str, national: str) -> bool:
    if code in SETTLED:
        return SETTLED[code].fullmatch(national) is not None
    plans = plans_of(code)
    return any(fits(plan.general_desc, national) and not has_prefix(plan, national) for plan in plans)
