"""How many codes went to a number, or were asked for by a person: what the limits of the policy go by."""

from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement, TextClause

from bot.store.tables import verification
from bot.store.verifications import NEWEST, Reason
from bot.texting.spellings import canonical

Condition = ColumnElement[bool] | TextClause


def newest_to(conn: Connection, number: str, until: datetime) -> datetime | None:
    """Return when the newest code was asked for that went to a number (digits), or may have.

    Of those asked for until a moment (aware): later ones are of a clock that was set back since.
    """
    newest = select(verification.c.created_at).where(*_went_to(number), verification.c.created_at <= until)
    return conn.execute(newest.order_by(*NEWEST).limit(1)).scalar()


def count_to(conn: Connection, number: str, since: datetime, before: datetime) -> int:
    """Count the codes asked for between two moments (aware) that went to a number (digits), or may have."""
    return _count(conn, *_went_to(number), *_between(since, before))


def count_of(conn: Connection, user_id: str, since: datetime, before: datetime) -> int:
    """Count the codes a person asked for between two moments (aware), whatever became of them."""
    return _count(conn, verification.c.user_id == user_id, *_between(since, before))


def _went_to(number: str) -> tuple[Condition, ...]:
    may_be_out = verification.c.reason.is_distinct_from(Reason.NOT_SENT.value)
    return (verification.c.phone == canonical(number), may_be_out)


def _between(since: datetime, before: datetime) -> tuple[Condition, ...]:
    return (verification.c.created_at >= since, verification.c.created_at < before)


def _count(conn: Connection, *which: Condition) -> int:
    return conn.execute(select(func.count()).select_from(verification).where(*which)).scalar_one()
