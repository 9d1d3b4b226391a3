"""The engine: jobs that wait until a test runs them."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, text

from bot.engine.port import Job
from bot.store.database import Database


class Enqueued(NamedTuple):
    """A job that was enqueued."""

    name: str
    args: Mapping[str, str]
    key: str
    queue: str
    delay: float


class FakeEngine:
    """Keeps the jobs of one queue in memory; the same key again is the same job, where it may come again."""

    def __init__(self, queue: str, *, keys_come_again: bool = True) -> None:
        self.jobs: dict[str, Enqueued] = {}
        self.done: set[str] = set()
        self.delays: list[float] = []
        self._queue = queue
        self._keys_come_again = keys_come_again

    def enqueue(
        self,
        _conn: Connection,
        name: str,
        args: Mapping[str, str],
        *,
        key: str,
        queue: str,
        delay: float = 0.0,
    ) -> None:
        assert queue == self._queue
        assert self._keys_come_again or key not in self.jobs, "one key twice is one job"
        self.delays.append(delay)
        self.jobs.setdefault(key, Enqueued(name, args, key, queue, delay))

    @property
    def newest(self) -> Enqueued:
        return list(self.jobs.values())[-1]


class FakeDatabaseEngine:
    """Keeps the jobs of one queue in the same database: a transaction undone takes them along."""

    def __init__(self, database: Database, queue: str) -> None:
        self._database = database
        self._queue = queue
        with database.write() as conn:
            conn.execute(
                text(
                    "CREATE TABLE IF NOT EXISTS job"
                    " (key TEXT PRIMARY KEY, nth INTEGER, name TEXT, args TEXT, delay REAL, done INTEGER)"
                )
            )

    def enqueue(
        self,
        conn: Connection,
        name: str,
        args: Mapping[str, str],
        *,
        key: str,
        queue: str,
        delay: float = 0.0,
    ) -> None:
        assert queue == self._queue
        assert all(isinstance(value, str) for value in args.values())
        nth = conn.execute(text("SELECT count(*) FROM job")).scalar_one()
        values = {"key": key, "nth": nth, "name": name, "args": json.dumps(dict(args)), "delay": delay}
        conn.execute(text("INSERT OR IGNORE INTO job VALUES (:key, :nth, :name, :args, :delay, 0)"), values)

    def cancel(self, key: str) -> None:
        raise NotImplementedError

    def clock(self, name: str, cron: str) -> None:
        raise NotImplementedError

    def launch(self, handlers: object) -> None:
        raise NotImplementedError

    def stop(self) -> bool:
        raise NotImplementedError

    def waiting(self, name: str = "%") -> list[tuple[str, str, dict[str, str], float]]:
        query = text("SELECT key, name, args, delay FROM job WHERE done = 0 AND name LIKE :name ORDER BY nth")
        with self._database.read() as conn:
            found = conn.execute(query, {"name": name}).all()
        return [(key, kind, json.loads(args), delay) for key, kind, args, delay in found]

    def end(self, key: str) -> None:
        with self._database.write() as conn:
            conn.execute(text("UPDATE job SET done = 1 WHERE key = :key"), {"key": key})

    def step(self, handlers: Mapping[str, Job], nth: int = 0) -> str:
        """Run one job to its end, as the engine would, and return its name."""
        key, name, args, _delay = self.waiting()[nth]
        handlers[name](args)
        self.end(key)
        return name

    def run(self, handlers: Mapping[str, Job], most: int = 500) -> None:
        """Run every job until none waits."""
        for _ in range(most):
            if not self.waiting():
                return
            self.step(handlers)
        raise AssertionError("the jobs never end")

    def forget_all(self) -> None:
        with self._database.write() as conn:
            conn.execute(text("UPDATE job SET done = 1"))
