"""Jobs begin because somebody wakes their queue, and not because it looks often."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from bot.engine import queue_workers
from bot.engine.dbos_engine import DbosEngine
from bot.engine.queue_workers import QueueWorkers, WakeUp
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


def test_what_is_committed_wakes_its_queue_alone_and_what_is_undone_none(
    engine: DbosEngine, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[str] = []
    for name, wake_up in engine._workers._wake_ups.items():
        monkeypatch.setattr(wake_up, "wake", lambda _after=0.0, name=name: woken.append(name))
    with database.read() as conn:  # what a reader writes is undone
        engine.enqueue(conn, "note", {"id": "undone"}, key="undone", queue="quick")
    assert woken == []
    with database.write() as conn:
        engine.enqueue(conn, "note", {"id": "waits"}, key="waits", queue="other", delay=NEVER)
    assert woken == []
    with database.write() as conn:
        engine.enqueue(conn, "note", {"id": "kept"}, key="kept", queue="quick")
        assert woken == []
    assert set(woken) == {"quick"}


def test_a_job_that_ends_wakes_the_queues_in_which_others_wait(database: Database) -> None:
    workers = QueueWorkers(database, "smsit-bot", ())
    workers.job_ended()  # before anybody looked
    workers._wake_ups = {name: WakeUp() for name in ("quick", "other")}
    workers._found = frozenset({"quick"})
    workers.job_ended()
    assert not workers._wake_ups["quick"].wait()
    assert workers._wake_ups["other"]._at is None


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
