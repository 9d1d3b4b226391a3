"""Who must not be texted by the records that a backup takes the place of: that is never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.records import shape
from bot.store.database import Database
from bot.store.dialects import insert_or_ignore
from bot.store.tables import do_not_text, do_not_text_erased, erasure, metadata

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Newer:
    """Who was on the do-not-text list, in the clear and as a hash, and how many people had been erased."""

    listed: Sequence[Row]
    hashed: Sequence[Row]
    erased: int


NOTHING = Newer((), (), 0)


def look(database: Database) -> Newer | None:
    """Return what there is in the records that are given up; None where they can't be read any more."""
    try:
        with database.read() as conn:
            there = shape.of(conn)
            if not {do_not_text.name, do_not_text_erased.name, erasure.name} <= set(there):
                return NOTHING
            if not any(shape.count(conn, there[each.name]) for each in metadata.sorted_tables):
                return NOTHING
            return Newer(
                _rows(conn.execute(select(do_not_text).where(do_not_text.c.removed_at.is_(None)))),
                _rows(conn.execute(select(do_not_text_erased))),
                _erased(conn),
            )
    except SQLAlchemyError:
        return None


def put(conn: Connection, newer: Newer) -> int:
    """Put on the do-not-text list whoever isn't there, or was taken off it. Returns how many."""
    count = 0
    for row in newer.listed:
        count += conn.execute(insert_or_ignore(conn, do_not_text).values(row)).rowcount
        again = (do_not_text.c.number == row["number"], do_not_text.c.removed_at.is_not(None))
        count += conn.execute(update(do_not_text).where(*again).values(row)).rowcount
    for row in newer.hashed:
        count += conn.execute(insert_or_ignore(conn, do_not_text_erased).values(row)).rowcount
    return count


def erased_since(conn: Connection, newer: Newer) -> int:
    """Return how many people were erased since the backup, whose records it brings back."""
    return max(newer.erased - _erased(conn), 0)


def _erased(conn: Connection) -> int:
    return int(conn.execute(select(func.count()).select_from(erasure)).scalar_one())


def _rows(found: Any) -> Sequence[Row]:  # noqa: ANN401 - a result of any columns
    return tuple(dict(row) for row in found.mappings())
