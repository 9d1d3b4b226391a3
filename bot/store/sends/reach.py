"""Whom texts do not reach: numbers that did not receive the last texts of which the outcome is known.

Only texts to one number count, codes and rows of lists among them: of a text to a group SMS-iT reports
figures. A text that was reported undelivered counts, and so does one that SMS-iT refused because of its
number. What is on its way, unknown or without a report counts neither way, and one that was delivered makes
its number reachable again. Nothing is kept for this: it is looked up among the texts, so whoever is forgotten
is forgotten here too.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Subquery, func, select
from sqlalchemy.sql.selectable import Select

from bot.store import blind_places
from bot.store.do_not_text_erased import in_parts
from bot.store.states import SendState
from bot.store.tables import IS_NOT_RECEIVED, send
from bot.store.tables.aliases import alias

RUN: Final = 3
"""Texts in a row that a number did not receive before it counts as unreachable."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A number (digits, its one form) that is not reached: since when, when it was last tried, and why.

    ``name`` is whose it was when it was last texted; ``why`` is what SMS-iT said then, in its words.
    """

    phone: str = field(repr=False)
    name: str = field(repr=False)
    since: datetime
    last_at: datetime
    why: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotReached:
    """How many of some people are not reached, and the credits that texting them takes."""

    people: int = 0
    credits: int = 0


EVERYBODY: Final = NotReached()
"""Where all are reached."""


def among(conn: Connection, phones: Collection[str]) -> frozenset[str]:
    """Return those of some phones (in their one form) that are not reached; what failed to them is read."""
    found: set[str] = set()
    for some in in_parts(phones):
        found.update(conn.execute(select(_found(send.c.to_phone.in_(some)).c.phone)).scalars())
    return frozenset(found)


def phones_of_list(conn: Connection, list_id: str) -> frozenset[str]:
    """Return the phones of a list's drafts that are not reached."""
    theirs = select(send.c.to_phone).where(*_drafts(list_id))
    return frozenset(conn.execute(select(_found(send.c.to_phone.in_(theirs)).c.phone)).scalars())


def of_list(conn: Connection, list_id: str) -> NotReached:
    """Count the drafts of a list whose phones are not reached."""
    people = credits_ = 0
    for some in in_parts(phones_of_list(conn, list_id)):
        figures = select(func.count(), func.coalesce(func.sum(send.c.credits), 0))
        count, takes = conn.execute(figures.where(*_drafts(list_id), send.c.to_phone.in_(some))).one()
        people, credits_ = people + int(count), credits_ + int(takes)
    return NotReached(people, credits_)


def count(conn: Connection) -> int:
    """Count all numbers that are not reached."""
    return int(conn.execute(select(func.count()).select_from(_found())).scalar_one())


def page(conn: Connection, offset: int, limit: int) -> tuple[Unreachable, ...]:
    """Return some of all numbers that are not reached, the one that was tried last first."""
    found = _found()
    query = select(found.c.phone, found.c.since, found.c.last_at)
    blindly = blind_places.of(conn, found.c.phone)
    ordered = query.order_by(found.c.last_at.desc(), blindly).offset(offset).limit(limit)
    return tuple(_described(conn, conn.execute(ordered).all()))


def _described(conn: Connection, rows: Collection[tuple[str, datetime, datetime]]) -> Iterator[Unreachable]:
    """Add to numbers whose they were, and why the last text did not arrive."""
    said: dict[str, tuple[str, str]] = {}
    last = {phone: last_at for phone, _since, last_at in rows}
    for some in in_parts(last):
        columns = (send.c.to_phone, send.c.attempting_at, send.c.to_name, send.c.report_error)
        query = select(*columns, send.c.outcome_sentence, send.c.report_status)
        for phone, at, name, *why in conn.execute(query.where(IS_NOT_RECEIVED, send.c.to_phone.in_(some))):
            if at == last[phone]:
                said[phone] = (str(name or ""), str(next(filter(None, why), "")))
    for phone, since, last_at in rows:
        name, sentence = said.get(phone, ("", ""))
        yield Unreachable(phone, name, since, last_at, sentence)


def _drafts(list_id: str) -> tuple[ColumnElement[bool], ...]:
    return (send.c.parent_id == list_id, send.c.state == SendState.DRAFT.value)


def _found(of: ColumnElement[bool] | None = None) -> Subquery:
    """Return the numbers that are not reached, with the time of the first and the last text of their run."""
    later = alias("later", send.c.id, send.c.to_phone, send.c.state, send.c.attempting_at)
    runs = _runs(of)
    received = (
        select(later.c.id)
        .where(
            later.c.to_phone == runs.c.phone,
            later.c.state == SendState.DELIVERED.value,
            later.c.attempting_at >= runs.c.since,
        )
        .exists()
    )
    return select(runs).where(~received).subquery("unreachable")


def _runs(of: ColumnElement[bool] | None) -> Subquery:
    """Return the numbers that did not receive as many texts at least, whatever they received between them."""
    nth = func.row_number().over(partition_by=send.c.to_phone, order_by=send.c.attempting_at.desc())
    failed: Select[tuple[str, datetime, int]] = select(
        send.c.to_phone.label("phone"), send.c.attempting_at.label("at"), nth.label("nth")
    ).where(IS_NOT_RECEIVED)
    if of is not None:
        failed = failed.where(of)
    ranked = failed.subquery("failed")
    newest = select(
        ranked.c.phone,
        func.min(ranked.c.at).label("since"),
        func.max(ranked.c.at).label("last_at"),
    )
    return (
        newest.where(ranked.c.nth <= RUN)
        .group_by(ranked.c.phone)
        .having(func.count() == RUN)
        .subquery("runs")
    )
