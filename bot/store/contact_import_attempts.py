"""The attempts of an import's rows: each claimed, and what came of it or was looked up written down.

The statements are made once: building one costs more than running it, and each runs for every row.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Update, bindparam, exists, select, tuple_, update

from bot.store.contact_import_rows import FORGOTTEN, ImportRow, RowState, from_row
from bot.store.contact_imports import ImportState
from bot.store.dialects import chosen_once
from bot.store.tables import contact_import, contact_import_row

_SPENT: Final = frozenset({RowState.ADDED, RowState.THERE})
_t = contact_import_row.c
_GOES_ON: Final = exists().where(
    contact_import.c.id == bindparam("wanted"),
    contact_import.c.state == ImportState.RUNNING.value,
    contact_import.c.wave == bindparam("in_wave"),
)
# No order: the index gives the oldest first by itself, and sorting all that wait takes long.
_NEXT: Final = (
    select(_t.import_id, _t.place)
    .where(_t.import_id == bindparam("wanted"), _t.state == RowState.WAITING.value, _GOES_ON)
    .limit(1)
    .with_for_update(skip_locked=True, of=contact_import_row)
)
_CLAIM: Final = (
    update(contact_import_row)
    .where(tuple_(_t.import_id, _t.place).in_(chosen_once(_NEXT)))
    .values(
        state=RowState.ATTEMPTING.value,
        token=bindparam("own_token"),
        attempting_at=bindparam("began"),
        reason=None,
    )
    .returning(contact_import_row)
)


def _changing(*only: ColumnElement[bool]) -> Mapping[bool, Update]:
    """Make the change of one row's state, which takes what it says of a person away (True) or leaves it."""
    own = (_t.import_id == bindparam("wanted"), _t.place == bindparam("at"))
    changed = update(contact_import_row).where(*own, *only)
    changed = changed.values(state=bindparam("to"), reason=bindparam("why"))
    return {True: changed.values(FORGOTTEN), False: changed}


_MINE: Final = _t.token == bindparam("own_token")
_UNDECIDED: Final = _t.state.in_((RowState.ATTEMPTING.value, RowState.UNKNOWN.value))
_RECORD: Final = _changing(_MINE, _UNDECIDED)
_PUT_BACK: Final = _changing(_MINE, _t.state == RowState.ATTEMPTING.value)
_SETTLE: Final = _changing(_t.state == bindparam("was"))


def claim(conn: Connection, import_id: str, wave: int, token: str, now: datetime) -> ImportRow | None:
    """Take the next row that waits: it is being attempted from now on, under this `token`.

    None when none waits, or the import does not run in this `wave` any more.
    """
    values = {"wanted": import_id, "in_wave": wave, "own_token": token, "began": now}
    row = conn.execute(_CLAIM, values).one_or_none()
    return None if row is None else from_row(row)


def record(conn: Connection, row: ImportRow, state: RowState, reason: str | None) -> bool:
    """Write what came of the attempt of a row, where it still is this attempt's.

    A late answer mends a row that was called unknown meanwhile.
    """
    return _change(conn, _RECORD, row, state, reason, own_token=row.token)


def put_back(conn: Connection, row: ImportRow, reason: str | None = None) -> bool:
    """Let a row wait again whose attempt provably changed nothing."""
    return _change(conn, _PUT_BACK, row, RowState.WAITING, reason, own_token=row.token)


def settle(conn: Connection, row: ImportRow, state: RowState, reason: str | None) -> bool:
    """Write what a look-up told of a row, unless something else became of the row meanwhile."""
    return _change(conn, _SETTLE, row, state, reason, was=row.state.value)


def _change(
    conn: Connection,
    change: Mapping[bool, Update],
    row: ImportRow,
    state: RowState,
    reason: str | None,
    **only: str | None,
) -> bool:
    values = {"wanted": row.import_id, "at": row.place, "to": state.value, "why": reason, **only}
    return bool(conn.execute(change[state in _SPENT], values).rowcount)
