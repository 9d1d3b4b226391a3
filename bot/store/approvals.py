"""What approvers were asked about each send, in which round, and what they decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum, unique
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, insert, select, text, update

from bot.store import audit
from bot.store.audit import Event
from bot.store.dialects import insert_into
from bot.store.looks import look
from bot.store.sends.model import Send, from_row
from bot.store.states import SendState
from bot.store.tables import IS_RESERVED, approval, past_decision, send


@unique
class Decision(StrEnum):
    """How a request ended. The values are stored: never rename one."""

    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What is asked about a send. ``by`` wrote or brought about what changed; empty where the bot did."""

    fingerprint: str
    facts: Mapping[str, object] = field(repr=False)
    changed: str = field(default="", repr=False)
    expires_at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """The newest request about a send. Times are aware UTC; ``decision`` is None while it waits.

    ``facts`` is what was asked about, the words of the text as a hash only. ``changed`` says what changed
    since the round before, and ``asked_by`` who wrote or brought about what is asked now, none where the bot
    did; ``reason`` is why it was decided so, in the words of whoever did.
    """

    send_id: str
    fingerprint: str
    facts: Mapping[str, object] = field(repr=False)
    round: int
    changed: str | None = field(repr=False)
    asked_by: str | None
    asked_at: datetime
    expires_at: datetime
    decision: Decision | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDecision:
    """How an earlier round ended without an approval. ``decided_by`` is None where it expired."""

    decision: Decision
    decided_by: str | None
    decided_at: datetime
    reason: str | None = field(repr=False)


def get(conn: Connection, send_id: str) -> ApprovalRequest | None:
    """Return the newest request about a send, or None when nobody was ever asked."""
    row = conn.execute(select(approval).where(approval.c.send_id == send_id)).one_or_none()
    return None if row is None else _from_row(row)


def hold(conn: Connection, send_id: str) -> tuple[Send, ApprovalRequest] | None:
    """Return a send and its request, both held until the transaction ends: nobody else moves or decides them.

    None when there is no such send, or nobody was asked about it.
    """
    # Two statements, the send first: everybody who writes both does so in this order.
    found = conn.execute(select(send).where(send.c.id == send_id).with_for_update()).one_or_none()
    asked = conn.execute(
        select(approval).where(approval.c.send_id == send_id).with_for_update()
    ).one_or_none()
    return None if found is None or asked is None else (from_row(found), _from_row(asked))


def ask(conn: Connection, send_id: str, new: NewRequest, *, now: datetime) -> int:
    """Record a request, or a further round of it without the decision of the last. Returns its round.

    That the last round was not approved, and why, is kept: see :func:`not_approved_before`.
    """
    _keep_decision(conn, send_id)
    asked = {
        "fingerprint": new.fingerprint,
        "facts": dict(new.facts),
        "changed": new.changed or None,
        "asked_by": new.by or None,
        "asked_at": now,
        "expires_at": new.expires_at,
        "decision": None,
        "decided_by": None,
        "decided_at": None,
        "reason": None,
    }
    first = insert_into(conn, approval).values(send_id=send_id, round=1, **asked)
    again = first.on_conflict_do_update(
        index_elements=["send_id"], set_=asked | {"round": approval.c.round + 1}
    )
    round_ = int(conn.execute(again.returning(approval.c.round)).scalar_one())
    facts: audit.Facts = {"round": round_, "fingerprint": new.fingerprint}
    audit.note(conn, Event.ASKED, send_id, at=now, by=new.by, facts=facts)
    return round_


def pass_on(
    conn: Connection, asked: ApprovalRequest, send_id: str, facts: Mapping[str, object], fingerprint: str
) -> None:
    """Record a decision about one send for another that was not asked about."""
    columns = {column.name: getattr(asked, column.name) for column in approval.columns}
    decision = None if asked.decision is None else asked.decision.value
    own = {"send_id": send_id, "facts": dict(facts), "fingerprint": fingerprint, "decision": decision}
    conn.execute(insert(approval).values(columns | own | {"round": 1, "changed": None}))


def decide(
    conn: Connection,
    send_id: str,
    round_: int,
    decision: Decision,
    *,
    now: datetime,
    by: str | None = None,
    reason: str | None = None,
) -> bool:
    """Record a decision about one round. False when it is over or decided already: then nothing changes."""
    waits = (approval.c.send_id == send_id, approval.c.round == round_, approval.c.decision.is_(None))
    decided = {"decision": decision.value, "decided_by": by, "decided_at": now, "reason": reason}
    if not conn.execute(update(approval).where(*waits).values(decided)).rowcount:
        return False
    audit.note(conn, decision.value, send_id, at=now, by=by, facts={"round": round_})
    return True


def not_approved_before(conn: Connection, send_id: str, *, limit: int = 5) -> tuple[PastDecision, ...]:
    """Return how rounds before the newest ended without an approval: the last ``limit``, oldest first."""
    columns = (past_decision.c[each.name] for each in fields(PastDecision))
    query = select(*columns).where(past_decision.c.send_id == send_id)
    found = conn.execute(query.order_by(past_decision.c.round.desc()).limit(limit))
    past = [PastDecision(**{**row._mapping, "decision": Decision(row.decision)}) for row in found]  # noqa: SLF001
    return tuple(reversed(past))


def _keep_decision(conn: Connection, send_id: str) -> None:
    kept = (approval.c[column.name] for column in past_decision.columns)
    ended = approval.c.decision.in_((Decision.REJECTED.value, Decision.EXPIRED.value))
    last = select(*kept).where(approval.c.send_id == send_id, ended)
    conn.execute(insert(past_decision).from_select([each.name for each in past_decision.columns], last))


def overdue(conn: Connection, now: datetime, *, limit: int = 500) -> tuple[str, ...]:
    """Return sends that wait for an approval whose request lapsed at ``now`` or before, the oldest first."""
    return tuple(conn.execute(_OVERDUE.limit(limit), {"now": now}).scalars())


# By way of the sends that wait, which are few; requests are kept for ever.
_OVERDUE: Final = (
    select(approval.c.send_id)
    .join(send, send.c.id == approval.c.send_id)
    .where(IS_RESERVED, text(f"state = '{SendState.AWAITING_APPROVAL.value}'"))
    .where(approval.c.expires_at <= bindparam("now"), approval.c.decision.is_(None))
    .order_by(approval.c.expires_at)
)
OVERDUE: Final = look(_OVERDUE)
"""Whether :func:`overdue` finds anything."""


def waiting(conn: Connection, now: datetime, *, but_of: str, limit: int) -> tuple[ApprovalRequest, ...]:
    """Return requests that wait for a decision at ``now``, the ones that lapse first before the others.

    Those a person may not decide, as the owner of the send or as who asked, are left out: ``but_of``.
    """
    query = (
        select(approval)
        .join(send, send.c.id == approval.c.send_id)
        .where(IS_RESERVED, text(f"state = '{SendState.AWAITING_APPROVAL.value}'"))
        .where(approval.c.expires_at > now, approval.c.decision.is_(None))
        .where(send.c.user_id != but_of, approval.c.asked_by.is_distinct_from(but_of))
        .order_by(approval.c.expires_at, approval.c.send_id)
        .limit(limit)
    )
    return tuple(_from_row(row) for row in conn.execute(query))


def count_waiting_since(conn: Connection, before: datetime, now: datetime) -> int:
    """Count the requests that wait for a decision at ``now`` and were asked before a moment (aware)."""
    query = (
        select(func.count())
        .select_from(approval)
        .join(send, send.c.id == approval.c.send_id)
        .where(IS_RESERVED, text(f"state = '{SendState.AWAITING_APPROVAL.value}'"))
        .where(approval.c.asked_at < before, approval.c.expires_at > now, approval.c.decision.is_(None))
    )
    return int(conn.execute(query).scalar_one())


def _from_row(row: Row[*tuple[Any, ...]]) -> ApprovalRequest:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["decision"] = None if values["decision"] is None else Decision(str(values["decision"]))
    return ApprovalRequest(**values)  # the table's columns are the request's fields; a test says so
