"""Following accepted sends until their delivery report says something final, or the deadline comes."""

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot import spans
from bot.logs import describe
from bot.spans import Step
from bot.store import Database, SendState, follow_ups, sends
from bot.store.follow_ups import FollowUp, next_poll
from bot.store.sends import Send

CHUNK = 100
MOST = 10_000
"""How many are asked about in one tick; what is left then is taken up by the next one."""
LEASE_SECONDS = follow_ups.LEASE.total_seconds()

_FINAL = {
    "delivered": SendState.DELIVERED,
    "undelivered": SendState.UNDELIVERED,
    "failed": SendState.UNDELIVERED,
    "rejected": SendState.UNDELIVERED,
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Poll:
    """What a delivery report said: its word for the status, and the carrier's error, if any."""

    status: str
    error: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NotAsked:
    """SMS-iT was not asked at all, and is not before `until`. It does not count as a question."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Learned:
    """What a report on many texts at once says: columns to write, and the end of it when `final` is one.

    `noted` runs in the transaction that writes them.
    """

    values: Mapping[str, Any]
    final: SendState | None = None
    noted: Callable[[Connection, Send, datetime], None] | None = None


Answer = Poll | Learned | NotAsked | None


def verdict(status: str) -> SendState | None:
    """Return the state a report's word means, or None for *still in progress*.

    The words are an open set: SMS-iT passes on the carriers'. Only these few are known to be final.
    """
    return _FINAL.get(status.strip().lower())


def follow_all(
    database: Database,
    clock: Callable[[], datetime],
    poll: Callable[[Send], Answer],
    executor: Executor,
    *,
    most: int = MOST,
) -> int:
    """Follow what is due, chunk after chunk, until nothing is or `most` have been asked about.

    Returns how many. A chunk's questions are asked side by side on `executor`. Several processes may do so
    at once: each takes other chunks.
    """
    count = 0
    while count < most and (ids := follow(database, clock, poll, executor)):
        count += len(ids)
    return count


def follow(
    database: Database,
    clock: Callable[[], datetime],
    poll: Callable[[Send], Answer],
    executor: Executor | None = None,
    *,
    limit: int = CHUNK,
    lease_seconds: float = LEASE_SECONDS,
) -> tuple[str, ...]:
    """Ask about up to `limit` sends that are due, write what is learned, and return their ids.

    `poll` asks SMS-iT and returns None when it gave no answer; that counts as no news so far, and so does an
    exception. `NotAsked` counts as nothing: the question waits, even beyond the deadline. The Slack message
    of a send that reached its end is marked for drawing. Nothing is held open while `poll` runs.
    """
    if not _any_due(database, clock()):
        return ()
    with database.write() as conn:
        claimed = follow_ups.claim_due(conn, clock(), lease_seconds, limit)
        found = {each.id: each for each in sends.get_many(conn, [row.send_id for row in claimed])}
    asked = [found[row.send_id] for row in claimed]
    answered = (
        map(partial(_ask, poll), asked) if executor is None else executor.map(partial(_ask, poll), asked)
    )
    answers = list(zip(claimed, asked, answered, strict=True))
    now = clock()
    with database.write(soon=False) as conn:
        ended = _write(conn, answers, now)
        again = [(row, answer) for row, _send, answer in answers if row.send_id not in ended]
        follow_ups.reschedule(conn, [_later(row, answer, now) for row, answer in again])
        follow_ups.finish(conn, ended)
    return tuple(row.send_id for row in claimed)


def _any_due(database: Database, now: datetime) -> bool:
    with database.read() as conn:  # a tick that finds nothing must not make others wait for its write
        return follow_ups.any_due(conn, now)


def _ask(poll: Callable[[Send], Answer], send: Send) -> Answer:
    if send.state is not SendState.ACCEPTED:
        return None
    try:
        with spans.span(Step.WORK, "report", send.parent_id or send.id):
            return poll(send)
    except Exception as error:  # noqa: BLE001 -- one report must not keep its chunk from being read
        _log.error("The delivery report of send %s could not be read: %s", send.id, describe(error))
        return None


def _write(
    conn: Connection, answers: Sequence[tuple[FollowUp, Send, Answer]], now: datetime
) -> frozenset[str]:
    """Write the answers, those that say the same in one statement; return who needs no further question."""
    ended = {send.id for _row, send, _answer in answers if send.state is not SendState.ACCEPTED}
    moved = defaultdict[tuple[SendState, Poll | None], list[str]](list)
    noted = defaultdict[Poll, list[str]](list)
    for row, send, answer in answers:
        if send.id in ended or isinstance(answer, NotAsked):
            continue
        if isinstance(answer, Learned):
            if _learned(conn, row, send, answer, now):
                ended.add(send.id)
            continue
        final = _final(row, answer, now)
        if final is not None:
            moved[final, answer].append(send.id)
        elif answer is not None and (answer.status, answer.error) != (send.report_status, send.report_error):
            noted[answer].append(send.id)
    for (final, said), ids in moved.items():
        seen = {} if said is None else {"report_status": said.status, "report_error": said.error}
        sends.move_many(conn, ids, final, now=now, **seen)
        ended.update(ids)
    for said, ids in noted.items():
        sends.note_reports(conn, ids, status=said.status, error=said.error, now=now)
    return frozenset(ended)


def _final(row: FollowUp, answer: Poll | None, now: datetime) -> SendState | None:
    """Return the state in which a send ends with this answer; None while there may be news."""
    said = None if answer is None else verdict(answer.status)
    return said or (SendState.NO_NEWS if now >= row.deadline else None)


def _learned(conn: Connection, row: FollowUp, send: Send, answer: Learned, now: datetime) -> bool:
    """Write what a report on many texts says; say whether it is the last one wanted."""
    final = answer.final or (SendState.NO_NEWS if now >= row.deadline else None)
    if answer.noted is not None:
        answer.noted(conn, send, now)
    if final is not None:
        sends.move(conn, send.id, final, now=now, **answer.values)
        return True
    sends.note_values(conn, send.id, now=now, **answer.values)
    return False


def _later(row: FollowUp, answer: Answer, now: datetime) -> FollowUp:
    if isinstance(answer, NotAsked):
        return replace(row, due_at=answer.until)
    asked = row.polls + 1
    return replace(row, polls=asked, due_at=next_poll(asked, now, row.deadline))
