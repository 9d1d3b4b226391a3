"""What people decide about a text that has its message already: cancel it, settle it, send it after all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.features.sms.service import LATE, Queue, found
from bot.slack.errors import UserError
from bot.slack.roles import Who
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send
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
    SendState.UNKNOWN: "it is not known whether it was sent",
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
            raise UserError(f"It is too late to cancel this text: {_ALREADY[send.state]}.")
        self._show(send_id)

    def mark_as_sent(self, send_id: str, who: Who) -> None:
        """Settle an unknown outcome: a person has seen that the text went out. It is followed from now on.

        Raises :exc:`UserError` when it has been settled otherwise.
        """
        self._decide(send_id, SendState.ACCEPTED, who, "nothing is left to decide")

    def send_again(self, send_id: str, who: Who) -> None:
        """Settle an unknown outcome: a person wants it sent, though it may have gone out before.

        Raises :exc:`UserError` when it has been settled otherwise, or its words are no longer kept.
        """
        self._decide(send_id, SendState.QUEUED, who, "it is not sent again")

    def send_late(self, send_id: str, who: Who) -> None:
        """Send a held text now whose time was missed. Raises :exc:`UserError` when it no longer waits."""
        self._decide(send_id, SendState.QUEUED, who, "it is not sent now")

    def body(self, send_id: str) -> str:
        """Return the words of a text. Raises :exc:`UserError` when they are no longer kept."""
        with self._database.read() as conn:
            send = found(sends.get(conn, send_id))
        if send.body is None:
            raise UserError("The words of that text are no longer kept.")
        return send.body

    def find(self, send_id: str) -> Send:
        """Return a send. Raises :exc:`UserError` when it is gone."""
        with self._database.read() as conn:
            return found(sends.get(conn, send_id))

    def again_with_group(self, send_id: str, group: str, who: Who, key: str) -> None:
        """Send a refused text as a new one, adding its number to a group first.

        The refused one stays as it is. The same ``key`` twice is one text. Raises :exc:`UserError` when
        the words are no longer kept.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            old = found(sends.get(conn, send_id))
            if old.body is None:
                raise UserError("The words of that text are no longer kept. Please write it again.")
            again = sends.insert_draft(
                conn,
                NewSend(
                    key=key,
                    team_id=who.team_id,
                    user_id=who.user_id,
                    to_number=old.to_number,
                    to_name=old.to_name,
                    body=old.body,
                    sender=old.sender,
                    alpha_sender=old.alpha_sender,
                    segments=old.segments,
                    credits=old.credits,
                    credits_upper=old.credits_upper,
                    origin_channel=old.origin_channel,
                    zone=old.zone,
                    add_to_group=group,
                    balance_shown=old.balance_shown,
                ),
                now=now,
            )
            if sends.move(conn, again.id, SendState.QUEUED, now=now):
                self._queue(conn, again.id, again.attempts)
        self._show(again.id)

    def _decide(self, send_id: str, to: SendState, who: Who, otherwise: str) -> None:
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send = found(sends.get(conn, send_id))
            open_ = send.state is SendState.UNKNOWN or (
                send.state is SendState.SCHEDULED and send.outcome_code == LATE and to is SendState.QUEUED
            )
            if not open_:
                raise UserError(f"That was settled already: {_ALREADY[send.state]}, so {otherwise}.")
            if to is SendState.QUEUED and send.body is None:
                raise UserError("The words of that text are no longer kept. Please write it again.")
            values: dict[str, object] = {"outcome_code": None, "outcome_sentence": None, "evidence": None}
            values["decided_by"] = who.user_id
            if to is SendState.QUEUED:
                attempt = send.attempts + 1
                sends.move(conn, send_id, to, now=now, attempts=attempt, **values)
                self._queue(conn, send_id, attempt)
            else:
                sends.move(conn, send_id, to, now=now, **values)
                follow_ups.start(conn, send_id, now, now + self._follow_for)
        self._show(send_id)
