"""Which number a typed text means, if it is one and no other.

The rule, in this order:

1. Behind ``+`` stands a country code. No country code begins with 0.
2. What is dialled before a country code differs: it is ``00`` in most places, ``0011`` in Australia, ``011``
   in North America. In the default region its own prefixes count. Where they do not fit, ``00`` is a plus
   sign by convention (ITU-T E.164), unless the digits are a mobile of another country behind another region's
   prefix, and the typed gaps do not speak against that. Then the person is asked to write ``+``.
3. Any other digits are read *international* (they already begin with a country code, as SMS-iT writes every
   number) and *local* (the way people write them in the default region):

   a. A leading single 0 is always local.
   b. If the default region's plan says the digits are a number that may be a mobile, they are local: that is
      what setting a default region means.
   c. Otherwise, if they are a number in use somewhere as international digits, they are international. Ten
      digits or fewer that are in use at home too are local when their gaps are where the region puts them,
      and asked about when not.
      Digits with gaps are asked about when those in front are a whole number at home, unless the gaps are
      where the other country puts them: ``(201) 555-0123 12`` is nobody in Egypt.
   d. Otherwise both readings are merely possible (numbers kept for fiction are like that): eleven digits or
      more are international, ten or fewer are local. Without a default region ten or fewer are refused: most
      are local numbers whose country nobody named.

4. Groups of digits that are whole numbers each, and together none that is in use, are several numbers.

So ``14155550100`` and ``447700900123`` mean the same with every default region.
"""

from typing import Final

from phonenumbers import PhoneNumber, PhoneNumberFormat

from bot.texting import number_plans
from bot.texting.phone_faults import PhoneError, Reason
from bot.texting.typed import FEWEST_DIGITS, MAX_E164_DIGITS, Obstacle, Typed, undress

_INTERNATIONAL_FROM: Final = 11  # digits; rule 3d
_MOST_GROUPS: Final = 15


def read(text: str, region: str | None) -> tuple[PhoneNumber, Typed]:
    """Return the number a text means, and what was typed without its dress.

    ``region`` is the two-letter default for local forms. Raises :exc:`PhoneError`.
    """
    typed = undress(text)
    if isinstance(typed, Obstacle):
        raise PhoneError(Reason(typed.value))
    number = _meant(typed, region)
    if _holds_several(typed, number, region):
        raise PhoneError(Reason.SEVERAL)
    if isinstance(number, Reason):
        raise PhoneError(number)
    return number, typed


def readings(text: str, region: str | None) -> tuple[PhoneNumber, ...]:
    """Return every number that a text may mean as a whole: the certain one, else all; none when it is none.

    Of several the one at home comes first. ``region`` is the two-letter default for local forms.
    """
    typed = undress(text)
    if isinstance(typed, Obstacle):
        return ()
    try:
        return (read(text, region)[0],)
    except PhoneError as error:
        if error.reason is not Reason.AMBIGUOUS:
            return ()
    return _several(typed, region)


def _several(typed: Typed, region: str | None) -> tuple[PhoneNumber, ...]:
    """Return the numbers that digits may be, two at least; none where the others cannot be named."""
    digits = typed.digits
    dialled: tuple[str, ...] = (region,) if region else ()
    if digits.startswith("00"):
        dialled += number_plans.without_double_zero()
    ends = {end for each in dialled for end in number_plans.prefixes(digits, each)}
    ends |= {2} if digits.startswith("00") else set()
    found = [number_plans.local(digits, region)] if region else []
    found += [_abroad(typed, end) for end in sorted(ends)]
    found += [] if digits.startswith("0") else [_abroad(typed, 0)]
    once: list[PhoneNumber] = []
    for each in found:
        if isinstance(each, PhoneNumber) and each not in once:
            once.append(each)
    return tuple(once) if len(once) > 1 else ()


def _meant(typed: Typed, region: str | None) -> PhoneNumber | Reason:
    digits = typed.digits
    if not digits.strip("0"):
        return Reason.NOT_A_NUMBER
    if typed.plus and not digits.startswith("0"):
        return number_plans.international(digits, bracketed_zero=typed.bracketed_zero)
    return _dialled(typed, region) or _by_rule(typed, region)


def _dialled(typed: Typed, region: str | None) -> PhoneNumber | Reason | None:
    """Read digits behind a prefix dialled before country codes; none when there is no such prefix."""
    digits = typed.digits
    own = number_plans.prefixes(digits, region) if region else ()
    found = {end: number for end in own if isinstance(number := _abroad(typed, end), PhoneNumber)}
    if found and digits.startswith("00"):
        by_convention = _abroad(typed, 2)
        if isinstance(by_convention, PhoneNumber) and number_plans.is_as_typed(by_convention, digits[2:]):
            found[2] = by_convention
    if found:
        return _one_of(found, typed)
    if not digits.startswith("00"):
        return None
    number = _abroad(typed, 2)
    if not isinstance(number, PhoneNumber):
        return number
    return Reason.AMBIGUOUS if _is_other_elsewhere(typed, number, region) else number


def _abroad(typed: Typed, end: int) -> PhoneNumber | Reason:
    return number_plans.international(typed.digits[end:], bracketed_zero=typed.bracketed_zero)


def _one_of(found: dict[int, PhoneNumber], typed: Typed) -> PhoneNumber | Reason:
    """Return the number that is meant where a region has several prefixes that fit."""
    after_gap = [number for end, number in found.items() if typed.breaks_at(end)]
    in_use = [number for number in found.values() if number_plans.is_valid(number)]
    for left in (list(found.values()), after_gap, in_use):
        if len(left) == 1:
            return left[0]
    return Reason.AMBIGUOUS


def _is_other_elsewhere(typed: Typed, number: PhoneNumber, region: str | None) -> bool:
    """Tell whether digits behind ``00`` may be another number, behind a prefix that is not ``00``."""
    if region and number_plans.is_of(number, region):
        return False
    for other in number_plans.without_double_zero():
        for end in number_plans.prefixes(typed.digits, other):
            reading = _abroad(typed, end)
            if not isinstance(reading, PhoneNumber) or reading == number:
                continue
            straddles = typed.breaks_within(0, end) or typed.breaks_within(
                end, end + len(str(reading.country_code))
            )
            if not straddles and number_plans.may_be_mobile(reading):
                return not typed.breaks_at(2)
    return False


def _by_rule(typed: Typed, region: str | None) -> PhoneNumber | Reason:
    digits = typed.digits
    if typed.plus:
        return Reason.UNKNOWN_COUNTRY_CODE
    home = number_plans.local(digits, region) if region else Reason.NO_COUNTRY_CODE
    if isinstance(home, PhoneNumber) and (digits.startswith("0") or number_plans.may_be_mobile(home)):
        return home
    abroad = number_plans.international(digits, bracketed_zero=typed.bracketed_zero)
    long_enough = len(digits) >= _INTERNATIONAL_FROM
    if isinstance(home, PhoneNumber) and isinstance(abroad, PhoneNumber) and not long_enough:
        used = number_plans.is_valid(home) and number_plans.is_valid(abroad)
        if used and home != abroad:
            return home if number_plans.is_grouped_at_home(home, typed.groups) else Reason.AMBIGUOUS
    if isinstance(abroad, PhoneNumber) and (number_plans.is_valid(abroad) or long_enough):
        return Reason.AMBIGUOUS if _begins_at_home(typed, abroad, region) else abroad
    return home if isinstance(home, PhoneNumber) else _blame(digits, home, abroad)


def _begins_at_home(typed: Typed, abroad: PhoneNumber, region: str | None) -> bool:
    """Tell whether groups in front are a whole number of the region, and what follows is something else."""
    if region is None or number_plans.is_of(abroad, region):
        return False
    if typed.groups == number_plans.shown_groups(abroad, PhoneNumberFormat.INTERNATIONAL):
        return False
    homes = (number_plans.local("".join(typed.groups[:end]), region) for end in range(1, len(typed.groups)))
    return any(isinstance(home, PhoneNumber) and number_plans.is_whole(home) for home in homes)


def _blame(digits: str, home: Reason, abroad: PhoneNumber | Reason) -> Reason:
    """Choose what to tell when neither reading is possible."""
    if len(digits) < FEWEST_DIGITS:
        return Reason.TOO_SHORT
    if len(digits) > MAX_E164_DIGITS:
        return Reason.TOO_LONG
    if (
        home is Reason.NO_COUNTRY_CODE  # no default region
        and len(digits) >= _INTERNATIONAL_FROM
        and isinstance(abroad, Reason)
        and not digits.startswith("0")
    ):
        return abroad
    return home


def _holds_several(typed: Typed, number: PhoneNumber | Reason, region: str | None) -> bool:
    """Tell whether the groups that were typed are whole numbers each, rather than parts of one."""
    if isinstance(number, PhoneNumber) and number_plans.is_valid(number) and _is_said(typed, number, region):
        return False
    if len([group for group in typed.groups if len(group) >= FEWEST_DIGITS]) > 1:
        return True
    return region is not None and not typed.plus and _are_numbers(typed.groups, region)


def _is_said(typed: Typed, number: PhoneNumber, region: str | None) -> bool:
    """Tell whether a number was typed with what makes it whole: a plus, a prefix, or its own region."""
    if typed.plus or typed.digits.startswith("0") or region is None:
        return True
    return number_plans.local(typed.digits, region) == number


def _are_numbers(groups: tuple[str, ...], region: str) -> bool:
    """Tell whether groups of digits can be parted into two or more numbers in use in a region."""
    if not 1 < len(groups) <= _MOST_GROUPS:
        return False
    ends = [True] + [False] * len(groups)  # whether the groups before this place are whole numbers
    for end in range(1, len(groups) + 1):
        for start in range(max(0, end - 6), end):
            if ends[start] and (start, end) != (0, len(groups)) and _is_at_home(groups[start:end], region):
                ends[end] = True
                break
    return ends[-1]


def _is_at_home(groups: tuple[str, ...], region: str) -> bool:
    number = number_plans.local("".join(groups), region)
    return isinstance(number, PhoneNumber) and number_plans.is_valid(number)
