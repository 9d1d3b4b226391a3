"""Jobs begin because somebody wakes their queue, and not because it looks often."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from bot.engine import queue_workers
from bot.engine.dbos_engine import DbosEngine
from bot.engine.queue_workers import WakeUp
from bot.engine.waiting_jobs import DUE, WaitingJobs
from bot.store import Database
from tests.engine.watching import Seen
from tests.patience import PATIENCE_SECONDS

NEVER = 3_600.0


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def engine(database: Database, seen: Seen) -> Iterator[DbosEngine]:
    """An engine that looks for the jobs of others once, when it starts."""
    engine = DbosEngine(database, queues={"quick": 1, "other": 1}, polling_seconds=NEVER)
    engine.launch({"note": seen.note, "linger": seen.linger})
    yield engine
    seen.let_go.set()
    assert engine.stop()


def enqueue(engine: DbosEngine, database: Database, key: str, name: str = "note") -> None:
    with database.write() as conn:
        engine.enqueue(conn, name, {"id": key}, key=key, queue="quick")


def test_what_is_enqueued_here_begins_without_anybody_looking(
    engine: DbosEngine, database: Database, seen: Seen
) -> None:
    for key in ("first", "second"):
        enqueue(engine, database, key)
        seen.wait_for(lambda key=key: key in seen.ids())  # type: ignore[misc] # the key of this round


def test_what_is_undone_wakes_nobody(engine: DbosEngine, database: Database) -> None:
    wake_up = engine._workers._wake_ups["quick"]
    with database.read() as conn:  # what a reader writes is undone
        engine.enqueue(conn, "note", {"id": "undone"}, key="undone", queue="quick")
    assert wake_up._at is None


def test_a_place_that_becomes_free_is_taken_without_waiting_for_the_next_look(
    database: Database, seen: Seen
) -> None:
    engine = DbosEngine(database, queues={"quick": 1}, polling_seconds=0.05)
    seen.let_go.clear()
    engine.launch({"note": seen.note, "linger": seen.linger})
    enqueue(engine, database, "long", "linger")
    seen.wait_for(lambda: "long" in seen.ids())
    enqueue(engine, database, "next")
    assert "next" not in seen.ids()
    seen.let_go.set()
    seen.wait_for(lambda: "next" in seen.ids())
    assert engine.stop()


def test_a_wait_lasts_until_woken_or_stopped() -> None:
    wake_up, ended = WakeUp(), threading.Event()
    wake_up.wake(0.001)
    wake_up.wake(NEVER)  # the sooner one counts
    assert not wake_up.wait(0.0)
    waiting = threading.Thread(target=lambda: wake_up.wait(0.001) and ended.set())
    waiting.start()
    assert not ended.wait(0.05)
    wake_up.set()
    assert ended.wait(PATIENCE_SECONDS)
    assert wake_up.is_set()


def test_the_library_is_given_back_what_was_taken_from_it() -> None:
    before = queue_workers._dbos.queue_thread  # type: ignore[attr-defined] # not meant for us
    with queue_workers.launched_without_workers():
        assert queue_workers._dbos.queue_thread is not before  # type: ignore[attr-defined] # as above
    assert queue_workers._dbos.queue_thread is before  # type: ignore[attr-defined] # as above


def test_a_database_that_cannot_be_asked_is_asked_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = WaitingJobs(database, "smsit-bot")
    asked: list[int] = []
    ask = waiting._ask

    def fails_first() -> frozenset[str]:
        asked.append(1)
        if len(asked) == 1:
            raise OperationalError("SELECT", None, Exception("broken"))
        return frozenset({"texts", DUE}) if len(asked) == 2 else frozenset({"lists"})

    monkeypatch.setattr(waiting, "_ask", fails_first)
    released: list[int] = []
    assert waiting.look(list) == frozenset()
    assert "OperationalError" in caplog.text
    assert waiting.look(lambda: released.append(1)) == {"lists"}
    assert released == [1]
    monkeypatch.setattr(waiting, "_ask", ask)
    waiting.close()
