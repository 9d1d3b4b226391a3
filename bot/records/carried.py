"""What the records know that a backup takes the place of: who must not be texted, and what was called off.

The former is never lost. What still waits in the backup, and was cancelled, sent or changed since, asks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.records import shape
from bot.store.database import Database
from bot.store.dialects import insert_or_ignore
from bot.store.states import SendState
from bot.store.tables import do_not_text, do_not_text_erased, erasure, send, series

Row = Mapping[str, Any]
Waits = Mapping[str, Sequence[Any]]
"""What waits for a time that is still ahead, texts and series, by their ids: what goes then, and when."""


@dataclass(frozen=True, slots=True)
class Newer:
    """Who was on the do-not-text list, in the clear and as a hash, and who had been erased.

    ``erased`` are the hashes of those people by the ids of their erasures, ``waits`` is what was to go out.
    """

    listed: Sequence[Row]
    hashed: Sequence[Row]
    erased: Mapping[str, str]
    waits: Waits = field(default_factory=dict)


NOTHING = Newer((), (), {})


def look(database: Database) -> Newer | None:
    """Return what there is in the records that are given up; None where they can't be read any more."""
    try:
        with database.read() as conn:
            there = shape.of(conn)
            if not {do_not_text.name, do_not_text_erased.name, erasure.name} <= set(there):
                return NOTHING
            if not shape.records(conn, there):
                return NOTHING
            return Newer(
                _rows(conn.execute(select(do_not_text).where(do_not_text.c.removed_at.is_(None)))),
                _rows(conn.execute(select(do_not_text_erased))),
                _erased(conn),
                _waits(conn),
            )
    except SQLAlchemyError:
        return None


def put(conn: Connection, newer: Newer) -> int:
    """Put on the do-not-text list whoever isn't there, or was taken off it. Returns how many.

    A number whose person was erased since is not another one: it was on the list before, under its name.
    """
    count, before = 0, set(_entries(conn))
    for row in newer.listed:
        count += conn.execute(insert_or_ignore(conn, do_not_text).values(row)).rowcount
        again = (do_not_text.c.number == row["number"], do_not_text.c.removed_at.is_not(None))
        count += conn.execute(update(do_not_text).where(*again).values(row)).rowcount
    for row in newer.hashed:
        added = conn.execute(insert_or_ignore(conn, do_not_text_erased).values(row)).rowcount
        count += added if (row["added_by"], row["added_at"]) not in before else 0
    return count


def _entries(conn: Connection) -> Iterator[tuple[str, datetime]]:
    """Give who put each number on the list and when: that stays when its person is erased."""
    added = select(do_not_text.c.added_by, do_not_text.c.added_at).where(do_not_text.c.removed_at.is_(None))
    for row in conn.execute(added):
        yield row.added_by, row.added_at


def changed_since(conn: Connection, newer: Newer) -> frozenset[str]:
    """Return which texts and series still wait here that were sent, cancelled or changed since."""
    return frozenset(
        each for each, told in _waits(conn).items() if list(newer.waits.get(each, ())) != list(told)
    )


def _waits(conn: Connection) -> Waits:
    goes = (send.c.to_number, send.c.body, send.c.sender, send.c.alpha_sender, send.c.people)
    texts = select(send.c.id, send.c.send_at, *goes).where(
        send.c.state == SendState.SCHEDULED.value, send.c.parent_id.is_(None)
    )
    dates = (
        select(send.c.id, series.c.next_at, *goes, send.c.recurrence)
        .join(series, series.c.send_id == send.c.id)
        .where(series.c.next_at.is_not(None), series.c.paused_by.is_(None))
    )
    return {row[0]: row[1:] for query in (texts, dates) for row in conn.execute(query)}


def erased_since(conn: Connection, newer: Newer) -> int:
    """Return how many people were erased since the backup, which brings their records back.

    Some of them twice, perhaps: it brings them back once.
    """
    before = _erased(conn)
    return len({person for each, person in newer.erased.items() if each not in before})


def _erased(conn: Connection) -> Mapping[str, str]:
    return {row.id: row.phone_hash for row in conn.execute(select(erasure.c.id, erasure.c.phone_hash))}


def _rows(found: Any) -> Sequence[Row]:  # noqa: ANN401 - a result of any columns
    return tuple(dict(row) for row in found.mappings())
