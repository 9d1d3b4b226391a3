"""Where a phone number may be: its country and its time zones, as far as the digits tell.

A guess, to be shown as one: people keep their number when they move. The guess errs towards more zones.

1. In a country with one zone every number is in it.
2. Else the numbering plan tells the zones of an area, or of the country where numbers have no area.
3. Where it tells no more than the zones of a country code that several countries share (``1`` holds zones
   from Guam to Newfoundland), the country's own zones count, by the table in the time zone database.
4. A number in no plan may be in every zone of its country; one of no country is in UTC.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumber
from phonenumbers.timezone import (
    UNKNOWN_TIMEZONE,
    time_zones_for_geographical_number,
    time_zones_for_number,
)
from phonenumbers.tzdata import TIMEZONE_DATA


@dataclass(frozen=True, slots=True)
class Place:
    """What a number tells: the two-letter code of its country, if any, and the zones it may be in.

    ``zones`` are IANA names, one at least.
    """

    region: str | None
    zones: tuple[str, ...]


NOWHERE: Final = Place(None, ("UTC",))
"""The place of digits that tell none."""

_PLACES_KEPT: Final = 8192  # more than there are areas in all numbering plans
_NORTH_AMERICAN: Final = re.compile(r"1[2-9][0-9]{9}")
_UNKNOWN: Final = (UNKNOWN_TIMEZONE,)


def place(digits: str) -> Place:
    """Tell the place of a number, written in digits with country code. Never fails: see ``NOWHERE``.

    Equal places are one object, so a large group costs no memory for them. The digits are not kept.
    """
    if _NORTH_AMERICAN.fullmatch(digits):
        number = PhoneNumber(country_code=1, national_number=int(digits[1:]))
        # Their mobiles have area codes like all others, so what kind of number it is need not be known.
        region = phonenumbers.region_code_for_number(number)
        told = time_zones_for_geographical_number(number) if region else _UNKNOWN
        return _only_place(1, region) or _place(1, region, told)
    return _by_plan(digits)


def _by_plan(digits: str) -> Place:
    """Tell the place of any number; three times the work of the short way above."""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return NOWHERE
    code, region = number.country_code or 0, phonenumbers.region_code_for_number(number)
    return _only_place(code, region) or _place(code, region, time_zones_for_number(number))


@lru_cache(maxsize=_PLACES_KEPT)
def _only_place(code: int, own: str | None) -> Place | None:
    """Tell the one place of a country with one zone: there nothing more need be asked of the number."""
    whole = _place(code, own, _UNKNOWN)
    return whole if len(whole.zones) == 1 else None


@lru_cache(maxsize=_PLACES_KEPT)
def _place(code: int, own: str | None, told: tuple[str, ...]) -> Place:
    # As in phones: a number in no plan counts for the main country of its code.
    region = own or phonenumbers.region_code_for_country_code(code)
    if region not in phonenumbers.SUPPORTED_REGIONS:
        return NOWHERE
    whole_code = TIMEZONE_DATA.get(str(code), NOWHERE.zones)
    if told not in (_UNKNOWN, whole_code):
        return Place(region, told)
    shared = len(phonenumbers.region_codes_for_country_code(code)) > 1
    return Place(region, _zones_by_region().get(region, whole_code) if shared else whole_code)


@lru_cache(maxsize=1)
def _zones_by_region() -> dict[str, tuple[str, ...]]:
    """Read the time zone database's table of countries: code, coordinates, zone, comment."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            region, _, zone, *_ = line.split("\t")
            found[region] = (*found.get(region, ()), zone)
    return found
