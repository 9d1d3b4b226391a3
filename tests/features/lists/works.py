"""A list and all that carries it, with an engine whose jobs are rows of the same database."""

import json
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, text

from bot.engine.attempt import Accepted, Outcome, attempt_once
from bot.engine.sweeper import sweep
from bot.features.lists.decisions import Decisions
from bot.features.lists.ids import Doubtful
from bot.features.lists.lanes import CHUNK, RESULT, SETTLE, START, TIDY, Lanes
from bot.features.lists.pausing import Pausing
from bot.features.lists.progress import Progress
from bot.features.lists.running import Rules, Running
from bot.features.lists.upkeep import Upkeep
from bot.features.outbox.questions import Question
from bot.slack.errors import UserError
from bot.slack.roles import Role, Who
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send, SendKind, lists, rows
from bot.store.sends.rows import NewRow
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock

MAYA = Who("U0MAYA", "T0HARBOUR")
BOSS = Who("U0BOSS", "T0HARBOUR")
LATEST = timedelta(minutes=60)
FOLLOW_FOR = timedelta(hours=72)


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
        self.answers: deque[Outcome | Crash] = deque()
        self.meanwhile: Callable[[], object] = list

    def __call__(self, send: Send) -> Outcome:
        answer = self.answers.popleft() if self.answers else Accepted()
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
    """Takes the outbox's place: remembers what was sent back to it."""

    def __init__(self) -> None:
        self.back: list[tuple[str, Question]] = []
        self.again: list[tuple[str, str]] = []

    def hold_back(
        self, send_id: str, why: Question, sentence: str, seen: Mapping[str, object] | None = None
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


class Works:
    def __init__(
        self,
        database: Database,
        clock: FakeClock,
        *,
        lanes: int = 2,
        windows: Mapping[str | None, Window] | None = None,
        job_seconds: float = 0.0,
    ) -> None:
        self.database = database
        self.fragile = Fragile(database)
        self.clock = clock
        self.jobs = Jobs(database)
        self.carrier = Carrier()
        self.outbox = Held()
        self.budgets = Purse()
        self.changed = ""
        self.shown: Counter[str] = Counter()
        self.stopping = False
        self.seconds = 0.0
        self.lanes = Lanes(self.jobs, lanes)
        self.pausing = Pausing(self.fragile, clock, self.show)
        self.progress = Progress(self.fragile, clock, self.show)
        self.running = Running(
            self.fragile,
            self.lanes,
            self.pausing,
            clock,
            attempt_row=self.attempt,
            take=lambda: not self.stopping,
            beat=self.progress.beat,
            outbox=self.outbox,
            changed=lambda _conn, _send: self.changed,
            rules=Rules(windows or {}, LATEST, job_seconds),
            show=self.show,
            monotonic=lambda: self.seconds,
        )
        self.decisions = Decisions(
            self.fragile,
            self.lanes,
            clock,
            budgets=self.budgets,
            follow=lambda conn, send, now: follow_ups.start(conn, send.id, now, now + FOLLOW_FOR),
            allows=lambda who, _role: who == BOSS,
            quiet_role=Role.ADMIN,
            show=self.show,
        )
        self.upkeep = Upkeep(
            self.fragile,
            self.lanes,
            self.pausing,
            clock,
            finish=self.running.finish,
            latest=LATEST,
            follow_for=FOLLOW_FOR,
            show=self.show,
        )
        self.handlers = {
            START: self.running.start,
            CHUNK: self.running.chunk,
            TIDY: self.decisions.tidy,
            SETTLE: self.decisions.settle,
            RESULT: lambda _args: None,
        }

    def show(self, send_id: str) -> None:
        self.shown[send_id] += 1

    def attempt(self, row_id: str, wave: int) -> Outcome | None:
        return attempt_once(
            self.fragile, self.clock, row_id, limit_seconds=10, request=self.carrier, wave=wave
        )

    # --- lists

    def a_list(self, count: int = 12, *, rejected: int = 0, **changes: object) -> str:
        """A draft with its rows."""
        usual: dict[str, object] = {
            "key": uuid4().hex,
            "team_id": MAYA.team_id,
            "user_id": MAYA.user_id,
            "to_number": "",
            "to_name": "customers.csv",
            "body": "Hi %%Name%%",
            "sender": "14155550190",
            "segments": 0,
            "credits": 0,
            "credits_upper": 0,
            "kind": SendKind.LIST,
            "people": 0,
            "zone": "America/Los_Angeles",
            "origin_channel": "C0FRONT",
        }
        new = [
            NewRow(place, place + 1, number(place), f"Hi {place}", segments=1, credits_upper=2)
            for place in range(1, count + 1)
        ]
        new += [
            NewRow(count + nth, count + 1 + nth, rejected="This number is too short.")
            for nth in range(1, rejected + 1)
        ]
        now = self.clock()
        with self.database.write() as conn:
            draft = sends.insert_draft(conn, NewSend(**(usual | changes)), now=now)
            rows.insert(conn, draft, new, now)
            rows.describe(conn, draft.id, rows.totals(conn, draft.id), 5000, now)
        return draft.id

    def queued(self, count: int = 12, **changes: object) -> str:
        """A list that was confirmed to go now."""
        list_id = self.a_list(count, **changes)
        with self.database.write() as conn:
            assert sends.move(conn, list_id, SendState.QUEUED, now=self.clock())
            self.lanes.start(conn, list_id, 0)
        return list_id

    def started(self, count: int = 12, **changes: object) -> str:
        """A list that runs, no row sent yet."""
        list_id = self.queued(count, **changes)
        self.step()
        assert self.the(list_id).state is SendState.RUNNING
        return list_id

    def the(self, send_id: str) -> Send:
        with self.database.read() as conn:
            found = sends.get(conn, send_id)
        assert found is not None
        return found

    def rows(self, list_id: str) -> tuple[Send, ...]:
        with self.database.read() as conn:
            return rows.page(conn, list_id, 1, rows.size(conn, list_id))

    def about(self, list_id: str) -> Doubtful:
        """What the buttons for rows of unknown outcome carry at this moment."""
        with self.database.read() as conn:
            found = lists.unknown(conn, list_id)
        assert found.newest is not None
        return Doubtful(list_id, found.newest.isoformat(), found.count)

    def counts(self, list_id: str) -> Mapping[SendState, int]:
        with self.database.read() as conn:
            return lists.counts(conn, list_id)

    # --- time goes by

    def step(self, nth: int = 0) -> str:
        """Run one job to its end, as the engine would."""
        key, name, args, _delay = self.jobs.waiting()[nth]
        self.handlers[name](args)
        self.jobs.end(key)
        return name

    def run(self, most: int = 500) -> None:
        """Run every job until none waits."""
        for _ in range(most):
            if not self.jobs.waiting():
                return
            self.step()
        raise AssertionError("the jobs never end")

    def sweep(self, moment: datetime | None = None) -> None:
        sweep(self.database, lambda: moment or self.clock() + timedelta(minutes=5))

    def report(self, list_id: str, *states: SendState) -> None:
        """Let delivery reports come for the accepted rows, the last state for all that remain."""
        accepted = [row for row in self.rows(list_id) if row.state is SendState.ACCEPTED]
        with self.database.write() as conn:
            for nth, row in enumerate(accepted):
                sends.move(conn, row.id, states[min(nth, len(states) - 1)], now=self.clock())


def number(place: int) -> str:
    return f"1415555{place:04}"
