"""One database: a SQLite file by default, PostgreSQL by another URL."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, event

from bot import foreground, request_ids
from bot.store import (
    attempt_journal,
    audit,
    blind_places,
    deferred_rows,
    encryption,
    lost_listings,
    outdated,
    postgres_connections,
    sqlite_connections,
)
from bot.store.attempt_journal import AttemptJournal
from bot.store.data_keys import DataKeys
from bot.store.data_keys import give as give_keys
from bot.store.database_address import engine_of, file_of, read
from bot.store.database_file import DatabaseFile
from bot.store.group_commit import GroupCommit
from bot.store.kept_connection import KeptConnection
from bot.store.last_write import LastWrite
from bot.store.launches import Launch
from bot.store.number_hashes import OPTION, NumberKey
from bot.store.prepared import by_driver
from bot.store.schema import upgrade
from bot.store.write_queue import WriteQueue
from bot.texting.blind_order import BlindOrder

log = logging.getLogger(__name__)

T = TypeVar("T")
Listener = Callable[[str], object]

# Per connection: 10 to 60 KB each, kept for good. The driver's 128 came to 11 MB more after a list; fewer
# cost no CPU time that could be measured.
_KEPT_STATEMENTS = 32
_PATIENT = 8  # pieces of patient work in one transaction: a listener waits for no more than these
_GIVE_WAY_SECONDS = 0.05  # whoever committed for others tells of it once those have their answers
_AFTER_COMMIT = "what is called once the transaction is committed"
# An error's text must not carry what people wrote, so parameters stay out of it. The connection that was used
# last is used next: it has the pages of the file in memory that were written last.
_OPTIONS = {"pool_size": 5, "max_overflow": 27, "pool_use_lifo": True, "hide_parameters": True}

# In seconds. A server that is gone is noticed, and whatever stands on the way there sees that
# a connection is used which idles for hours, as that of a process's slot does.
_KEPT_ALIVE = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds until what was sent counts as lost
}


class Database:
    """The bot's database at `url` (`sqlite:///file`, `postgresql://…` or `postgresql+psycopg://…`).

    Threads share it. A SQLite file is made to survive a power cut: WAL with a full sync at each commit,
    because a lost claim would let a text go twice. Raises ValueError for any other kind of database, and from
    then on :exc:`DatabaseLost` wherever it is used once the file is no longer the one it was.
    `number_key` is the secret that tells numbers again of which only a hash is kept
    (:mod:`bot.store.number_hashes`). With `data_keys` words and numbers are encrypted: the first is to be
    used, the others read what is older (:mod:`bot.store.encryption`). :meth:`read` and :meth:`write` raise
    UserError while what is encrypted can't be read. A guest holds no slot, so that the key may change while
    it runs: it looks in each transaction. `order` puts people in order whom nothing else tells apart; all
    processes that share a database have the same one.
    `launch` is who this process is among those that share it, from the launch of its engine on.
    """

    def __init__(
        self,
        url: str,
        number_key: str | None = None,
        data_keys: Sequence[str] = (),
        *,
        is_guest: bool = False,
        order: BlindOrder | None = None,
    ) -> None:
        self._url = _with_driver(read(url))
        key = None if number_key is None else NumberKey(number_key)
        self.lost_listings = lost_listings.LostListings((*filter(None, (number_key,)), *data_keys))
        self.blind_order = order or BlindOrder()
        carried = {
            OPTION: key,
            lost_listings.OPTION: self.lost_listings,
            blind_places.OPTION: self.blind_order,
        }
        options: dict[str, Any] = {**_OPTIONS, "execution_options": carried}
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._turns = WriteQueue() if self.is_sqlite else None
        self._listener: Listener | None = None
        self.launch = Launch()
        self.last_write = LastWrite()
        self._file: DatabaseFile | None = None
        self.journal: AttemptJournal | None = None
        """What was attempted, for when the file lost it; a server takes care of its own records."""
        self.data_keys = tuple(data_keys)
        self._is_guest = is_guest
        self._is_readable = False
        self._urgent = GroupCommit(lambda: self.write(urgent=True)) if self.is_sqlite else None
        self._patient = GroupCommit(self.write, _PATIENT) if self.is_sqlite else None
        self._kept: KeptConnection | None = None
        if self.is_sqlite:
            path = file_of(url) or Path(str(self._url.database))
            file = self._file = DatabaseFile(path)
            self.journal = AttemptJournal(path)
            few = {"cached_statements": _KEPT_STATEMENTS}
            # Everybody who uses the database comes by here, the engine's library too.
            self.engine: Engine = engine_of(self._url, file.check, connect_args=few, **options)
            event.listen(self.engine, "checkout", lambda *_: file.check())
            event.listen(self.engine, "connect", sqlite_connections.prepare)
            self._kept = KeptConnection(self.engine, file.check)
        else:
            kept = {name: value for name, value in _KEPT_ALIVE.items() if name not in self._url.query}
            self.engine = engine_of(self._url, pool_pre_ping=True, connect_args=kept, **options)
            event.listen(self.engine, "connect", postgres_connections.prepare)
        if self.data_keys:
            give_keys(self.engine.dialect, DataKeys(self.data_keys))

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None when the database is somewhere else."""
        return Path(str(self._url.database)) if self.is_sqlite else None

    @property
    def is_there(self) -> bool:
        """False once the SQLite file was removed or replaced: everything raises :exc:`DatabaseLost` then."""
        return self._file is None or self._file.is_there

    def check(self) -> None:
        """Raise :exc:`DatabaseLost` once the SQLite file was removed or replaced."""
        if self._file is not None:
            self._file.check()

    def on_outdated(self, listener: Listener) -> None:
        """Have `listener` told the subjects whose Slack messages a transaction made out of date.

        The subject is the id of a send, an import or an appointment; each is told once a transaction, after
        it has committed, in the thread that committed it, and once that has its answer for Slack if it is to
        give one. So the listener must be quick. There is one.
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
        begun = self._kept.begin if urgent and self._kept is not None else self.engine.begin
        with self.last_write.noted(), turn, begun() as connection:
            if self.is_sqlite:
                sqlite_connections.begin_writing(connection)
            self.require_readable(connection)
            noted = outdated.begin(connection)
            claimed = attempt_journal.begin(connection)
            audit.begin(connection)
            calls = connection.info[_AFTER_COMMIT] = dict[Callable[[], object], None]()
            deferred = deferred_rows.begin(connection)
            try:
                yield connection
                deferred_rows.write(connection, deferred)
            finally:
                deferred.is_open = False
            audit.write(connection)
        if claimed and self.journal is not None:
            self.journal.write(claimed)  # before any of them is made
        for call in calls:
            call()
        if noted and soon:
            foreground.after_answer(partial(self._tell, noted))

    def write_with_others(
        self, work: Callable[[Connection], T], *, urgent: bool = True, once: bool = False
    ) -> T:
        """Do `work` in a transaction that others who come at the same moment may share; committed on return.

        For a listener, because Slack waits for it; not `urgent`, for what many threads do side by side, such
        as the attempts of a list. What `work` raises undoes its own part only. Where another's fails it may
        be undone and done again, so it changes nothing but the database; `once`, where it does.
        """
        together = self._urgent if urgent else self._patient
        if together is not None:
            return together.run(work, once=once)
        with self.write(urgent=urgent) as connection:
            return work(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database. What it writes is undone."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.begin()
                by_driver(connection, "BEGIN")  # SQLAlchemy would take as long for it as for a question
            self.require_readable(connection)
            yield connection

    def migrate(self) -> None:
        """Bring the tables up to date, creating them on first start. Two processes may do so at once.

        Raises UserError where words and numbers aren't encrypted with the newest of its keys.
        """
        with self.write() as connection:
            upgrade(connection)
            encryption.begin(connection)

    def settle(self) -> bool:
        """Bring what was written into the file, and empty the log beside it, which keeps older pages.

        Whoever reads or writes meanwhile keeps it from being emptied; then it is the next time. Returns
        whether it was, always true of a server.
        """
        if not self.is_sqlite:
            return True
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")  # nobody is kept waiting for this
            try:
                busy, *_pages = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={sqlite_connections.BUSY_MILLISECONDS}")
        return not busy

    def close(self) -> None:
        """Close every connection."""
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()
        if self._file is not None:
            self._file.close()

    def require_readable(self, connection: Connection) -> None:
        """Raise UserError while what is encrypted can't be read; :meth:`read` and :meth:`write` do."""
        if self._is_guest or not self._is_readable:
            encryption.look(connection)
            self._is_readable = True

    def _tell(self, noted: Mapping[str, str]) -> None:
        if self._listener is None:
            return
        if len(noted) > 1:
            foreground.give_way(_GIVE_WAY_SECONDS)
        for subject_id, request_id in noted.items():
            try:
                with request_ids.during(request_id):
                    self._listener(subject_id)
            except Exception as error:  # noqa: BLE001 - what was written is written, whoever cannot be told
                log.error("nobody was told that %s is out of date: %s", subject_id, type(error).__name__)


def after_commit(connection: Connection, call: Callable[[], object]) -> None:
    """Have `call` made once the transaction is committed, in the thread that committed it.

    Asked for twice it is made once. For waking others: it must be quick and raise nothing. A part of the
    transaction that was undone may have asked for it, so it only means that there may be something to see.
    """
    connection.info.setdefault(_AFTER_COMMIT, {})[call] = None


def _with_driver(url: URL) -> URL:
    backend = url.get_backend_name()
    if backend == "sqlite":
        if url.database in {None, "", ":memory:"}:
            raise ValueError("DATABASE_URL needs a file, for example sqlite:///smsit-bot.db")
        return url
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise ValueError(f"DATABASE_URL must start with sqlite:/// or postgresql://, not {backend}")
