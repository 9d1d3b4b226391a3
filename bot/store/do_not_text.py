"""The numbers that are never texted, and the record of who put them there or took them off.

A number stands here once, in its one form (:func:`bot.texting.spellings.canonical`), and is found however it
is spelt: as long as one of the phones that digits may mean is on the list, they are. ``region`` is the
two-letter default for digits that SMS-iT keeps without a country code; they are found as a number of any
other country too, for nobody knows whose it was.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, or_, select, update

from bot.store import audit, blind_places, do_not_text_erased, lost_listings
from bot.store.audit import Event, Subject
from bot.store.dialects import insert_into
from bot.store.do_not_text_erased import in_parts
from bot.store.encryption import likely, part
from bot.store.prepared import Prepared
from bot.store.tables import do_not_text
from bot.texting.spellings import canonical, national_of, of_any_country, readings, without_code


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
    for some in in_parts(spelt):
        for phone in conn.execute(_LISTED, {"numbers": some}).scalars():
            found.update(spelt[phone])
    return (
        frozenset(found)
        | _of_any_country(conn, numbers, region)
        | do_not_text_erased.listed(conn, numbers, region)
        | lost_listings.of(conn).listed(numbers, region)
    )


def is_listed(conn: Connection, number: str, region: str | None = None) -> bool:
    """Tell whether one number (digits) is on the list. Asked before each text."""
    phones = readings(number, region)
    if any(_IS_LISTED.rows(conn, {"wanted": phone}) for phone in phones):
        return True
    every = (_of_any_country, do_not_text_erased.listed)
    lost = lost_listings.of(conn).listed((number,), region)
    return bool(lost) or any(found(conn, (number,), region) for found in every)


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
    added = len(conn.execute(statement.returning(do_not_text.c.number), rows).all())
    if added:
        lost_listings.of(conn).note(conn, tuple(phones), listed=True)
        _note(conn, Event.LISTED, who, now, added)
    return added


def remove(conn: Connection, number: str, reason: str, who: str, now: datetime) -> bool:
    """Take a number off the list; its row stays as the record, if it had one. False when it is not on it."""
    lost = lost_listings.of(conn)
    lost.note(conn, (canonical(number),), listed=False)
    was_erased = do_not_text_erased.remove(conn, number) or lost.holds(number)
    on_it = (do_not_text.c.number == canonical(number), do_not_text.c.removed_at.is_(None))
    values = {"removed_by": who, "removed_at": now, "removal_reason": reason}
    removed = conn.execute(update(do_not_text).where(*on_it).values(values)).rowcount == 1 or was_erased
    if removed:
        _note(conn, Event.UNLISTED, who, now, 1)
    return removed


def get(conn: Connection, number: str) -> Entry | None:
    """Return the record of a number, on the list or taken off it; None when it never was on it.

    Of somebody who was erased it says no reason, and nothing of how it was taken off.
    """
    row = conn.execute(select(do_not_text).where(do_not_text.c.number == canonical(number))).one_or_none()
    found = None if row is None else Entry(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    return found if found is not None and found.is_listed else _erased(conn, canonical(number)) or found


def count(conn: Connection) -> int:
    """Return how many numbers are on the list."""
    query = select(func.count()).select_from(do_not_text).where(do_not_text.c.removed_at.is_(None))
    return conn.execute(query).scalar_one() + do_not_text_erased.count(conn)


def count_erased(conn: Connection) -> int:
    """Return how many of them nobody can read any more, because their people were erased."""
    return do_not_text_erased.count(conn)


def page(conn: Connection, ending: str, *, offset: int, limit: int, whole: bool = False) -> tuple[Entry, ...]:
    """Return the records whose number ends with these digits, the newest first.

    Without digits they are those on the list. A search shows those taken off it as well. A whole number is
    found however it is spelt; digits that are ``whole`` are one only. Only as a whole number is that of
    somebody found who was erased.
    """
    query = select(do_not_text)
    if ending:
        is_it = do_not_text.c.number.in_(readings(ending))
        ends = do_not_text.c.number.endswith(ending, autoescape=True)
        query = query.where(is_it if whole else or_(likely(conn, ends), is_it))
    else:
        query = query.where(do_not_text.c.removed_at.is_(None))
    ordered = query.order_by(do_not_text.c.added_at.desc(), blind_places.of(conn, do_not_text.c.number))
    meant = {*readings(ending)} if ending else set()

    def fits(row: Row[Any]) -> bool:
        return not ending or row.number in meant or (not whole and row.number.endswith(ending))

    rows = part(conn, ordered, fits, offset=offset, limit=limit)
    found = [Entry(**row._mapping) for row in rows]  # noqa: SLF001 -- as above
    known = {each.number for each in found}
    erased = (_erased(conn, phone) for phone in (readings(ending) if ending and not offset else ()))
    return (*(each for each in erased if each is not None and each.number not in known), *found)


_LIST: Final = "list"
"""What stands for it in the audit log: there is one."""
_IS_LISTED = Prepared(
    select(do_not_text.c.number).where(
        do_not_text.c.number == bindparam("wanted"), do_not_text.c.removed_at.is_(None)
    )
)
_LISTED = select(do_not_text.c.number).where(
    do_not_text.c.number.in_(bindparam("numbers", expanding=True)), do_not_text.c.removed_at.is_(None)
)


def _note(conn: Connection, kind: Event, who: str, now: datetime, numbers: int) -> None:
    """Write down that the list changed: by whom and by how many, never by which."""
    audit.note(conn, kind, _LIST, at=now, by=who, facts={"numbers": numbers}, subject=Subject.DO_NOT_TEXT)


def _erased(conn: Connection, phone: str) -> Entry | None:
    found = do_not_text_erased.get(conn, phone)
    return None if found is None else Entry(phone, "", found.added_by, found.added_at, None, None, None)


def _may_be(national: str) -> ColumnElement[bool]:
    """Return the condition that a number is this one behind a country code, whichever there is."""
    return do_not_text.c.number.in_(sorted(of_any_country(national)))


def _of_any_country(conn: Connection, numbers: Collection[str], region: str | None) -> frozenset[str]:
    """Return those of the numbers without a country code that are a listed one of whatever country."""
    bare: dict[str, list[str]] = {}
    for number in dict.fromkeys(numbers):
        national = without_code(number, region)
        if national is not None:
            bare.setdefault(national, []).append(number)
    if not bare:
        return frozenset()
    on_it = select(do_not_text.c.number).where(do_not_text.c.removed_at.is_(None))
    if len(bare) == 1:  # before each text: nothing is looked through, however long the list is
        on_it = on_it.where(_may_be(next(iter(bare))))
    nationals = map(national_of, conn.execute(on_it).scalars())
    return frozenset(number for each in nationals for number in bare.get(each, ()))
