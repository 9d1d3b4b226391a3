"""The chain of the audit log: nobody changes, removes, swaps or slips in an entry unseen."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.store import Database, audit, audit_chain
from bot.store.audit_chain import Anchor, Broken, Verified
from bot.texting.words import pluralize
from tests.store import postgres
from tests.store.samples import LATER, NOON

SIZE = 12
COLUMNS = {
    "at": "2026-03-02 12:00:59.000000",
    "kind": "approved",
    "subject": "import",
    "subject_id": "f" * 32,
    "user_id": "U0EVIL",
    "facts": '{"people":1}',
    "id": 10_000,
}


def written(database: Database, count: int, *, chained: bool = True) -> None:
    with database.write() as conn:
        for nth in range(count):
            by = "U0MAYA" if nth % 2 else None
            facts = {"nth": nth}
            audit.note(conn, "queued", f"{nth:032x}", at=NOON + timedelta(seconds=nth), by=by, facts=facts)
    if chained:
        with database.write() as conn:
            audit_chain.chain(conn)


def verified(database: Database, *anchors: Anchor) -> Verified:
    with database.read() as conn:
        return audit_chain.verify(conn, anchors)


def unguarded(conn: Connection) -> Connection:
    """Do what whoever can write to the file can do: put the guards out of the way."""
    for name in ("audit_entry_kept", "audit_entry_same"):
        conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    return conn


def test_entries_are_chained_in_the_order_they_were_written(either: Database) -> None:
    written(either, 3)
    written(either, 2)
    found = verified(either)
    assert (found.entries, found.unchained, found.broken) == (5, 0, None)
    assert (found.first_at, found.last_at) == (NOON, NOON + timedelta(seconds=1))
    with either.read() as conn:
        assert audit_chain.end(conn) == found.last
        assert not audit_chain.any_unchained(conn)


def test_an_empty_log_is_whole(either: Database) -> None:
    assert verified(either) == Verified()


def test_no_more_is_chained_at_once_than_was_asked_for(either: Database) -> None:
    written(either, 5, chained=False)
    with either.write() as conn:
        assert [audit_chain.chain(conn, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert verified(either).entries == 5


def test_entries_that_are_not_chained_yet_are_counted(either: Database) -> None:
    written(either, 2)
    written(either, 3, chained=False)
    found = verified(either)
    assert (found.entries, found.unchained, found.broken) == (2, 3, None)


@given(st.integers(1, SIZE), st.sampled_from(sorted(COLUMNS)))
@settings(max_examples=60, deadline=None)
def test_a_changed_entry_is_found(whole: Database, place: int, column: str) -> None:
    with whole.engine.connect() as conn:
        change = text(f"UPDATE audit_entry SET {column} = :value WHERE place = :place")  # noqa: S608 - constants
        unguarded(conn).execute(change, {"value": COLUMNS[column], "place": place})
        found = audit_chain.verify(conn)
        conn.rollback()
    assert found.broken == Broken(place, "it is not what was written")
    assert found.entries == place - 1


@given(st.integers(1, SIZE - 1))
@settings(deadline=None)
def test_a_removed_entry_is_found(whole: Database, place: int) -> None:
    with whole.engine.connect() as conn:
        unguarded(conn).execute(text("DELETE FROM audit_entry WHERE place = :place"), {"place": place})
        found = audit_chain.verify(conn)
        _close_the_gap(conn, place)
        closed = audit_chain.verify(conn)
        conn.rollback()
    assert found.broken == Broken(place, "it is missing")
    assert closed.broken == Broken(place, "it is not what was written")


@given(st.lists(st.integers(1, SIZE), min_size=2, max_size=2, unique=True))
@settings(deadline=None)
def test_swapped_entries_are_found(whole: Database, places: list[int]) -> None:
    one, other = sorted(places)
    with whole.engine.connect() as conn:
        for before, after in ((one, -1), (other, one), (-1, other)):
            _put(unguarded(conn), before, after)
        found = audit_chain.verify(conn)
        conn.rollback()
    assert found.broken is not None
    assert found.broken.place == one


@given(place=st.integers(1, SIZE), with_hash=st.booleans())
@settings(deadline=None)
def test_an_entry_slipped_in_is_found(whole: Database, place: int, *, with_hash: bool) -> None:
    with whole.engine.connect() as conn:
        unguarded(conn)
        for each in range(SIZE, place - 1, -1):
            _put(conn, each, each + 1)
        like = conn.execute(text("SELECT hash FROM audit_entry WHERE place = :place"), {"place": place + 1})
        values = COLUMNS | {"place": place, "hash": like.scalar_one() if with_hash else "0" * 64}
        names = ", ".join(values)
        conn.execute(
            text(f"INSERT INTO audit_entry ({names}) VALUES ({', '.join(f':{name}' for name in values)})"),  # noqa: S608 - constants
            values,
        )
        found = audit_chain.verify(conn)
        conn.rollback()
    assert found.broken == Broken(place, "it is not what was written")


@given(st.integers(0, SIZE - 1), st.integers(1, SIZE))
@settings(deadline=None)
def test_an_end_that_was_cut_off_is_found_where_an_anchor_knows_of_it(
    whole: Database, left: int, noted_at: int
) -> None:
    with whole.engine.connect() as conn:
        anchor = _anchor(conn, noted_at)
        unguarded(conn).execute(text("DELETE FROM audit_entry WHERE place > :left"), {"left": left})
        alone = audit_chain.verify(conn)
        found = audit_chain.verify(conn, [anchor])
        conn.rollback()
    assert alone.broken is None  # nobody can tell from the chain alone
    if noted_at > left:
        once = pluralize(noted_at, "entry", "entries")
        assert found.broken == Broken(left + 1, f"the chain ends here, and it once had {once}")
    else:
        assert found.broken is None


@given(st.integers(1, SIZE))
@settings(deadline=None)
def test_a_chain_that_was_written_anew_is_found_where_an_anchor_knows_of_it(
    whole: Database, place: int
) -> None:
    with whole.engine.connect() as conn:
        anchor = _anchor(conn, SIZE)
        change = text("UPDATE audit_entry SET user_id = 'U0EVIL' WHERE place = :place")
        unguarded(conn).execute(change, {"place": place})
        conn.execute(text("UPDATE audit_entry SET place = NULL, hash = NULL"))
        assert audit_chain.chain(conn) == SIZE
        alone = audit_chain.verify(conn)
        found = audit_chain.verify(conn, [anchor])
        conn.rollback()
    assert alone.broken is None
    assert found.broken == Broken(SIZE, "up to here the chain is not the one that was noted")


@pytest.mark.parametrize(
    "words", ["", "12", "12:", ":" + "a" * 64, "x:" + "a" * 64, "12:" + "A" * 64, "²:" + "a" * 64]
)
def test_what_is_no_anchor_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="anchor"):
        Anchor.read(words)


def test_an_anchor_is_read_as_it_is_written() -> None:
    anchor = Anchor(1234, "9f" * 32)
    assert Anchor.read(f" {anchor}\n") == anchor


def test_two_processes_that_write_and_chain_make_one_chain(either: Database) -> None:
    """Each has connections of its own; entries come while others are being chained."""
    url = f"sqlite:///{either.path}" if either.is_sqlite else postgres.server_url()
    others = [Database(url) for _ in range(2)]

    def work(database: Database) -> None:
        for _ in range(10):
            written(database, 3)

    threads = [threading.Thread(target=work, args=(each,)) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with either.write() as conn:
        audit_chain.chain(conn)
    for each in others:
        each.close()
    found = verified(either)
    assert (found.entries, found.unchained, found.broken) == (60, 0, None)


def _anchor(conn: Connection, place: int) -> Anchor:
    found = conn.execute(text("SELECT hash FROM audit_entry WHERE place = :place"), {"place": place})
    return Anchor(place, str(found.scalar_one()))


def _put(conn: Connection, before: int, after: int) -> None:
    moved: dict[str, Any] = {"before": before, "after": after}
    conn.execute(text("UPDATE audit_entry SET place = :after WHERE place = :before"), moved)


def _close_the_gap(conn: Connection, place: int) -> None:
    for each in range(place + 1, SIZE + 1):
        _put(conn, each, each - 1)


@pytest.fixture(scope="module")
def whole(migrated_file, tmp_path_factory):  # noqa: ANN001,ANN201 - fixtures
    """A log that is whole; whoever changes it takes that back."""
    path = tmp_path_factory.mktemp("whole") / "bot.db"
    path.write_bytes(migrated_file.read_bytes())
    database = Database(f"sqlite:///{path}")
    written(database, SIZE)
    yield database
    database.close()


def test_the_time_of_the_last_entry_is_told(either: Database) -> None:
    with either.write() as conn:
        audit.note(conn, "queued", "a" * 32, at=LATER)
    with either.write() as conn:
        audit_chain.chain(conn)
    assert verified(either).last_at == LATER
