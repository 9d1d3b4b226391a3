"""What belongs to no account and is kept: what people chose, where steps went, and whose records are whose.

A database of its own, beside those of the accounts. It holds ids of Slack and keyed digests, nothing of a
text and no number.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    MetaData,
    String,
    Table,
    delete,
    event,
    select,
)
from sqlalchemy.exc import IntegrityError

from bot.store.database_address import engine_of, read
from bot.texting.clock import Clock

KEPT: Final = timedelta(days=7)
"""How long it is known where a step went: Slack delivers one again for a day at most."""
BUSY_SECONDS: Final = 10
_WORK: Final = 2**14
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_METADATA: Final = MetaData()

chosen_account: Final = Table(
    "chosen_account",
    _METADATA,
    Column("team_id", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
    Column("account", String(30), nullable=False),
)
step_account: Final = Table(
    "step_account",
    _METADATA,
    Column("execution_id", String(255), primary_key=True),
    Column("account", String(30), nullable=False),
    Column("at", DateTime, nullable=False),
)
property_of: Final = Table(
    "property_of",
    _METADATA,
    Column("kind", String(30), primary_key=True),
    Column("digest", String(128), primary_key=True),
    Column("account", String(30), nullable=False),
)
salt: Final = Table("salt", _METADATA, Column("salt", String(64), primary_key=True))
TABLES: Final = ("property_of", *sorted({*_METADATA.tables} - {"property_of"}))
"""The names of all of them."""
NO_DATABASE: Final = "ACCOUNTS_DATABASE_URL: the database can't be used ({})."


class Memory:
    """Reads and writes them. ``clock`` gives aware UTC times."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def create(self) -> None:
        """Create what is not there yet."""
        _METADATA.create_all(self._engine)
        with self._engine.begin() as conn:
            if conn.execute(select(salt)).first() is None:
                conn.execute(salt.insert().values(salt=secrets.token_hex(32)))
            conn.execute(delete(step_account).where(step_account.c.at < _naive(self._clock) - KEPT))

    def choice(self, team_id: str, user_id: str) -> str | None:
        """Return the key of the account a person chose, if they did."""
        query = select(chosen_account.c.account).filter_by(team_id=team_id, user_id=user_id)
        with self._engine.connect() as conn:
            return conn.execute(query).scalar_one_or_none()

    def choose(self, team_id: str, user_id: str, account: str) -> None:
        """Remember which account a person chose."""
        with self._engine.begin() as conn:
            conn.execute(delete(chosen_account).filter_by(team_id=team_id, user_id=user_id))
            conn.execute(chosen_account.insert().values(team_id=team_id, user_id=user_id, account=account))

    def went(self, execution_id: str) -> str | None:
        """Return the key of the account a step of a workflow went to, if it came before."""
        query = select(step_account.c.account).filter_by(execution_id=execution_id)
        with self._engine.connect() as conn:
            return conn.execute(query).scalar_one_or_none()

    def goes(self, execution_id: str, account: str) -> str:
        """Remember to which account a step goes, and return it: the first one told keeps it."""
        at = _naive(self._clock)
        try:
            with self._engine.begin() as conn:
                conn.execute(step_account.insert().values(execution_id=execution_id, account=account, at=at))
        except IntegrityError:  # delivered twice at the same time
            return self.went(execution_id) or account
        return account

    def owner(self, kind: str, value: str) -> str | None:
        """Return whose something is, as a database or a key: the first account that had it; None for none."""
        with self._engine.connect() as conn:
            query = select(property_of.c.account).filter_by(kind=kind, digest=_digest(conn, value))
            found: str | None = conn.execute(query).scalar_one_or_none()
        return found

    def owns_any(self, account: str) -> bool:
        """Tell whether an account of this key ever had anything."""
        query = select(property_of.c.kind).filter_by(account=account).limit(1)
        with self._engine.connect() as conn:
            return conn.execute(query).first() is not None

    def give(self, kind: str, value: str, account: str) -> None:
        """Note that something is an account's from now on, unless it is somebody's."""
        with suppress(IntegrityError), self._engine.begin() as conn:
            digest = _digest(conn, value)
            conn.execute(property_of.insert().values(kind=kind, digest=digest, account=account))


def _digest(conn: Connection, value: str) -> str:
    salted = conn.execute(select(salt.c.salt)).scalar_one()
    return hashlib.scrypt(value.encode(), salt=salted.encode(), n=_WORK, r=8, p=1).hex()


def opened(url: str) -> Engine:
    """Return the engine of a database, which is not connected yet. A new file is its owner's alone.

    Raises :exc:`OSError` when the file can't be made.
    """
    parts = read(url)
    options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True}
    if parts.get_backend_name() != "sqlite":
        return engine_of(parts.set(drivername="postgresql+psycopg"), **options)
    os.close(os.open(str(parts.database), os.O_CREAT | os.O_RDWR, 0o600))
    engine = engine_of(parts, connect_args={"timeout": BUSY_SECONDS}, **options)
    # What is deleted is written over: tokens of a workspace that removed the app are not to be found again.
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA secure_delete = ON"))
    return engine


def place(url: str) -> str:
    """Return where a database is, the same however its address is written and whoever signs in."""
    parts = read(url)
    if parts.get_backend_name() == "sqlite":
        return os.path.realpath(str(parts.database))
    host = str(parts.host or parts.query.get("host", "")).lower().rstrip(".")
    here = "localhost" if host in _HERE or host.startswith("/") else host
    return f"{here}:{parts.port or parts.query.get('port') or 5432}/{parts.database}"


def _naive(clock: Clock) -> datetime:
    return clock().replace(tzinfo=None)
