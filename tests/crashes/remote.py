"""A bot in a process of its own that can be told to die at a point, and whoever talks to it from outside."""

import ctypes
import gc
import logging
import os
import resource
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event, select

from bot import settings
from bot.app import Bot
from bot.run import keep_for_good
from bot.settings import Mode
from bot.slack.outgoing import poster
from bot.store import Database, sends
from bot.store import sqlite_connections as stores
from bot.store.messages import Purpose
from bot.store.tables import message
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.crashes.moments import Moments
from tests.crashes.trap import KILLED, Trap, install
from tests.flows import processes
from tests.flows.harness import POLLING_SECONDS, Harness, handed_over
from tests.patience import PATIENCE_SECONDS

QUICK: Final = 100_000
"""Edits and posts a minute: the care for Slack's limits would hold messages back."""


class Died(Exception):  # noqa: N818 - what happened, as whoever waits for it says
    """The process is gone."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What one Slack message has to say now, and where it stands."""

    subject_id: str
    purpose: str
    channel: str
    ts: str
    text: str


class RemoteBot:
    """Stands for a :class:`Bot` in another process, as far as the helpers of the stories ask it anything.

    With `twins` there are two processes on the same database, and the clock strikes in both. A `live` one has
    a clock of its own, which strikes by itself.
    """

    def __init__(
        self, harness: Harness, given: Mapping[str, str], *, twins: bool = False, live: bool = False
    ) -> None:
        self._harness = harness
        self._lock = threading.Lock()
        self._hung_up = False
        self._twin = RemoteBot(harness, given) if twins else None
        self._line, theirs = processes.PROCESSES.Pipe()
        now = None if live else harness.clock()
        arguments = (theirs, str(harness.folder), dict(given), now)
        self._process = processes.PROCESSES.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        self.database = Database(given["DATABASE_URL"])
        self.services = self.sync = self.tick = self
        self._end = threading.Thread(target=self._see_the_end, daemon=True)
        self._end.start()

    @property
    def is_dead(self) -> bool:
        """Whether the process is gone."""
        return self._hung_up or not self._process.is_alive()

    def run(self, args: object = None, *, full: bool = False) -> None:
        """Let the clock strike; with `full`, count all groups instead."""
        del args
        self.ask("count" if full else "tick", self._harness.clock())
        if self._twin is not None and not full:
            self._twin.run()

    def read_policy_again(self) -> None:
        """Have the policy's file be what is in force."""
        self.ask("policy")
        if self._twin is not None:
            self._twin.read_policy_again()

    def attempt_tick(self) -> None:
        """Let the clock strike, whatever comes of it."""
        self.ask("attempt_tick", self._harness.clock())

    def is_quiet(self) -> bool:
        """Tell whether nothing is being done, by listeners or by jobs."""
        return bool(self.ask("is_quiet")) and (self._twin is None or self._twin.is_quiet())

    def handed_over(self) -> int:
        """Count what was handed over to its threads since it started, and to those of its twin."""
        count = int(self.ask("handed_over"))
        return count if self._twin is None else count + self._twin.handed_over()

    def arm(self, point: str | None, nth: int = 1, deed: str = KILLED) -> None:
        """Have it die at a point, or something else be done there."""
        self.ask("arm", point, nth, deed)

    def passed(self) -> dict[str, int]:
        """Return the points it passed since it was armed."""
        found: dict[str, int] = self.ask("passed")
        return found

    def expected(self, but_of: frozenset[str]) -> list[Expected]:
        """Return what each message has to say, but those of the subjects `but_of`."""
        found: list[Expected] = self.ask("expected", but_of)
        return found

    def ask(self, what: str, *args: object) -> Any:  # noqa: ANN401 - whatever is asked
        """Have the process do something and return what it says. Raises :exc:`Died`."""
        with self._lock:
            try:
                self._line.send((what, args))
                if not self._line.poll(PATIENCE_SECONDS):
                    raise AssertionError(f"the process does not answer to {what}")
                done, answer = self._line.recv()
            except (EOFError, OSError):
                self._hung_up = True  # whoever is killed hangs up a moment before it is gone
                raise Died(what) from None
        assert done, answer
        return answer

    def kill(self) -> None:
        """Kill it, wherever it is, and wait until nothing is left of it."""
        self._process.kill()
        self.buried()

    def stop(self) -> None:
        """Do as the bot's own: nobody minds how a process ends here."""
        if self._twin is not None:
            self._twin._process.kill()
            self._twin.database.close()
        self.kill()
        self.database.close()

    def buried(self) -> None:
        """Wait until the process is gone and Slack has seen that."""
        self._end.join(PATIENCE_SECONDS)
        assert not self._end.is_alive(), "the process lives on"

    def _see_the_end(self) -> None:
        wait([self._process.sentinel])
        self._process.join()
        slack = self._harness.sandbox.slack
        slack.wait_for(lambda: not slack.connections, PATIENCE_SECONDS)
        slack.courier.give_up()


class RemoteHarness(Harness):
    """The pretend workspace, with the bot in another process, or (`twins`) in two."""

    bot: RemoteBot  # type: ignore[assignment] # it stands for one
    twins = live = False

    def start_bot(self) -> None:
        """Start the bot on its database, in a process of its own."""
        self.bot = RemoteBot(self, self.given(), twins=self.twins, live=self.live)
        try:
            if self.mode is Mode.HTTP:
                self.sandbox.slack.request_url = f"http://127.0.0.1:{self.bot.ask('port')}/slack/events"
            else:
                self.wait_for(lambda: self.sandbox.slack.connections > self.twins or self.bot.is_dead)
            self.bot.ask("is_quiet")
        except BaseException:
            self.bot.kill()
            raise

    def handed_over(self) -> int:
        """Count what was handed over to the threads of the other process, or of both."""
        return self.bot.handed_over()

    def tick(self, **duration: float) -> None:
        """Let time pass and the clock strike once."""
        self.clock.advance(**duration)
        self.bot.run({})


def _serve(line: Connection, folder: str, given: Mapping[str, str], now: datetime | None) -> None:
    """Run a bot and do what is asked of it, until the line breaks."""
    os.chdir(folder)
    logging.disable(logging.CRITICAL)
    poster.UPDATES_A_MINUTE = poster.POSTS_A_MINUTE = QUICK  # type: ignore[misc] # of this process only
    trap, clock = Trap(), FakeClock(now or utc_now())
    if now is not None:
        install(trap)
    bot = Bot(
        settings.load(None, given),
        clock=clock if now is not None else utc_now,
        polling_seconds=POLLING_SECONDS,
        edit_seconds=0,
    )
    bot.start(clocks=now is None)
    if now is None:
        keep_for_good()  # as whoever runs it does
    moments = Moments(bot)
    trap.deeds |= moments.deeds
    answers: dict[str, Callable[..., object]] = {
        "tick": lambda at: (_turn(clock, at), bot.tick.run({}))[1],
        "attempt_tick": lambda at: (_turn(clock, at), _attempt(bot.tick.run, {}))[1],
        "count": lambda at: (_turn(clock, at), bot.services.sync.run(full=True), None)[2],
        "handed_over": lambda: handed_over(bot),
        "is_quiet": lambda: bot.is_quiet() and not bot.engine._running.count,
        "policy": bot.read_policy_again,
        "port": lambda: bot.port,
        "resident": _resident,
        "idle": _idle,
        "cpu": time.process_time,
        "arm": trap.arm,
        "passed": trap.passed,
        "expected": lambda but_of: list(_expected(bot, but_of)),
    }
    answers |= {
        "limit_files": _limit_files,
        "impair": lambda *pragmas: _impair(bot.database, pragmas),
        "mend": lambda: _mend(bot.database),
    }
    with suppress(EOFError, OSError):
        while True:
            what, args = line.recv()
            try:
                said = (True, answers[what](*args))
            except Exception as error:  # noqa: BLE001 - told to whoever asked
                said = (False, f"{what}: {error!r}")
            moments.answer_nobody()
            line.send(said)
    os._exit(0)


def _resident() -> int:
    """Return how many bytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def _idle() -> int:
    """Give back memory that is garbage, or kept by the C library, and return how many bytes that was."""
    before = _resident()
    gc.collect()
    with suppress(OSError, AttributeError):  # only glibc has that
        ctypes.CDLL(None).malloc_trim(0)
    return max(0, before - _resident())


def _limit_files(most: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))


def _impair(database: Database, pragmas: tuple[str, ...]) -> None:
    """Have every connection from now on begin with these statements, and wait for no lock."""
    stores.BUSY_MILLISECONDS = stores._EAGER_TRIES = 1  # type: ignore[misc] # the waiting alone is not real
    _PRAGMAS[:] = pragmas
    if not event.contains(database.engine, "connect", _prepare):
        event.listen(database.engine, "connect", _prepare)
    _connect_anew(database)


def _mend(database: Database) -> None:
    """Have every connection from now on be as it was before."""
    stores.BUSY_MILLISECONDS, stores._EAGER_TRIES = _PATIENCE  # type: ignore[misc] # as above
    _PRAGMAS.clear()
    _connect_anew(database)


def _connect_anew(database: Database) -> None:
    if database._kept is not None and database._turns is not None:
        with database._turns.take(urgent=True):  # nobody uses it
            database._kept.close()
    database.engine.dispose()


_PATIENCE: Final = (stores.BUSY_MILLISECONDS, stores._EAGER_TRIES)
_PRAGMAS: Final[list[str]] = []


def _prepare(connection: Any, _entry: object) -> None:  # noqa: ANN401 - the driver's own
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _attempt(work: Callable[..., object], *args: object) -> None:
    with suppress(Exception):
        work(*args)


def _turn(clock: FakeClock, at: datetime) -> None:
    clock.advance(seconds=(at - clock()).total_seconds())


def _expected(bot: Bot, but_of: frozenset[str]) -> Iterable[Expected]:
    """Draw every message that has a place, as it should be now."""
    renderers = bot.services.messages._renderers
    with bot.database.read() as conn:
        places = conn.execute(
            select(message.c.subject_id, message.c.purpose, message.c.channel, message.c.ts).where(
                message.c.ts.is_not(None), message.c.subject_id.not_in(but_of)
            )
        ).all()
    for subject_id, purpose, channel, ts in places:
        with bot.database.read() as conn:
            send = sends.get(conn, subject_id)
        of = Purpose(purpose)
        if of in renderers.subjects:
            drawn = renderers.subjects[of](subject_id)
            content = None if drawn is None else drawn.content
        elif send is None or of is Purpose.DECISION:
            content = None
        else:
            content = renderers.content(send, of)
        if content is not None:
            yield Expected(subject_id, purpose, channel, ts, content.text)
