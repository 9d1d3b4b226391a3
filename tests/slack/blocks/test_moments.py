"""Moments in messages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.slack.blocks import moments
from bot.slack.blocks.moments import moment
from bot.texting import words
from tests.reading import as_read

AT = datetime(2026, 11, 24, 1, 5, 30, tzinfo=UTC)


def test_slack_writes_a_moment_for_each_reader_and_otherwise_its_zone_is_named() -> None:
    shown = moment(AT, ZoneInfo("Europe/London"))

    assert shown == (
        "<!date^1795482330^{date_short_pretty}\u00a0{time}|Tue 24 Nov 2026, 01:05 (Europe/London)>"
    )


def test_with_seconds_both_forms_have_them() -> None:
    shown = moment(AT, ZoneInfo("Europe/London"), seconds=True)

    assert "{date_short_pretty}\u00a0{time_secs}|Tue 24 Nov 2026, 01:05:30 (Europe/London)>" in shown


def test_a_zone_with_an_underscore_stays_readable() -> None:
    assert moment(AT, ZoneInfo("America/New_York")).endswith("(America/New_York)>")


@pytest.mark.parametrize("now", [None, AT], ids=["any day", "today"])
def test_a_moment_and_its_day_stay_on_one_line_and_say_what_texts_say(now: datetime | None) -> None:
    zone = ZoneInfo("America/Los_Angeles")

    for shown, plain in (
        (moments.when(AT, zone, now), words.when(AT, zone, now)),
        (moments.day(AT, zone, now), words.day(AT, zone, now)),
    ):
        assert " " not in shown
        assert as_read(shown) == plain
