"""The blind order of people (:mod:`bot.texting.blind_order`) where the database puts rows in order.

It has no keyed hash of its own that both kinds know. SQLite is given one on each connection; PostgreSQL has
``sha256``. Where numbers are encrypted their order tells nothing of them already. A database carries the
order's key, and every connection gives it.
"""

from sqlite3 import Connection as SqliteConnection
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, String, func, literal, type_coerce

from bot.store import encryption
from bot.texting import blind_order
from bot.texting.blind_order import BlindOrder

OPTION: Final = "blind_order"
"""The execution option of an engine in which its connections carry the order."""
_FUNCTION: Final = "blind_place"


def prepare(connection: SqliteConnection) -> None:
    """Have a connection to SQLite know the function."""
    connection.create_function(_FUNCTION, 2, _place)


def of(conn: Connection, number: ColumnElement[str]) -> ColumnElement[Any]:
    """Return what to order by in the place of a number."""
    if encryption.is_in_use(conn):
        return number
    order: BlindOrder = conn.get_execution_options()[OPTION]
    key, digits = literal(order.key, String), type_coerce(number, String)
    if conn.dialect.name == "sqlite":
        return func.blind_place(key, digits)
    return func.sha256(func.convert_to(key.concat(digits), "UTF8"))


def _place(key: str, number: str | None) -> bytes:
    return blind_order.place(key, number or "")
