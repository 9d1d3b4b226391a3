"""What happened to a send, an event after the other, whether the audit log has all of it or not. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.store.approvals import ApprovalRequest, PastDecision
from bot.store.audit import Entry, Event
from bot.store.sends import Send
from bot.store.states import SendState

ATTEMPTED: Final = "attempted"
"""The beginning of an attempt, which is told with its outcome."""
_DECISIONS: Final = frozenset({"approved", "rejected", "expired"})


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: what, when (aware UTC), and by whom; by the bot or SMS-iT where nobody is named.

    ``reason`` is what a person wrote or SMS-iT said, as long as that is kept. ``entry`` is the one of the
    audit log; without one it is read from the send as it is.
    """

    kind: str
    at: datetime
    by: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = field(default="", repr=False)
    entry: Entry | None = None

    @property
    def code(self) -> str:
        """Why it was held, or came out so, in a code; nothing where none is written down."""
        return _code(self.facts)


def of(
    send: Send,
    entries: Sequence[Entry],
    asked: ApprovalRequest | None,
    past: Sequence[PastDecision] = (),
) -> tuple[Happened, ...]:
    """Return what is known, the oldest first.

    ``asked`` is the newest request to approve it, ``past`` how those before it ended. Of what happened before
    there was an audit log, only what stands with the send is known.
    """
    found = [] if any(each.kind in _FIRST for each in entries) else _without_log(send, entries, asked)
    for entry in entries:
        began = entry.facts.get("attempting_at")
        if began:
            at = datetime.fromisoformat(str(began))
            found.append(Happened(ATTEMPTED, at, entry=entry))
        found.append(
            Happened(
                entry.kind, entry.at, entry.user_id, entry.facts, _reason(entry, send, asked, past), entry
            )
        )
    if send.state is SendState.ATTEMPTING and send.attempting_at is not None:
        found.append(Happened(ATTEMPTED, send.attempting_at))
    return tuple(found)


_FIRST: Final = frozenset({Event.CONFIRMED, Event.TAKEN})


def _without_log(send: Send, entries: Sequence[Entry], asked: ApprovalRequest | None) -> list[Happened]:
    """Return what the send itself tells of its beginning, and of its end where no entry does."""
    found = [Happened(Event.CONFIRMED, send.created_at, send.user_id, facts(send))]
    if entries:
        return found
    if asked is not None and send.parent_id is None:
        found.append(Happened(Event.ASKED, asked.asked_at, asked.asked_by, {"round": asked.round}))
        if asked.decision is not None and asked.decided_at is not None:
            reason = asked.reason or ""
            found.append(Happened(asked.decision, asked.decided_at, asked.decided_by, reason=reason))
    if send.attempting_at is not None and send.state is not SendState.ATTEMPTING:
        found.append(Happened(ATTEMPTED, send.attempting_at))
    if send.state not in {SendState.ATTEMPTING, SendState.AWAITING_APPROVAL, *map(SendState, _ENDED)}:
        said = _said(send)
        found.append(Happened(send.state, send.updated_at, send.decided_by, reason=said))
    return found


_ENDED: Final = ("rejected", "expired")


def facts(send: Send) -> dict[str, int | str]:
    """Return what is written down of a send when it is confirmed."""
    return {"kind": send.kind.value, "people": send.people, "credits_upper": send.credits_upper}


def _reason(entry: Entry, send: Send, asked: ApprovalRequest | None, past: Sequence[PastDecision]) -> str:
    """Return the words behind an entry, which holds none: of a decision, and of the newest state."""
    if entry.kind in _DECISIONS:
        if asked is not None and asked.round == entry.facts.get("round"):
            return asked.reason or ""
        ended = (each.reason for each in past if (each.decision, each.decided_at) == (entry.kind, entry.at))
        return next(ended, None) or ""
    is_current = entry.kind == send.state and _code(entry.facts) == (send.hold or send.outcome_code or "")
    return _said(send) if is_current else ""


def _code(facts: Mapping[str, Any]) -> str:
    """Return the code in an entry. Until 0.9.0 that of a hold was written down as that of an outcome."""
    return str(facts.get("hold_code") or facts.get("outcome_code") or "")


def _said(send: Send) -> str:
    return send.report_error or send.why or ""
