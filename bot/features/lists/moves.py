"""How a list is paused, goes on and is cancelled by a person: each move one guarded UPDATE."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.batches import sentences
from bot.features.batches.service import BatchStatus
from bot.features.lists.lanes import Lanes
from bot.features.lists.pauses import Why
from bot.features.permissions import Permissions
from bot.features.sends.refusals import IN_SPITE
from bot.features.sends.rules import SendRules
from bot.features.templates.service import Wording
from bot.store import sends
from bot.store.sends import NO_HOLD, Send, SendKind
from bot.store.states import SendState
from bot.texting.clock import Clock

NOUN: Final = "list"
TOO_LATE: Final = "It's too late to cancel this list: it has finished sending."
STILL_QUIET: Final = "It's still quiet hours for some recipients. {refusal}"
FLIGHT_SECONDS: Final = 90.0
"""How long the texts in flight may take to end, after which the result of a cancelled list is known."""


class ListMoves:
    """Moves lists."""

    noun = NOUN
    too_late = TOO_LATE

    def __init__(
        self, lanes: Lanes, permissions: Permissions, rules: SendRules, clock: Clock, *, wording: Wording
    ) -> None:
        self._lanes = lanes
        self._clock = clock
        self._permissions = permissions
        self._rules = rules
        self._wording = wording

    def find(self, conn: Connection, batch_id: str, who: Who) -> BatchStatus[Send] | None:
        """Return a list that was confirmed. Raises :exc:`UserError` when it is none of theirs."""
        send = confirmed(conn, batch_id)
        if send is None:
            return None
        self._permissions.require_send(send, who)
        return BatchStatus(send, send.state, send.wave)

    def pause(self, conn: Connection, send: Send, who: Who) -> bool:
        """Pause a list that runs."""
        values = {**NO_HOLD, "decided_by": who.user_id}
        return sends.move(
            conn, send.id, SendState.PAUSED, now=self._clock(), only_from=SendState.RUNNING, **values
        )

    def resume(self, conn: Connection, send: Send, who: Who, wave: int) -> bool:
        """Set a list that is paused going in this wave.

        Where quiet hours paused it and still last, it takes the role that may send in spite of them, and is
        recorded; resumed by anybody else, a list has no such leave any more. Raises :exc:`UserError` when its
        words may not go out any more.
        """
        if send.state is SendState.PAUSED:
            self._wording.require_still(conn, send.kind, send.body or "", send.origin_channel)
        values = decided(who) | self._in_spite(send, who) | {"wave": wave}
        return sends.move(
            conn, send.id, SendState.RUNNING, now=self._clock(), only_from=SendState.PAUSED, **values
        )

    def cancel(self, conn: Connection, send: Send, who: Who) -> bool:
        """End a list that has not ended; its result follows when its last texts have."""
        now = self._clock()
        if not sends.move(conn, send.id, SendState.CANCELLED, now=now, decided_by=who.user_id):
            return False
        self._lanes.tidy(conn, send.id, now)
        if send.state in {SendState.RUNNING, SendState.PAUSED}:
            self._lanes.results(conn, send.id, send.user_id, FLIGHT_SECONDS)
        return True

    def _in_spite(self, send: Send, who: Who) -> dict[str, Any]:
        """Return who takes it upon themselves that it may come in quiet hours: only who presses now can."""
        until = send.hold_until
        asks = send.hold == Why.QUIET and (until is None or until > self._clock())
        if self._permissions.access.allows(who, self._rules.override):
            return {"quiet_override": who.user_id} if asks else {}
        if asks and until is not None:
            refusal = self._permissions.access.refusal(self._rules.override, who, IN_SPITE)
            raise UserError(STILL_QUIET.format(refusal=refusal))
        return {"quiet_override": None}


def confirmed(conn: Connection, list_id: str) -> Send | None:
    """Return a list that was confirmed; None when there is none of this id."""
    send = sends.get(conn, list_id)
    if send is None or send.kind is not SendKind.LIST or send.state is SendState.DRAFT:
        return None
    return send


def decided(who: Who) -> dict[str, Any]:
    """Return the values of a send that a person has decided about."""
    return {**NO_HOLD, "decided_by": who.user_id}


def moment(text: str) -> datetime:
    """Return a time as it is kept in text. Raises :exc:`UserError` when it is none, or has no offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise _older() from None
    if found.tzinfo is None:
        raise _older()
    return found


def _older() -> UserError:
    return UserError(sentences.OLDER.format(noun=NOUN))
