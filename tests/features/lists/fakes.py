"""What stands around a list: an engine, SMS-iT, a database one can die at, the send service and budgets."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, text

from bot.engine.attempts import Accepted, Outcome
from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.store.database import Database
from bot.store.sends import Send


class Crash(BaseException):
    """The process dies here."""


class Jobs:
    """An engine that keeps its jobs in the same database: a transaction undone takes them along."""

    def __init__(self, database: Database) -> None:
        self._database = database
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
        assert queue == "rows"
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

    def forget_all(self) -> None:
        with self._database.write() as conn:
            conn.execute(text("UPDATE job SET done = 1"))


class Carrier:
    """SMS-iT: remembers whom it texted, and answers as it is told to."""

    def __init__(self) -> None:
        self.texted: list[str] = []
        self.replies: deque[Outcome | Crash] = deque()
        self.meanwhile: Callable[[], object] = list

    def __call__(self, send: Send) -> Outcome:
        answer = self.replies.popleft() if self.replies else Accepted()
        if isinstance(answer, Accepted | Crash):
            self.texted.append(send.to_number)
        meanwhile, self.meanwhile = self.meanwhile, list
        meanwhile()
        if isinstance(answer, Crash):
            raise answer
        return answer


class Fragile:
    """A database at which the process may die, right before a transaction is committed or right after."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.writes = 0
        self.die_at: int | None = None
        self.after = False

    @contextmanager
    def write(self, *, urgent: bool = False):  # noqa: ANN201 - as the database's own
        self.writes += 1
        dies = self.writes == self.die_at
        with self._database.write(urgent=urgent) as conn:
            yield conn
            if dies and not self.after:
                raise Crash
        if dies:
            raise Crash

    def write_with_others(self, work, *, urgent=True):  # noqa: ANN001,ANN201 - as the database's own
        with self.write(urgent=urgent) as conn:
            return work(conn)

    def read(self):  # noqa: ANN201 - as the database's own
        return self._database.read()


class Held:
    """Takes the send service's place: remembers what was sent back to it."""

    def __init__(self) -> None:
        self.back: list[tuple[str, Hold]] = []
        self.again: list[tuple[str, str]] = []

    def hold_back(
        self, send_id: str, why: Hold, sentence: str, seen: Mapping[str, object] | None = None
    ) -> None:
        assert sentence
        self.back.append((send_id, why))

    def ask_again(self, send_id: str, changed: str) -> None:
        self.again.append((send_id, changed))


class Purse:
    """Takes the place of budgets: remembers what was asked for, and covers so many credits."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, datetime]] = []
        self.left = 10**9

    def check(self, _conn: Connection, send: Send, goes_at: datetime) -> None:
        self.asked.append((send.id, send.credits_upper, goes_at))
        if send.credits_upper > self.left:
            raise UserError("Your budget for today is spent.")
