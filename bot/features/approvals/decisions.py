"""What a second person decides about a request, once.

Each request is a round; a button of an earlier round decides nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.approvals import excerpt, refusals, snapshot
from bot.features.approvals.excerpt import Excerpt
from bot.features.approvals.refusals import GONE, OTHERWISE, Older
from bot.features.approvals.service import Approvals
from bot.features.approvals.shown import Review, Waiting
from bot.store import approvals, messages, sends
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting.clock import Clock

ONLY_APPROVER: Final = "their own request, as the only approver"
ONLY_OTHER: Final = "their own change, as the only approver"
LONGEST_REASON: Final = 500


class ApprovalDecisions:
    """Carries out what approvers decide.

    ``approvers`` names all who hold the role, :data:`EVERYBODY` among them when more may come to hold it, for
    then nobody is the only one; ``release`` lets an approved send go on its way, in the deciding transaction;
    ``as_read_by`` gives a send with its words as a person may read them.
    """

    def __init__(
        self,
        database: Database,
        asked: Approvals,
        clock: Clock,
        *,
        approvers: Callable[[], frozenset[str]],
        release: Callable[[Connection, Send], None],
        as_read_by: Callable[[Who, Send], Send],
    ) -> None:
        self._database = database
        self._reasons = asked.reasons
        self._clock = clock
        self._approvers = approvers
        self._release = release
        self._as_read_by = as_read_by

    def approve(self, send_id: str, who: Who, round_: int) -> None:
        """Let a send go on its way. The same press again changes nothing.

        Raises :exc:`UserError` when the person wrote it, changed it since it was last approved or brought it
        about and others may approve, or when this round is over: decided by somebody else, lapsed, cancelled
        or asked for anew.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send, asked = _held(conn, send_id)
            if _is_repeated(asked, Decision.APPROVED, who, round_):
                return
            _must_wait(send, asked, round_, now)
            _must_be_as_asked(send, asked)
            reason = self._must_be_theirs_to_decide(send, asked, who, refusals.OWN, refusals.BY_THEM)
            approvals.decide(conn, send_id, round_, Decision.APPROVED, now=now, by=who.user_id, reason=reason)
            sends.note_touched(conn, send_id, None)
            self._release(conn, send)

    def reject(self, send_id: str, who: Who, round_: int, reason: str) -> None:
        """End a send that waits, for a reason everybody reads. The same submission again changes nothing.

        Whoever asked is told in a message of its own. A decision is a second person's, and stands as that on
        the record: whoever wrote or changed it and wants it to end cancels it. So this raises
        :exc:`UserError` as :meth:`approve` does.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send, asked = _held(conn, send_id)
            if _is_repeated(asked, Decision.REJECTED, who, round_):
                return
            _must_wait(send, asked, round_, now)
            self._must_be_theirs_to_reject(send, asked, who)
            told = reason.strip()[:LONGEST_REASON]
            approvals.decide(conn, send_id, round_, Decision.REJECTED, now=now, by=who.user_id, reason=told)
            sends.move(conn, send_id, SendState.REJECTED, now=now, decided_by=who.user_id)
            if who.user_id != send.user_id:
                messages.open_another(conn, send_id, Purpose.DECISION, anew=True)

    def expire(self) -> None:
        """End what nobody decided in time, and have whoever asked told. A part of the clock's tick."""
        now = self._clock()
        with self._database.read() as conn:
            overdue = approvals.overdue(conn, now)
        for send_id in overdue:
            self._expire(send_id, now)

    def must_be_rejectable(self, send_id: str, who: Who, round_: int) -> None:
        """Make sure that a round still waits, and that a person may reject it. Raises :exc:`UserError`."""
        with self._database.read() as conn:
            send, asked = sends.get(conn, send_id), approvals.get(conn, send_id)
        if send is None or asked is None:
            raise UserError(GONE)
        _must_wait(send, asked, round_, self._clock())
        self._must_be_theirs_to_reject(send, asked, who)

    def review(self, send_id: str, who: Who) -> Review:
        """Return what a person decides about: the newest request, and the words it asks about.

        Whoever approves its round afterwards approves exactly this. Raises :exc:`UserError` as
        :meth:`approve` does, and when the words are no longer kept.
        """
        with self._database.read() as conn:
            send, asked = sends.get(conn, send_id), approvals.get(conn, send_id)
            if send is None or asked is None:
                raise UserError(GONE)
            _must_wait(send, asked, asked.round, self._clock())
            _must_be_as_asked(send, asked)
            self._must_be_theirs_to_decide(send, asked, who, refusals.OWN, refusals.BY_THEM)
            past = approvals.not_approved_before(conn, send_id)
            return Review(send, asked, self._reasons(send), self._excerpt(conn, send, who), past)

    def waiting(self, who: Who, most: int) -> tuple[Waiting, ...]:
        """Return up to so many requests that wait for a decision which this person may take."""
        with self._database.read() as conn:
            found = approvals.waiting(conn, self._clock(), but_of=who.user_id, limit=most)
            theirs = {each.id: each for each in sends.get_many(conn, [asked.send_id for asked in found])}
        return tuple(
            Waiting(theirs[asked.send_id], asked.round) for asked in found if asked.send_id in theirs
        )

    def text(self, send_id: str, who: Who) -> Excerpt:
        """Return what would go out to an approver who was asked about it.

        Raises :exc:`UserError` where nobody was asked, and when the words are no longer kept.
        """
        with self._database.read() as conn:
            if approvals.get(conn, send_id) is None:
                raise UserError(GONE)
            return self._excerpt(conn, sends.get(conn, send_id), who)

    def _excerpt(self, conn: Connection, send: Send | None, who: Who) -> Excerpt:
        found = excerpt.of(conn, send)
        return replace(found, rows=tuple(self._as_read_by(who, row) for row in found.rows))

    def _must_be_theirs_to_reject(self, send: Send, asked: ApprovalRequest, who: Who) -> None:
        self._must_be_theirs_to_decide(send, asked, who, refusals.NOT_OWN, refusals.NOT_BY_THEM)

    def _must_be_theirs_to_decide(
        self, send: Send, asked: ApprovalRequest, who: Who, own: str, by_them: str
    ) -> str | None:
        """Make sure that a request is a person's to decide; ``own`` and ``by_them`` say why it isn't.

        Returns why they may although it is their own; None where it is somebody else's.
        """
        touched = frozenset(filter(None, (asked.asked_by, *(send.touched_by or ()))))
        if who.user_id not in {send.user_id, *touched}:
            return None
        approvers = self._approvers()
        if approvers != {who.user_id}:
            why = own if send.user_id == who.user_id else by_them
            others = {send.user_id, *touched, who.user_id}
            raise UserError(f"{why} {refusals.ask_another(approvers, others)}")
        return ONLY_APPROVER if send.user_id == who.user_id else ONLY_OTHER

    def _expire(self, send_id: str, now: datetime) -> None:
        with self._database.write() as conn:
            held = approvals.hold(conn, send_id)
            # Decided, cancelled or asked for anew meanwhile, perhaps.
            if held is not None and _is_overdue(*held, now):
                approvals.decide(conn, send_id, held[1].round, Decision.EXPIRED, now=now)
                sends.move(conn, send_id, SendState.EXPIRED, now=now)
                messages.open_another(conn, send_id, Purpose.DECISION, anew=True)


def _held(conn: Connection, send_id: str) -> tuple[Send, ApprovalRequest]:
    found = approvals.hold(conn, send_id)
    if found is None:
        raise UserError(GONE)
    return found


def _must_wait(send: Send, asked: ApprovalRequest, round_: int, now: datetime) -> None:
    if asked.round != round_:
        raise Older
    if not _is_waiting(send, asked) or asked.expires_at <= now:
        raise UserError(refusals.over(send, asked))


def _must_be_as_asked(send: Send, asked: ApprovalRequest) -> None:
    """Make sure that a request says what would go out."""
    if asked.fingerprint != snapshot.fingerprint(snapshot.of(send)):
        raise UserError(OTHERWISE.format(asker=send.user_id))


def _is_waiting(send: Send, asked: ApprovalRequest) -> bool:
    return send.state is SendState.AWAITING_APPROVAL and asked.decision is None


def _is_overdue(send: Send, asked: ApprovalRequest, now: datetime) -> bool:
    return _is_waiting(send, asked) and asked.expires_at <= now


def _is_repeated(asked: ApprovalRequest, decision: Decision, who: Who, round_: int) -> bool:
    return (asked.round, asked.decision, asked.decided_by) == (round_, decision, who.user_id)
