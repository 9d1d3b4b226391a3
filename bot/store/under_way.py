"""How many lists and imports are under way."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Column, Connection, TextClause, func, select

from bot.store.contact_imports import ImportState
from bot.store.states import SendState
from bot.store.tables import IS_IMPORT_OPEN, IS_LIST, IS_RESERVED, contact_import, send

LISTS: Final = (SendState.RUNNING.value, SendState.PAUSED.value)
IMPORTS: Final = (ImportState.RUNNING.value, ImportState.PAUSED.value)


def lists(conn: Connection) -> Mapping[str, int]:
    """Count the lists that run or are paused, by state."""
    return _counted(conn, send.c.state, LISTS, IS_RESERVED, IS_LIST)


def imports(conn: Connection) -> Mapping[str, int]:
    """Count the imports that run or are paused, by state."""
    return _counted(conn, contact_import.c.state, IMPORTS, IS_IMPORT_OPEN)


def _counted(
    conn: Connection, state: Column[str], states: tuple[str, ...], *where: TextClause
) -> Mapping[str, int]:
    query = select(state, func.count()).where(state.in_(states), *where).group_by(state)
    found = {str(name): int(count) for name, count in conn.execute(query)}
    return dict.fromkeys(states, 0) | found
