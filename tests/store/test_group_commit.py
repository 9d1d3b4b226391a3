"""Writes that share a transaction: all durable on return, each undone alone."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from bot import request_ids
from bot.store import Database, outdated
from bot.store.group_commit import MOST, GroupCommit
from tests.patience import PATIENCE_SECONDS, wait_until

INSERT = text("INSERT INTO contact_group (name, first_seen, seen_at) VALUES (:name, 'x', 'x')")
COUNT = text("SELECT count(*) FROM contact_group")


class Counting:
    """The database's own transactions, counted; the first one waits for `go` with its lock taken."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.opened = 0
        self.leading = threading.Event()
        self.go = threading.Event()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        self.opened += 1
        with self._database.write() as conn:
            if self.opened == 1:
                self.leading.set()
                assert self.go.wait(PATIENCE_SECONDS)
            yield conn


def add(name: str) -> Callable[[Connection], str]:
    def work(conn: Connection) -> str:
        conn.execute(INSERT, {"name": name})
        return name

    return work


def count(database: Database) -> int:
    with database.read() as conn:
        return int(conn.execute(COUNT).scalar_one())


def fill_the_disk(*, heedless: bool = False) -> Callable[[Connection], str]:
    """Find no room for another page; with `heedless`, take no notice and write again."""

    def work(conn: Connection) -> str:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        try:
            conn.execute(INSERT, {"name": "x" * 1_000_000})
        except OperationalError:
            if not heedless:
                raise
        conn.execute(INSERT, {"name": "after all"})
        return "after all"

    return work


def at_once(
    together: GroupCommit,
    counting: Counting,
    names: list[str],
    works: Mapping[str, Callable[[Connection], str]] = MappingProxyType({}),
) -> dict[str, object]:
    """Run a first piece of work, and the others, in this order, while it holds the transaction."""
    answers: dict[str, object] = {}

    def run(name: str) -> None:
        try:
            answers[name] = together.run(works.get(name) or add(name))
        except Exception as error:  # noqa: BLE001 - looked at by the test
            answers[name] = error

    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    threads[0].start()
    assert counting.leading.wait(PATIENCE_SECONDS)
    for number, thread in enumerate(threads[1:], start=1):
        thread.start()
        wait_until(lambda number=number: len(together._waiting) >= number)
    counting.go.set()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return answers


def test_one_alone_has_its_own_transaction(database: Database) -> None:
    assert database.write_with_others(add("one")) == "one"
    assert count(database) == 1


def test_those_who_wait_share_one_transaction(database: Database) -> None:
    counting = Counting(database)
    together = GroupCommit(counting.begin)
    names = [f"group {number}" for number in range(10)]

    answers = at_once(together, counting, names)

    assert answers == {name: name for name in names}
    assert counting.opened == 2
    assert count(database) == len(names)


def test_more_than_one_transaction_takes_is_handed_on(database: Database) -> None:
    counting = Counting(database)
    together = GroupCommit(counting.begin)
    names = [f"group {number}" for number in range(MOST + 5)]

    answers = at_once(together, counting, names)

    assert answers == {name: name for name in names}
    assert counting.opened == 3
    assert count(database) == len(names)


def test_what_fails_undoes_its_own_part_only(database: Database) -> None:
    counting = Counting(database)
    together = GroupCommit(counting.begin)

    answers = at_once(together, counting, ["first", "second", "first", "third"])

    kept = [name for name, answer in answers.items() if answer == name]
    assert count(database) == 3
    assert {"second", "third"} <= set(kept)


@pytest.mark.parametrize("heedless", [False, True])
def test_when_sqlite_undoes_the_whole_transaction_nobody_in_it_is_told_it_was_done(
    database: Database, *, heedless: bool
) -> None:
    counting = Counting(database)
    together = GroupCommit(counting.begin)

    names = ["alone", "before", "full", "behind"]
    answers = at_once(together, counting, names, {"full": fill_the_disk(heedless=heedless)})

    assert answers["alone"] == "alone"
    assert [type(answers[name]) for name in names[1:]] == [OperationalError] * 3
    assert counting.opened == 2
    assert count(database) == 1
    assert database.write_with_others(lambda conn: conn.execute(COUNT).scalar_one()) == 1


def test_a_transaction_that_cannot_begin_fails_for_everybody_in_it(database: Database) -> None:
    @contextmanager
    def begin() -> Iterator[Connection]:
        raise OSError("the disk is full")
        yield

    together = GroupCommit(begin)

    for _ in range(2):
        with pytest.raises(OSError, match="the disk is full"):
            together.run(add("one"))


def test_a_failure_of_one_alone_is_raised_and_undone(database: Database) -> None:
    def work(conn: Connection) -> None:
        conn.execute(INSERT, {"name": "one"})
        raise LookupError("changed its mind")

    with pytest.raises(LookupError, match="changed its mind"):
        database.write_with_others(work)
    assert count(database) == 0


def test_each_part_is_done_and_told_for_its_own_request(database: Database) -> None:
    counting = Counting(database)
    together = GroupCommit(counting.begin)
    told: dict[str, str] = {}
    database.on_outdated(lambda subject: told.update({subject: request_ids.current()}))

    def write(request_id: str) -> None:
        with request_ids.during(request_id):
            together.run(lambda conn: outdated.note(conn, (f"send of {request_ids.current()}",)))

    leader = threading.Thread(target=write, args=("first",))
    leader.start()
    assert counting.leading.wait(PATIENCE_SECONDS)
    others = [threading.Thread(target=write, args=(name,)) for name in ("second", "third")]
    for each in others:
        each.start()
    wait_until(lambda: len(together._waiting) == len(others))
    counting.go.set()
    for each in (leader, *others):
        each.join(PATIENCE_SECONDS)

    assert counting.opened == 2
    assert told == {f"send of {name}": name for name in ("first", "second", "third")}
