"""A backup that is put back: how it is asked for, and what stands there then."""

from pathlib import Path

from sqlalchemy import select

from bot.store import Database
from bot.store.tables import send
from tests.records.conftest import URL

HOLD = "--hold-scheduled"
KEEP = "--keep-scheduled"


def sends(database: Database) -> dict[str, tuple[str, str | None]]:
    with database.read() as conn:
        return {row.id: (row.state, row.hold_code or row.outcome_code) for row in conn.execute(select(send))}


def opened(folder: Path) -> Database:
    return Database(URL.format(folder))
