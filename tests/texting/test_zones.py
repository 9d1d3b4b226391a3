import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import zones
from bot.texting.zones import UnknownZone


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("America/Los_Angeles", "America/Los_Angeles"),
        (" america/los angeles ", "America/Los_Angeles"),
        ("US/Pacific", "US/Pacific"),
        ("utc", "UTC"),
    ],
)
def test_forgives_capitals_and_blanks(typed: str, key: str) -> None:
    assert zones.parse(typed).key == key


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Los Angeles", "Did you mean America/Los_Angeles?"),
        ("America/Los_Angles", "Did you mean America/Los_Angeles?"),
        ("London", "Did you mean Europe/London?"),
        ("PST", "like America/Los_Angeles"),
        ("EST", "like America/Los_Angeles"),
        ("", "like America/Los_Angeles"),
        ("../../etc/passwd", "like America/Los_Angeles"),
    ],
)
def test_says_how_to_write_a_zone(typed: str, hint: str) -> None:
    with pytest.raises(UnknownZone) as caught:
        zones.parse(typed)
    assert hint in caught.value.sentence


def test_names_hold_places_and_utc_only() -> None:
    names = zones.names()
    assert {"Europe/London", "Asia/Tokyo", "UTC"} <= set(names)
    assert not {"PST8PDT", "Etc/GMT+8", "US/Pacific"} & set(names)
    assert list(names[:-1]) == sorted(names[:-1])


@given(st.sampled_from(zones.names()))
def test_every_name_is_understood(name: str) -> None:
    assert zones.parse(name.lower()).key == name
