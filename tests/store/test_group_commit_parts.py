"""What one part of a shared transaction does to the others when it fails, and what it costs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event, text

from bot import foreground
from bot.store import Database, attempt_journal, audit, outdated
from bot.store.group_commit import GroupCommit, _Part
from tests.store.samples import NOON

Work = Callable[[Connection], str]


class RefusedError(Exception):
    """Raised by a part."""


@pytest.fixture
def asked(database: Database) -> Iterator[list[str]]:
    """What SQLite was asked, in words; those of the transaction itself are left out."""
    found: list[str] = []

    def listen(connection: object, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(found.append)  # type: ignore[attr-defined]

    event.listen(database.engine, "checkout", listen)
    yield found
    event.remove(database.engine, "checkout", listen)


class Parts:
    """Parts of work that are counted, and leave a row and a note of each kind."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def writes(self, name: str, *, then_raises: bool = False) -> Work:
        def work(conn: Connection) -> str:
            self.done.append(name)
            conn.execute(
                text("INSERT INTO contact_group (name, first_seen, seen_at) VALUES (:name, 'x', 'x')"),
                {"name": name},
            )
            self._note(conn, name)
            if then_raises:
                raise RefusedError(name)
            return name

        return work

    def reads_and_raises(self, name: str) -> Work:
        def work(conn: Connection) -> str:
            self.done.append(name)
            conn.execute(text("SELECT count(*) FROM contact_group")).scalar_one()
            self._note(conn, name)
            raise RefusedError(name)

        return work

    @staticmethod
    def _note(conn: Connection, name: str) -> None:
        outdated.note(conn, (name,))
        attempt_journal.note(conn, name, name.ljust(32, "0"))
        audit.note(conn, "queued", name, at=NOON)


def together(database: Database, *parts: _Part[str]) -> list[object]:
    """Do these parts in one transaction and return what each came to."""
    assert database._urgent is not None
    database._urgent._commit(list(parts))
    return [part.value if part.error is None else part.error for part in parts]


def kept(database: Database) -> list[str]:
    with database.read() as conn:
        return sorted(conn.execute(text("SELECT name FROM contact_group")).scalars())


def test_one_that_fails_after_it_wrote_is_undone_alone_and_the_others_are_done_once(
    database: Database,
) -> None:
    told: list[str] = []
    database.on_outdated(told.append)
    parts = Parts()
    first, failing, last = (
        parts.writes("first"),
        parts.writes("failing", then_raises=True),
        parts.writes("last"),
    )

    came = together(database, _Part(first), _Part(failing), _Part(last))

    assert (came[0], type(came[1]), came[2]) == ("first", RefusedError, "last")
    assert kept(database) == told == ["first", "last"]
    assert database.journal is not None
    assert sorted(database.journal.latest()) == ["first", "last"]
    with database.read() as conn:
        assert [len(audit.of(conn, name, 9)) for name in ("first", "failing", "last")] == [1, 0, 1]


def test_several_that_fail_are_each_undone_alone(database: Database) -> None:
    parts = Parts()
    works = [parts.writes(f"{nth:02}", then_raises=nth % 3 == 0) for nth in range(12)]

    came = together(database, *map(_Part, works))

    assert [type(each) is RefusedError for each in came] == [nth % 3 == 0 for nth in range(12)]
    assert kept(database) == [f"{nth:02}" for nth in range(12) if nth % 3]


def test_one_that_is_refused_before_it_wrote_costs_the_others_nothing(
    database: Database, asked: list[str]
) -> None:
    told: list[str] = []
    database.on_outdated(told.append)
    parts = Parts()
    works = [parts.writes("first"), parts.reads_and_raises("refused"), parts.writes("last")]

    came = together(database, *map(_Part, works))

    assert (came[0], type(came[1]), came[2]) == ("first", RefusedError, "last")
    assert kept(database) == told == ["first", "last"]
    assert database.journal is not None
    assert sorted(database.journal.latest()) == ["first", "last"]
    assert parts.done == ["first", "refused", "last"]  # each once
    assert [each for each in asked if "SAVEPOINT" in each or "RELEASE" in each] == [
        "SAVEPOINT parts",
        "RELEASE parts",
    ]


def test_what_remembers_something_of_its_own_is_done_once_whoever_fails(database: Database) -> None:
    parts = Parts()
    works = [parts.writes("remembers"), parts.writes("failing", then_raises=True), parts.writes("last")]

    came = together(database, _Part(works[0], once=True), _Part(works[1]), _Part(works[2]))

    assert (came[0], type(came[1]), came[2]) == ("remembers", RefusedError, "last")
    assert parts.done == ["remembers", "failing", "last"]
    assert kept(database) == ["last", "remembers"]


def test_what_was_undone_with_the_others_is_not_told_though_it_succeeded_before(database: Database) -> None:
    """The first succeeds, is undone with the others, and then finds that it must not be."""
    parts, seen = Parts(), list[str]()

    def once_only(conn: Connection) -> str:
        seen.append("asked")
        if len(seen) > 1:
            raise RefusedError("its time has passed")
        return parts.writes("first")(conn)

    came = together(database, _Part(once_only), _Part(parts.writes("failing", then_raises=True)))

    assert [type(each) for each in came] == [RefusedError, RefusedError]
    assert kept(database) == []


def test_whose_commit_fails_nobody_is_told_that_it_was_done(database: Database) -> None:
    @contextmanager
    def begin() -> Iterator[Connection]:
        with database.write() as conn:
            yield conn
            raise OSError("the disk is full")

    parts = [_Part(Parts().writes(name)) for name in ("first", "last")]
    GroupCommit(begin)._commit(parts)
    assert [type(part.error) for part in parts] == [OSError, OSError]
    assert kept(database) == []


def test_who_commits_for_others_tells_of_it_once_those_have_their_answers(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    monkeypatch.setattr(foreground, "give_way", lambda _seconds: happened.append("gives way"))
    database.on_outdated(happened.append)

    database.write_with_others(Parts().writes("alone"))
    assert happened == ["alone"]

    happened.clear()
    together(database, _Part(Parts().writes("first")), _Part(Parts().writes("last")))
    assert happened == ["gives way", "first", "last"]
