import subprocess
import sys
import threading
from itertools import count
from pathlib import Path

import pytest
from dbos import DBOS

from bot.engine import dbos_engine, takeover
from bot.engine.dbos_engine import FORGET, TAKE_OVER, DbosEngine
from bot.engine.jobs import RunningJobs
from bot.engine.library import GlobalParams
from bot.engine.process_slots import OwnSlot, taken_if_free
from bot.engine.slot_locks import slots_of
from bot.store import Database, SendState, messages
from bot.store.launches import Launch
from tests.engine.watching import Seen, pretend_started_by
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.store.samples import NOON, a_send_in, claim_message


def engine_on(database: Database) -> DbosEngine:
    return DbosEngine(database, queues={"quick": 4}, polling_seconds=0.02)


def test_work_goes_on_in_the_next_process(database: Database) -> None:
    first, second = engine_on(database), engine_on(database)
    seen = Seen()
    first.clock("old", "0 0 0 1 1 *")
    first.launch({"note": seen.note, "old": seen.note})
    left_there = Launch(0).token()
    assert not database.launch.outlived(left_there)  # nobody had the slot before
    with pytest.raises(RuntimeError, match="running"):
        first.launch({})
    with pytest.raises(RuntimeError, match="before the launch"):
        first.clock("late", "* * * * * *")
    with pytest.raises(RuntimeError, match="before the launch"):
        first.every(1.0, "late", seen.note)
    assert first.stop()
    assert first.stop()
    assert not first.is_running
    assert not any(thread.is_alive() for thread in first._workers._threads)
    with database.write() as conn:
        second.enqueue(conn, "note", {"id": "left"}, key="left", queue="quick")
    second.launch({"note": seen.note})
    assert database.launch.outlived(left_there)
    seen.wait_for(lambda: "left" in seen.ids())
    # Clocks nobody tells any more are gone.
    assert {each["schedule_name"] for each in DBOS.list_schedules()} == {TAKE_OVER, FORGET}
    assert second.stop()


def test_what_its_predecessor_left_unfinished_is_taken_back_before_anything_begins(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the bot: the library tries once, in a thread of its own, and leaves what it cannot reach."""
    monkeypatch.setattr("dbos._recovery._recover_workflow", _fail)
    monkeypatch.setattr(takeover, "_BATCH", 2)
    seen, first, second = Seen(), engine_on(database), engine_on(database)
    first.launch({"note": seen.note})
    assert first.stop()
    left = [f"left {number}" for number in range(3)]
    with database.write() as conn:
        for key in left:
            second.enqueue(conn, "note", {"id": key}, key=key, queue="quick")
    for key in left:
        pretend_started_by(database, key, "slot-0")
    second.launch({"note": seen.note})
    seen.wait_for(lambda: set(left) <= set(seen.ids()))
    jobs = DBOS.list_workflows(workflow_ids=left)
    assert {(job.queue_name, job.executor_id) for job in jobs} == {
        ("quick", "slot-0")
    }  # with the others there
    assert sorted(seen.ids()) == left
    assert second.stop()


def _fail(*_args: object) -> None:
    raise OSError


def test_a_clock_needs_a_job(database: Database) -> None:
    engine = engine_on(database)
    engine.clock("nobody", "* * * * * *")
    with pytest.raises(KeyError, match="nobody"):
        engine.launch({})
    assert engine.stop()
    engine._take_over({})  # a clock that fires while stopping finds nothing to do
    with taken_if_free(slots_of(database), 0) as is_free:
        assert is_free


def test_a_job_that_goes_on_keeps_its_slot_but_not_the_process(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbos_engine, "PATIENCE_SECONDS", 1.0)
    seen, engine = Seen(), engine_on(database)
    seen.let_go.clear()
    engine.launch({"linger": seen.linger})
    with database.write() as conn:
        engine.enqueue(conn, "linger", {"id": "long"}, key="long", queue="quick")
    seen.wait_for(lambda: bool(seen.ids()))
    assert not engine.stop()
    with taken_if_free(slots_of(database), 0) as is_free:
        assert not is_free
    seen.let_go.set()
    for thread in threading.enumerate():
        if thread.name.startswith("dbos-executor"):
            thread.join()


def test_a_usual_stop_waits_for_a_tick_and_begins_no_other(database: Database) -> None:
    engine, begun, let_go, ended = engine_on(database), threading.Semaphore(0), threading.Event(), []

    def tick(_args: object) -> None:
        begun.release()
        assert let_go.wait(PATIENCE_SECONDS)
        ended.append(True)

    running = engine._running
    wait = running.wait

    def waited_for(seconds: float) -> bool:
        with running._changed:  # so that none ends before it is waited for
            let_go.set()
            return wait(seconds)

    engine.every(0.01, "tick", tick)
    engine.launch({})
    assert begun.acquire(timeout=PATIENCE_SECONDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbos_engine, "PATIENCE_SECONDS", PATIENCE_SECONDS)
        patch.setattr(running, "wait", waited_for)
        assert engine.stop()
    begun_in_all = 1
    while begun.acquire(blocking=False):
        begun_in_all += 1
    assert len(ended) == begun_in_all
    with taken_if_free(slots_of(database), 0) as is_free:
        assert is_free


def test_a_tick_that_goes_on_keeps_its_slot_but_not_the_process(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbos_engine, "PATIENCE_SECONDS", 0.5)
    engine, begun, let_go = engine_on(database), threading.Event(), threading.Event()

    def tick(_args: object) -> None:
        begun.set()
        let_go.wait(PATIENCE_SECONDS)

    engine.every(0.01, "tick", tick)
    engine.launch({})
    assert begun.wait(PATIENCE_SECONDS)
    assert not engine.stop()
    with taken_if_free(slots_of(database), 0) as is_free:
        assert not is_free
    let_go.set()
    assert engine._running.wait(PATIENCE_SECONDS)


def test_a_tick_that_comes_after_the_stop_does_nothing() -> None:
    seen = Seen()
    running = RunningJobs(lambda: None)
    tick = running.tick("tick", seen.note)
    tick()
    running.stop_ticking()
    tick()
    running.job("job", seen.note)({"id": "one"})  # the library's own are stopped by the library
    assert seen.all() == [{}, {"id": "one"}]
    assert running.wait(0)


def test_a_usual_start_is_silent_and_light(tmp_path: Path) -> None:
    script = f"""
import sys
from bot.engine.dbos_engine import DbosEngine
from bot.store import Database
database = Database("sqlite:///{tmp_path}/bot.db")
database.migrate()
engine = DbosEngine(database, queues={{"quick": 1}})
engine.launch({{}})
assert engine.stop()
"""
    run = [sys.executable, "-c", script]
    subprocess.run(run, check=True, capture_output=True)  # noqa: S603 -- our own code; it migrates
    again = [*run[:2], script + "assert 'alembic' not in sys.modules\n"]
    done = subprocess.run(again, check=True, capture_output=True)  # noqa: S603 -- our own code
    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_process_that_lost_its_slot_begins_jobs_under_the_name_of_another(database: Database) -> None:
    assert database.path is not None
    seen, engine, others = Seen(), engine_on(database), slots_of(database)
    engine.launch({"linger": seen.linger, "note": seen.note})
    seen.let_go.clear()
    with database.write() as conn:
        engine.enqueue(conn, "linger", {"id": "before"}, key="before", queue="quick")
    seen.wait_for(lambda: seen.ids() == ["before"])
    before = database.launch
    engine._look_at_slot({})
    assert database.launch is before
    database.path.with_name(f"{database.path.name}.slot-0").unlink()
    assert others.try_take(0)

    engine._look_at_slot({})
    assert (GlobalParams.executor_id, database.launch is before) == ("slot-1", False)
    assert not database.launch.outlived(Launch(1).token())
    seen.let_go.set()
    tries = count()

    def names_a_job_anew() -> bool:
        """A queue that was looking at that moment begins one more under the name of before."""
        key = f"after {next(tries)}"
        with database.write() as conn:
            engine.enqueue(conn, "note", {"id": key}, key=key, queue="quick")
        seen.wait_for(lambda: key in seen.ids())
        return executor_of(key) == "slot-1"

    wait_until(names_a_job_anew)
    assert (executor_of("before"), engine.stop()) == ("slot-0", True)
    with taken_if_free(slots_of(database), 1) as is_free:
        assert is_free
    others.let_go(0)


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_launch_ends_what_the_dead_held_and_nothing_while_another_lives(
    database: Database, *, is_alone: bool
) -> None:
    other = OwnSlot(slots_of(database))
    if not is_alone:
        other.take()
    send = a_send_in(database, SendState.QUEUED)
    with database.write() as conn:
        messages.outdate(conn, (send.id,))
        assert claim_message(conn, send.id, NOON, 90) is not None
    engine = engine_on(database)
    engine.launch({})
    with database.write() as conn:
        assert (claim_message(conn, send.id, NOON, 90) is not None) is is_alone
    assert engine.stop()
    other.let_go()


def executor_of(key: str) -> str | None:
    """The name of the process that began a job, as the library has it."""
    (job,) = DBOS.list_workflows(workflow_ids=[key])
    return job.executor_id
