from dataclasses import replace
from datetime import datetime, timedelta

from bot.store import Database, contact_sync
from bot.store.contact_sync import SyncState
from tests.store.samples import NOON


def test_before_the_first_count_there_is_nothing(either: Database) -> None:
    with either.read() as conn:
        assert contact_sync.get(conn) == SyncState()


def test_the_newest_count_is_kept(either: Database) -> None:
    newest = datetime(2026, 3, 2, 4, 0, 1)  # noqa: DTZ001 - in the account's zone, which nobody tells
    first = SyncState(newest, 140_000, NOON, NOON + timedelta(minutes=1))
    with either.write() as conn:
        contact_sync.put(conn, first)
    with either.read() as conn:
        assert contact_sync.get(conn) == first

    later = replace(first, newest=None, counted=3, synced_at=NOON + timedelta(hours=1))
    with either.write() as conn:
        contact_sync.put(conn, later)
    with either.read() as conn:
        assert contact_sync.get(conn) == later
