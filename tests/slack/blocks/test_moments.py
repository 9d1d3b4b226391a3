"""Moments in messages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.slack.blocks import kit, moments
from bot.slack.blocks.moments import moment
from bot.texting import words
from tests.every import every
from tests.locks import ROOT
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


@pytest.mark.parametrize("now", [AT + timedelta(days=400), AT], ids=["any day", "today"])
def test_a_moment_and_its_day_stay_on_one_line_and_say_what_texts_say(now: datetime) -> None:
    zone = ZoneInfo("America/Los_Angeles")

    for shown, plain in (
        (moments.when(AT, zone, now), words.when(AT, zone, now)),
        (moments.day(AT, zone, now), words.day(AT, zone, now)),
    ):
        assert " " not in shown
        assert as_read(shown) == plain


def test_a_stored_sentence_shows_its_moments_to_each_reader_and_its_words_escaped() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    stored = f"<b> moved from {words.kept(AT)} to {words.kept(AT + timedelta(microseconds=1))}."

    shown = moments.drawn(stored, zone)

    assert shown.startswith(f"&lt;b&gt; moved from {moment(AT, zone)} to <!date^")
    assert moments.drawn("from Tue 24 Nov 2026, 08:30 (America/Los_Angeles)", zone) == (
        "from Tue 24 Nov 2026, 08:30 (America/Los_Angeles)"
    )  # as versions before this one stored it
    odd = "{2026-99-99T99:99:99+00:00} {x}"
    assert moments.drawn(odd, zone) == kit.escape(odd)


@every("module", sorted(ROOT.glob("bot/features/**/*.py")))
def test_no_date_is_written_as_words_but_where_it_is_drawn(module: Path) -> None:
    drawn = {"views", "views.py"} & set(module.parts)
    assert drawn or "when_in_zone" not in module.read_text("utf-8")
