"""Databases as earlier versions left them, put back as they were: see `tests/data/upgrades/README.md`."""

import gzip
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import JSON, Boolean, Column, DateTime, MetaData

from bot.engine.dbos_engine import DbosEngine
from bot.store import Database
from tests.store.test_database import run_alembic

FOLDER = Path(__file__).parents[1] / "data" / "upgrades"
REVISIONS = {
    "0.1.0": "0001",
    "0.2.0": "0002",
    "0.3.0": "0003",
    "0.4.0": "0004",
    "0.5.0": "0005",
    "0.8.0": "0027",
}
"""The newest migration of each version."""
ENGINE = "dbos"
"""The schema of the engine's tables on PostgreSQL. On SQLite they are beside the bot's own."""
SLACK = "{slack}"
"""Stands in a dump for the address of the pretend Slack, which is another one each time."""
DELAY = "delay_until_epoch_ms"

Dump = Mapping[str, Any]


def read(version: str) -> Dump:
    """Return what a version left: database, SMS-iT and Slack as they were when it was killed."""
    found: Dump = json.loads(gzip.decompress((FOLDER / f"{version}.json.gz").read_bytes()))
    return found


def load(url: str, dump: Dump, *, slack_url: str = "") -> None:
    """Fill an empty database with what a version left, in the tables that version made."""
    database = Database(url)
    rows = {name: _rows(found, slack_url) for name, found in dump["tables"].items()}
    try:
        if database.is_sqlite:
            _fill_sqlite(database, dump["schema"], rows)
        else:
            _fill_postgresql(database, REVISIONS[dump["version"]], rows)
    finally:
        database.close()


def _rows(found: Mapping[str, Any], slack_url: str) -> list[dict[str, Any]]:
    def told(name: str, value: object) -> object:
        if name == DELAY and isinstance(value, int):
            return min(value, int(time.time() * 1000))  # jobs wait by the machine's clock, not by the story's
        return value.replace(SLACK, slack_url) if isinstance(value, str) else value

    columns = found["columns"]
    return [
        {name: told(name, value) for name, value in zip(columns, row, strict=True)} for row in found["rows"]
    ]


def _fill_sqlite(database: Database, schema: list[str], rows: Mapping[str, list[dict[str, Any]]]) -> None:
    with database.write() as conn:
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in schema:
            conn.exec_driver_sql(statement)
        for name, found in rows.items():
            for row in found:
                columns = ", ".join(f'"{column}"' for column in row)
                places = ", ".join("?" * len(row))
                statement = f'INSERT INTO "{name}" ({columns}) VALUES ({places})'  # noqa: S608 -- constants
                conn.exec_driver_sql(statement, tuple(row.values()))


def _fill_postgresql(database: Database, revision: str, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    run_alembic(database, lambda config: command.upgrade(config, revision))
    engine = DbosEngine(database, queues={})  # it makes its tables when it starts
    engine.launch({})
    assert engine.stop()
    left = dict(rows)
    for schema in (ENGINE, None):
        metadata = MetaData()
        metadata.reflect(database.engine, schema=schema)
        for column in (each for table in metadata.sorted_tables for each in table.c):
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)  # nothing is nothing, not a null of JSON
        with database.write() as conn:
            for table in reversed(metadata.sorted_tables):
                conn.execute(table.delete())
            for table in metadata.sorted_tables:
                typed = [
                    {name: _typed(table.c[name], value) for name, value in row.items()}
                    for row in left.pop(table.name, [])
                ]
                if typed:
                    conn.execute(table.insert(), typed)
    assert not any(left.values()), left.keys()


def _typed(column: Column[Any], value: object) -> object:
    """Return what SQLite keeps as a number or as text, as PostgreSQL takes it."""
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    if isinstance(column.type, Boolean):
        return bool(value)
    return json.loads(str(value)) if isinstance(column.type, JSON) else value
