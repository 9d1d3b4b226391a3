"""One key takes another one's place: everywhere, wherever it was interrupted, and nothing else changes."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from bot.store import Database, rekeying
from bot.store.data_keys import DataKey, Unreadable, keys_of
from bot.store.encryption import COLUMNS, DataKeyMissing, Unfinished
from bot.store.rekeying import AnotherChange, Change, StillRead
from bot.store.tables import do_not_text, send
from tests.features.erasure import filling
from tests.features.erasure.filling import TRACES
from tests.store.encrypted import KEY, NEWER, fresh_files, held, opened

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LOOKS_ENCRYPTED = DataKey("another key of somebody's, which the bot never had").words("hello")


@pytest.fixture
def filled(either: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """People in every table, and portions so small that each table has several."""
    monkeypatch.setattr(rekeying, "PORTION", 4)
    fresh_files(either)
    filling.fill(either, NOW)
    filling.an_other(either, NOW, "odd", body=LOOKS_ENCRYPTED, report_status="w1:", to_name="n1:AAAA")
    return either


def change(database: Database, wanted: str | None, *, portions: int | None = None) -> list[tuple[str, int]]:
    """Have a key, or none, be used; or be interrupted behind so many tables."""
    keys = keys_of(database.engine.dialect)
    assert keys is not None
    with database.engine.connect() as conn:
        found = rekeying.planned(conn, keys, None if wanted is None else keys.of_id(DataKey(wanted).id))
    if found is None:
        return []
    return [each for each, _ in zip(rekeying.run(database, found), range(portions or 1000), strict=False)]


def rows(database: Database) -> dict[str, list[str]]:
    with database.read() as conn:
        return {table.name: sorted(map(str, conn.execute(select(table)))) for table in COLUMNS}


@pytest.fixture
def with_keys(filled: Database) -> Iterator[Database]:
    with closing(opened(filled, NEWER, KEY)) as database:
        yield database


def test_a_key_comes_is_changed_and_goes(filled: Database, with_keys: Database) -> None:
    before = rows(filled)
    with filled.engine.begin() as conn:
        conn.execute(text("ANALYZE"))
    filled.close()
    counts = dict(change(with_keys, KEY))
    assert counts["send"] == len(before["send"])
    for wanted in (KEY, NEWER):
        change(with_keys, wanted)
        assert held(with_keys, *TRACES) == []
        with closing(opened(filled, wanted)) as alone:
            assert rows(alone) == before
    change(with_keys, None)
    assert set(held(with_keys, *TRACES)) >= set(filling.SECRETS)
    assert rows(filled) == before


def test_it_goes_on_wherever_it_was_interrupted(filled: Database, with_keys: Database) -> None:
    before = rows(filled)
    for wanted, tables in ((KEY, 1), (NEWER, 8), (None, 3)):
        change(with_keys, wanted, portions=tables)
        with pytest.raises(Unfinished), closing(opened(filled, KEY, NEWER)) as other, other.read():
            pass
        with pytest.raises(AnotherChange):
            change(with_keys, KEY if wanted is None else None)
        change(with_keys, wanted)
        assert change(with_keys, wanted) == []
    assert rows(filled) == before


@pytest.fixture
def small(database: Database) -> Iterator[Database]:
    """A text alone, in a file."""
    filling.a_text(database, NOW, "1")
    with closing(opened(database, NEWER, KEY)) as keyed:
        yield keyed


def test_the_key_before_is_needed(small: Database) -> None:
    change(small, KEY)
    with closing(opened(small, NEWER)) as database, pytest.raises(DataKeyMissing):
        change(database, NEWER)


def test_a_value_that_neither_key_reads_ends_it(small: Database) -> None:
    change(small, KEY)
    with small.engine.begin() as conn:
        conn.execute(text("UPDATE send SET body = 'in the clear' WHERE id = '1'"))
    with pytest.raises(Unreadable):
        change(small, NEWER)


def test_numbers_by_which_rows_are_told_apart_are_changed(
    small: Database, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "PORTION", 2)
    numbers = {f"1415555{n:04}" for n in range(9)}
    listed = [{"number": each, "reason": "", "added_by": "U0", "added_at": NOW} for each in sorted(numbers)]
    with database.write() as conn:
        conn.execute(do_not_text.insert(), listed)
    change(small, KEY)
    change(small, NEWER)
    with closing(opened(small, NEWER)) as changed, changed.read() as conn:
        assert set(conn.execute(select(do_not_text.c.number)).scalars()) == numbers


def test_it_is_done_once_no_file_holds_what_was_there_before(small: Database, database: Database) -> None:
    with database.read() as conn:  # a backup, which sees what was there when it began
        assert conn.execute(select(send.c.id)).scalars().all() == ["1"]
        with pytest.raises(StillRead):
            change(small, KEY)
    with pytest.raises(Unfinished):
        small.migrate()
    change(small, KEY)
    assert held(small, *TRACES) == []


def test_a_guest_writes_nothing_once_the_key_has_changed(small: Database, database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    with closing(Database(url, is_guest=True)) as guest:
        with guest.write():
            pass
        change(small, KEY)
        with pytest.raises(DataKeyMissing), guest.write():
            pass


def test_nothing_of_a_key_is_shown() -> None:
    assert KEY not in repr(Change(DataKey(KEY), None))
