"""Tables made by the migrations once in a process, and after that put into each empty file as they came out.

To migrate from nothing takes a quarter of a second. Only an empty SQLite database is filled that way, any
other is migrated. That the migrations make these tables of nothing is shown by the tests of the store, which
never get them from here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from sqlalchemy import Connection

Upgrade = Callable[[Connection, str], None]
_EARLIER_FIRST: Final = ("table", "index", "view")


@dataclass
class _Tables:
    """What the migrations leave in an empty file, as the statements and rows that make it again."""

    statements: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[Any]]] = field(default_factory=list)
    triggers: list[str] = field(default_factory=list)
    """After the rows, which they would act on."""

    @classmethod
    def read(cls, conn: Connection) -> "_Tables":
        made = cls()
        parts = conn.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY rowid").all()
        own = [part for part in parts if part.sql is not None and not part.name.startswith("sqlite_")]
        for kind in _EARLIER_FIRST:
            made.statements += [part.sql for part in own if part.type == kind]
        made.triggers = [part.sql for part in own if part.type == "trigger"]
        for name in (part.name for part in parts if part.type == "table"):
            rows = [tuple(row) for row in conn.exec_driver_sql(f'SELECT * FROM "{name}"')]  # noqa: S608 - our own
            if rows:
                places = ", ".join("?" * len(rows[0]))
                made.rows.append((f'INSERT INTO "{name}" VALUES ({places})', rows))  # noqa: S608 - our own
        return made

    def put(self, conn: Connection) -> None:
        for statement in self.statements:
            conn.exec_driver_sql(statement)
        for statement, rows in self.rows:
            conn.exec_driver_sql(statement, rows)
        for statement in self.triggers:
            conn.exec_driver_sql(statement)


class _Quick:
    """Stands in for `bot.store.schema.upgrade`."""

    def __init__(self, upgrade: Upgrade, newest: str) -> None:
        self.upgrade = upgrade
        self._newest = newest
        self.is_on = True
        self._made: dict[str, _Tables] = {}
        """By the newest migration that is to be there."""

    def __call__(self, conn: Connection, to: str | None = None) -> None:
        to = to or self._newest
        is_empty = self.is_on and _is_empty(conn)
        if is_empty and to in self._made:
            self._made[to].put(conn)
            return
        self.upgrade(conn, to)
        if is_empty:
            self._made[to] = _Tables.read(conn)


def _is_empty(conn: Connection) -> bool:
    is_sqlite = conn.dialect.name == "sqlite"
    return is_sqlite and not conn.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()


def put_tables() -> None:
    """Have all empty files of this process filled with the tables that were made first.

    The bot is imported here, and not above: importing it may have to be measured.
    """
    schema, database = (import_module(f"bot.store.{name}") for name in ("schema", "database"))
    schema.upgrade = database.upgrade = _Quick(schema.upgrade, schema.HEAD)  # type: ignore[attr-defined]


@contextmanager
def all_migrated() -> Iterator[None]:
    """Have each be migrated meanwhile, for those who look at what the migrations do."""
    quick: _Quick = import_module("bot.store.schema").upgrade
    quick.is_on = False
    try:
        yield
    finally:
        quick.is_on = True
