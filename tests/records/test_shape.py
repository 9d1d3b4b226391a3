"""Rows in one form: what is read of one database and put into another is the same to the last character."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, delete, insert, inspect

from bot.engine import tables as engine
from bot.records import shape
from bot.store import Database
from bot.store.schema import VERSION_TABLE
from bot.store.tables import metadata, send
from tests.flows import first_start
from tests.store import postgres

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
JSON = st.none() | st.dictionaries(TEXT, TEXT | st.integers(-(2**31), 2**31) | st.none(), max_size=3)
TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
ROW = st.fixed_dictionaries(
    {"to_name": st.none() | TEXT, "evidence": JSON, "send_at": TIMES, "rotate": st.none() | st.booleans()}
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEEDED: dict[str, Any] = {
    "kind": "contact",
    "state": "queued",
    "team_id": "T",
    "user_id": "U",
    "to_number": "1",
    "sender": "1",
    "segments": 1,
    "credits": 1,
    "credits_upper": 1,
    "held_by": "none",
    "created_at": NOON,
    "updated_at": NOON + timedelta(microseconds=1),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    path = tmp_path_factory.mktemp("shape") / "bot.db"
    first_start.put(path)
    found = {"sqlite": Database(f"sqlite:///{path}"), "postgresql": Database(postgres.without_rows())}
    yield found
    for database in found.values():
        database.close()


@pytest.fixture(scope="module")
def sends(both: dict[str, Database]) -> dict[str, Table]:
    """The table of sends as it is found in each."""
    found = {}
    for name, database in both.items():
        with database.read() as conn:
            found[name] = shape.of(conn)["send"]
    return found


@given(rows=st.lists(ROW, max_size=4), keys=st.permutations(["a", "B", "é", "_"]))
@settings(max_examples=15)
def test_rows_are_the_same_in_both_databases_and_in_one_order(
    both: dict[str, Database], sends: dict[str, Table], rows: list[dict[str, Any]], keys: list[str]
) -> None:
    columns = [column.name for column in send.columns]
    lines: list[bytes] = []
    for name, database in both.items():
        with database.write() as conn:
            conn.execute(delete(send))
            table = sends[name]
            if name == "sqlite":
                for key, row in zip(keys, rows, strict=False):
                    conn.execute(insert(send).values({**NEEDED, **row, "id": key, "key": key}))
                lines = list(shape.lines(conn, table, columns))
                continue
            shape.fill(conn, table, columns, lines)
            assert list(shape.lines(conn, table, columns)) == lines, name


def test_a_difference_of_one_character_shows() -> None:
    one, other = shape.digest([b"[1]\n", b"[2]\n"]), shape.digest([b"[1]\n", b"[3]\n"])
    assert one != other
    assert shape.digest([]).rows == 0


def test_every_table_is_known_in_both(both: dict[str, Database]) -> None:
    """A new table of the engine's library has to be looked at: does it hold something of ours?"""
    library = {"dbos_migrations", "event_dispatch_kv"}
    for name, database in both.items():
        if name == "postgresql":
            engine.make(database)
        looked = inspect(database.engine)
        found = {*looked.get_table_names(), *looked.get_table_names(None if name == "sqlite" else "dbos")}
        assert found - library - {VERSION_TABLE} == {*metadata.tables, *engine.TABLES}, name


def test_the_tables_are_alike_in_both(both: dict[str, Database]) -> None:
    seen = []
    for database in both.values():
        engine.make(database)
        with database.read() as conn:
            seen.append({name: set(shape.columns_of(table)) for name, table in shape.of(conn).items()})
    assert seen[0] == seen[1]
