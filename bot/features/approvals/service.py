"""Which sends need a second person, what is asked about them, and for how long a yes holds.

An approval is bound to what was asked about: text, group, who is in it, cost and time.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.features.approvals import snapshot
from bot.features.approvals.shown import Review, SeenByOwner, Waiting
from bot.policy.model import Approval as Rules
from bot.store import approvals, messages, sends
from bot.store.approvals import ApprovalRequest, Decision, NewRequest
from bot.store.messages import Purpose
from bot.store.sends import Send
from bot.texting import words

__all__ = ["Approvals", "Review", "SeenByOwner", "Waiting"]


class Approvals:
    """Asks for approvals, and checks what they hold for."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def reasons(self, send: Send) -> tuple[str, ...]:
        """Return why a send needs a second person, each to stand within a sentence; nothing when not."""
        return snapshot.reasons(self._rules, send)

    def over(self, people: int, credits_upper: int) -> tuple[str, ...]:
        """Return why texts to so many people, of so many credits at most, would need a second person.

        For what goes to several people and is no broadcast: nobody can be asked about it, so it is refused.
        """
        return snapshot.over(self._rules, people, credits_upper)

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
        if by not in {"", send.user_id}:
            sends.note_touched(conn, send.id, {*(send.touched_by or ()), by})
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
            return f"It now needs approval: {words.join_and(why)}."
        if asked.decision is not Decision.APPROVED:
            return "It needs approval, and no one has approved it."
        tolerance = self._rules.tolerance_percent
        return " ".join(snapshot.differences(asked.facts, send, tolerance_percent=tolerance))

    def pass_on(self, conn: Connection, basis: Send, send: Send) -> None:
        """Have an approval hold for a send as well that is made for one date of what was approved.

        ``basis`` is the series, or the last date of it that was approved anew. Without an approval of it that
        holds as it is, nothing is recorded.
        """
        asked = approvals.get(conn, basis.id)
        if asked is None or self.changed(conn, basis):
            return
        facts = snapshot.of_date(asked.facts, send)
        approvals.pass_on(conn, asked, send.id, facts, snapshot.fingerprint(facts))

    def differs(self, conn: Connection, send: Send) -> str:
        """Return what the newest request does not say of a send as it is now, in plain words, if anything."""
        asked = approvals.get(conn, send.id)
        if asked is None or asked.fingerprint == snapshot.fingerprint(snapshot.of(send)):
            return ""
        return " ".join(snapshot.differences(asked.facts, send)) or "It was changed."

    def rewritten(self, old: Send, new: Send) -> str:
        """Return what is different in a series that takes the place of one nobody had approved yet."""
        changed = snapshot.differences(snapshot.of(replace(old, id=new.id)), new)
        return f"This takes the place of a request that was withdrawn. {' '.join(changed)}".rstrip()

    def standing(self, conn: Connection, send_id: str) -> ApprovalRequest | None:
        """Return the newest request about a send; None when nobody was ever asked."""
        return approvals.get(conn, send_id)


def _asked_by(before: ApprovalRequest | None, send: Send, by: str) -> str:
    """Return who wrote or brought about what is asked now, beside whoever it belongs to.

    Somebody's change that nobody has approved stays theirs when the owner or the bot adds to it.
    """
    if by in {"", send.user_id} and before is not None and before.decision is not Decision.APPROVED:
        return before.asked_by or by
    return by
