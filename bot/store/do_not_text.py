"""The numbers that are never texted, and the record of who put them there or took them off.

A number stands here once, in its one form (:func:`bot.texting.spellings.canonical`), and is found however it
is spelt: as long as one of the phones that digits may mean is on the list, they are. ``region`` is the
two-letter default for digits that SMS-iT keeps without a country code.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, or_, select, update

from bot.store.dialects import insert_into
from bot.store.tables import do_not_text
from bot.texting.spellings import canonical, readings

ASKED_AT_ONCE: Final = 1000
"""Numbers in one question; databases take a limited number of parameters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One number's record. It is on the list unless it was removed; times are aware UTC."""

    number: str = field(repr=False)
    reason: str = field(repr=False)
    added_by: str
    added_at: datetime
    removed_by: str | None
    removed_at: datetime | None
    removal_reason: str | None = field(repr=False)

    @property
    def is_listed(self) -> bool:
        """Tell whether the number may not be texted."""
        return self.removed_at is None


def listed(conn: Connection, numbers: Collection[str], region: str | None = None) -> frozenset[str]:
    """Return those of the numbers (digits) that are on the list, as they are spelt there.

    A hundred thousand take some seconds at most.
    """
    spelt: dict[str, list[str]] = {}
    for number in dict.fromkeys(numbers):
        for phone in readings(number, region):
            spelt.setdefault(phone, []).append(number)
    found: set[str] = set()
    for some in _in_parts(spelt):
        for phone in conn.execute(_LISTED, {"numbers": some}).scalars():
            found.update(spelt[phone])
    return frozenset(found)


def is_listed(conn: Connection, number: str, region: str | None = None) -> bool:
    """Tell whether one number (digits) is on the list. Asked before each text."""
    return conn.execute(_LISTED, {"numbers": readings(number, region)}).first() is not None


def add(conn: Connection, reasons: dict[str, str], who: str, now: datetime) -> int:
    """Put numbers (digits) on the list, each with its reason; return how many were not on it before.

    One that is on the list keeps its record. One that had been taken off gets a new one.
    """
    phones = {
        canonical(number): reason for number, reason in reversed(reasons.items())
    }  # the first one counts
    rows = [
        {"number": phone, "reason": reason, "added_by": who, "added_at": now}
        for phone, reason in sorted(phones.items())
    ]
    if not rows:
        return 0
    new = insert_into(conn, do_not_text)
    revived: dict[str, object] = dict.fromkeys(("removed_by", "removed_at", "removal_reason"))
    revived |= {name: new.excluded[name] for name in ("reason", "added_by", "added_at")}
    statement = new.on_conflict_do_update(
        index_elements=["number"], set_=revived, where=do_not_text.c.removed_at.is_not(None)
    )
    return len(conn.execute(statement.returning(do_not_text.c.number), rows).all())


def remove(conn: Connection, number: str, reason: str, who: str, now: datetime) -> bool:
    """Take a number off the list; its row stays as the record. False when it is not on the list."""
    on_it = (do_not_text.c.number == canonical(number), do_not_text.c.removed_at.is_(None))
    values = {"removed_by": who, "removed_at": now, "removal_reason": reason}
    return conn.execute(update(do_not_text).where(*on_it).values(values)).rowcount == 1


def get(conn: Connection, number: str) -> Entry | None:
    """Return the record of a number, on the list or taken off it; None when it never was on it."""
    row = conn.execute(select(do_not_text).where(do_not_text.c.number == canonical(number))).one_or_none()
    return None if row is None else Entry(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it


def count(conn: Connection) -> int:
    """Return how many numbers are on the list."""
    query = select(func.count()).select_from(do_not_text).where(do_not_text.c.removed_at.is_(None))
    return conn.execute(query).scalar_one()


def page(conn: Connection, ending: str, *, offset: int, limit: int) -> tuple[Entry, ...]:
    """Return the records whose number ends with these digits, the newest first.

    Without digits they are those on the list. A search shows those taken off it as well. A whole number is
    found however it is spelt.
    """
    query = select(do_not_text)
    if ending:
        is_it = do_not_text.c.number.in_(readings(ending))
        query = query.where(or_(do_not_text.c.number.endswith(ending, autoescape=True), is_it))
    else:
        query = query.where(do_not_text.c.removed_at.is_(None))
    ordered = query.order_by(do_not_text.c.added_at.desc(), do_not_text.c.number)
    rows = conn.execute(ordered.offset(offset).limit(limit))
    return tuple(Entry(**row._mapping) for row in rows)  # noqa: SLF001 -- as above


_LISTED = select(do_not_text.c.number).where(
    do_not_text.c.number == bindparam("wanted"), do_not_text.c.removed_at.is_(None)
)
_LISTED = select(do_not_text.c.number).where(
    do_not_text.c.number.in_(bindparam("numbers", expanding=True)), do_not_text.c.removed_at.is_(None)
)


def _in_parts(numbers: Collection[str]) -> Iterator[list[str]]:
    # Sorted, so that each question reads one stretch of the index.
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), ASKED_AT_ONCE):
        yield ordered[start : start + ASKED_AT_ONCE]
