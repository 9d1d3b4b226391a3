"""What was found wrong, from when it was seen first until it is over: one at a time of each kind.

They hold times and figures, and nothing about anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, select, update

from bot.store import lock_order, messages
from bot.store.dialects import chosen_once, insert_or_ignore
from bot.store.messages import Purpose
from bot.store.tables import IS_OPEN_ALERT, alert

Figures = Mapping[str, int]
PURPOSES: Final = (Purpose.ALERT, Purpose.ALERT_2, Purpose.ALERT_3, Purpose.ALERT_4, Purpose.ALERT_5)
"""The messages of an alert: one in a channel, or one to each of so many admins."""


@unique
class AlertKind(StrEnum):
    """What goes wrong, or is told once a week. The values are stored: never rename one."""

    BALANCE = "balance"
    FAILURES = "failures"
    APPROVALS = "approvals"
    KEY = "key"
    SLACK = "slack"
    PAUSED = "paused"
    DIGEST = "digest"
    POLICY = "policy"
    BIRTHDAYS = "birthdays"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that is wrong ``since`` then; people were told when it was raised. All times are aware.

    ``clear_since`` is when it was seen no more, ``resolved_at`` when that counted as over.
    """

    id: str
    kind: AlertKind
    since: datetime
    raised_at: datetime | None = None
    clear_since: datetime | None = None
    resolved_at: datetime | None = None
    figures: Figures = field(default_factory=dict)


def get(conn: Connection, alert_id: str) -> Alert | None:
    """Return an alert, or None."""
    row = conn.execute(select(alert).where(alert.c.id == alert_id)).one_or_none()
    return None if row is None else _from_row(row)


def open_of(conn: Connection, kind: AlertKind) -> Alert | None:
    """Return the one of a kind that is not resolved yet, raised or not; None where all is well."""
    row = conn.execute(select(alert).where(IS_OPEN_ALERT, alert.c.kind == kind.value)).one_or_none()
    return None if row is None else _from_row(row)


def begin(conn: Connection, kind: AlertKind, now: datetime, figures: Figures) -> str | None:
    """Write down that something is wrong, and return its id; None where another process has done so."""
    values = {"id": uuid4().hex, "kind": kind.value, "since": now, "figures": dict(figures)}
    statement = insert_or_ignore(conn, alert).values(values).returning(alert.c.id)
    return conn.execute(statement).scalar_one_or_none()


def note(conn: Connection, alert_id: str, **values: object) -> None:
    """Change an alert that is not resolved yet, and have its message drawn again where there is one."""
    still = (alert.c.id == alert_id, IS_OPEN_ALERT)
    if conn.execute(update(alert).where(*still).values(values)).rowcount:
        messages.outdate(conn, (alert_id,))


def raise_(conn: Connection, alert_id: str, now: datetime) -> None:
    """Have people told of an alert."""
    still = (alert.c.id == alert_id, IS_OPEN_ALERT)
    if conn.execute(update(alert).where(*still).values(raised_at=now)).rowcount:
        for purpose in PURPOSES:
            messages.open_another(conn, alert_id, purpose)


def drop(conn: Connection, alert_id: str) -> None:
    """Forget an alert that nobody was told of."""
    conn.execute(delete(alert).where(alert.c.id == alert_id, alert.c.raised_at.is_(None)))


def tell_once(conn: Connection, alert_id: str, kind: AlertKind, now: datetime, figures: Figures) -> bool:
    """Have people told something that is over as it is told; False where that was done under this id."""
    values = {
        "id": alert_id,
        "kind": kind.value,
        "since": now,
        "raised_at": now,
        "resolved_at": now,
        "figures": dict(figures),
    }
    statement = insert_or_ignore(conn, alert).values(values).returning(alert.c.id)
    is_new = conn.execute(statement).scalar_one_or_none() is not None
    if is_new:
        messages.open_another(conn, alert_id, Purpose.ALERT)
    return is_new


def forget(conn: Connection, before: datetime, most: int) -> int:
    """Forget up to so many that were resolved before a moment (aware); returns how many."""
    old = select(alert.c.id).where(alert.c.resolved_at < before).limit(most)
    gone = delete(alert).where(alert.c.id.in_(chosen_once(old))).returning(alert.c.id)
    return len(lock_order.change(conn, gone).all())


def _from_row(row: Row[*tuple[Any, ...]]) -> Alert:
    values = row._asdict()
    return Alert(**values | {"kind": AlertKind(values["kind"]), "figures": values["figures"] or {}})
