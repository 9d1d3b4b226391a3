"""Days as people type them, and when they begin and end."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.appointments import typed_day

TODAY = date(2026, 11, 30)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        (" Tomorrow ", TODAY + timedelta(days=1)),
        ("yesterday", TODAY - timedelta(days=1)),
        ("Thursday", date(2026, 12, 3)),
        ("monday", TODAY),
        ("sunday", date(2026, 12, 6)),
        ("2026-12-24", date(2026, 12, 24)),
        ("1999-12-24", None),
        ("9999-12-31", None),
        ("2026-13-01", None),
        ("Sun", None),  # a name
        ("thursdayish", None),
        ("", None),
        ("x" * 4000, None),
    ],
)
def test_a_day_is_read_as_it_is_meant(text: str, day: date | None) -> None:
    assert typed_day.typed(text, TODAY) == day


@pytest.mark.parametrize("text", ["thu", "Thu.", "thurs"])
def test_where_it_can_only_be_a_day_its_short_name_is_one(text: str) -> None:
    assert typed_day.typed(text, TODAY, short=True) == date(2026, 12, 3)
    assert typed_day.typed("th", TODAY, short=True) is None


def test_a_day_on_which_clocks_change_is_as_long_as_it_is() -> None:
    first, after = typed_day.bounds(date(2026, 11, 1), ZoneInfo("America/Los_Angeles"))
    assert after.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=25)


def test_a_week_later_it_is_the_same_time_of_day() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    before = datetime(2026, 10, 28, 16, tzinfo=UTC)  # 09:00, before the clocks go back
    assert typed_day.later(before, 7, zone) == datetime(2026, 11, 4, 17, tzinfo=UTC)
