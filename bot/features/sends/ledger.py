"""Where the attempts of sends are written down: of texts, codes, broadcasts and rows of lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, Attempt, NotSent, Outcome, Refused, Settled
from bot.store import sends
from bot.store.launches import Launch
from bot.store.sends import Send
from bot.store.sends.queries import ATTEMPT_MARGIN
from bot.store.states import SendState


def _nothing_stops(_conn: Connection, _send: Send) -> None:
    return None


def _nothing_follows(_conn: Connection, _send: Send, _outcome: Outcome) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLedger:
    """The ledger of sends.

    `limit_seconds` is the longest a request may take; the sweeper waits that long and `margin` beyond it.
    `stopped` runs in the transaction that claims a send and says why it must not go after all. `follow` runs
    in the one that writes its outcome: the place to start following it, or to enqueue it again after
    `NotSent` (under a new key; the row is back in `queued` then). With `wave` a send is a row of a list, and
    claimed only while its list goes on in that wave.
    """

    limit_seconds: int
    stopped: Callable[[Connection, Send], Refused | None] = _nothing_stops
    follow: Callable[[Connection, Send, Outcome], None] = _nothing_follows
    wave: int | None = None
    margin: timedelta = ATTEMPT_MARGIN

    def claim(self, conn: Connection, row_id: str, *, token: str, now: datetime) -> Send | None:
        """Take a queued send."""
        limit = self.limit_seconds
        return sends.claim(conn, row_id, token=token, now=now, limit_seconds=limit, wave=self.wave)

    def stops(self, conn: Connection, row: Send) -> Refused | None:
        """Return why a send must not go after all."""
        return self.stopped(conn, row)

    def record(self, conn: Connection, row: Send, outcome: Settled, *, now: datetime) -> bool:
        """Write what came of a send, and what follows from it."""
        to, code, sentence = _meaning(row, outcome)
        written = sends.record(
            conn,
            row.id,
            token=row.token or "",
            to=to,
            now=now,
            is_row=row.parent_id is not None,
            attempting_at=row.attempting_at,  # as it is: told with the outcome
            outcome_code=code,
            outcome_sentence=sentence,
        )
        if written:
            self.follow(conn, row, outcome)
        return written

    def put_back(self, conn: Connection, row: Send, outcome: NotSent, *, now: datetime) -> bool:
        """Return a send to the queue."""
        token = row.token or ""
        told = {"outcome_sentence": outcome.sentence, "attempting_at": row.attempting_at}
        written = sends.put_back(conn, row.id, token=token, now=now, **told)
        if written:
            self.follow(conn, row, outcome)
        return written

    def stale(self, conn: Connection, now: datetime, launch: Launch) -> Sequence[Send]:
        """Return sends whose attempt outlived its process, or the limit it was claimed with."""
        return sends.stale_attempts(conn, now, launch, margin=self.margin)

    def key(self, row: Send) -> str:
        """Return its id."""
        return row.id

    def kind(self, row: Send) -> str:
        """Count texts by kind; the rows of lists apart, for there are many."""
        return "list_row" if row.parent_id else row.kind.value

    def label(self, row: Send) -> str:
        """Return how the log calls a send."""
        return f"send {row.id}"


LEFT_BEHIND: Final = SendLedger(limit_seconds=0)
"""For whoever claims nothing and settles attempts that others left: each send knows its own limit."""


def recorded(attempt: Attempt[Send] | None) -> Outcome | None:
    """Return the outcome that was recorded; None when nothing was attempted, or it was decided elsewhere."""
    return attempt.outcome if attempt is not None and attempt.recorded else None


def _meaning(send: Send, outcome: Settled) -> tuple[SendState, str | None, str | None]:
    """Return what an outcome makes of a send: state, code and sentence."""
    match outcome:
        case Accepted(at_smsit=at_smsit):
            return SendState.SCHEDULED_AT_SMSIT if at_smsit else SendState.ACCEPTED, None, None
        case Refused(code, sentence):
            # What may have gone out at an earlier attempt is not undone by the refusal of this one.
            return SendState.UNKNOWN if send.risked else SendState.REFUSED, code, sentence
        case _:
            return SendState.UNKNOWN, outcome.what, outcome.sentence
