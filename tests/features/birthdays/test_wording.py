"""The words for one person: never with a hole where a value is missing."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies

from bot.features.audiences.service import FIELDS
from bot.features.birthdays import words
from bot.features.birthdays.plan import Calendar
from bot.features.birthdays.reasons import NO_VALUE, LeftOut, Reason
from bot.policy.model import Birthdays as Rules
from bot.texting import birthdays, merge
from tests.clock import START

TEMPLATE = "Happy birthday, %%Name%% (%%Email|no mail%%)!"
VALUES = strategies.fixed_dictionaries({name: strategies.text(max_size=30) for name in FIELDS})


def body_or_reason(values: dict[str, str]) -> str | LeftOut:
    try:
        return words.of_person(TEMPLATE, values)
    except LeftOut as left:
        return left


@given(VALUES)
def test_a_text_has_every_value_it_asks_for_or_is_none(values: dict[str, str]) -> None:
    made = body_or_reason(values)
    if isinstance(made, LeftOut):
        is_missing = merge.is_blank(values["Name"])
        assert made.reason in ({NO_VALUE.format(name="Name")} if is_missing else set(Reason))
        return
    body = made
    assert values["Name"] in body
    assert body.strip() == body
    assert "%%" not in body


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", NO_VALUE.format(name="Name")),
        ("{a|b}", Reason.VALUE),
        ("A\nB", Reason.VALUE),
        ("x" * 201, Reason.VALUE),
    ],
)
def test_who_lacks_a_value_or_has_a_hostile_one_is_left_out(name: str, reason: str) -> None:
    with pytest.raises(LeftOut) as raised:
        words.of_person(TEMPLATE, dict.fromkeys(FIELDS, "") | {"Name": name})
    assert raised.value.reason == reason


def test_a_text_that_is_too_long_is_none() -> None:
    with pytest.raises(LeftOut) as raised:
        words.of_person("x" * 1550 + "%%Name%%", {"Name": "y" * 100})
    assert raised.value.reason == Reason.TOO_LONG


@given(
    strategies.dates(date(1900, 1, 1), date(2020, 1, 1)), strategies.dates(date(2024, 1, 1), date(2032, 1, 1))
)
def test_everybody_has_one_birthday_in_a_year(born: date, first: date) -> None:
    on = birthdays.coming(born, first)
    assert first <= on
    assert birthdays.coming(born, on) == on
    assert birthdays.coming(born, on + timedelta(days=1)).year == on.year + 1


@given(
    strategies.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    strategies.sampled_from(["America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland", "UTC"]),
    strategies.integers(2, 24),
    strategies.times(),
)
def test_days_are_begun_in_time_and_only_around_today(now: datetime, zone: str, hours: int, at: time) -> None:
    calendar = Calendar(Rules(time=at, shown_hours=hours), ZoneInfo(zone), lambda: now)
    for day in calendar.begun():
        assert 0 <= (day - calendar.today()).days <= 1
        assert (calendar.planned_at(day) - now).total_seconds() <= hours * 3600
