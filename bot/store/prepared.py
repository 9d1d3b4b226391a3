"""Statements that stand ready: written with SQLAlchemy, compiled once, and run by SQLite's own driver.

What takes SQLite some microseconds takes ten times as many on its way through SQLAlchemy, each time anew. Of
fifty people who confirm at once the last one waits for that fifty times. So what every confirmation, every
attempt and every message asks is kept here as SQLAlchemy compiled it. Values and rows go through the types
of their columns as they would there, errors are SQLAlchemy's, and PostgreSQL is asked by SQLAlchemy itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from sqlite3 import Cursor
from sqlite3 import Error as SqliteError
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, Connection, Dialect, Executable, TypeDecorator, literal_column
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.visitors import replacement_traverse

from bot.store.data_keys import way_of

Values: TypeAlias = Mapping[str, object]
Convert: TypeAlias = Callable[[Any], Any]


def by_driver(conn: Connection, sql: str, values: Sequence[object] = ()) -> Cursor:
    """Have SQLite's driver run a statement in the transaction of ``conn``; errors are SQLAlchemy's."""
    driver: Any = conn.connection.dbapi_connection
    try:
        found: Cursor = driver.execute(sql, values)
    except SqliteError as error:
        raise _as_sqlalchemy(error, sql, conn.dialect) from error
    return found


def each_by_driver(conn: Connection, sql: str, rows: Iterable[Sequence[object]]) -> None:
    """Have SQLite's driver run a statement for each of several rows, as :func:`by_driver` does for one."""
    driver: Any = conn.connection.dbapi_connection
    try:
        driver.executemany(sql, rows)
    except SqliteError as error:
        raise _as_sqlalchemy(error, sql, conn.dialect) from error


def _as_sqlalchemy(error: SqliteError, sql: str, dialect: Dialect) -> BaseException:
    return DBAPIError.instance(sql, None, error, SqliteError, hide_parameters=True, dialect=dialect)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement in SQLite's words, and how values go in and rows come out."""

    sql: str
    fixed: Values
    """Values that belong to the statement and could not be written into it, as the driver takes them."""
    converts: tuple[tuple[str, Convert], ...]
    """The values that are given and have to be converted, by their names."""
    in_order: Callable[[Values], Sequence[object]]
    """Gives a value for each question mark."""
    columns: tuple[tuple[int, Convert], ...]
    """The columns of a row that are converted, by their places."""

    def run(self, conn: Connection, values: Values) -> Cursor:
        return by_driver(conn, self.sql, self._given(values))

    def run_all(self, conn: Connection, rows: Sequence[Values]) -> None:
        each_by_driver(conn, self.sql, map(self._given, rows))

    def _given(self, values: Values) -> Sequence[object]:
        """Return what stands for the question marks."""
        if not self.fixed and not self.converts:
            return self.in_order(values)
        told = {**self.fixed, **values}
        for name, convert in self.converts:
            told[name] = convert(told[name])
        return self.in_order(told)

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for place, convert in self.columns:
            cells[place] = convert(cells[place])
        return tuple(cells)


class Prepared:
    """A statement to be run in a transaction that :class:`Database` gives. No list is among its values.

    Its parameters are given by name; the names beside those it has are columns to set, as in SQLAlchemy.
    Where it has to say more on PostgreSQL, that is ``on_server``.
    """

    def __init__(self, statement: Executable, on_server: Executable | None = None) -> None:
        self._statement = statement
        self._on_server = statement if on_server is None else on_server
        self._ready: dict[tuple[object, tuple[str, ...]], _Ready] = {}

    def rows(self, conn: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Run it and return all rows."""
        ready = self._for(conn, values)
        if ready is None:
            return [tuple(row) for row in conn.execute(self._for_sqlalchemy(conn), values)]
        found = ready.run(conn, values).fetchall()
        return [ready.converted(row) for row in found] if ready.columns else found

    def row(self, conn: Connection, values: Values) -> tuple[Any, ...] | None:
        """Run it and return the first row, or None where there is none."""
        rows = self.rows(conn, values)
        return rows[0] if rows else None

    def count(self, conn: Connection, values: Values) -> int:
        """Run it and return how many rows it changed."""
        ready = self._for(conn, values)
        if ready is None:
            return conn.execute(self._for_sqlalchemy(conn), values).rowcount
        return ready.run(conn, values).rowcount

    def run_each(self, conn: Connection, rows: Sequence[Values]) -> None:
        """Run it for each of these values: one at least, and all of the same names."""
        ready = self._for(conn, rows[0])
        if ready is None:
            conn.execute(self._for_sqlalchemy(conn), rows)
        else:
            ready.run_all(conn, rows)

    def _for_sqlalchemy(self, conn: Connection) -> Executable:
        return self._on_server if conn.dialect.name == "postgresql" else self._statement

    def _for(self, conn: Connection, values: Values) -> _Ready | None:
        """Return what the driver runs; None where SQLAlchemy has to."""
        if conn.dialect.name != "sqlite" or not conn.in_transaction():
            return None  # outside a transaction SQLAlchemy begins one, and the driver knows nothing of it
        names = tuple(values)
        kind = (way_of(conn.dialect), names)  # what is encrypted goes in and comes out otherwise
        ready = self._ready.get(kind)
        if ready is None:
            ready = self._ready[kind] = _compiled(self._statement, names, conn.dialect)
        return ready


def _compiled(statement: Any, names: Sequence[str], dialect: Dialect) -> _Ready:  # noqa: ANN401 - several kinds
    written = _written_out(statement, dialect)
    compiled: SQLCompiler = written.compile(dialect=dialect, column_keys=list(names))
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError("SQLAlchemy finishes this statement only when it has the values")
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    fixed: dict[str, object] = {}
    converts: list[tuple[str, Convert]] = []
    order = tuple(compiled.positiontup or ())
    for name in dict.fromkeys(order):
        convert = binds[name].type.dialect_impl(dialect).bind_processor(dialect)
        if name not in names:
            fixed[name] = binds[name].value if convert is None else convert(binds[name].value)
        elif convert is not None:
            converts.append((name, convert))
    columns = (
        (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for place, column in enumerate(statement.exported_columns)
    )
    return _Ready(
        compiled.string,
        fixed,
        tuple(converts),
        _in(order),
        tuple((place, convert) for place, convert in columns if convert is not None),
    )


def _written_out(statement: Any, dialect: Dialect) -> Any:  # noqa: ANN401 - as above
    """Return the statement with its own words and figures written into it, where they were parameters.

    A parameter that is compared with a column of a partial index may be what the index is for. So SQLite
    prepares such a statement anew each time it is given values, which takes longer than to run it.
    """

    def literal(element: object, **_named: object) -> ColumnElement[Any] | None:
        if not isinstance(element, BindParameter) or element.expanding:
            return None
        if type(element.value) not in {str, int} or isinstance(element.type, TypeDecorator):
            return None  # such a type says how its values are kept, perhaps encrypted
        write = element.type.dialect_impl(dialect).literal_processor(dialect)
        return None if write is None else literal_column(write(element.value), element.type)

    return replacement_traverse(statement, {}, literal)


def _in(order: Sequence[str]) -> Callable[[Values], Sequence[object]]:
    """Return what takes values by their names and gives them in an order."""
    if len(order) > 1:
        return itemgetter(*order)
    return lambda values: [values[name] for name in order]
