import subprocess
import sys
import threading
from pathlib import Path

import pytest
from dbos import DBOS

from bot.engine import dbos_engine
from bot.engine.dbos_engine import FORGET, TAKE_OVER, DbosEngine
from bot.engine.process_slots import slots_of, taken_if_free
from bot.store import Database
from tests.engine.watching import Seen


def engine_on(database: Database) -> DbosEngine:
    return DbosEngine(database, queues={"quick": 4}, polling_seconds=0.02)


def test_work_goes_on_in_the_next_process(database: Database) -> None:
    first, second = engine_on(database), engine_on(database)
    seen = Seen()
    first.clock("old", "0 0 0 1 1 *")
    first.launch({"note": seen.note, "old": seen.note})
    with pytest.raises(RuntimeError, match="running"):
        first.launch({})
    with pytest.raises(RuntimeError, match="before the launch"):
        first.clock("late", "* * * * * *")
    assert first.stop()
    assert first.stop()
    with database.write() as conn:
        second.enqueue(conn, "note", {"id": "left"}, key="left", queue="quick")
    second.launch({"note": seen.note})
    seen.wait_for(lambda: "left" in seen.ids())
    # Clocks nobody tells any more are gone.
    assert {each["schedule_name"] for each in DBOS.list_schedules()} == {TAKE_OVER, FORGET}
    assert second.stop()


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
