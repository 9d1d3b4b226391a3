"""Rows that are written at the end of their transaction: with it, once, and never with another one."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.store import Database, deferred_rows
from bot.store.group_commit import _Part

INSERT = "INSERT INTO contact_group (name, first_seen, seen_at) VALUES (?, 'x', 'x')"


class RefusedError(Exception):
    """Raised by a part."""


def kept(database: Database) -> list[str]:
    with database.read() as conn:
        return sorted(conn.execute(text("SELECT name FROM contact_group")).scalars())


def defers(name: str, *, wrote: bool = False, then_raises: bool = False) -> Callable[[Connection], None]:
    def work(conn: Connection) -> None:
        if wrote:
            conn.exec_driver_sql(INSERT, (f"{name} at once",))
        deferred_rows.add(conn, INSERT, (name,))
        if then_raises:
            raise RefusedError

    return work


def test_they_are_written_with_their_transaction(database: Database) -> None:
    with database.write() as conn:
        defers("one")(conn)
        defers("two")(conn)
        assert conn.execute(text("SELECT count(*) FROM contact_group")).scalar_one() == 0
    assert kept(database) == ["one", "two"]


def test_those_of_a_transaction_that_was_undone_are_not_written_with_the_next(database: Database) -> None:
    for urgent in (True, False):
        with pytest.raises(RefusedError), database.write(urgent=urgent) as conn:
            defers("undone", then_raises=True)(conn)
        with database.write(urgent=urgent) as conn:
            defers(f"next {urgent}")(conn)
    assert kept(database) == ["next False", "next True"]


def test_one_that_cannot_be_written_undoes_its_transaction(database: Database) -> None:
    def write() -> None:
        with database.write() as conn:
            conn.exec_driver_sql(INSERT, ("before",))
            defers("twice")(conn)
            defers("twice")(conn)

    with pytest.raises(IntegrityError):
        write()
    assert kept(database) == []


@pytest.mark.parametrize("wrote", [False, True])
def test_of_a_part_that_fails_they_are_left_out_and_those_of_others_are_written_once(
    database: Database, *, wrote: bool
) -> None:
    parts = [
        _Part(work)
        for work in (defers("first"), defers("failing", wrote=wrote, then_raises=True), defers("last"))
    ]
    assert database._urgent is not None

    database._urgent._commit(list(parts))

    assert [type(part.error) for part in parts] == [type(None), RefusedError, type(None)]
    assert kept(database) == ["first", "last"]


def test_in_a_transaction_that_is_begun_otherwise_they_are_written_at_once(database: Database) -> None:
    with database.write() as conn:
        defers("before")(conn)
    with database.engine.begin() as conn:  # perhaps on the connection of the one before
        defers("otherwise")(conn)
    assert kept(database) == ["before", "otherwise"]
