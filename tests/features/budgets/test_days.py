"""Days of a zone: every moment falls on one, whatever clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.budgets.days import Days
from bot.store.database import Database
from tests.features.samples import LATER
from tests.store.samples import a_draft

ZONES = (
    "UTC",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "America/Havana",
    "Pacific/Apia",
    "Asia/Kathmandu",
)
moments = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds of a strategy are naive


@given(moments, st.sampled_from(ZONES))
def test_every_moment_lies_within_its_own_day(at: datetime, zone: str) -> None:
    days = Days(ZoneInfo(zone))
    day = days.of(at)

    assert days.begins(day) <= at < days.ends(day)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 11, 2), 24)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    days = Days(ZoneInfo("America/Los_Angeles"))

    assert days.ends(day) - days.begins(day) == timedelta(hours=hours)


def test_a_send_without_a_time_falls_on_no_day(database: Database) -> None:
    days = Days(ZoneInfo("UTC"))
    draft = a_draft(database)

    assert days.dates(draft) == ()
    assert days.dates(draft, LATER) == (LATER,)
