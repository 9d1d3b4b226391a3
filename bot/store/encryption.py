"""Whether the words and numbers of a database are encrypted, and with which of the keys it was opened with.

Nobody reads or writes before that is known: what one process writes plainly, another one couldn't read.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    delete,
    insert,
    inspect,
    select,
    true,
)

from bot.errors import UserError
from bot.store.data_keys import keys_of
from bot.store.tables import data_encryption, metadata
from bot.store.tables.encrypted import Encrypted

_t = data_encryption.c
_ONLY: Final = 1
_AT_ONCE: Final = 500
Fits: TypeAlias = Callable[[Row[Any]], bool]
"""Tells whether a row is one that is asked for."""
NONE: Final = ""
"""Stands for the key of what is not encrypted."""


class State(NamedTuple):
    """With which key a database is encrypted, by its id, and with which one some of it still is."""

    key_id: str
    former_id: str | None

    @property
    def is_changing(self) -> bool:
        """Whether one key takes another one's place: the bot can't read all of it then."""
        return self.former_id is not None


class Locked(UserError):  # noqa: N818 -- a case, named as callers read it
    """The words and numbers of a database can't be read or written as they should be."""


class DataKeyMissing(Locked):
    """Words and numbers are encrypted with a key that isn't set."""

    def __init__(self) -> None:
        super().__init__(
            "Set DATA_KEY to the key it had before: the words and numbers in the database are encrypted with "
            "it. Nothing was read or changed."
        )


class Unfinished(Locked):
    """One key takes another one's place, and that was interrupted."""

    def __init__(self) -> None:
        super().__init__(
            "Run smsit-bot encrypt again, with the DATA_KEY it had: it was interrupted, and goes on where it "
            "was. Until then nothing is read or sent."
        )


class NotEncrypted(Locked):
    """The key that is set is not the one in use."""

    def __init__(self) -> None:
        super().__init__(
            "Run smsit-bot encrypt while the bot is stopped: DATA_KEY is set, and the words and numbers in "
            "the database aren't encrypted with it yet. Or set DATA_KEY as it was before."
        )


def state(conn: Connection) -> State:
    """Return how a database stands."""
    if not inspect(conn).has_table(data_encryption.name):
        return State(NONE, None)
    row = conn.execute(select(_t.key_id, _t.former_id)).one_or_none()
    return State(NONE, None) if row is None else State(*row)


def look(conn: Connection) -> None:
    """Find out which of its keys the database of a connection is encrypted with, to use that from now on.

    Raises :exc:`Unfinished` and :exc:`DataKeyMissing`.
    """
    now, keys = state(conn), keys_of(conn.dialect)
    if now.is_changing:
        raise Unfinished
    key = keys.of_id(now.key_id) if keys is not None and now.key_id else None
    if now.key_id and key is None:
        raise DataKeyMissing
    if keys is not None:
        keys.in_use = key


def is_in_use(conn: Connection) -> bool:
    """Tell whether words and numbers are encrypted; the database can't look into them then."""
    keys = keys_of(conn.dialect)
    return keys is not None and keys.in_use is not None


def likely(conn: Connection, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition about a part of words or numbers; what is encrypted all meets it.

    So whoever asks has to look at each again.
    """
    return true() if is_in_use(conn) else condition


def part(
    conn: Connection,
    query: Select[*tuple[Any, ...]],
    fits: Fits,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Row[Any]]:
    """Return a part of the rows of a query with a condition that is only :func:`likely`.

    All rows are read and each is looked at again, where words and numbers are encrypted.
    """
    if not is_in_use(conn):
        return conn.execute(query.offset(offset).limit(limit)).all()
    with conn.execute(query.execution_options(yield_per=_AT_ONCE)) as rows:
        return list(islice(filter(fits, rows), offset, None if limit is None else offset + limit))


def begin(conn: Connection) -> None:
    """Encrypt with the newest key from now on where there are no words or numbers yet.

    Raises :exc:`NotEncrypted` where there are some, and they are not encrypted with it.
    """
    look(conn)
    keys = keys_of(conn.dialect)
    if keys is None or keys.newest is None or keys.newest is keys.in_use:
        return
    if has_any(conn):
        raise NotEncrypted
    note(conn, keys.newest.id)
    keys.in_use = keys.newest


def has_any(conn: Connection) -> bool:
    """Tell whether there may be words or numbers."""
    return any(conn.execute(select(columns[0]).limit(1)).first() for columns in COLUMNS.values())


def note(conn: Connection, key_id: str, former_id: str | None = None) -> None:
    """Note with which key the database is encrypted, or, with a former one, is to be."""
    conn.execute(delete(data_encryption))
    if key_id or former_id is not None:
        told = {"id": _ONLY, "key_id": key_id, "former_id": former_id}
        conn.execute(insert(data_encryption), told)


COLUMNS: Final[dict[Table, list[Column[str]]]] = {
    table: found
    for table in metadata.sorted_tables
    if (found := [column for column in table.columns if isinstance(column.type, Encrypted)])
}
"""By table: the columns that are encrypted."""
