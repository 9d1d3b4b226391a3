"""How the parts of the bot are, and figures that are looked up: on both kinds of database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, cast

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.engine.dbos_engine import DbosEngine
from bot.engine.waiting_jobs import Depth
from bot.ops.vitals import LATE, LONGEST_REST, Finding, Front, Vitals
from bot.store import Database, balances, contact_imports, follow_ups
from bot.store.balances import Sample
from bot.store.contact_imports import OPEN, ImportState, NewImport
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.store.samples import NOON, a_send_in


@dataclass
class Parts:
    """All that is looked at, whole until a test breaks some of it."""

    database: Database
    is_running: bool = True
    is_open: bool = True
    age: float | None = 12.0
    ended_at: float | None = 100.0
    now: float = 103.0
    waiting: dict[str, Depth] = field(default_factory=lambda: {"texts": Depth(3, 7.5)})

    def depths(self) -> Mapping[str, Depth]:
        return self.waiting

    def vitals(self) -> Vitals:
        return Vitals(
            self.database,
            cast("DbosEngine", self),
            Front(is_open=lambda: self.is_open, age=lambda: self.age),
            lambda: self.ended_at,
            FakeClock(NOON),
            monotonic=lambda: self.now,
        )

    def findings(self) -> dict[str, Finding]:
        return self.vitals().findings()

    def figures(self) -> dict[str, float]:
        return {
            " ".join((figure.name.removeprefix("smsit_bot_"), *labels)): value
            for figure, value, labels in self.vitals().samples()
        }


@pytest.fixture
def parts(database: Database) -> Parts:
    return Parts(database)


def test_each_part_says_how_it_is(parts: Parts) -> None:
    assert {name: (each.ok, each.said) for name, each in parts.findings().items()} == {
        "database": (True, "answers"),
        "engine": (True, "running"),
        "slack": (True, "connected for 12 s"),
        "tick": (True, "3 s ago"),
    }


def test_by_http_there_is_a_port_and_no_connection(parts: Parts) -> None:
    parts.age = None

    found = parts.findings()

    assert found["slack"] == Finding(ok=True, said="listening")
    assert "socket_age_seconds" not in parts.figures()


@pytest.mark.parametrize(
    ("part", "changed", "said"),
    [
        ("engine", {"is_running": False}, "not running"),
        ("slack", {"is_open": False, "age": None}, "can't reach the bot"),
        ("tick", {"now": 100.0 + LONGEST_REST + 1}, "61 s ago"),
    ],
)
def test_a_part_that_fails_is_told_and_the_others_are_not_blamed(
    parts: Parts, part: str, changed: dict[str, object], said: str
) -> None:
    vars(parts).update(changed)

    assert {name: each.said for name, each in parts.findings().items() if not each.ok} == {part: said}


def test_a_tick_may_rest_for_a_minute(parts: Parts) -> None:
    parts.now = 100.0 + LONGEST_REST

    assert parts.findings()["tick"].ok


def test_nobody_waits_for_the_first_tick_unless_it_does_not_come(parts: Parts) -> None:
    parts.ended_at = None
    vitals = parts.vitals()
    assert vitals.findings()["tick"] == Finding(ok=True, said="none yet")
    parts.now += LONGEST_REST + 1
    assert vitals.findings()["tick"] == Finding(ok=False, said="none yet")


def test_a_database_that_is_gone_is_named_by_the_kind_of_error_only(parts: Parts) -> None:
    assert parts.database.path is not None
    parts.findings()
    parts.database.path.unlink()

    assert parts.findings()["database"] == Finding(ok=False, said="can't be used (DatabaseLost)")
    assert parts.figures() == {
        "slack_up": 1,
        "socket_age_seconds": 12,
        "last_tick_age_seconds": 3,
        "database_up": 0,
    }


class Driven(Protocol):
    """A connection of either driver."""

    def execute(self, statement: str) -> object: ...

    def commit(self) -> None: ...


@contextmanager
def only_read(database: Database) -> Iterator[None]:
    """Have the database refuse what is written, in words of its own."""
    said = "PRAGMA query_only={}" if database.is_sqlite else "SET default_transaction_read_only = {}"
    state = "on"

    def tell(connection: Driven, *_: object) -> None:
        connection.execute(said.format(state))
        if not database.is_sqlite:
            connection.commit()

    event.listen(database.engine, "checkout", tell)
    yield
    state = "off"
    parts = [database.engine.connect() for _ in range(2)]
    for each in parts:
        each.close()


def test_one_that_keeps_nothing_more_is_told_from_the_first_write_that_failed_until_one_is_kept(
    either: Database,
) -> None:
    parts = Parts(either)
    with only_read(either):
        assert parts.findings()["database"].ok, "nobody wrote"
        with pytest.raises(DBAPIError), either.write() as conn:
            balances.note(conn, Sample(NOON, 4998))
        found = parts.findings()["database"]
        assert not found.ok
        assert found.said in {
            "can't be written (OperationalError SQLITE_READONLY)",
            "can't be written (InternalError ReadOnlySqlTransaction)",
        }
        figures = parts.figures()
        assert (figures["database_up"], figures["follow_ups_due"]) == (0, 0), "it can be read all the same"
    assert parts.findings()["database"] == Finding(ok=True, said="answers")
    assert parts.figures()["database_up"] == 1
    with either.read() as conn:
        assert balances.newest(conn, NOON) is None, "what was tried left nothing behind"


def test_what_speaks_against_a_statement_does_not_speak_against_the_database(either: Database) -> None:
    parts = Parts(either)
    send = a_send_in(either, SendState.ACCEPTED)
    for _ in range(2):
        with suppress(IntegrityError), either.write() as conn:
            follow_ups.start(conn, send.id, NOON, NOON)
            conn.execute(text("INSERT INTO balance_sample (hour, at, credits) VALUES (NULL, NULL, NULL)"))
    assert parts.findings()["database"].ok
    assert either.last_write.failure(lambda: pytest.fail("nothing is tried where nothing failed")) == ""


def test_what_waits_is_counted_on_both_databases(either: Database) -> None:
    parts = Parts(either)
    texts = [a_send_in(either, SendState.ACCEPTED) for _ in range(3)]
    a_send_in(either, SendState.RUNNING, kind=SendKind.LIST.value)
    a_send_in(either, SendState.PAUSED, kind=SendKind.LIST.value)
    a_send_in(either, SendState.ACCEPTED, kind=SendKind.LIST.value)
    with either.write() as conn:
        for text, since in zip(texts, (timedelta(seconds=-1), timedelta(), LATE), strict=True):
            follow_ups.start(conn, text.id, NOON, NOON)
            conn.execute(
                follow_ups.follow_up.update()
                .where(follow_ups.follow_up.c.send_id == text.id)
                .values(due_at=NOON - since)
            )
        new = NewImport("key", "T0HARBOUR", "U0MAYA", "C0FRONT", "people.csv", 3, 1, {"group": "VIP"})
        imported = contact_imports.insert(conn, new, NOON) or ""
        assert contact_imports.move(conn, imported, ImportState.RUNNING, only_from=OPEN, now=NOON)
        balances.note(conn, Sample(NOON - timedelta(minutes=5), 4998))

    assert parts.figures() == {
        "slack_up": 1,
        "socket_age_seconds": 12,
        "last_tick_age_seconds": 3,
        "database_up": 1,
        "follow_ups_due": 2,
        "follow_ups_late": 1,
        "lists running": 1,
        "lists paused": 1,
        "imports running": 1,
        "imports paused": 0,
        "balance_credits": 4998,
        "balance_age_seconds": 300,
        "queue_jobs texts": 3,
        "queue_age_seconds texts": 7.5,
    }


def test_before_the_engine_runs_nobody_asks_for_its_queues(parts: Parts) -> None:
    parts.is_running, parts.ended_at = False, None

    found = parts.figures()

    assert found["database_up"] == 1
    assert not {"queue_jobs texts", "last_tick_age_seconds", "balance_credits"} & found.keys()
