"""The engine's library comes without what it does not need, works so, and finds it when it does."""

import subprocess
import sys
from pathlib import Path

WITHOUT = """
import sys
import bot.run
from bot.engine import dbos_engine, library
assert not library.SPARED.keys() & sys.modules.keys()
"""
DRIVER = """
from dbos import _sys_db, _utils
import psycopg, psycopg.errors
assert _sys_db.pg_errors.LockNotAvailable is psycopg.errors.LockNotAvailable
assert _utils.psycopg.OperationalError is psycopg.OperationalError
assert _utils.psycopg.errors.ConnectionTimeout is psycopg.errors.ConnectionTimeout
assert type(psycopg).__name__ == "module"
assert not hasattr(_utils.psycopg, "__nothing__")
"""
MAPPING = """
assert "sqlalchemy.orm" not in sys.modules
from dbos import _datasource, _sys_db
stranger = object()
assert not isinstance(stranger, _sys_db.Session)
made = _datasource.SyncSessionmaker(expire_on_commit=False)
import sqlalchemy.orm
assert type(made) is sqlalchemy.orm.sessionmaker
assert isinstance(made, _datasource.SyncSessionmaker)
assert isinstance(sqlalchemy.orm.Session(), _sys_db.Session)
assert not isinstance(stranger, _sys_db.Session)
"""
AT_WORK = """
import threading
from bot.store import Database
done = threading.Event()
database = Database(sys.argv[1])
database.migrate()
engine = dbos_engine.DbosEngine(database, queues={"texts": 1})
engine.launch({"greet": lambda args: done.set()})
with database.write() as conn:
    engine.enqueue(conn, "greet", {}, key="1", queue="texts")
    engine.enqueue(conn, "greet", {}, key="2", queue="texts", delay=3600)
assert done.wait(60)
engine.cancel("2")
engine.stop()
database.close()
assert not library.SPARED.keys() & sys.modules.keys()
"""

THERE = """
from dbos import _sys_db, _utils
assert _utils.psycopg is psycopg
assert _sys_db.Session is sqlalchemy.orm.Session
"""


def run(script: str, *arguments: str) -> None:
    """Run a script in a process that has imported nothing."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, check=False, capture_output=True)  # noqa: S603 -- our own code
    assert (done.returncode, done.stderr) == (0, b"")


def test_jobs_are_done_without_either_and_each_is_imported_when_something_asks_for_it(tmp_path: Path) -> None:
    run(WITHOUT + AT_WORK + DRIVER + MAPPING, f"sqlite:///{tmp_path / 'bot.db'}")


def test_what_is_there_already_is_used() -> None:
    run("import psycopg, sqlalchemy.orm\nfrom bot.engine import library\n" + THERE)
