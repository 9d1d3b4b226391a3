"""Rows that are written right before a transaction commits, those of one statement together. SQLite only.

For rows that nobody reads in the transaction itself. Fifty people who confirm at once share one, and what is
done for all of them in a row takes half of what it takes in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from bot.store.prepared import by_driver, each_by_driver

_KEY: Final = "rows to be written at the end of this transaction"


@dataclass(slots=True)
class Deferred:
    """What a transaction is to write at its end; closed once that is over, however it ended."""

    rows: list[tuple[str, Sequence[object]]] = field(default_factory=list)
    is_open: bool = True


def begin(conn: Connection) -> Deferred:
    """Begin to take rows on a connection that begins a transaction; whoever begins writes and closes."""
    deferred = Deferred()
    conn.info[_KEY] = deferred
    return deferred


def add(conn: Connection, sql: str, values: Sequence[object]) -> None:
    """Have a row written with the transaction; at once in one that was begun in another way."""
    deferred: Deferred | None = conn.info.get(_KEY)
    if deferred is not None and deferred.is_open:
        deferred.rows.append((sql, values))
    else:
        by_driver(conn, sql, values)


def count(conn: Connection) -> int:
    """Return how many wait: what :func:`keep` takes before a part that may be rolled back."""
    deferred: Deferred | None = conn.info.get(_KEY)
    return 0 if deferred is None else len(deferred.rows)


def keep(conn: Connection, first: int) -> None:
    """Keep the first rows only: what was to be written after them belongs to a part that was undone."""
    deferred: Deferred | None = conn.info.get(_KEY)
    if deferred is not None:
        del deferred.rows[first:]


def write(conn: Connection, deferred: Deferred) -> None:
    """Write the rows of a transaction that is about to commit, the statements in the order they came in."""
    of_each: dict[str, list[Sequence[object]]] = {}
    for sql, values in deferred.rows:
        of_each.setdefault(sql, []).append(values)
    for sql, rows in of_each.items():
        each_by_driver(conn, sql, rows)
