"""Long changes are made a portion at a time, each in a transaction of its own."""

from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.store.batched_writes import PORTION, in_batches, portion
from bot.store.database import Database


class Heap:
    """Rows that are left; each portion takes some off."""

    def __init__(self, rows: int) -> None:
        self.left = rows
        self.told: list[int] = []
        self.conns: list[Connection] = []

    def take(self, conn: Connection, most: int) -> int:
        assert conn.in_transaction()
        assert not any(each.in_transaction() for each in self.conns), "the portion before is not through"
        self.conns.append(conn)
        taken = min(self.left, most)
        self.left -= taken
        self.told.append(taken)
        return taken


@pytest.mark.parametrize("rows", [0, 1, PORTION - 1, PORTION, PORTION + 1, 3 * PORTION])
def test_all_rows_are_changed_a_portion_at_a_time(database: Database, rows: int) -> None:
    heap = Heap(rows)
    assert in_batches(database, heap.take) == rows
    assert heap.left == 0
    assert len(heap.told) == rows // PORTION + 1


class Nowhere:
    """A database that counts its transactions and has no rows."""

    def __init__(self) -> None:
        self.begun = 0

    def write(self, *, soon: bool) -> "Nowhere":
        assert soon
        self.begun += 1
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execution_options(self, **_: object) -> None:
        pass


@given(st.integers(0, 20 * PORTION))
def test_however_many_there_are_each_is_counted_once(rows: int) -> None:
    left, nowhere = [rows], Nowhere()

    def take(_conn: Connection, most: int) -> int:
        taken = min(left[0], most)
        left[0] -= taken
        return taken

    assert in_batches(nowhere, take) == rows  # type: ignore[arg-type] # as far as it is used
    assert (left[0], nowhere.begun) == (0, rows // PORTION + 1)


def test_a_portion_that_breaks_leaves_those_before_it(database: Database) -> None:
    done: list[int] = []

    def change(_conn: Connection, most: int) -> int:
        if done:
            raise RuntimeError("broken")
        done.append(most)
        return most

    with pytest.raises(RuntimeError, match="broken"):
        in_batches(database, change)
    assert done == [PORTION]


@pytest.mark.parametrize("soon", [True, False])
def test_nothing_is_kept_of_the_statements_of_a_portion(database: Database, *, soon: bool) -> None:
    with portion(database, soon=soon) as conn:
        assert conn.get_execution_options().get("compiled_cache", "the engine's") is None
    with database.write() as conn:
        assert conn.get_execution_options().get("compiled_cache", "the engine's") is not None
