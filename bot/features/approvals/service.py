"""Who is asked before a broadcast goes out, what they decide, and for how long it holds.

An approval is bound to what was asked about: text, group, people, cost and time. Each request is a round;
a button of an earlier round decides nothing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.approvals import snapshot, texts
from bot.features.approvals.texts import Text
from bot.policy.model import Approval as Rules
from bot.store import approvals, messages, sends
from bot.store.approvals import ApprovalRequest, Decision, NewRequest
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import words
from bot.texting.clock import Clock

GONE: Final = "That request is no longer there. Nothing was decided."
OLDER: Final = "This was changed since; look at the newer request. Nothing was decided."
OTHERWISE: Final = (
    "What would go out is no longer what this request says, so nothing was decided. "
    "It has to be asked for anew."
)
LAPSED: Final = (
    "This request has lapsed: nobody decided in time. It was not sent; whoever wants it asks anew."
)
OWN: Final = "This is your own. Somebody else who may approve has to look at it."
BY_THEM: Final = (
    "You changed this, or had it asked for again. Somebody else who may approve has to look at it."
)
ONLY_APPROVER: Final = "their own request, as the only person who may approve"
ONLY_OTHER: Final = "their own change, as the only person who may approve"
LONGEST_REASON: Final = 500


class Approvals:
    """Asks for, records and checks approvals.

    ``approvers`` names all who hold the role, :data:`EVERYBODY` among them when that is not fully known, for
    then nobody is the only one; ``release`` lets an approved send go on its way, in the deciding transaction.
    """

    def __init__(
        self,
        database: Database,
        rules: Rules,
        clock: Clock,
        *,
        approvers: Callable[[], frozenset[str]],
        release: Callable[[Connection, Send], None],
    ) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock
        self._approvers = approvers
        self._release = release

    def reasons(self, send: Send) -> tuple[str, ...]:
        """Return why a send needs a second person, each to stand within a sentence; nothing when not."""
        return snapshot.reasons(self._rules, send)

    def ask(self, conn: Connection, send: Send, now: datetime, changed: str = "", by: str = "") -> None:
        """Record a request about a send, or a further one, and have it drawn. The caller moves the state.

        ``send`` is the row as the caller's transaction leaves it. ``changed`` says, in plain words, what
        changed since the last time, and ``by`` is the user who wrote or brought about what is asked; none
        when the bot did. The request lapses after the time the policy sets, and no later than the send would
        go out, as long as that lies ahead.
        """
        expires_at = now + self._rules.expires
        if send.send_at is not None and send.send_at > now:
            expires_at = min(expires_at, send.send_at)
        asked = snapshot.of(send)
        new = NewRequest(
            fingerprint=snapshot.fingerprint(asked),
            facts=asked,
            changed=changed,
            expires_at=expires_at,
            by=_asked_by(approvals.get(conn, send.id), send, by),
        )
        approvals.ask(conn, send.id, new, now=now)
        messages.open_another(conn, send.id, Purpose.APPROVAL, anew=bool(changed))

    def changed(self, conn: Connection, send: Send) -> str:
        """Return what is different from what was approved, in plain words; nothing when it may go out.

        ``send`` is to be given as it would go out now. People and credits may have moved by the policy's
        tolerance, nothing else. The words are not escaped.
        """
        why = self.reasons(send)
        if not why:
            return ""
        asked = approvals.get(conn, send.id)
        if asked is None:
            return f"It needs a second person now: {words.join_and(why)}."
        if asked.decision is not Decision.APPROVED:
            return "It needs a second person, and nobody has approved it."
        tolerance = self._rules.tolerance_percent
        return " ".join(snapshot.differences(asked.facts, send, tolerance_percent=tolerance))

    def differs(self, conn: Connection, send: Send) -> str:
        """Return what the newest request does not say of a send as it is now, in plain words, if anything."""
        asked = approvals.get(conn, send.id)
        if asked is None or asked.fingerprint == snapshot.fingerprint(snapshot.of(send)):
            return ""
        return " ".join(snapshot.differences(asked.facts, send)) or "It was changed."

    def standing(self, conn: Connection, send_id: str) -> ApprovalRequest | None:
        """Return the newest request about a send; None when nobody was ever asked."""
        return approvals.get(conn, send_id)

    def approve(self, send_id: str, who: Who, round_: int) -> None:
        """Let a send go on its way. The same press again changes nothing.

        Raises :exc:`UserError` when the person wrote it, changed it or brought it about and others may
        approve, or when this round is over: decided by somebody else, lapsed, cancelled or asked for anew.
        """
        now = self._clock()
        is_only_one = self._approvers() == {who.user_id}
        with self._database.write(urgent=True) as conn:
            send, asked = _held(conn, send_id)
            if _is_repeated(asked, Decision.APPROVED, who, round_):
                return
            _must_wait(send, asked, round_, now)
            if asked.fingerprint != snapshot.fingerprint(snapshot.of(send)):
                raise UserError(OTHERWISE)
            reason = None
            if who.user_id in {send.user_id, asked.asked_by}:
                is_own = send.user_id == who.user_id
                if not is_only_one:
                    raise UserError(OWN if is_own else BY_THEM)
                reason = ONLY_APPROVER if is_own else ONLY_OTHER
            approvals.decide(conn, send_id, round_, Decision.APPROVED, now=now, by=who.user_id, reason=reason)
            self._release(conn, send)

    def reject(self, send_id: str, who: Who, round_: int, reason: str) -> None:
        """End a send that waits, for a reason everybody reads. The same submission again changes nothing.

        Raises :exc:`UserError` when this round is over, as :meth:`approve` does.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send, asked = _held(conn, send_id)
            if _is_repeated(asked, Decision.REJECTED, who, round_):
                return
            _must_wait(send, asked, round_, now)
            told = reason.strip()[:LONGEST_REASON]
            approvals.decide(conn, send_id, round_, Decision.REJECTED, now=now, by=who.user_id, reason=told)
            sends.move(conn, send_id, SendState.REJECTED, now=now, decided_by=who.user_id)

    def expire(self) -> None:
        """End what nobody decided in time. A part of the clock's tick."""
        now = self._clock()
        with self._database.read() as conn:
            overdue = approvals.overdue(conn, now)
        for send_id in overdue:
            self._expire(send_id, now)

    def must_wait(self, send_id: str, round_: int) -> None:
        """Make sure that a round still waits for a decision. Raises :exc:`UserError` when it is over."""
        with self._database.read() as conn:
            send, asked = sends.get(conn, send_id), approvals.get(conn, send_id)
        if send is None or asked is None:
            raise UserError(GONE)
        _must_wait(send, asked, round_, self._clock())

    def text(self, send_id: str) -> Text:
        """Return what would go out. Raises :exc:`UserError` when the words are no longer kept."""
        with self._database.read() as conn:
            return texts.of(conn, send_id)

    def _expire(self, send_id: str, now: datetime) -> None:
        with self._database.write() as conn:
            held = approvals.hold(conn, send_id)
            # Decided, cancelled or asked for anew meanwhile, perhaps.
            if held is not None and _is_overdue(*held, now):
                approvals.decide(conn, send_id, held[1].round, Decision.EXPIRED, now=now)
                sends.move(conn, send_id, SendState.EXPIRED, now=now)


def _asked_by(before: ApprovalRequest | None, send: Send, by: str) -> str:
    """Return who wrote or brought about what is asked now, beside whoever it belongs to.

    Somebody's change that nobody has approved stays theirs when the owner or the bot adds to it.
    """
    if by in {"", send.user_id} and before is not None and before.decision is not Decision.APPROVED:
        return before.asked_by or by
    return by


def _held(conn: Connection, send_id: str) -> tuple[Send, ApprovalRequest]:
    found = approvals.hold(conn, send_id)
    if found is None:
        raise UserError(GONE)
    return found


def _must_wait(send: Send, asked: ApprovalRequest, round_: int, now: datetime) -> None:
    if asked.round != round_:
        raise UserError(OLDER)
    if asked.decision in {Decision.APPROVED, Decision.REJECTED}:
        raise UserError(f"<@{asked.decided_by}> has {asked.decision} this already.")
    if send.state is SendState.CANCELLED:
        by = f"<@{send.decided_by}>" if send.decided_by else "whoever asked"
        raise UserError(f"There is nothing to decide any more: {by} cancelled it.")
    if not _is_waiting(send, asked) or asked.expires_at <= now:
        raise UserError(LAPSED)


def _is_waiting(send: Send, asked: ApprovalRequest) -> bool:
    return send.state is SendState.AWAITING_APPROVAL and asked.decision is None


def _is_overdue(send: Send, asked: ApprovalRequest, now: datetime) -> bool:
    return _is_waiting(send, asked) and asked.expires_at <= now


def _is_repeated(asked: ApprovalRequest, decision: Decision, who: Who, round_: int) -> bool:
    return (asked.round, asked.decision, asked.decided_by) == (round_, decision, who.user_id)
