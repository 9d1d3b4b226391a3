"""The record that somebody was erased: when, by which user of the machine, how much; never who."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, select, update

from bot.store.number_hashes import NumberKey
from bot.store.tables import erasure

_t = erasure.c


@dataclass(frozen=True, slots=True)
class Record:
    """One erasure. Times are aware UTC; it is finished once nothing of the person was left."""

    id: str
    phone_hash: str = field(repr=False)
    done_by: str
    begun_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]


def begin(conn: Connection, phone: str, key: NumberKey, done_by: str, now: datetime) -> str:
    """Record that an erasure begins, or goes on where the last one of that person did not end."""
    hashed = key.phone(phone)
    unfinished = select(_t.id).where(_t.phone_hash == hashed, _t.finished_at.is_(None))
    found: str | None = conn.execute(unfinished).scalars().first()
    if found is not None:
        return found
    values: dict[str, Any] = {"id": uuid4().hex, "phone_hash": hashed, "key_id": key.id}
    told = {"done_by": done_by, "begun_at": now, "counts": {}}
    conn.execute(erasure.insert(), values | told)
    return str(values["id"])


def add(conn: Connection, record_id: str, kind: str, count: int) -> None:
    """Count what was erased of one kind, in the transaction that erases it."""
    if count:
        counts = dict(conn.execute(select(_t.counts).where(_t.id == record_id)).scalar_one())
        counts[kind] = counts.get(kind, 0) + count
        conn.execute(update(erasure).where(_t.id == record_id).values(counts=counts))


def finish(conn: Connection, record_id: str, now: datetime) -> Record:
    """Record that nothing is left, and return the record."""
    conn.execute(update(erasure).where(_t.id == record_id).values(finished_at=now))
    return _from_row(conn.execute(_ALL.where(_t.id == record_id)).one())


def newest(conn: Connection, phone_hash: str | None = None) -> tuple[Record, ...]:
    """Return all records, or those of one number, the newest first."""
    query = _ALL if phone_hash is None else _ALL.where(_t.phone_hash == phone_hash)
    return tuple(map(_from_row, conn.execute(query.order_by(_t.begun_at.desc(), _t.id))))


_ALL = select(_t.id, _t.phone_hash, _t.done_by, _t.begun_at, _t.finished_at, _t.counts)


def _from_row(row: Row[*tuple[Any, ...]]) -> Record:
    return Record(*row)
