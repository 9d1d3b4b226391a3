"""Contact groups as last counted at SMS-iT, which has no list of its own: names and figures only."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Executable, bindparam, case, delete, select

from bot.store.dialects import insert_into
from bot.store.tables import UtcTime, contact_group
from bot.texting import names

FIGURES: Final = ("subscribed", "opted_out", "duplicates")
_AS_JSON: Final = (
    "SELECT json_group_array(json_array(name, subscribed, opted_out, duplicates)) FROM contact_group"
)
SEEN: Final = {"seen_at": bindparam("now", type_=UtcTime()), "counted_at": bindparam("now", type_=UtcTime())}


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one group, or a change of them.

    ``subscribed`` distinct numbers may be texted, ``opted_out`` distinct numbers may not; ``duplicates`` are
    further entries of a number the group holds already.
    """

    subscribed: int = 0
    opted_out: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One known group; ``counts`` is empty while only its name is known."""

    name: str
    counts: Counts | None


def replace_counted(conn: Connection, counted: Mapping[str, Counts], now: datetime) -> None:
    """Make these the known groups: new ones are added, old ones take the figures, others are dropped."""
    statement = insert_into(conn, contact_group)
    fresh = {name: statement.excluded[name] for name in FIGURES}
    _record(conn, statement.on_conflict_do_update(index_elements=["name"], set_=fresh | SEEN), counted, now)
    known = sorted(conn.execute(select(contact_group.c.name)).scalars())
    if gone := [{"gone": name} for name in known if name not in counted]:
        conn.execute(delete(contact_group).where(contact_group.c.name == bindparam("gone")), gone)


def add_counted(conn: Connection, changes: Mapping[str, Counts], now: datetime) -> None:
    """Add to the figures of these groups, and make known those that are new. No figure falls below zero.

    A group of which only the name is known stays uncounted.
    """
    statement = insert_into(conn, contact_group)
    sums = {name: contact_group.c[name] + bindparam(f"more_{name}") for name in FIGURES}
    added = {name: case((total < 0, 0), else_=total) for name, total in sums.items()}
    _record(conn, statement.on_conflict_do_update(index_elements=["name"], set_=added | SEEN), changes, now)


def matching(conn: Connection, text: str, limit: int | None = None) -> tuple[Group, ...]:
    """Return the groups whose name holds `text`, those that begin with it first, then by name.

    Names are compared as `names.fold` does, so that case, accents and kinds of quotation marks do not matter.

    The first `limit` of them, or all. Compared here and not by the database: SQLite knows upper and lower
    case of English letters only.
    """
    wanted, folded_text = text.strip().casefold(), names.fold(text)
    found = [
        (not folded.startswith(wanted), folded, row)
        for row in _known(conn)
        if wanted in (folded := row[0].casefold()) or (folded_text and folded_text in names.fold(row[0]))
    ]
    found.sort(key=lambda each: (each[0], each[1], each[2][0]))
    return tuple(
        Group(name, None if subscribed is None else Counts(subscribed, opted_out or 0, duplicates or 0))
        for _, _, (name, subscribed, opted_out, duplicates) in found[:limit]
    )


def search(conn: Connection, text: str, limit: int) -> tuple[str, ...]:
    """Return up to `limit` group names that contain `text` in any case, those that begin with it first."""
    return tuple(group.name for group in matching(conn, text)[:limit])


def is_known(conn: Connection, name: str) -> bool:
    """Tell whether a group of exactly this name is known."""
    return conn.execute(select(contact_group.c.name).where(contact_group.c.name == name)).first() is not None


def _known(conn: Connection) -> Iterable[tuple[str, int | None, int | None, int | None]]:
    """Return the name and figures of every known group."""
    if conn.dialect.name == "sqlite":
        # In one piece: Python's driver lets other threads in before each row, and each may keep its turn.
        known: list[tuple[str, int | None, int | None, int | None]]
        known = json.loads(conn.exec_driver_sql(_AS_JSON).scalar_one())
        return known
    columns = contact_group.c
    query = select(columns.name, columns.subscribed, columns.opted_out, columns.duplicates)
    return [tuple(row) for row in conn.execute(query)]


def _record(conn: Connection, statement: Executable, figures: Mapping[str, Counts], now: datetime) -> None:
    rows = [
        {"name": name, "first_seen": now, "seen_at": now, "now": now, "counted_at": now}
        | {each: max(0, getattr(counts, each)) for each in FIGURES}
        | {f"more_{each}": getattr(counts, each) for each in FIGURES}
        for name, counts in sorted(figures.items())
    ]
    if rows:
        conn.execute(statement, rows)
