"""What people decide about a send that has its message already: cancel it, settle it, send it after all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.permissions import Permissions
from bot.features.sends import duplicate_checks
from bot.features.sends.holds import STANDS, Hold
from bot.features.sends.kinds import Kinds
from bot.features.sends.refusals import IN_SPITE, SEND, SETTLE, already, too_late
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import FORGOTTEN, SendService, found
from bot.features.sends.undo import can_undo
from bot.store import sends
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import NO_EVIDENCE, NO_HOLD, HeldBy, Send
from bot.store.states import WAITING, SendState
from bot.texting import words
from bot.texting.clock import Clock

NOT_AGAIN: Final = "it wasn't sent again, but an earlier attempt may have gone out."
APPROVED_FOR_ITS_TIME: Final = (
    "It's approved for its scheduled time only. Edit the time instead; it then needs approval again."
)


class Decisions:
    """Carries out what a person decided, once: who comes second is told what was decided."""

    def __init__(
        self,
        database: Database,
        send_service: SendService,
        safeguards: Safeguards,
        kinds: Kinds,
        permissions: Permissions,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._send_service = send_service
        self._budgets = safeguards.budgets
        self._approvals = safeguards.approvals
        self._weekly = safeguards.weekly
        self._kinds = kinds
        self._clock = clock
        self._permissions = permissions
        self._rules = rules
        self._latest = rules.latest

    def cancel(self, send_id: str, who: Who) -> None:
        """Cancel a send that waits.

        One that was sent before with an unclear outcome is not called cancelled: it may have gone out.
        Raises :exc:`UserError` when it is too late for that.
        """
        with self._database.write(urgent=True) as conn:
            send = found(sends.get(conn, send_id))
            self._permissions.require_send(send, who)
            moved = send.state in WAITING and end(
                conn, send, who.user_id, self._clock(), only_from=send.state
            )
            send = found(sends.get(conn, send_id))
        if not moved and send.state is not SendState.CANCELLED:
            raise UserError(too_late("cancel", send))

    def undo(self, send_id: str, who: Who) -> None:
        """Cancel a text that waits to be undone; a second press changes nothing.

        Raises :exc:`UserError` when it no longer waits for that: it went, or waits for a time somebody chose.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send = found(sends.get(conn, send_id))
            self._permissions.require_send(send, who)
            if can_undo(send):
                end(conn, send, who.user_id, now, only_from=SendState.SCHEDULED)
                send = found(sends.get(conn, send_id))
        if send.state is not SendState.CANCELLED:
            raise UserError(too_late("undo", send))

    def mark_as_sent(self, send_id: str, who: Who, seen: int) -> None:
        """Settle an unknown outcome: a person has seen that SMS-iT has it.

        A text that went out is followed from now on; one that SMS-iT holds is not, for it cannot be.
        ``seen``, here and below, is the wave of the send that the person decided about: the same press
        delivered again, once it was set going, decides nothing about that. Raises :exc:`UserError`
        when it has been settled otherwise.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send = self._unknown(conn, send_id, who, seen, "There's nothing left to decide.")
            held_there = send.held_by is HeldBy.SMSIT
            to = SendState.SCHEDULED_AT_SMSIT if held_there else SendState.ACCEPTED
            values = _settled_by(who) | {"outcome_code": OutcomeCode.MARKED_SENT.value}
            sends.move(conn, send_id, to, now=now, only_from=SendState.UNKNOWN, **values)
            if to is SendState.ACCEPTED:
                self._kinds[send.kind].follow(conn, send, now)

    def send_again(self, send_id: str, who: Who, seen: int) -> None:
        """Settle an unknown outcome: a person wants it sent, though it may have gone out before.

        From then on it counts as spent twice. Raises :exc:`UserError` when it has been settled otherwise, its
        words are no longer kept, or a budget does not cover it.
        """
        with self._database.write(urgent=True) as conn:
            send = self._unknown(conn, send_id, who, seen, "It won't be sent again.")
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
            self._must(send, who, SEND)
            if send.wave != seen or send.state is not SendState.SCHEDULED:
                raise _settled(send, "It won't be sent now.")
            if send.hold is None:
                self._weekly.require(conn, send, self._clock())
            values = _settled_by(who) | self._leave(send, who) | self._answer(send) | touched(send, who)
            duplicate_checks.require_now(conn, send, self._clock())
            fresh = self._send_service.fresh(send, values)
            changed = self._approvals.changed(conn, fresh)
            if changed and send.hold is None:
                raise UserError(APPROVED_FOR_ITS_TIME)
            if changed:
                values["goes_at"] = fresh.goes_at
                self._budgets.check(conn, fresh, fresh.goes_at or self._clock())
                self._send_service.ask(conn, send, SendState.SCHEDULED, changed, values, by=who.user_id)
            else:
                self._queue(conn, send, values)

    def require_unknown(self, send_id: str, who: Who, seen: int) -> None:
        """Make sure that somebody may settle a send, whose outcome is unknown still. Nothing changes.

        Raises :exc:`UserError` otherwise, as for what settles it.
        """
        with self._database.read() as conn:
            self._unknown(conn, send_id, who, seen, "There's nothing left to check.")

    def _leave(self, send: Send, who: Who) -> dict[str, Any]:
        """Return who takes it upon themselves that it may come in quiet hours: only who presses now can."""
        if self._permissions.access.allows(who, self._rules.override):
            return {"quiet_override": who.user_id} if send.hold == Hold.QUIET else {}
        if send.hold == Hold.QUIET:
            raise UserError(self._permissions.access.refusal(self._rules.override, who, IN_SPITE))
        return {"quiet_override": None}

    def _answer(self, send: Send) -> dict[str, Any]:
        """Return the columns by which a person answers what a send asks."""
        if send.hold in STANDS:
            raise UserError(f"{send.hold_sentence} It can't be sent as it is.")
        values: dict[str, Any] = {}
        if send.hold == Hold.CHANGED:
            values |= send.pending_values or {}
        if send.held_by is HeldBy.BOT and self._is_another_time(send):
            values |= {"held_by": HeldBy.NONE, "send_at": None}
        return values

    def _is_another_time(self, send: Send) -> bool:
        """Tell whether now is so far from its time that an approval for then is none for now."""
        return send.send_at is None or abs(self._clock() - send.send_at) > self._latest

    def _unknown(self, conn: Connection, send_id: str, who: Who, seen: int, otherwise: str) -> Send:
        send = found(sends.get(conn, send_id))
        self._must(send, who, SETTLE)
        if send.wave != seen or send.state is not SendState.UNKNOWN:
            raise _settled(send, otherwise)
        return send

    def _queue(self, conn: Connection, send: Send, values: Mapping[str, Any]) -> None:
        if send.body is None:
            raise UserError(FORGOTTEN)
        if not self._send_service.queue(conn, send, values):
            raise _settled(found(sends.get(conn, send.id)), "It won't be sent.")

    def _must(self, send: Send, who: Who, to: str) -> None:
        """Make sure that a person may decide about a send, and may have one of its kind go out."""
        self._permissions.require_send(send, who)
        self._permissions.require_role(who, self._kinds[send.kind].role, to)


def end(
    conn: Connection, send: Send, by: str | None, now: datetime, *, only_from: SendState | None = None
) -> bool:
    """Cancel a send that waits; ``by`` is a person, none for the bot itself. ``only_from`` as in moves.

    One that was sent before with an unclear outcome is unknown once more: it may have gone out.
    """
    to = SendState.UNKNOWN if send.risked else SendState.CANCELLED
    values: dict[str, Any] = {"decided_by": by, **NO_HOLD}
    if send.risked:
        values |= {"outcome_code": OutcomeCode.NOT_AGAIN.value, "outcome_sentence": NOT_AGAIN, **NO_EVIDENCE}
    return sends.move(conn, send.id, to, now=now, only_from=only_from, **values)


def touched(send: Send, who: Who) -> dict[str, Any]:
    """Return the column that says who changed a send beside its owner since it was last approved.

    Not every change is asked about at once, and whoever made it approves nothing of it later.
    """
    if who.user_id == send.user_id:
        return {}
    return {"touched_by": sorted({*(send.touched_by or ()), who.user_id})}


def _settled_by(who: Who) -> dict[str, Any]:
    forgotten = {"outcome_code": None, "outcome_sentence": None, **NO_EVIDENCE, **NO_HOLD}
    return {**forgotten, "decided_by": who.user_id}


def _settled(send: Send, otherwise: str) -> UserError:
    return UserError(f"{words.capitalized(already(send))}. {otherwise}")
