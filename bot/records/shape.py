"""The tables of a database as they stand there, and their rows in one form for SQLite and PostgreSQL.

A row is a line of JSON: its values in the order of the columns, times in UTC to the microsecond, what is
JSON in the database as the text it was written as. The rows of a table come in the order of its key, so its
hash is the same wherever they are.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from bot.engine import tables as engine
from bot.store.tables import data_encryption, erasure_key, metadata, smsit_account

_OF_A_START: Final = frozenset({data_encryption.name, erasure_key.name, smsit_account.name})
"""Tables that say with which keys the bot was started, and nothing that anybody would miss."""
PORTION: Final = 500
"""Rows that are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What tells whether the rows of a table are the same: how many, and a hash over them (SHA-256)."""

    rows: int
    sha256: str


_Told = tuple[str, type[TypeEngine[Any]], bool]
"""Of a column: its name, its type, and whether it is of the key."""
Shape = Mapping[str, Table]
"""The tables that are there, by name, in an order in which they can be filled."""


def of(conn: Connection) -> Shape:
    """Return the tables of the bot and of its engine that there are in a database."""
    schema = engine.SCHEMA if conn.dialect.name == "postgresql" else None
    own = _read(conn, [table.name for table in metadata.sorted_tables], None)
    return own | _read(conn, engine.TABLES, schema)


def _read(conn: Connection, names: Sequence[str], schema: str | None) -> dict[str, Table]:
    looked = inspect(conn)
    columns = looked.get_multi_columns(schema, filter_names=names)
    keys = looked.get_multi_pk_constraint(schema, filter_names=names)
    refers = looked.get_multi_foreign_keys(schema, filter_names=names)
    there = {
        each: {key["referred_table"] for key in refers[schema, each]}
        for each in names
        if (schema, each) in columns
    }
    found = {}
    for name in _fillable(there):
        key = set(keys[schema, name]["constrained_columns"])
        told = ((each["name"], _kind(each["type"]), each["name"] in key) for each in columns[schema, name])
        found[name] = _table(name, schema, tuple(told))
    return found


def _fillable(refers: Mapping[str, AbstractSet[str]]) -> Iterator[str]:
    """Give each table behind those it refers to, else in the order they have.

    Tables of an earlier version may refer to others than today's do.
    """
    waiting = list(refers)
    while waiting:
        ready = (each for each in waiting if refers[each].isdisjoint(set(waiting) - {each}))
        name = next(ready, waiting[0])
        waiting.remove(name)
        yield name


def _kind(type_: TypeEngine[Any]) -> type[TypeEngine[Any]]:
    """Return what a type comes to in both databases; text is what is passed on as it is."""
    if isinstance(type_, Integer):
        return BigInteger
    kinds = (DateTime, JSON, Boolean, Float)
    return next((each for each in kinds if isinstance(type_, each)), Text)


@cache
def _table(name: str, schema: str | None, columns: tuple[_Told, ...]) -> Table:
    """Make a table of its columns; the same one each time, for statements about it are compiled once then."""
    made = (
        Column(column, DateTime(timezone=True) if kind is DateTime else kind(), primary_key=is_key)
        for column, kind, is_key in columns
    )
    return Table(name, MetaData(), *made, schema=schema)


def columns_of(table: Table) -> list[str]:
    """Return the names of a table's columns."""
    return [column.name for column in table.columns]


def records(conn: Connection, there: Shape) -> int:
    """Count the rows of the bot's own tables, but for what a first start writes by itself."""
    own = (table.name for table in metadata.sorted_tables if table.name not in _OF_A_START)
    return sum(count(conn, there[name]) for name in own if name in there)


def count(conn: Connection, table: Table) -> int:
    """Count the rows of a table."""
    return int(conn.execute(select(func.count()).select_from(table)).scalar_one())


def lines(conn: Connection, table: Table, columns: Sequence[str]) -> Iterator[bytes]:
    """Return the rows of a table, a line each, with these columns in this order."""
    chosen = [_read_as(conn, table.c[name]) for name in columns]
    query = select(*chosen).order_by(*(_in_order(conn, column) for column in table.primary_key.columns))
    loose = {place for place, name in enumerate(columns) if (table.name, name) in engine.LOOSE}
    for row in conn.execute(query.execution_options(yield_per=PORTION)):
        yield _line([_plain(value, loose=place in loose) for place, value in enumerate(row)])


def digest(found: Iterable[bytes]) -> Digest:
    """Count lines and hash them."""
    hashed, rows = hashlib.sha256(), 0
    for line in found:
        hashed.update(line)
        rows += 1
    return Digest(rows, hashed.hexdigest())


def fill(conn: Connection, table: Table, columns: Sequence[str], found: Iterable[bytes]) -> None:
    """Put rows into a table. Raises ValueError for a line that is no row of these columns."""
    statement = insert(table).values({name: _write_as(conn, table.c[name]) for name in columns})
    times = {name for name in columns if isinstance(table.c[name].type, DateTime)}
    is_sqlite = conn.dialect.name == "sqlite"
    waiting = iter(found)
    while portion := list(islice(waiting, PORTION)):
        rows = []
        for line in portion:
            row = dict(zip(columns, json.loads(line), strict=True))
            for name in times:
                row[name] = _time(row[name], is_sqlite=is_sqlite)
            rows.append(row)
        conn.execute(statement, rows)


def _read_as(conn: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """Return a column as it is read; JSON as the text it was written as."""
    if not isinstance(column.type, JSON):
        return column
    return type_coerce(column, Text) if conn.dialect.name == "sqlite" else cast(column, Text)


def _write_as(conn: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """Return the parameter of a column. SQLite keeps JSON as the text it is given."""
    if not isinstance(column.type, JSON):
        return bindparam(column.name, type_=column.type)
    text = bindparam(column.name, type_=Text())
    return text if conn.dialect.name == "sqlite" else cast(text, column.type)


def _in_order(conn: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """Return a key as it is sorted: texts byte by byte, as SQLite does, whatever the server's language is."""
    is_text = isinstance(column.type, Text) and conn.dialect.name == "postgresql"
    return column.collate("C") if is_text else column


def _plain(value: object, *, loose: bool) -> object:
    if isinstance(value, datetime):
        utc = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return utc.isoformat(timespec="microseconds")
    if loose and isinstance(value, str):
        return json.dumps(json.loads(value), sort_keys=True, separators=(",", ":"))
    return value


def _time(value: str | None, *, is_sqlite: bool) -> datetime | None:
    if value is None:
        return None
    utc = datetime.fromisoformat(value).astimezone(UTC)
    return utc.replace(tzinfo=None) if is_sqlite else utc


def _line(values: list[object]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
