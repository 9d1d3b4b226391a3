"""Attempt once: the pattern behind every text that leaves.

The claim is committed before the request. Whatever happens then, a crash included, the same row is never
claimed again without a person's or a proof's word: a row found `attempting` becomes `unknown`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from bot.store import Database, SendState, sends
from bot.store.sends import Send
from bot.trouble import describe

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Accepted:
    """SMS-iT took it: to be sent now, or (`at_smsit`) to be held there until its time."""

    at_smsit: bool = False
    evidence: Mapping[str, object] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """SMS-iT said no, so nothing was sent. `sentence` is for the person and names nobody."""

    code: str
    sentence: str
    evidence: Mapping[str, object] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proven that nothing reached SMS-iT: connection refused, or its name not resolved."""

    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say whether the text went out. `what` is a short code: `timeout`, `reset`, `crash`."""

    what: str
    sentence: str | None = None
    evidence: Mapping[str, object] | None = field(default=None, repr=False)


Outcome = Accepted | Refused | NotSent | Unknown

UNFORESEEN = "unforeseen_error"
"""The outcome code of an attempt that ended in an exception nobody expected."""


def attempt_once(
    database: Database,
    clock: Callable[[], datetime],
    send_id: str,
    *,
    limit_seconds: int,
    request: Callable[[Send], Outcome],
    looked: Callable[[Connection, Send], Outcome | None] | None = None,
    recorded: Callable[[Connection, Send, Outcome], None] | None = None,
    token: str | None = None,
    wave: int | None = None,
) -> Outcome | None:
    """Make the one request of a queued send and record what came of it.

    `limit_seconds` bounds the request: it must have given up by then, because the sweeper counts on it.
    `looked` runs in the transaction that claims the send: what it returns is its outcome, without a request.
    `recorded` runs in the transaction that records the outcome: the place to start a follow-up, or to
    enqueue the send again after `NotSent` (under a new key; the row is back in `queued` then). `token` marks
    the row as this attempt's, up to 32 characters that no other attempt has; without one it is made up. With
    `wave` the send is a row of a list, and is claimed only while its list goes on in that wave.

    Returns None when the send was not there to be claimed, so no request was made, or when its row was
    decided elsewhere while the request ran. An exception from `request` counts as `Unknown`.

    Attempts that come at the same moment share a transaction, each committed before its own request.
    """
    own = token or uuid4().hex

    def claim(conn: Connection) -> tuple[Send, Outcome | None] | None:
        send = sends.claim(conn, send_id, token=own, now=clock(), limit_seconds=limit_seconds, wave=wave)
        return None if send is None else (send, looked(conn, send) if looked is not None else None)

    claimed = database.write_with_others(claim, urgent=False)
    if claimed is None:
        return None
    send, stopped = claimed
    outcome = _request(request, send) if stopped is None else stopped

    def record(conn: Connection) -> bool:
        written = _record(conn, send, own, clock(), outcome)
        if written and recorded is not None:
            recorded(conn, send, outcome)
        return written

    return outcome if database.write_with_others(record, urgent=False) else None


def _request(request: Callable[[Send], Outcome], send: Send) -> Outcome:
    try:
        return request(send)
    except Exception as error:  # noqa: BLE001 -- whatever it was, the text may have left
        _log.error("The attempt of send %s ended unforeseen: %s", send.id, describe(error))
        return Unknown(UNFORESEEN)


def _record(conn: Connection, send: Send, token: str, now: datetime, outcome: Outcome) -> bool:
    match outcome:
        case NotSent(sentence):
            return sends.put_back(conn, send.id, token=token, now=now, outcome_sentence=sentence)
        case Accepted(at_smsit, evidence):
            to = SendState.SCHEDULED_AT_SMSIT if at_smsit else SendState.ACCEPTED
            code, sentence = None, None
        case Refused(code, sentence, evidence):
            # What may have gone out at an earlier attempt is not undone by the refusal of this one.
            to = SendState.UNKNOWN if send.risked else SendState.REFUSED
        case _:
            code, sentence, evidence = outcome.what, outcome.sentence, outcome.evidence
            to = SendState.UNKNOWN
    return sends.record(
        conn,
        send.id,
        token=token,
        to=to,
        now=now,
        is_row=send.parent_id is not None,
        outcome_code=code,
        outcome_sentence=sentence,
        evidence=evidence,
    )
