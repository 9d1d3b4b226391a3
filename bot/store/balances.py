"""The SMS balance over time: one row for each hour in which it was read, with what was read last in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store import lock_order
from bot.store.dialects import chosen_once, insert_into
from bot.store.tables import balance_sample


@dataclass(frozen=True, slots=True)
class Sample:
    """The credits there were at a moment (aware)."""

    at: datetime
    credits: int


def note(conn: Connection, sample: Sample) -> None:
    """Keep a balance as the last one of its hour; an older one does not take the place of a newer."""
    hour = sample.at.replace(minute=0, second=0, microsecond=0)
    first = insert_into(conn, balance_sample).values(hour=hour, at=sample.at, credits=sample.credits)
    conn.execute(
        first.on_conflict_do_update(
            index_elements=["hour"],
            set_={"at": sample.at, "credits": sample.credits},
            where=balance_sample.c.at <= sample.at,
        )
    )


def newest(conn: Connection, now: datetime) -> Sample | None:
    """Return the balance that was read last until now (aware); None where none is kept."""
    query = select(balance_sample.c.at, balance_sample.c.credits).where(balance_sample.c.at <= now)
    row = conn.execute(query.order_by(balance_sample.c.hour.desc()).limit(1)).one_or_none()
    return None if row is None else Sample(row.at, row.credits)


def since(conn: Connection, moment: datetime) -> tuple[Sample, ...]:
    """Return what was read in the hours from a moment (aware) on, the oldest first."""
    query = select(balance_sample.c.at, balance_sample.c.credits).where(balance_sample.c.hour >= moment)
    return tuple(Sample(row.at, row.credits) for row in conn.execute(query.order_by(balance_sample.c.hour)))


def forget(conn: Connection, before: datetime, most: int) -> int:
    """Forget up to so many hours before a moment (aware); returns how many."""
    old = select(balance_sample.c.hour).where(balance_sample.c.hour < before).limit(most)
    gone = delete(balance_sample).where(balance_sample.c.hour.in_(chosen_once(old)))
    return len(lock_order.change(conn, gone.returning(balance_sample.c.hour)).all())
