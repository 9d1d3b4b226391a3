"""What people decide about a send that has its message already: cancel it, settle it, send it after all."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.sends.holds import STANDS, Hold
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import FORGOTTEN, GONE, SendService, found
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import WAITING, SendState
from bot.texting.clock import Clock

Follow = Callable[[Connection, Send, datetime], None]
"""Starts to follow a send of one kind, in the caller's transaction."""

NEEDS: Final = {
    SendKind.CONTACT: Role.SENDER,
    SendKind.OTP: Role.SENDER,
    SendKind.LIST: Role.BROADCASTER,
    SendKind.GROUP: Role.BROADCASTER,
    SendKind.ELSEWHERE: Role.BROADCASTER,
}
"""The role it takes to have a send of each kind go out."""

AGAIN: Final = "cancelled_again"
NOT_AGAIN: Final = "It was not sent again. Whether an earlier attempt went out is still not known."
APPROVED_FOR_ITS_TIME: Final = (
    "It was approved for its own time. To send it at another, edit it; it is approved anew then."
)

_ALREADY: Final = {
    SendState.AWAITING_APPROVAL: "it waits for approval",
    SendState.REJECTED: "it was not approved",
    SendState.EXPIRED: "it was not approved in time",
    SendState.QUEUED: "it is already on its way",
    SendState.ATTEMPTING: "it is being sent at this moment",
    SendState.RUNNING: "it is being sent at this moment",
    SendState.PAUSED: "it is paused",
    SendState.ACCEPTED: "it has been sent",
    SendState.DELIVERED: "it has been delivered",
    SendState.UNDELIVERED: "it has been sent, and was not delivered",
    SendState.NO_NEWS: "it has been sent",
    SendState.SUPERSEDED: "it has been sent",
    SendState.SCHEDULED: "it is scheduled",
    SendState.SCHEDULED_AT_SMSIT: "SMS-iT holds it now, and nothing can be changed from here",
    SendState.REFUSED: "SMS-iT refused it, and nothing was sent",
    SendState.UNKNOWN: "it was tried again, and it is not known whether it was sent",
    SendState.CANCELLED: "it was cancelled",
}


class Decisions:
    """Carries out what a person decided, once: who comes second is told what was decided."""

    def __init__(
        self,
        database: Database,
        send_service: SendService,
        safeguards: Safeguards,
        follow: Mapping[SendKind, Follow],
        access: Access,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._send_service = send_service
        self._budgets = safeguards.budgets
        self._approvals = safeguards.approvals
        self._follow = follow
        self._clock = clock
        self._access = access
        self._quiet_role = rules.override
        self._latest = rules.latest

    def cancel(self, send_id: str, who: Who) -> None:
        """Cancel a send that waits: one's own, or by the role it takes to send one of its kind.

        One that was sent before with an unclear outcome is not called cancelled: it may have gone out.
        Raises :exc:`UserError` when it is too late for that.
        """
        with self._database.write(urgent=True) as conn:
            send = found(sends.get(conn, send_id))
            if send.user_id != who.user_id:
                self._must(who, NEEDS[send.kind])
            moved = send.state in WAITING and self._end(conn, send, who)
            send = found(sends.get(conn, send_id))
        if not moved and send.state is not SendState.CANCELLED:
            raise UserError(f"It is too late to cancel this text: {_already(send)}.")

    def mark_as_sent(self, send_id: str, who: Who, seen: int) -> None:
        """Settle an unknown outcome: a person has seen that SMS-iT has it.

        A text that went out is followed from now on; one that SMS-iT holds is not, for it cannot be.
        ``seen``, here and below, is the number of the attempt the person decided about: the same press
        delivered again, after a further attempt, decides nothing about that one. Raises :exc:`UserError`
        when it has been settled otherwise.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send = self._unknown(conn, send_id, who, seen, "nothing is left to decide")
            held_there = send.held_by is HeldBy.SMSIT
            to = SendState.SCHEDULED_AT_SMSIT if held_there else SendState.ACCEPTED
            sends.move(conn, send_id, to, now=now, only_from=SendState.UNKNOWN, **_settled_by(who))
            if to is SendState.ACCEPTED:
                self._follow[send.kind](conn, send, now)

    def send_again(self, send_id: str, who: Who, seen: int) -> None:
        """Settle an unknown outcome: a person wants it sent, though it may have gone out before.

        From then on it counts as spent twice. Raises :exc:`UserError` when it has been settled otherwise, its
        words are no longer kept, or a budget does not cover it.
        """
        with self._database.write(urgent=True) as conn:
            send = self._unknown(conn, send_id, who, seen, "it is not sent again")
            values = _settled_by(who) | self._leave(send, who) | {"risked": send.risked + 1}
            self._queue(conn, send, values)

    def send_now(self, send_id: str, who: Who, seen: int) -> None:
        """Send a held text now: one that asks, or one whose time has not come yet.

        What it asked is answered by that: a missed time, figures that grew (budget and approval are looked
        at again), quiet hours (by those whose role allows it). Raises :exc:`UserError` when it no longer
        waits, or may not be sent.
        """
        with self._database.write(urgent=True) as conn:
            send = found(sends.get(conn, send_id))
            if send.attempts != seen or send.state is not SendState.SCHEDULED:
                raise _settled(send, "it is not sent now")
            self._must(who, NEEDS[send.kind])
            values = _settled_by(who) | self._leave(send, who) | self._answer(send)
            fresh = self._send_service.fresh(send, values)
            changed = self._approvals.changed(conn, fresh)
            if changed and send.outcome_code is None:
                raise UserError(APPROVED_FOR_ITS_TIME)
            if changed:
                values["goes_at"] = fresh.goes_at
                self._budgets.check(conn, fresh, fresh.goes_at or self._clock())
                self._send_service.ask(conn, send, SendState.SCHEDULED, changed, values, by=who.user_id)
            else:
                self._queue(conn, send, values)

    def body(self, send_id: str) -> str:
        """Return the words of a text. Raises :exc:`UserError` when they are no longer kept."""
        with self._database.read() as conn:
            send = found(sends.get(conn, send_id))
        if send.state is SendState.DRAFT:
            raise UserError(GONE)
        if send.body is None:
            raise UserError(FORGOTTEN)
        return send.body

    def _end(self, conn: Connection, send: Send, who: Who) -> bool:
        to = SendState.UNKNOWN if send.risked else SendState.CANCELLED
        values: dict[str, Any] = {"decided_by": who.user_id}
        if send.risked:
            values |= {"outcome_code": AGAIN, "outcome_sentence": NOT_AGAIN, "evidence": None}
        return sends.move(conn, send.id, to, now=self._clock(), only_from=send.state, **values)

    def _leave(self, send: Send, who: Who) -> dict[str, Any]:
        """Return who takes it upon themselves that it may come in quiet hours: only who presses now can."""
        if self._access.allows(who, self._quiet_role):
            return {"quiet_override": who.user_id} if send.outcome_code == Hold.QUIET else {}
        if send.outcome_code == Hold.QUIET:
            raise UserError(f"That takes the role *{self._quiet_role}*, which you do not have.")
        return {"quiet_override": None}

    def _answer(self, send: Send) -> dict[str, Any]:
        """Return the columns by which a person answers what a send asks."""
        if send.outcome_code in STANDS:
            raise UserError(f"{send.outcome_sentence} It cannot be sent as it is.")
        values: dict[str, Any] = {}
        if send.outcome_code == Hold.CHANGED:
            values |= send.pending_values or {}
        if send.held_by is HeldBy.BOT and self._is_another_time(send):
            values |= {"held_by": HeldBy.NONE, "send_at": None}
        return values

    def _is_another_time(self, send: Send) -> bool:
        """Tell whether now is so far from its time that an approval for then is none for now."""
        return send.send_at is None or abs(self._clock() - send.send_at) > self._latest

    def _unknown(self, conn: Connection, send_id: str, who: Who, seen: int, otherwise: str) -> Send:
        send = found(sends.get(conn, send_id))
        if send.attempts != seen or send.state is not SendState.UNKNOWN:
            raise _settled(send, otherwise)
        self._must(who, NEEDS[send.kind])
        return send

    def _queue(self, conn: Connection, send: Send, values: Mapping[str, Any]) -> None:
        if send.body is None:
            raise UserError(FORGOTTEN)
        if not self._send_service.queue(conn, send, values):
            raise _settled(found(sends.get(conn, send.id)), "it is not sent")

    def _must(self, who: Who, role: Role) -> None:
        if not self._access.allows(who, role):
            raise UserError(f"That takes the role *{role}*, which you do not have.")


def _settled_by(who: Who) -> dict[str, Any]:
    forgotten = dict.fromkeys(("outcome_code", "outcome_sentence", "evidence", "pending_values"))
    return {**forgotten, "decided_by": who.user_id}


def _settled(send: Send, otherwise: str) -> UserError:
    return UserError(f"That was settled already: {_already(send)}, so {otherwise}.")


def _already(send: Send) -> str:
    return _ALREADY.get(send.state, "it is gone")
