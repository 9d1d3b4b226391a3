"""One database: a SQLite file by default, PostgreSQL by another URL."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteError
from typing import TypeVar, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store import outdated
from bot.store.group_commit import GroupCommit
from bot.store.schema import upgrade
from bot.store.write_queue import WriteQueue

log = logging.getLogger(__name__)

T = TypeVar("T")
Listener = Callable[[str], object]

BUSY_MILLISECONDS = 10_000
_KNOWS_SUBSEC = (3, 42)
_CACHE_KIB = 512  # per connection; the system's own file cache does the rest
_PATIENT = 8  # pieces of patient work in one transaction: a listener waits for no more than these
_EAGER_TRIES = 1_000
_WAL_TRIES = 100
_WAL_PAUSE = 0.02
# An error's text must not carry what people wrote, so parameters stay out of it.
_OPTIONS = {"pool_size": 5, "max_overflow": 27, "hide_parameters": True}


class Database:
    """The bot's database at `url` (`sqlite:///file`, `postgresql://…` or `postgresql+psycopg://…`).

    Threads share it. A SQLite file is made to survive a power cut: WAL with a full sync at each commit,
    because a lost claim would let a text go twice. Raises ValueError for any other kind of database.
    """

    def __init__(self, url: str) -> None:
        self._url = _with_driver(make_url(url))
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._turns = WriteQueue() if self.is_sqlite else None
        self._listener: Listener | None = None
        self._urgent = GroupCommit(lambda: self.write(urgent=True)) if self.is_sqlite else None
        self._patient = GroupCommit(self.write, _PATIENT) if self.is_sqlite else None
        if self.is_sqlite:
            path = Path(str(self._url.database))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=True)  # it holds numbers and texts; SQLite's other files follow
            self.engine: Engine = create_engine(self._url, **_OPTIONS)
            event.listen(self.engine, "connect", _prepare_sqlite)
        else:
            self.engine = create_engine(self._url, pool_pre_ping=True, **_OPTIONS)

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None when the database is somewhere else."""
        return Path(str(self._url.database)) if self.is_sqlite else None

    def on_outdated(self, listener: Listener) -> None:
        """Have `listener` told the subjects whose Slack messages a transaction made out of date.

        The subject is the id of a send, an import or an appointment; each is told once a transaction, after
        it has committed, in the thread that committed it. So the listener must be quick. There is one.
        """
        self._listener = listener

    @contextmanager
    def write(self, *, urgent: bool = False, soon: bool = True) -> Iterator[Connection]:
        """Give a connection inside one transaction: committed at the end, undone by an exception.

        `urgent` goes before those that are not: for a listener, because Slack waits for it. Not `soon`, for
        what changes hundreds of sends at once: their messages are left to the clock, so that nobody's own
        waits behind them. Raises RuntimeError for a transaction inside another: on SQLite it would wait for
        itself.
        """
        turn = nullcontext() if self._turns is None else self._turns.take(urgent=urgent)
        with turn, self.engine.begin() as connection:
            if self.is_sqlite:
                _begin_writing(connection)
            noted = outdated.begin(connection)
            yield connection
        if noted and soon:
            self._tell(tuple(noted))

    def write_with_others(self, work: Callable[[Connection], T], *, urgent: bool = True) -> T:
        """Do `work` in a transaction that others who come at the same moment may share; committed on return.

        For a listener, because Slack waits for it; not `urgent`, for what many threads do side by side, such
        as the attempts of a list. What `work` raises undoes its own part only.
        """
        together = self._urgent if urgent else self._patient
        if together is not None:
            return together.run(work)
        with self.write(urgent=urgent) as connection:
            return work(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database. What it writes is undone."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield connection

    def migrate(self) -> None:
        """Bring the tables up to date, creating them on first start. Two processes may do so at once."""
        with self.write() as connection:
            upgrade(connection)

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    def _tell(self, subject_ids: Iterable[str]) -> None:
        if self._listener is None:
            return
        for subject_id in subject_ids:
            try:
                self._listener(subject_id)
            except Exception as error:  # noqa: BLE001 - what was written is written, whoever cannot be told
                log.error("nobody was told that %s is out of date: %s", subject_id, type(error).__name__)


def _with_driver(url: URL) -> URL:
    backend = url.get_backend_name()
    if backend == "sqlite":
        if url.database in {None, "", ":memory:"}:
            raise ValueError("DATABASE_URL needs a file, for example sqlite:///smsit-bot.db")
        return url
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise ValueError(f"DATABASE_URL must start with sqlite:/// or postgresql://, not {backend}")


def _begin_writing(connection: Connection) -> None:
    # A transaction that starts as a reader cannot become a writer when somebody wrote between. SQLite's own
    # wait sleeps up to 100 ms a time while the file is long free again, and the engine's library writes
    # much; asking again every 2 ms keeps a person's submit short.
    driver = cast("SqliteConnection", connection.connection.driver_connection)
    driver.execute("PRAGMA busy_timeout=2")
    try:
        for _ in range(_EAGER_TRIES):
            with suppress(SqliteError):
                driver.execute("BEGIN IMMEDIATE")
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_sqlite(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    # The engine's library shares these connections and expects its writes to start as writers.
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    _set_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    connection.execute("PRAGMA foreign_keys=ON")
    if sqlite3.sqlite_version_info < _KNOWS_SUBSEC:
        connection.create_function("unixepoch", 1, _unixepoch)


def _unixepoch(modifier: str) -> float:
    # The engine's library takes every SQLite that comes with Python 3.12 or newer for one that knows
    # unixepoch('subsec'). Python may have been built with an older one, and the file may have been made
    # elsewhere. Seconds since 1970, to the millisecond.
    if modifier != "subsec":
        raise ValueError("this SQLite knows no other modifier of unixepoch")
    return time.time_ns() // 1_000_000 / 1000


def _set_wal(connection: SqliteConnection) -> None:
    # The change needs the file alone and does not wait for the busy timeout: two processes that start
    # together disturb each other here.
    tries = 0
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except SqliteError:
            tries += 1
            if tries == _WAL_TRIES:
                raise
            time.sleep(_WAL_PAUSE)
        else:
            return
