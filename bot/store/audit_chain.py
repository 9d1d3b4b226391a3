"""The chain of the audit log: each entry's hash is over the one before it, so that nobody changes one unseen.

Entries are written by whoever changes something and chained a moment later, by the clock, one process at a
time: so writers need not wait for each other's hash. The hash is SHA-256 over the hash before and the entry
as canonical JSON. Whoever compares the end of the chain with an :class:`Anchor` noted elsewhere also finds
out whether its end was cut off, or all of it written anew.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self

from sqlalchemy import Connection, Row, bindparam, func, select, update

from bot.store import advisory_locks
from bot.store.advisory_locks import Lock
from bot.store.audit import canonical
from bot.store.looks import look
from bot.store.tables import IS_UNCHAINED, audit_entry
from bot.texting.words import pluralize

GENESIS: Final = "0" * 64
"""What the first entry is chained to."""
PORTION: Final = 500
HASH_CHARACTERS: Final = 64
LONGEST_PLACE: Final = 12
_READ: Final = 1_000
_CHAIN: Final = (
    update(audit_entry)
    .where(audit_entry.c.id == bindparam("this_id"))
    .values(place=bindparam("this_place"), hash=bindparam("this_hash"))
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """How many entries the chain had at a time, and the hash of the last of them."""

    place: int
    hash: str

    @classmethod
    def read(cls, written: str) -> Self:
        """Read an anchor as it is written, ``1234:9f86…``. Raises ValueError for anything else."""
        place, _, found = written.strip().partition(":")
        is_hash = len(found) == HASH_CHARACTERS and set(found) <= set("0123456789abcdef")
        if not (place.isascii() and place.isdigit() and len(place) <= LONGEST_PLACE and is_hash):
            raise ValueError("an anchor is a place, a colon and 64 hexadecimal digits")
        return cls(int(place), found)

    def __str__(self) -> str:
        """Return it as :meth:`read` reads it."""
        return f"{self.place}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that is not as it was written: its place in the chain, and what is wrong there."""

    place: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: how many entries are chained as they should be, from when to when (aware UTC).

    ``unchained`` entries are younger than the newest look of the clock: nothing protects them yet.
    """

    entries: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    last: Anchor | None = None
    unchained: int = 0
    broken: Broken | None = None


def any_unchained(conn: Connection) -> bool:
    """Tell whether an entry is not in the chain yet."""
    return conn.execute(_UNCHAINED.limit(1)).first() is not None


_UNCHAINED: Final = select(audit_entry.c.id).where(IS_UNCHAINED)
UNCHAINED: Final = look(_UNCHAINED)
"""As :func:`any_unchained`."""


def chain(conn: Connection, limit: int = PORTION) -> int:
    """Put up to so many entries into the chain, in the order they were written. Returns how many.

    On SQLite the caller's transaction is the only one that writes; on PostgreSQL a lock is held until it
    ends, so that of two processes one chains.
    """
    advisory_locks.take(conn, Lock.AUDIT_CHAIN)
    last = end(conn)
    place, before = (0, GENESIS) if last is None else (last.place, last.hash)
    chained = []
    query = select(audit_entry).where(IS_UNCHAINED).order_by(audit_entry.c.id).limit(limit)
    for row in conn.execute(query):
        place += 1
        before = hash_of(before, place, row)
        chained.append({"this_id": row.id, "this_place": place, "this_hash": before})
    if chained:
        conn.execute(_CHAIN, chained)
    return len(chained)


def end(conn: Connection) -> Anchor | None:
    """Return the end of the chain, to be noted elsewhere; None while nothing is chained."""
    columns = (audit_entry.c.place, audit_entry.c.hash)
    query = select(*columns).where(audit_entry.c.place.is_not(None)).order_by(audit_entry.c.place.desc())
    row = conn.execute(query.limit(1)).one_or_none()
    return None if row is None else Anchor(int(row.place), str(row.hash))


def verify(conn: Connection, anchors: Iterable[Anchor] = ()) -> Verified:
    """Go through the whole chain, and compare it with what was noted of it; stop at what is wrong first."""
    noted = {anchor.place: anchor.hash for anchor in anchors}
    waiting = select(func.count()).select_from(audit_entry).where(IS_UNCHAINED)
    unchained = int(conn.execute(waiting).scalar_one())
    entries, before = 0, GENESIS
    first_at: datetime | None = None
    last_at: datetime | None = None
    broken: Broken | None = None
    for row in _chained(conn):
        broken = _wrong(row, entries + 1, before, noted)
        if broken is not None:
            break
        entries, before = entries + 1, str(row.hash)
        first_at, last_at = first_at or row.at, row.at
    if broken is None and (missing := min((place for place in noted if place > entries), default=0)):
        once = pluralize(missing, "entry", "entries")
        broken = Broken(entries + 1, f"the chain ends here, and it once had {once}")
    last = Anchor(entries, before) if entries else None
    return Verified(entries, first_at, last_at, last, unchained, broken)


def hash_of(before: str, place: int, row: Row[Any]) -> str:
    """Return the hash of an entry at this place in the chain, behind the one with the hash ``before``."""
    content = {
        "id": row.id,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": row.kind,
        "subject": row.subject,
        "subject_id": row.subject_id,
        "user_id": row.user_id,
        "facts": row.facts,
        "place": place,
    }
    return hashlib.sha256(f"{before}\n{canonical(content)}".encode()).hexdigest()


def _chained(conn: Connection) -> Iterator[Row[Any]]:
    chained = select(audit_entry).where(audit_entry.c.place.is_not(None)).order_by(audit_entry.c.place)
    return iter(conn.execute(chained.execution_options(yield_per=_READ)))


def _wrong(row: Row[Any], place: int, before: str, noted: dict[int, str]) -> Broken | None:
    if row.place != place:
        return Broken(place, "it is missing")
    if row.hash != hash_of(before, place, row):
        return Broken(place, "it is not what was written")
    if noted.get(place, row.hash) != row.hash:
        return Broken(place, "up to here the chain is not the one that was noted")
    return None
