"""Numbers on the do-not-text list whose people were erased: they are refused still, and nobody can read them.

Asked by :mod:`bot.store.do_not_text`, and by nobody else.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select

from bot.store import number_hashes
from bot.store.dialects import insert_or_ignore
from bot.store.number_hashes import NumberKey
from bot.store.tables import do_not_text_erased
from bot.texting.spellings import canonical, readings, without_code

ASKED_AT_ONCE: Final = 1000
"""Numbers in one question; databases take a limited number of parameters."""

_t = do_not_text_erased.c


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of a number's record: who put it on the list, and when (aware UTC)."""

    added_by: str
    added_at: datetime


def listed(conn: Connection, numbers: Collection[str], region: str | None = None) -> frozenset[str]:
    """Return those of the numbers (digits) that are an erased one, as they are spelt there.

    Raises :exc:`KeyMissing` when this process could not tell.
    """
    key = number_hashes.needed(conn)
    if key is None:
        return frozenset()
    phones: dict[str, list[str]] = {}
    bare: dict[str, list[str]] = {}
    for number in dict.fromkeys(numbers):
        for phone in readings(number, region):
            phones.setdefault(key.phone(phone), []).append(number)
        national = without_code(number, region)
        if national is not None:
            bare.setdefault(key.bare(national), []).append(number)
    found: set[str] = set()
    for query, spelt in ((_PHONES, phones), (_NATIONALS, bare)):
        for some in in_parts(spelt):
            for each in conn.execute(query, {"hashes": some}).scalars():
                found.update(spelt[each])
    return frozenset(found)


def get(conn: Connection, phone: str) -> Erased | None:
    """Return what is left of a number's record, by its one form; None when it was not erased."""
    key = number_hashes.needed(conn)
    if key is None:
        return None
    row = conn.execute(
        select(_t.added_by, _t.added_at).where(_t.phone_hash == key.phone(phone))
    ).one_or_none()
    return None if row is None else Erased(*row)


def put(conn: Connection, phone: str, key: NumberKey, added_by: str, added_at: datetime) -> None:
    """Keep the hashes of a number, by its one form. One that is there stays as it is."""
    values = {
        "phone_hash": key.phone(phone),
        "national_hash": key.national(phone),
        "key_id": key.id,
        "added_by": added_by,
        "added_at": added_at,
    }
    conn.execute(insert_or_ignore(conn, do_not_text_erased), values)


def remove(conn: Connection, number: str) -> bool:
    """Forget the hashes of a number (digits): it may be texted again. False when it was not there."""
    key = number_hashes.needed(conn)
    if key is None:
        return False
    gone = delete(do_not_text_erased).where(_t.phone_hash == key.phone(canonical(number)))
    return conn.execute(gone).rowcount == 1


def count(conn: Connection) -> int:
    """Return how many there are."""
    return conn.execute(select(func.count()).select_from(do_not_text_erased)).scalar_one()


def in_parts(values: Collection[str]) -> Iterator[list[str]]:
    """Return values in parts that one question takes, sorted, so that each reads one stretch of the index."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), ASKED_AT_ONCE):
        yield ordered[start : start + ASKED_AT_ONCE]


_PHONES: Final = select(_t.phone_hash).where(_t.phone_hash.in_(bindparam("hashes", expanding=True)))
_NATIONALS: Final = (
    select(_t.national_hash).where(_t.national_hash.in_(bindparam("hashes", expanding=True))).distinct()
)
