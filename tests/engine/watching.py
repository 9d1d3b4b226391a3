"""Jobs that can be watched from a test."""

import threading
from collections.abc import Callable, Mapping

from sqlalchemy import text

from bot.store import Database
from tests.patience import PATIENCE_SECONDS


class Seen:
    """What the jobs of an engine were given, in the order they ran."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._args: list[Mapping[str, str]] = []
        self.let_go = threading.Event()
        self.let_go.set()

    def note(self, args: Mapping[str, str]) -> None:
        """Remember the arguments."""
        with self._changed:
            self._args.append(args)
            self._changed.notify_all()

    def fail(self, args: Mapping[str, str]) -> None:
        """Fail, quoting somebody."""
        self.note(args)
        raise ValueError("14155550100 said hello")

    def linger(self, args: Mapping[str, str]) -> None:
        """Run until let go."""
        self.note(args)
        self.let_go.wait(PATIENCE_SECONDS)

    def all(self) -> list[Mapping[str, str]]:
        """Return the arguments of every job that ran."""
        with self._changed:
            return list(self._args)

    def ids(self) -> list[str]:
        """Return the `id` of every job that ran and has one."""
        with self._changed:
            return [args["id"] for args in self._args if "id" in args]

    def times(self) -> list[str]:
        """Return the time of every clock job that ran."""
        with self._changed:
            return [args["at"] for args in self._args if "at" in args]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something a job did makes `condition` true."""
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE_SECONDS)


def pretend_started_by(store: Database, key: str, executor: str) -> None:
    """Have a job stand in the queue as a process left it that began it and died."""
    table = "workflow_status" if store.is_sqlite else "dbos.workflow_status"
    with store.write() as conn:
        conn.execute(
            text(
                f"UPDATE {table} SET status = 'PENDING', executor_id = :executor,"  # noqa: S608 -- two names
                " delay_until_epoch_ms = NULL WHERE workflow_uuid = :key"
            ),
            {"executor": executor, "key": key},
        )
