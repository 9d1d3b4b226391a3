"""Keeping the list of groups, which SMS-iT has none of: their names and figures, and no contact."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.features.groups import group_count
from bot.features.groups.group_count import Horizon
from bot.features.groups.pages import PAGE_ROWS
from bot.smsit import SmsItClient, SmsItError
from bot.store import contact_groups, contact_sync
from bot.store.contact_sync import SyncState
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

FULL_EVERY: Final = timedelta(hours=6)

Spawn = Callable[[Callable[[], object]], None]
"""Runs a piece of work on another thread; may raise TooBusy."""


class Stopped(Exception):  # noqa: N818 - a case, named as callers read it
    """The process ends, and the count with it; the former figures stay."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many entries were read so far, and how many there were at the newest full count (0: none yet)."""

    rows: int
    of: int


class Run:
    """One sync under way. Any thread may look at it and wait for it."""

    def __init__(self, *, full: bool) -> None:
        self.full = full
        self.progress: Progress | None = None
        self.error: Exception | None = None
        self._done = threading.Event()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is over, at most so long; returns whether it is."""
        return self._done.wait(seconds)

    def end(self, error: Exception | None = None) -> None:
        """Let go of those who wait."""
        self.error = error
        self._done.set()


class GroupSync:
    """Counts the groups at SMS-iT; one sync at a time in this process, joined by whoever asks meanwhile.

    Every six hours, and when asked for, all contacts are read; in between only what is new. Why not always
    that, is told in :mod:`bot.features.groups.group_count`. Two processes do not disturb each other: what is
    new is added to the very figures it was found from, or not at all.
    """

    def __init__(
        self, client: SmsItClient, database: Database, clock: Clock, region: str | None = None
    ) -> None:
        self._client = client
        self._region = region
        self._database = database
        self._clock = clock
        self._turn = threading.Lock()
        self._asking = threading.Lock()
        self._open: list[Run] = []
        self._stopping = threading.Event()
        self._left: tuple[SyncState, Horizon] | None = None  # where this process's newest sync ended

    @property
    def state(self) -> SyncState:
        """Return when the figures were last brought up to date, as stored."""
        with self._database.read() as conn:
            return contact_sync.get(conn)

    @property
    def under_way(self) -> Run | None:
        """Return the full count that runs or waits for its turn, if any."""
        with self._asking:
            return next((run for run in self._open if run.full), None)

    def run(self, *, full: bool = False) -> None:
        """Bring the figures up to date on this thread, or wait for the sync that does so already.

        Without ``full`` everything is read only when that is due. Raises SmsItError when SMS-iT does not
        answer, and :exc:`Stopped`: the former figures stay then.
        """
        run, is_mine = self._join(full=full)
        if is_mine:
            self._carry_out(run)
        run.wait()
        if run.error is not None:
            raise run.error

    def start(self, spawn: Spawn, *, full: bool) -> Run:
        """Bring the figures up to date on another thread, and return what to watch.

        Nothing is started when a sync that does as much is under way. Raises what ``spawn`` raises.
        """
        run, is_mine = self._join(full=full)
        if is_mine:
            try:
                spawn(lambda: self._carry_out(run))
            except Exception as error:
                self._over(run, error)
                raise
        return run

    def stop(self) -> None:
        """Let a running sync end at its next page, for good, and nobody wait for it: the process ends."""
        self._stopping.set()
        with self._asking:
            for run in self._open:
                run.end(Stopped())

    def _join(self, *, full: bool) -> tuple[Run, bool]:
        with self._asking:
            for run in self._open:
                if run.full or not full:
                    return run, False
            run = Run(full=full)
            self._open.append(run)
            return run, True

    def _over(self, run: Run, error: Exception | None = None) -> None:
        with self._asking:
            self._open.remove(run)
        run.end(error)

    def _carry_out(self, run: Run) -> None:
        try:
            with self._turn:
                self._sync(run)
        except Exception as error:  # noqa: BLE001 - raised again for everybody who waits for this run
            self._over(run, error)
        else:
            self._over(run)

    def _sync(self, run: Run) -> None:
        state = self.state
        if run.full or self._is_due(state) or not self._add_new(state):
            self._count_all(run, state.counted)
            with suppress(SmsItError):  # the full count holds; the clock looks for what is new before long
                self._add_new(self.state)

    def _is_due(self, state: SyncState) -> bool:
        if state.full_at is None:
            return True
        age = self._clock() - state.full_at
        return not timedelta(0) <= age < FULL_EVERY  # a clock that was set back makes it due as well

    def _count_all(self, run: Run, of: int) -> None:
        began = self._clock()
        with self._asking:
            run.full = True  # so that who asks for one from now on joins it

        def report(rows: int) -> None:
            run.progress = Progress(rows, of)
            if self._stopping.is_set():
                raise Stopped

        report(0)
        counted = group_count.count_all(self._client, began, report, self._region)
        state = SyncState(counted.horizon.newest, counted.read, began, began)
        with self._database.write() as conn:
            contact_groups.replace_counted(conn, counted.groups, began)
            contact_sync.put(conn, state)
        self._left = state, counted.horizon
        log.info("%d groups counted in %d entries", len(counted.groups), counted.read)

    def _add_new(self, state: SyncState) -> bool:
        """Add what is new to the figures; returns False when only a full count can tell."""
        if state.newest is None:  # a small list is quickly read again; a large one waits for its hour
            return state.counted > PAGE_ROWS
        now = self._clock()
        horizon = Horizon(state.newest, group_count.latest(now))
        if self._left is not None and self._left[0] == state:
            horizon = replace(horizon, edge=self._left[1].edge)
        news = group_count.newer(self._client, horizon, self._region)
        if news is None:
            return False
        after = replace(state, newest=news.horizon.newest, synced_at=now)
        with self._database.write() as conn:
            if contact_sync.get(conn) == state:
                contact_groups.add_counted(conn, news.groups, now)
                contact_sync.put(conn, after)
        self._left = after, news.horizon
        return True
