"""What people decide about a text that has its message already: cancel it, settle it, send it after all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.features.sms.service import FORGOTTEN, GONE, LATE, NOT_A_CONTACT, Queue, follow, found
from bot.slack.errors import UserError
from bot.slack.roles import Who
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, Send
from bot.store.states import SendState
from bot.texting.clock import Clock

_ALREADY: Final = {
    SendState.QUEUED: "it is already on its way",
    SendState.ATTEMPTING: "it is being sent at this moment",
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
        queue: Queue,
        clock: Clock,
        *,
        follow_for: timedelta,
        show: Callable[[str], None],
    ) -> None:
        self._database = database
        self._queue = queue
        self._clock = clock
        self._follow_for = follow_for
        self._show = show

    def cancel(self, send_id: str, who: Who) -> None:
        """Cancel a text that waits. Raises :exc:`UserError` when it is too late for that."""
        with self._database.write(urgent=True) as conn:
            moved = sends.move(conn, send_id, SendState.CANCELLED, now=self._clock(), decided_by=who.user_id)
            send = found(sends.get(conn, send_id))
        if not moved and send.state is not SendState.CANCELLED:
            raise UserError(f"It is too late to cancel this text: {_already(send)}.")
        self._show(send_id)

    def mark_as_sent(self, send_id: str, who: Who, seen: int) -> None:
        """Settle an unknown outcome: a person has seen that SMS-iT has it.

        A text that went out is followed from now on; one that SMS-iT holds is not, for it cannot be.
        ``seen``, here and below, is the number of the attempt the person decided about: the same press
        delivered again, after a further attempt, decides nothing about that one. Raises :exc:`UserError`
        when it has been settled otherwise.
        """
        held_there = self._existing(send_id).held_by is HeldBy.SMSIT
        to = SendState.SCHEDULED_AT_SMSIT if held_there else SendState.ACCEPTED
        self._decide(send_id, to, who, seen, "nothing is left to decide")

    def send_again(self, send_id: str, who: Who, seen: int) -> None:
        """Settle an unknown outcome: a person wants it sent, though it may have gone out before.

        Raises :exc:`UserError` when it has been settled otherwise, or its words are no longer kept.
        """
        self._decide(send_id, SendState.QUEUED, who, seen, "it is not sent again")

    def send_late(self, send_id: str, who: Who, seen: int) -> None:
        """Send a held text now whose time was missed. Raises :exc:`UserError` when it no longer waits."""
        self._decide(send_id, SendState.QUEUED, who, seen, "it is not sent now")

    def body(self, send_id: str) -> str:
        """Return the words of a text. Raises :exc:`UserError` when they are no longer kept."""
        body = self._existing(send_id).body
        if body is None:
            raise UserError(FORGOTTEN)
        return body

    def again_with_group(self, send_id: str, group: str, who: Who) -> None:
        """Send a refused text as a new one, adding its number to a group first.

        The refused one stays as it is, and can be sent so once only, whoever asks. Raises
        :exc:`UserError` when somebody else did already, it was not refused for want of a contact, its words
        are no longer kept, or its time has passed.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            old = found(sends.get(conn, send_id))
            if old.state is not SendState.REFUSED or old.outcome_code != NOT_A_CONTACT:
                raise UserError("Only a text to a number that is not in the contacts can be sent that way.")
            if old.body is None:
                raise UserError(FORGOTTEN)
            if old.held_by is HeldBy.SMSIT and old.send_at is not None and old.send_at <= now:
                raise UserError("The time of that text has passed meanwhile. Please write it again.")
            again = sends.insert_draft(conn, _again(old, old.body, group, who), now=now)
            if sends.move(conn, again.id, SendState.QUEUED, now=now, only_from=SendState.DRAFT):
                self._queue(conn, again.id, again.attempts)
            elif again.user_id != who.user_id:
                raise UserError(
                    f"<@{again.user_id}> has sent this text again already; look for its own message."
                )
        self._show(again.id)

    def _decide(self, send_id: str, to: SendState, who: Who, seen: int, otherwise: str) -> None:
        now = self._clock()
        values: dict[str, object] = {"outcome_code": None, "outcome_sentence": None, "evidence": None}
        values["decided_by"] = who.user_id
        with self._database.write(urgent=True) as conn:
            send = found(sends.get(conn, send_id))
            again = to is SendState.QUEUED
            late = send.state is SendState.SCHEDULED and send.outcome_code == LATE and again
            if send.attempts != seen or (send.state is not SendState.UNKNOWN and not late):
                raise _settled(send, otherwise)
            if again and send.body is None:
                raise UserError(FORGOTTEN)
            attempt = send.attempts + 1
            if again:
                values["attempts"] = attempt
            if not sends.move(conn, send_id, to, now=now, only_from=send.state, **values):
                raise _settled(found(sends.get(conn, send_id)), otherwise)
            if again:
                self._queue(conn, send_id, attempt)
            elif to is SendState.ACCEPTED:
                follow(conn, send, now, self._follow_for)
        self._show(send_id)

    def _existing(self, send_id: str) -> Send:
        with self._database.read() as conn:
            send = found(sends.get(conn, send_id))
        if send.state is SendState.DRAFT:
            raise UserError(GONE)
        return send


def _settled(send: Send, otherwise: str) -> UserError:
    return UserError(f"That was settled already: {_already(send)}, so {otherwise}.")


def _already(send: Send) -> str:
    return _ALREADY.get(send.state, "it is gone")


def _again(old: Send, body: str, group: str, who: Who) -> NewSend:
    """Return the same text once more. One the bot held has had its time and goes out now."""
    held_there = old.held_by is HeldBy.SMSIT
    return NewSend(
        key=f"again:{old.id}",
        team_id=who.team_id,
        user_id=who.user_id,
        to_number=old.to_number,
        to_name=old.to_name,
        body=body,
        sender=old.sender,
        alpha_sender=old.alpha_sender,
        segments=old.segments,
        credits=old.credits,
        credits_upper=old.credits_upper,
        origin_channel=old.origin_channel,
        held_by=HeldBy.SMSIT if held_there else HeldBy.NONE,
        send_at=old.send_at if held_there else None,
        zone=old.zone,
        recurrence=old.recurrence if held_there else None,
        add_to_group=group,
        balance_shown=old.balance_shown,
    )
