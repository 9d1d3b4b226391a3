"""What of the bot is looked at: whether its parts are up, and figures that are looked up when asked for."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.engine.dbos_engine import DbosEngine
from bot.logs import kind_of
from bot.metrics import Sample
from bot.store import balances, follow_ups, under_way
from bot.store.database import Database
from bot.store.database_file import DatabaseLost
from bot.texting.clock import Clock

LATE: Final = timedelta(minutes=2)
"""How long a report may be due: asking takes seconds, where SMS-iT answers."""
LONGEST_REST: Final = 60.0
"""Seconds between two ticks, which come every five."""
UNUSABLE: Final = (SQLAlchemyError, DatabaseLost)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is, in a few words."""

    ok: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The way in from Slack: whether it is open, and for how many seconds a connection has stood, if any."""

    is_open: Callable[[], bool]
    age: Callable[[], float | None]

    def finding(self) -> Finding:
        """Tell whether Slack can reach the bot. Over HTTP nothing is served without a signing secret."""
        age = self.age()
        if not self.is_open():
            return Finding(ok=False, said="can't reach the bot")
        return Finding(ok=True, said="listening" if age is None else f"connected for {age:.0f} s")

    def samples(self) -> Iterator[Sample]:
        """Give the same as figures."""
        yield metrics.SLACK_UP.of(self.is_open())
        if (age := self.age()) is not None:
            yield metrics.SOCKET_AGE.of(age)


class Vitals:
    """Looks at the parts of one bot. ``last_tick`` gives when one last ended, by the monotonic clock."""

    def __init__(
        self,
        database: Database,
        engine: DbosEngine,
        front: Front,
        last_tick: Callable[[], float | None],
        clock: Clock,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._engine = engine
        self._front = front
        self._last_tick = last_tick
        self._clock = clock
        self._monotonic = monotonic
        self._since = monotonic()

    def findings(self) -> dict[str, Finding]:
        """Return how each part is that the bot needs to be of use."""
        return {
            "database": self._find_database(),
            "engine": Finding(
                self._engine.is_running, "running" if self._engine.is_running else "not running"
            ),
            "slack": self._front.finding(),
            "tick": self._find_tick(),
        }

    def samples(self) -> Iterator[Sample]:
        """Give the figures that can be had now: without a database only that there is none."""
        yield from self._front.samples()
        if (rest := self._rest()) is not None:
            yield metrics.TICK_AGE.of(rest)
        try:
            with self._database.read() as conn:
                found = [*self._in_database(conn)]
            if self._engine.is_running:
                found += self._in_queues()
        except UNUSABLE:
            yield metrics.DATABASE_UP.of(0)
            return
        yield metrics.DATABASE_UP.of(not self._unwritable())
        yield from found

    def _unwritable(self) -> str:
        """Tell what keeps the bot from writing; empty where nothing does."""
        try:
            return self._database.last_write.failure(self._database.write)
        except UNUSABLE as error:
            return kind_of(error)

    def _find_database(self) -> Finding:
        try:
            with self._database.read() as conn:
                conn.execute(select(1))
        except UNUSABLE as error:  # its text may quote the address, and with it a password
            return Finding(ok=False, said=f"can't be used ({kind_of(error)})")
        if failure := self._unwritable():
            return Finding(ok=False, said=f"can't be written ({failure})")
        return Finding(ok=True, said="answers")

    def _find_tick(self) -> Finding:
        rest = self._rest()
        if rest is None:  # the first comes within seconds, and nobody is kept waiting for it
            return Finding(self._monotonic() - self._since <= LONGEST_REST, "none yet")
        return Finding(rest <= LONGEST_REST, f"{rest:.0f} s ago")

    def _rest(self) -> float | None:
        ended_at = self._last_tick()
        return None if ended_at is None else self._monotonic() - ended_at

    def _in_database(self, conn: Connection) -> Iterator[Sample]:
        now = self._clock()
        yield metrics.FOLLOW_UPS_DUE.of(follow_ups.count_due(conn, now))
        yield metrics.FOLLOW_UPS_LATE.of(follow_ups.count_due(conn, now - LATE))
        for state, count in under_way.lists(conn).items():
            yield metrics.LISTS.of(count, state)
        for state, count in under_way.imports(conn).items():
            yield metrics.IMPORTS.of(count, state)
        balance = balances.newest(conn, now)
        if balance is not None:
            yield metrics.BALANCE.of(balance.credits)
            yield metrics.BALANCE_AGE.of((now - balance.at).total_seconds())

    def _in_queues(self) -> Iterator[Sample]:
        for queue, depth in self._engine.depths().items():
            yield metrics.QUEUE_JOBS.of(depth.jobs, queue)
            yield metrics.QUEUE_AGE.of(depth.seconds, queue)
