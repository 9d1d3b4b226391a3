"""Sends as people look them up again: by who, where, to whom, what became of them, and when; newest first.

No question goes through everything. A page begins behind a send of the page before, as an index has them,
and what no index knows is looked for among a bounded number of sends; whoever asks is told where the search
ended, and may go on from there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, unique
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, or_, select, tuple_

from bot.store import broadcast_audiences
from bot.store.sends.model import Send, SendKind, from_row
from bot.store.states import SendState
from bot.store.tables import IS_NAMED, IS_ON_RECORD, send

MOST_SEARCHED: Final = 10_000
"""Entries of an index that are looked through for one page."""
MOST_READ: Final = 2_000
"""Sends that are read for one page, to look into what they hold."""
_CHUNK: Final = 500


@unique
class Towards(StrEnum):
    """Which way to go from where a page begins."""

    OLDER = "older"
    NEWER = "newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What sends are wanted; what is empty does not matter. Times are aware, ``before`` is not included.

    ``phone`` is the one form of a number: with it, rows of lists are found too, and ``broadcasts``, which are
    those that went to it. ``group`` is the exact name of a group or a list. ``part`` are digits within the
    one form of the number, and ``words``, whose case is ignored, stand in the text.
    """

    user_id: str = ""
    channel: str = ""
    phone: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    kinds: frozenset[SendKind] = frozenset()
    states: frozenset[SendState] = frozenset()
    since: datetime | None = None
    before: datetime | None = None
    part: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    broadcasts: tuple[str, ...] = ()

    @property
    def looks_inside(self) -> bool:
        """Tell whether each send has to be read to know whether it is wanted."""
        return bool(self.part or self.words)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the order of sends something stands."""

    at: datetime
    send_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """The sends of a page, the newest first; whether there are ``more`` that way.

    ``ended`` is where the search ended before the page was full: behind it nobody has looked.
    """

    sends: tuple[Send, ...]
    more: bool = False
    ended: Place | None = None


def place_of(conn: Connection, send_id: str) -> Place | None:
    """Return where a send stands; None when there is none of this id."""
    row = conn.execute(select(send.c.created_at).where(send.c.id == send_id)).one_or_none()
    return None if row is None else Place(row.created_at, send_id)


def page(
    conn: Connection,
    wanted: Wanted,
    size: int,
    *,
    behind: Place | None = None,
    towards: Towards = Towards.OLDER,
    allowed: Callable[[Send], bool] | None = None,
) -> Found:
    """Return up to ``size`` sends that are wanted, from a place on (not included) or from the newest on.

    ``allowed`` is asked about each that would be shown.
    """
    found: list[Send] = []
    if wanted.phone:
        wanted = replace(wanted, broadcasts=broadcast_audiences.sends_to(conn, wanted.phone))
    read, at, is_over = 0, behind, False
    ended: Place | None = None
    while not is_over and len(found) <= size and read < MOST_READ:
        portion = _CHUNK if wanted.looks_inside or allowed else size + 1
        ids, ended = _ids(conn, wanted, portion, at, towards)
        kept = _sends(conn, _inside(conn, ids, wanted) if wanted.looks_inside else [row.id for row in ids])
        found += [each for each in kept if allowed is None or allowed(each)]
        read += len(ids)
        at = Place(ids[-1].created_at, ids[-1].id) if ids else at
        is_over = len(ids) < portion
    more = len(found) > size
    shown = found[:size]
    if towards is Towards.NEWER:
        shown.reverse()
    return Found(tuple(shown), more, None if more else ended if is_over else at)


def owners(conn: Connection, limit: int) -> tuple[str, ...]:
    """Return the ids of people who have sends on record, each found by a jump in the index."""
    found: list[str] = []
    last = ""
    while len(found) < limit:
        next_ = select(send.c.user_id).where(IS_ON_RECORD, send.c.user_id > last)
        user_id = conn.execute(next_.order_by(send.c.user_id).limit(1)).scalar()
        if user_id is None:
            break
        last = str(user_id)
        found.append(last)
    return tuple(found)


def _ids(
    conn: Connection, wanted: Wanted, limit: int, behind: Place | None, towards: Towards
) -> tuple[Sequence[Row[Any]], Place | None]:
    """Return id and time of the first that are wanted, and where the search ended before it had enough."""
    some = _searched(wanted, behind, towards).subquery("searched")
    query = select(some.c.id, some.c.created_at).where(*_conditions(some.c, wanted))
    ids = conn.execute(_ordered(query, some.c, towards).limit(limit)).all()
    if len(ids) == limit:
        return ids, None
    last = _searched(wanted, behind, towards).offset(MOST_SEARCHED - 1).limit(1)
    row = conn.execute(last).one_or_none()
    return ids, None if row is None else Place(row.created_at, row.id)


def _searched(wanted: Wanted, behind: Place | None, towards: Towards) -> Select[*tuple[Any, ...]]:
    """Return the sends that are looked through, as an index gives them in order."""
    # What stands in the partial indexes, and nothing else: so the table is not read.
    columns = (send.c.created_at, send.c.id, send.c.user_id, send.c.origin_channel, send.c.state, send.c.kind)
    query = select(*columns)
    if wanted.phone:
        to_phone = send.c.to_phone == wanted.phone
        query = query.where(
            or_(to_phone, send.c.id.in_(wanted.broadcasts)) if wanted.broadcasts else to_phone
        )
    if wanted.group:
        query = query.where(IS_NAMED, send.c.to_name == wanted.group)
    if not wanted.phone and not wanted.group:
        query = query.where(IS_ON_RECORD)
        if wanted.user_id:
            query = query.where(send.c.user_id == wanted.user_id)
    if wanted.since is not None:
        query = query.where(send.c.created_at >= wanted.since)
    if wanted.before is not None:
        query = query.where(send.c.created_at < wanted.before)
    if behind is not None:
        query = query.where(*_beyond(behind, towards))
    return _ordered(query, send.c, towards).limit(MOST_SEARCHED)


def _beyond(behind: Place, towards: Towards) -> tuple[ColumnElement[bool], ...]:
    here = tuple_(send.c.created_at, send.c.id)
    there = tuple_(behind.at, behind.send_id, types=[send.c.created_at.type, send.c.id.type])
    return (here < there,) if towards is Towards.OLDER else (here > there,)


def _conditions(columns: Any, wanted: Wanted) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - a collection of columns
    found: list[ColumnElement[bool]] = [columns.state != SendState.DRAFT.value]
    if wanted.user_id:
        found.append(columns.user_id == wanted.user_id)
    if wanted.channel:
        found.append(columns.origin_channel == wanted.channel)
    if wanted.kinds:
        found.append(columns.kind.in_(sorted(wanted.kinds)))
    if wanted.states:
        found.append(columns.state.in_(sorted(wanted.states)))
    return tuple(found)


def _ordered(query: Select[*tuple[Any, ...]], columns: Any, towards: Towards) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - as above
    order = (columns.created_at, columns.id)
    return (
        query.order_by(*order)
        if towards is Towards.NEWER
        else query.order_by(*(each.desc() for each in order))
    )


def _inside(conn: Connection, ids: Iterable[Row[Any]], wanted: Wanted) -> list[str]:
    """Return those of the sends that hold what is looked for inside, in the same order."""
    order = [row.id for row in ids]
    query = select(send.c.id, send.c.to_phone, send.c.body).where(send.c.id.in_(order))
    words = wanted.words.casefold()
    held = {
        row.id
        for row in conn.execute(query)
        if wanted.part in row.to_phone and (not words or words in (row.body or "").casefold())
    }
    return [send_id for send_id in order if send_id in held]


def _sends(conn: Connection, ids: list[str]) -> list[Send]:
    """Return the sends with these ids, in the same order."""
    rows = conn.execute(select(send).where(send.c.id.in_(ids))) if ids else ()
    found = {each.id: each for each in map(from_row, rows)}
    return [found[send_id] for send_id in ids if send_id in found]
