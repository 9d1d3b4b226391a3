"""One engine per kind of database, launched once; keys keep the tests apart."""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from bot import request_ids
from bot.engine import dbos_engine, takeover
from bot.engine.asked_by import request_of
from bot.engine.dbos_engine import DbosEngine
from bot.engine.process_slots import taken_if_free
from bot.engine.slot_locks import slots_of
from bot.engine.waiting_jobs import Depth, depths
from bot.store import Database
from tests.engine.watching import Seen, pretend_started_by
from tests.heard import Heard
from tests.patience import wait_until
from tests.store import postgres

NEVER = 86_400.0


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("engine")
    database = Database(f"sqlite:///{folder}/bot.db" if request.param == "sqlite" else postgres.emptied())
    database.migrate()
    yield database
    database.close()


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


@pytest.fixture(scope="module")
def engine(store: Database, seen: Seen) -> Iterator[DbosEngine]:
    engine = DbosEngine(store, queues={"quick": 8, "other": 1}, polling_seconds={"quick": 0.02})
    engine.clock("second", "* * * * * *")
    engine.clock(dbos_engine.TAKE_OVER, "0 0 0 1 1 *")  # a test takes over; the clock must not be first

    def chain(args: Mapping[str, str]) -> None:
        with store.write() as conn:
            engine.enqueue(conn, "note", args, key=f"{args['id']}:2", queue="other")

    engine.launch({"note": seen.note, "fail": seen.fail, "second": seen.note, "chain": chain})
    yield engine
    assert engine.stop()


def enqueue(engine: DbosEngine, store: Database, name: str = "note", delay: float = 0.0) -> str:
    key = uuid4().hex
    with store.write() as conn:
        engine.enqueue(conn, name, {"id": key}, key=key, queue="quick", delay=delay)
    return key


def status(engine: DbosEngine, key: str) -> str:
    (job,) = engine._client.list_workflows(workflow_ids=[key])
    return str(job.status)


def wait_for(seen: Seen, *keys: str) -> None:
    seen.wait_for(lambda: set(keys) <= set(seen.ids()))


def rows_of(conn: Connection, store: Database, key: str) -> list[dict[str, object]]:
    """What is recorded of a job, but for its key, a random mark and the seconds."""
    schema = "" if store.is_sqlite else "dbos."
    of_job = " WHERE workflow_uuid = :key"
    tables = (f"SELECT * FROM {schema}workflow_{name}{of_job}" for name in ("status", "input"))  # noqa: S608 -- names
    rows = [dict(conn.execute(text(ask), {"key": key}).mappings().one()) for ask in tables]
    for row in rows:
        for own in ("workflow_uuid", "creator_xid", "created_at", "updated_at", "retention_timestamp"):
            row.pop(own, None)
    return rows


def test_a_job_is_recorded_as_dbos_itself_records_it(engine: DbosEngine, store: Database) -> None:
    args = {"id": 'ünlike "others"'}
    with store.read() as conn:  # undone, so that neither runs
        engine.enqueue(conn, "note", args, key="ours", queue="quick")
        engine._client.enqueue_in_transaction(
            conn,
            {
                "workflow_name": "note",
                "queue_name": "quick",
                "workflow_id": "theirs",
                "app_version": dbos_engine.VERSION,
            },
            args,
        )
        assert rows_of(conn, store, "ours") == rows_of(conn, store, "theirs")


def test_jobs_run_with_their_arguments(engine: DbosEngine, store: Database, seen: Seen) -> None:
    keys = [enqueue(engine, store) for _ in range(30)]
    wait_for(seen, *keys)
    assert all(seen.ids().count(key) == 1 for key in keys)


def test_the_same_key_runs_once(engine: DbosEngine, store: Database, seen: Seen) -> None:
    key = enqueue(engine, store)
    wait_for(seen, key)
    with store.write() as conn:
        engine.enqueue(conn, "note", {"id": key}, key=key, queue="quick")
    wait_for(seen, enqueue(engine, store))
    assert seen.ids().count(key) == 1


def test_a_job_may_enqueue_another(engine: DbosEngine, store: Database, seen: Seen) -> None:
    wait_for(seen, enqueue(engine, store, "chain"))


def test_a_job_of_an_undone_transaction_never_runs(engine: DbosEngine, store: Database, seen: Seen) -> None:
    with store.read() as conn:  # what a reader writes is undone
        engine.enqueue(conn, "note", {"id": "undone"}, key="undone", queue="quick")
    wait_for(seen, enqueue(engine, store))
    assert "undone" not in seen.ids()


def test_a_delayed_job_waits_and_then_runs(engine: DbosEngine, store: Database, seen: Seen) -> None:
    late, soon = enqueue(engine, store, delay=NEVER), enqueue(engine, store, delay=0.01)
    wait_for(seen, soon)
    assert late not in seen.ids()
    engine.cancel(late)
    assert status(engine, late) == "CANCELLED"


def test_cancelling_what_does_not_wait_does_nothing(engine: DbosEngine, store: Database, seen: Seen) -> None:
    done = enqueue(engine, store)
    wait_for(seen, done)
    engine.cancel(done)
    engine.cancel("never there")
    assert status(engine, done) != "CANCELLED"


def test_an_unknown_queue_is_an_error(engine: DbosEngine, store: Database) -> None:
    with store.write() as conn, pytest.raises(KeyError, match="nowhere"):
        engine.enqueue(conn, "note", {}, key="k", queue="nowhere")


def test_a_clock_job_gets_its_time(engine: DbosEngine, seen: Seen) -> None:
    seen.wait_for(lambda: len(seen.times()) > 0)
    at = datetime.fromisoformat(seen.times()[0])
    assert at.utcoffset() == timedelta(0)
    assert at.microsecond == 0
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)


def test_a_failing_job_is_told_without_its_words(
    engine: DbosEngine, store: Database, seen: Seen, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        failed = enqueue(engine, store, "fail")
        wait_until(lambda: status(engine, failed) == "ERROR")
    assert "The job fail failed: ValueError" in caplog.text
    assert "14155550100" not in caplog.text


def test_jobs_of_a_process_that_is_gone_are_taken_over(
    engine: DbosEngine, store: Database, seen: Seen
) -> None:
    orphan, held, own, foreign = (enqueue(engine, store, delay=NEVER) for _ in range(4))
    pretend_started_by(store, orphan, "slot-5")
    pretend_started_by(store, held, "slot-6")
    pretend_started_by(store, own, "slot-9")
    pretend_started_by(store, foreign, "local")
    with taken_if_free(slots_of(store), 6):
        assert takeover.take_over(engine._client, slots_of(store), own="slot-9") == 1
    wait_for(seen, orphan)
    assert {status(engine, key) for key in (held, own, foreign)} == {"PENDING"}
    assert takeover.take_over(engine._client, slots_of(store), own="slot-0") == 2  # 6 and 9 are free now
    wait_for(seen, held, own)
    engine._client.cancel_workflow(foreign)


def test_ended_jobs_are_forgotten_after_a_time(engine: DbosEngine, store: Database, seen: Seen) -> None:
    waiting, done = enqueue(engine, store, delay=NEVER), enqueue(engine, store)
    wait_until(lambda: status(engine, done) == "SUCCESS")
    assert takeover.forget(engine._client, keep=timedelta(days=1)) == 0
    assert takeover.forget(engine._client, keep=timedelta(seconds=-60)) > 0
    assert status(engine, waiting) == "DELAYED"
    engine.cancel(waiting)


def test_the_engines_own_clock_jobs_take_over_and_forget(
    engine: DbosEngine, store: Database, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan = enqueue(engine, store, delay=NEVER)
    pretend_started_by(store, orphan, "slot-5")
    engine._take_over({})
    wait_for(seen, orphan)
    wait_until(lambda: status(engine, orphan) == "SUCCESS")
    monkeypatch.setattr(dbos_engine, "KEEP", timedelta(seconds=-60))
    engine._forget({})
    assert engine._client.list_workflows(workflow_ids=[orphan]) == []


def test_a_queue_is_as_deep_as_the_jobs_that_wait_in_it_to_be_claimed(
    engine: DbosEngine, store: Database
) -> None:
    key = enqueue(engine, store, delay=NEVER)  # that one waits for its time, not for a place
    assert engine.depths() == {"quick": Depth(0, 0.0), "other": Depth(0, 0.0)}

    schema = "" if store.is_sqlite else "dbos."
    waits = f"UPDATE {schema}workflow_status SET status = 'ENQUEUED', queue_name = 'elsewhere'"  # noqa: S608 -- names
    with store.write() as conn:
        times = {"key": key, "due": int((time.time() - 60) * 1000)}
        conn.execute(text(f"{waits}, delay_until_epoch_ms = :due WHERE workflow_uuid = :key"), times)
    found = depths(store, dbos_engine.NAME)

    assert engine.depths().keys() == {"quick", "other"}
    assert found["elsewhere"].jobs == 1
    assert 0 <= found["elsewhere"].seconds < NEVER
    with store.write() as conn:
        conn.execute(text(f"DELETE FROM {schema}workflow_status WHERE workflow_uuid = :key"), {"key": key})  # noqa: S608 -- names


def test_a_job_runs_for_the_request_it_was_enqueued_for_and_so_does_what_it_enqueues(
    store: Database, engine: DbosEngine, seen: Seen
) -> None:
    with request_ids.during("3f9a12c4d5e6"), store.read() as conn:  # undone, so that it does not run
        engine.enqueue(conn, "note", {"id": "kept"}, key="kept", queue="quick")
        assert "3f9a12c4d5e6" in str(rows_of(conn, store, "kept"))

    heard = Heard()
    with heard.listening("bot.engine.jobs"):
        with request_ids.during("3f9a12c4d5e6"):
            key = enqueue(engine, store, "chain")
        wait_for(seen, key)

    assert {each["id"]: dict(each) for each in seen.all() if each.get("id") == key} == {key: {"id": key}}
    assert {line for line, request in heard.lines if request == "3f9a12c4d5e6"} == {"job chain", "job note"}


def test_the_first_request_that_a_job_was_enqueued_for_is_found_later(
    engine: DbosEngine, store: Database, tmp_path: Path
) -> None:
    send = uuid4().hex
    with store.write() as conn:
        for attempt, request_id in enumerate(("", "asked", "again")):
            with request_ids.during(request_id):
                key = f"{send}:{attempt}"
                engine.enqueue(conn, "note", {"id": key}, key=key, queue="quick", delay=NEVER)
    assert request_of(store, send) == "asked"
    assert request_of(store, send[:-1]) == request_of(store, "' OR 1=1 --") == request_ids.NONE

    schema = "" if store.is_sqlite else "dbos."
    for unreadable in ("{}", "[", '{"positionalArgs":["x"]}'):
        with store.write() as conn:
            conn.execute(
                text(f"UPDATE {schema}workflow_input SET inputs = :inputs WHERE workflow_uuid = :key"),  # noqa: S608 - our words
                {"inputs": unreadable, "key": f"{send}:1"},
            )
        assert request_of(store, send) == "again"
    with closing(Database(f"sqlite:///{tmp_path}/without.db")) as without_queue:
        assert request_of(without_queue, send) == request_ids.NONE
