from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.calendar import JUNK, LONGEST_SERIES, Series, instant, read_date
from tests.sandbox.smsit.clock import SleepClock
from tests.sandbox.smsit.people import ADA, NOBODY, NORA, POLLY, to_contact, to_group

HOUR = 3600


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def left_at(account: Account) -> list[str]:
    return [f"{text.at.astimezone(account.timezone):%Y-%m-%d %H:%M}" for text in account.ledger]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("03-04-2026 09:30", "2026-04-03 09:30"),
        ("03/04/2026 09:30", "2026-03-04 09:30"),
        ("2026-04-03 09:30:15", "2026-04-03 09:30"),
        ("03-04-2026", "2026-04-03 00:00"),
        (" 3-4-2026 9:05 ", "2026-04-03 09:05"),
        ("31-02-2026 09:30", "2026-03-03 09:30"),
    ],
)
def test_dates_are_read_as_php_reads_them(written: str, read: str) -> None:
    assert read_date(written) == wall(read)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "13/14/2026 09:30",
        "00-01-2026",
        "32-01-2026",
        "01-01-2026 24:00",
        "01-01-2026 09:60",
        "01-01-1069",
    ],
)
def test_junk_becomes_1970(written: str) -> None:
    assert read_date(written) == JUNK


@given(st.datetimes(wall("1970-01-01"), wall("2999-12-31")))
def test_a_date_written_as_documented_comes_back(moment: datetime) -> None:
    assert read_date(f"{moment:%d-%m-%Y %H:%M}") == moment.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("repeat", "every", "start", "until", "dates"),
    [
        ("Daily", 3, "2026-10-10 06:30", "2026-10-16 06:30", ["10-10", "10-13", "10-16"]),
        ("Weekly", 2, "2026-10-10 06:30", "2026-11-07 06:29", ["10-10", "10-24", "11-07"]),
        ("Monthly", 1, "2026-01-31 06:30", "2026-05-03 06:30", ["01-31", "03-03", "04-03", "05-03"]),
        ("Monthly", 11, "2026-02-01 06:30", "2027-01-01 06:30", ["02-01", "01-01"]),
        ("Yearly", 1, "2024-02-29 06:30", "2026-03-01 06:30", ["02-29", "03-01", "03-01"]),
        ("Daily", 1, "2026-10-10 06:30", "1970-01-01", ["10-10"]),
    ],
)
def test_series_are_expanded_up_to_the_end(
    repeat: str,
    every: int,
    start: str,
    until: str,
    dates: list[str],
) -> None:
    series = Series(repeat, every, wall(until))
    assert [f"{date:%m-%d}" for date in series.occurrences(wall(start))] == dates


@given(
    st.sampled_from(["Daily", "Weekly", "Monthly", "Yearly"]),
    st.integers(1, 30),
    st.datetimes(wall("1970-01-01"), wall("2100-01-01")),
    st.timedeltas(timedelta(0), timedelta(days=40_000)),
)
def test_a_series_goes_forward_within_its_bounds(
    repeat: str,
    every: int,
    start: datetime,
    length: timedelta,
) -> None:
    dates = list(Series(repeat, every, start + length).occurrences(start))
    assert dates[0] == start
    assert dates == sorted(set(dates))
    assert dates[-1] <= start + length + timedelta(minutes=5)
    assert len(dates) <= LONGEST_SERIES
    assert {date.time() for date in dates} == {start.time()}


def test_a_time_that_happens_twice_is_the_first_of_the_two() -> None:
    moment = instant(wall("2026-11-01 01:30"), ZoneInfo("America/Los_Angeles"))
    assert f"{moment:%H:%M}" == "08:30"


def test_a_scheduled_text_leaves_when_its_time_comes(account: Account, clock: SleepClock) -> None:
    account.call("smscontact", **to_contact(sendondate="03-03-2026 14:00"))
    clock.advance(seconds=2 * HOUR - 1)
    assert account.ledger == ()
    assert [pending.to for pending in account.scheduled] == [ADA]
    assert account.credits == 5000
    clock.advance(seconds=5 * HOUR)
    assert left_at(account) == ["2026-03-03 14:00"]
    assert account.scheduled == ()
    assert account.credits == 4999


def test_a_past_date_goes_out_at_once(account: Account) -> None:
    account.call("smscontact", **to_contact(sendondate="junk"))
    account.call("smscontact", **to_contact(sendondate="02/03/2026 09:00"))
    assert left_at(account) == ["2026-03-03 12:00", "2026-03-03 12:00"]


def test_a_series_is_kept_as_its_single_dates(account: Account, clock: SleepClock) -> None:
    answer = account.call(
        "smscontact",
        **to_contact(
            sendondate="04-03-2026 09:00",
            recurring="1",
            repeat="Daily",
            frequency="7",
            enddate="18-03-2026 09:00",
        ),
    )
    assert answer["status"] == "0"
    assert len(account.scheduled) == 3
    clock.advance(seconds=30 * 24 * HOUR)
    assert left_at(account) == ["2026-03-04 09:00", "2026-03-11 09:00", "2026-03-18 09:00"]


def test_nobody_checks_who_a_scheduled_text_is_for(account: Account, clock: SleepClock) -> None:
    for number in (NORA, NOBODY):
        assert (
            account.call("smscontact", **to_contact(number, sendondate="03-03-2026 14:00"))["status"] == "0"
        )
    clock.advance(seconds=3 * HOUR)
    assert account.ledger == ()
    assert account.scheduled == ()


def test_a_scheduled_group_text_reaches_who_is_in_the_group_by_then(
    account: Account, clock: SleepClock
) -> None:
    answer = account.call("smsgroup", **to_group(sendondate="03-03-2026 14:00"))
    assert answer["status"] == "0"
    account.opt_out(POLLY, "VIP")
    clock.advance(seconds=3 * HOUR)
    assert [(text.number, text.group_sms_id) for text in account.ledger] == [(ADA, "41001")]


def test_credits_are_checked_for_one_occurrence_only(account: Account, clock: SleepClock) -> None:
    account.set_credits(1)
    series = {"recurring": "1", "repeat": "Daily", "frequency": "1", "enddate": "06-03-2026 14:00"}
    assert account.call("smscontact", **to_contact(sendondate="03-03-2026 14:00", **series))["status"] == "0"
    clock.advance(seconds=7 * 24 * HOUR)
    assert left_at(account) == ["2026-03-03 14:00"]
