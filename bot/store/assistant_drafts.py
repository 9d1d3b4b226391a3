"""What an assistant drafted, each for one person, who reviews or discards it.

waiting -> confirmed   in the transaction that hands the text over, so that one draft is one text at most
        -> discarded
        -> expired
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, insert, select, update

from bot.store import lock_order, messages
from bot.store.looks import look
from bot.store.messages import Purpose
from bot.store.sends.model import SendKind
from bot.store.tables import IS_DRAFTED, assistant_draft

_PREFIX: Final = "drafted:"


@unique
class DraftState(StrEnum):
    """Where a draft stands. The values are stored: never rename one."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """What an assistant drafted for a person; ``number`` is digits, ``is_typed`` whether it gave them all.

    Of a broadcast ``number`` is empty, and ``name`` the group's. Of a list both are, and ``listed`` says who
    is on it.
    """

    kind: SendKind
    team_id: str
    user_id: str
    number: str = field(repr=False)
    name: str | None = field(repr=False)
    body: str = field(repr=False)
    is_typed: bool
    expires_at: datetime
    listed: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantDraft:
    """One row. ``number`` is empty and ``body`` none once they were erased."""

    id: str
    kind: SendKind
    team_id: str
    user_id: str
    number: str = field(repr=False)
    name: str | None = field(repr=False)
    body: str | None = field(repr=False)
    listed: Mapping[str, Any] | None = field(repr=False)
    is_typed: bool
    state: DraftState
    created_at: datetime
    expires_at: datetime
    updated_at: datetime


def insert_new(conn: Connection, new: NewDraft, *, now: datetime) -> AssistantDraft:
    """Write a draft down and have its message posted."""
    values = asdict(new) | {
        "id": uuid4().hex,
        "kind": new.kind.value,
        "state": DraftState.WAITING.value,
        "created_at": now,
        "updated_at": now,
    }
    row = conn.execute(insert(assistant_draft).values(values).returning(*assistant_draft.c)).one()
    messages.open_another(conn, str(values["id"]), Purpose.DRAFTED)
    return _from_row(row)


def get(conn: Connection, draft_id: str) -> AssistantDraft | None:
    """Return the draft, or None."""
    row = conn.execute(select(assistant_draft).where(assistant_draft.c.id == draft_id)).one_or_none()
    return None if row is None else _from_row(row)


def waiting_like(conn: Connection, new: NewDraft) -> AssistantDraft | None:
    """Return the draft that waits for a person with the same words to the same number, group or list."""
    table = assistant_draft.c
    same = [*_waits_for(new.user_id), table.kind == new.kind.value, table.body == new.body]
    same.append(table.name == new.name if new.kind is SendKind.GROUP else table.number == new.number)
    found = map(_from_row, conn.execute(select(assistant_draft).where(*same)))
    return next((each for each in found if each.listed == new.listed), None)


def count_waiting(conn: Connection, user_id: str) -> int:
    """Count the drafts that wait for a person."""
    counted = select(func.count()).select_from(assistant_draft).where(*_waits_for(user_id))
    return int(conn.execute(counted).scalar_one())


def end(conn: Connection, draft_id: str, to: DraftState, *, now: datetime) -> bool:
    """End a draft that waits, and have its message drawn again; False where it waits no more."""
    waits = (assistant_draft.c.id == draft_id, assistant_draft.c.state == DraftState.WAITING.value)
    values = {"state": to.value, "updated_at": now}
    if not conn.execute(update(assistant_draft).where(*waits).values(values)).rowcount:
        return False
    messages.outdate(conn, (draft_id,), Purpose.DRAFTED)
    return True


def expired(conn: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """Return the ids of drafts that wait although their time is over."""
    return tuple(conn.execute(_EXPIRED.limit(limit), {"now": now}).scalars())


_EXPIRED: Final = select(assistant_draft.c.id).where(
    IS_DRAFTED, assistant_draft.c.expires_at <= bindparam("now")
)
EXPIRED: Final = look(_EXPIRED)
"""Whether :func:`expired` finds anything."""


def forget(conn: Connection, before: datetime, limit: int) -> int:
    """Delete up to ``limit`` drafts that last changed before a moment. Returns how many."""
    some = select(assistant_draft.c.id).where(assistant_draft.c.updated_at < before).limit(limit)
    return lock_order.change(conn, delete(assistant_draft).where(assistant_draft.c.id.in_(some))).rowcount


def send_key(draft_id: str, press: str) -> str:
    """Return the key of the send that a press on a draft makes; it tells which draft it came from."""
    return f"{_PREFIX}{draft_id}:{press}"


def draft_behind(key: str) -> str | None:
    """Return the id of the draft a send came from, by the send's key; None where it came from none."""
    return key.removeprefix(_PREFIX).partition(":")[0] if key.startswith(_PREFIX) else None


def _waits_for(user_id: str) -> tuple[ColumnElement[bool], ...]:
    table = assistant_draft.c
    return (table.user_id == user_id, table.state == DraftState.WAITING.value)


def _from_row(row: Row[*tuple[Any, ...]]) -> AssistantDraft:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["state"] = DraftState(str(values["state"]))
    values["kind"] = SendKind(str(values["kind"]))
    return AssistantDraft(**values)  # the table's columns are its fields; a test says so
