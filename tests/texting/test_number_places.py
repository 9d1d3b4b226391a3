from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texting import number_places, phones
from bot.texting.number_places import NOWHERE, Place
from bot.texting.phones import PhoneError

REGIONS = sorted(phones.REGIONS)
MOBILES = [
    phonenumbers.format_number(mobile, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")
    for region in REGIONS
    if (mobile := phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE))
]
SOME_DIGITS = st.sampled_from(MOBILES) | st.integers(10**6, 10**15).map(str)


@pytest.mark.parametrize(
    ("digits", "place"),
    [
        ("14155550100", Place("US", ("America/Los_Angeles",))),
        ("14165550100", Place("CA", ("America/Toronto",))),
        ("12085550100", Place("US", ("America/Boise", "America/Los_Angeles"))),
        ("4917612345678", Place("DE", ("Europe/Berlin",))),
        ("34612345678", Place("ES", ("Atlantic/Canary", "Europe/Madrid"))),
        ("447400123456", Place("GB", ("Europe/London",))),
        ("212650123456", Place("MA", ("Africa/Casablanca",))),
        ("12684641234", Place("AG", ("America/Antigua",))),
    ],
)
def test_a_number_tells_its_country_and_the_zones_of_its_area(digits: str, place: Place) -> None:
    assert number_places.place(digits) == place


@pytest.mark.parametrize(
    ("digits", "region", "inside", "outside"),
    [
        ("18005550100", "US", {"America/New_York", "Pacific/Honolulu"}, {"Pacific/Guam", "America/Toronto"}),
        ("12005550100", "US", {"America/New_York", "Pacific/Honolulu"}, {"Pacific/Guam", "America/Toronto"}),
        ("61412345678", "AU", {"Australia/Perth", "Australia/Sydney"}, {"Indian/Cocos"}),
        ("79123456789", "RU", {"Europe/Kaliningrad", "Asia/Kamchatka"}, {"Asia/Almaty"}),
        ("447700900123", "GB", {"Europe/London"}, {"Europe/Jersey"}),
    ],
)
def test_a_number_without_an_area_may_be_anywhere_in_its_country(
    digits: str, region: str, inside: set[str], outside: set[str]
) -> None:
    place = number_places.place(digits)
    assert place.region == region
    assert inside <= set(place.zones)
    assert not outside & set(place.zones)


def test_a_number_in_no_plan_counts_for_the_whole_of_a_country_with_a_code_of_its_own() -> None:
    assert number_places.place("34000000000") == Place("ES", ("Atlantic/Canary", "Europe/Madrid"))


@pytest.mark.parametrize("digits", ["", "junk", "99912345678", "80012345678"])
def test_digits_of_no_country_are_nowhere(digits: str) -> None:
    assert number_places.place(digits) == NOWHERE


@given(SOME_DIGITS)
def test_every_number_is_in_zones_that_exist_and_in_the_country_phones_says(digits: str) -> None:
    place = number_places.place(digits)
    assert place.zones
    assert [ZoneInfo(zone).key for zone in place.zones] == list(place.zones)
    try:
        assert place.region == phones.from_digits(digits).region
    except PhoneError:
        assert place.region is None or place.region in REGIONS


def test_every_countrys_mobiles_have_a_zone() -> None:
    assert [digits for digits in MOBILES if number_places.place(digits).zones == NOWHERE.zones] == []


def test_equal_places_are_one_object() -> None:
    assert number_places.place("14155550100") is number_places.place("14155550101")


@settings(max_examples=300)
@given(st.sampled_from(range(200, 1000)), st.integers(0, 9_999_999))
def test_north_american_numbers_are_placed_as_all_others_are(area: int, rest: int) -> None:
    digits = f"1{area}{rest:07d}"
    assert number_places.place(digits) == number_places._by_plan(digits)
