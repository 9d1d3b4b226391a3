"""How an instant goes into SQLite and comes out: in one step, and as SQLAlchemy's own two would have it."""

from datetime import UTC, datetime, timedelta, timezone
from typing import cast

import pytest
from sqlalchemy import TypeDecorator
from sqlalchemy.dialects import sqlite

from bot.store.tables.columns import UtcTime

SQLITE = sqlite.dialect()
UTC_TIME = cast("UtcTime", UtcTime().dialect_impl(SQLITE))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER_IN_KABUL = datetime(2026, 3, 1, 23, 59, 59, 1, tzinfo=timezone(timedelta(hours=4, minutes=30)))


@pytest.mark.parametrize("value", [None, NOON, NOON.replace(microsecond=123456), LATER_IN_KABUL])
def test_an_instant_is_written_as_sqlalchemy_writes_it(value: datetime | None) -> None:
    kind = UTC_TIME
    ours, theirs = kind.bind_processor(SQLITE), TypeDecorator.bind_processor(kind, SQLITE)
    assert ours is not None
    assert theirs is not None
    assert ours(value) == theirs(value)


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "2026-03-01 12:00:00.000000",
        "2026-03-01 12:00:00.123456",
        "2026-03-01 12:00:00",
        "2026-03-01 12:00:00.000000+04:30",
    ],
)
def test_what_is_kept_is_read_as_sqlalchemy_reads_it(kept: str | None) -> None:
    kind = UTC_TIME
    ours, theirs = kind.result_processor(SQLITE, None), TypeDecorator.result_processor(kind, SQLITE, None)
    assert ours is not None
    assert theirs is not None
    assert ours(kept) == theirs(kept)


def test_what_is_no_time_cannot_be_read() -> None:
    read = UTC_TIME.result_processor(SQLITE, None)
    assert read is not None
    with pytest.raises(ValueError, match="Invalid isoformat"):
        read("yesterday")
