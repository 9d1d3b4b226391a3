"""Having one key, or none, take the place of the one that words and numbers are encrypted with.

It is done a portion at a time and may be interrupted anywhere: each value tells whether it was done already.
Nobody else can use the database meanwhile, for it says that it is changing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Row,
    Table,
    Text,
    bindparam,
    func,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy import update as update_of
from sqlalchemy.types import TypeEngine

from bot.store import audit, encryption, schema
from bot.store.audit import Event, Subject
from bot.store.data_keys import DataKey, DataKeys, Unreadable
from bot.store.database import Database
from bot.store.encryption import COLUMNS, NONE, DataKeyMissing, Locked
from bot.store.prepared import by_driver
from bot.store.tables.encrypted import Encrypted, Values
from bot.texting.clock import Clock, utc_now

NO_KEY: Final = "none"
"""What the audit log says in place of a key's id where nothing is encrypted."""
PORTION: Final = 500
"""Rows of one transaction."""
_KEY, _VALUE = "key_", "value_"
"""Before the names of the parameters that stand for columns."""


class AnotherChange(Locked):
    """Another change was interrupted, and has to be finished first."""

    def __init__(self) -> None:
        super().__init__(
            "Finish first what was interrupted: run smsit-bot encrypt as it was run then, with the DATA_KEY "
            "it had. Nothing was changed."
        )


class StillRead(Locked):
    """Somebody reads the database, so what it held before can't be taken out of its files."""

    def __init__(self) -> None:
        super().__init__(
            "Run smsit-bot encrypt again when nothing else, such as a backup, reads the database: only then "
            "nothing of what it held before is left in its files. The bot doesn't start until that is done."
        )


@dataclass(frozen=True, slots=True)
class Change:
    """From which key to which; None: not encrypted."""

    former: DataKey | None = field(repr=False)
    wanted: DataKey | None = field(repr=False)

    def value(self, kind: Encrypted[Any], kept: Any) -> Any:  # noqa: ANN401 - what the column holds
        """Return what is to be kept in place of a value. Raises :exc:`Unreadable`."""
        if self.wanted is None:
            return _opened(kind, self.former, kept)[0]
        _plain, is_done = _opened(kind, self.wanted, kept)
        if is_done:
            return kept
        return kind.closed(self.wanted, kept if self.former is None else kind.opened(self.former, kept))


def _opened(kind: Encrypted[Any], key: DataKey | None, kept: Any) -> tuple[Any, bool]:  # noqa: ANN401 - as above
    try:
        return (kept, False) if key is None else (kind.opened(key, kept), True)
    except Unreadable:
        return kept, False


def bring_up_to_date(database: Database) -> None:
    """Bring the tables up to date, as a start would: the bot starts on none still to be encrypted."""
    with database.engine.begin() as conn:
        if database.is_sqlite:
            by_driver(conn, "BEGIN IMMEDIATE")
        schema.upgrade(conn)


def planned(conn: Connection, keys: DataKeys, wanted: DataKey | None) -> Change | None:
    """Return what is to be changed, or goes on; None where nothing is.

    Raises :exc:`DataKeyMissing` and :exc:`AnotherChange`.
    """
    now, wanted_id = encryption.state(conn), NONE if wanted is None else wanted.id
    if now.key_id != wanted_id and now.is_changing:
        raise AnotherChange
    if now.key_id == wanted_id and not now.is_changing:
        return None
    former_id = now.former_id if now.is_changing else now.key_id
    former = keys.of_id(former_id) if former_id else None
    if former_id and former is None:
        raise DataKeyMissing
    return Change(former, wanted)


def count(conn: Connection) -> Mapping[str, int]:
    """Count the rows of all tables with words or numbers in them."""
    counted = {table.name: select(func.count()).select_from(table) for table in COLUMNS}
    return {name: int(conn.execute(query).scalar_one()) for name, query in counted.items()}


def run(database: Database, change: Change, clock: Clock = utc_now) -> Iterator[tuple[str, int]]:
    """Change everything; give the name of each table, and how many of its rows there was something to do in.

    That it was done stands in the audit log.

    Nobody else may use the database. Raises :exc:`Unreadable` for a value that is encrypted with neither key,
    and :exc:`StillRead`. It counts as done only once no file holds anything as it was before.
    """
    wanted_id, former_id = (NONE if key is None else key.id for key in (change.wanted, change.former))
    with database.engine.begin() as conn:
        encryption.note(conn, wanted_id, former_id)
    for table in COLUMNS:
        yield table.name, _Rekeyed(table, change).run(database)
    _leave_nothing(database)
    if not database.settle():
        raise StillRead
    facts = {"from": former_id or NO_KEY, "to": wanted_id or NO_KEY}
    with database.engine.begin() as conn:
        encryption.note(conn, wanted_id)
        audit.begin(conn)
        audit.note(
            conn, Event.KEY_CHANGED, Subject.DATA_KEY, at=clock(), facts=facts, subject=Subject.DATA_KEY
        )
        audit.write(conn)


class _Rekeyed:
    """One table."""

    def __init__(self, table: Table, change: Change) -> None:
        self._change = change
        self._kinds: dict[str, Encrypted[Any]] = {column.name: column.type for column in COLUMNS[table]}  # type: ignore[misc]
        self._keys = [type_coerce(column, _raw(column)) for column in table.primary_key]
        values = (type_coerce(column, _raw(column)) for column in COLUMNS[table])
        self._rows = select(*self._keys, *values).order_by(*self._keys).limit(PORTION)
        pairs = zip(table.primary_key, self._keys, strict=True)
        same = (key == bindparam(_KEY + column.name, type_=_raw(column)) for column, key in pairs)
        told = {column.name: bindparam(_VALUE + column.name, type_=_raw(column)) for column in COLUMNS[table]}
        self._update = update_of(table).where(*same).values(told)
        self._key_names = [_KEY + column.name for column in table.primary_key]

    def run(self, database: Database) -> int:
        """Change its rows; return how many there was something to do in."""
        done, last = 0, None
        while True:
            with database.engine.begin() as conn:
                rows = self._after(conn, last)
                changed = [each for row in rows if (each := self._changed(row))]
                if changed:
                    conn.execute(self._update, changed)
            done += len(changed)
            if len(rows) < PORTION:
                return done
            last = rows[-1][: len(self._keys)]

    def _after(self, conn: Connection, last: Sequence[Any] | None) -> Sequence[Row[Any]]:
        if last is None:
            return conn.execute(self._rows).all()
        there = tuple_(*last, types=[key.type for key in self._keys])
        return conn.execute(self._rows.where(tuple_(*self._keys) > there)).all()

    def _changed(self, row: Row[Any]) -> dict[str, Any]:
        """Return the parameters for a row; none where there is nothing to do."""
        kept = dict(zip(self._kinds, row[len(self._keys) :], strict=True))
        new = {
            name: value if value in (None, "") else self._change.value(self._kinds[name], value)
            for name, value in kept.items()
        }
        if new == kept:
            return {}
        keys = zip(self._key_names, row[: len(self._keys)], strict=True)
        return dict(keys) | {_VALUE + name: value for name, value in new.items()}


def _raw(column: Column[Any]) -> TypeEngine[Any]:
    """Return the type of a column as which it is read and written without any key."""
    if not isinstance(column.type, Encrypted):
        return column.type
    return JSON(none_as_null=True) if isinstance(column.type, Values) else Text()


def _leave_nothing(database: Database) -> None:
    """Have the database give up what it keeps of rows as they were before."""
    with database.engine.connect() as plain:
        conn = plain.execution_options(isolation_level="AUTOCOMMIT")
        if database.is_sqlite:
            conn.exec_driver_sql("VACUUM")
            return
        for table in COLUMNS:
            conn.exec_driver_sql(
                f"VACUUM (FULL, ANALYZE) {conn.dialect.identifier_preparer.format_table(table)}"
            )
        conn.exec_driver_sql(
            "VACUUM (FULL) pg_statistic"
        )  # samples of values; skipped where it may not be done
