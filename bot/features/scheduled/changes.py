"""Changing a send that the bot holds: its words and its time.

A change is one transaction, and only of what the person saw: it is refused when the send has moved on
meanwhile. What costs more, or goes out at another time than was approved, is asked about again.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.access import Access, Who
from bot.errors import UserError
from bot.features.scheduled.service import is_theirs
from bot.features.sends.decisions import NEEDS
from bot.features.sends.holds import Hold
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import found
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, SendKind, scheduled
from bot.store.states import CHANGEABLE, SendState
from bot.texting import segments
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

MOVED_ON: Final = (
    "That text has changed since you looked at it, so nothing was changed. Look at it again, then decide."
)
THERE: Final = "SMS-iT is to hold that text, so it cannot be changed here. Cancel it and write it again."
NOT_THEIRS: Final = "That is a text of <@{owner}>. Only they or an admin can change it."


@dataclass(frozen=True, slots=True)
class Change:
    """What a send is to become. ``seen`` is its ``updated_at``, in ISO form, as the person saw it.

    ``message`` is None where the words stay, ``at`` (aware) where it goes out as soon as it is approved.
    """

    send_id: str
    seen: str
    message: str | None = field(repr=False)
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A send after its change. ``asks`` says what changed, when it has to be approved again for that.

    ``is_new`` is false when all was as wanted already, so that nothing was written.
    """

    send: Send
    asks: str
    is_new: bool = True


class Changes:
    """Changes what waits."""

    def __init__(
        self,
        database: Database,
        safeguards: Safeguards,
        access: Access,
        clock: Clock,
    ) -> None:
        self._database = database
        self._access = access
        self._clock = clock
        self._budgets = safeguards.budgets
        self._approvals = safeguards.approvals

    def editable(self, send_id: str, who: Who) -> Send:
        """Return a send to be changed. Raises :exc:`UserError` when it cannot be, or not by this person."""
        with self._database.read() as conn:
            return self._editable(conn, send_id, who)

    def must_be_theirs(self, send_id: str, who: Who) -> None:
        """Raise :exc:`UserError` unless the send is this person's own, or they may change everybody's."""
        with self._database.read() as conn:
            send = found(sends.get(conn, send_id))
        if not is_theirs(self._access, send, who):
            raise UserError(NOT_THEIRS.format(owner=send.user_id))

    def change(self, request: Change, who: Who) -> Changed:
        """Change a send that waits: one short transaction, durable when it returns.

        Raises :exc:`UserError` when it has moved on since it was seen, cannot be changed by this person, or a
        budget does not cover it as it would be.
        """
        done = self._database.write_with_others(lambda conn: self._change(conn, request, who))
        if done.is_new:
            log.info("send %s was changed by %s", request.send_id, who.user_id)
        return done

    def _change(self, conn: Connection, request: Change, who: Who) -> Changed:
        now = self._clock()
        old = self._editable(conn, request.send_id, who)
        if old.updated_at.isoformat() != request.seen:
            if is_as_wanted(old, request):  # the same submission, delivered again
                return Changed(old, "")
            raise UserError(MOVED_ON)
        if old.outcome_code is None and is_as_wanted(old, request):
            return Changed(old, "", is_new=False)
        values = changes(old, request, now)
        if old.user_id != who.user_id:
            values["decided_by"] = who.user_id
        new = replace(old, **values, updated_at=now)
        self._budgets.check(conn, new, new.goes_at or now)
        if not scheduled.change(conn, old.id, state=old.state, seen=old.updated_at, now=now, values=values):
            raise UserError(MOVED_ON)
        return Changed(*self._asked(conn, old.state, new, who))

    def _asked(self, conn: Connection, was: SendState, new: Send, who: Who) -> tuple[Send, str]:
        """Have a changed send approved, where that is needed; return it as it stands, and what changed."""
        waits, now = SendState.AWAITING_APPROVAL, new.updated_at
        if was is waits:  # nobody has agreed yet, but the request shows what stood there before
            asks = self._approvals.differs(conn, new)
        else:
            asks = self._approvals.changed(conn, new)
            if asks:
                sends.move(conn, new.id, waits, now=now, only_from=was)
                new = replace(new, state=waits)
        if asks:
            self._approvals.ask(conn, new, now, asks, by=who.user_id)
        return new, asks

    def _editable(self, conn: Connection, send_id: str, who: Who) -> Send:
        send = found(sends.get(conn, send_id))
        if not is_theirs(self._access, send, who):
            raise UserError(NOT_THEIRS.format(owner=send.user_id))
        if not self._access.allows(who, NEEDS[send.kind]):
            raise UserError(f"That takes the role *{NEEDS[send.kind]}*, which you do not have.")
        if send.state not in CHANGEABLE:
            raise UserError(MOVED_ON)
        if send.held_by is HeldBy.SMSIT:
            raise UserError(THERE)
        return send


def changes(old: Send, request: Change, now: datetime) -> dict[str, Any]:
    """Return the columns of a send that a change gives new values. Pure.

    New words are measured anew and paid for by everybody they go to; what ``%%Name%%`` makes of them is
    worked out when they go. A new time is the bot's to keep, and answers what the send asked: with it goes
    the leave to send at night, and the figures it would have now are its own. ``now`` is the day it counts
    towards when it has no time.
    """
    values: dict[str, Any] = dict(old.pending_values or {}) if old.outcome_code == Hold.CHANGED else {}
    people = values.get("people", old.people)
    values |= dict.fromkeys(("outcome_code", "outcome_sentence", "evidence", "pending_values"))
    if old.outcome_code is not None:
        values["attempts"] = old.attempts + 1  # its last job has run; the next one needs a name of its own
    values |= {"send_at": request.at, "goes_at": request.at or now}
    values["held_by"] = HeldBy.NONE if request.at is None else HeldBy.BOT
    if request.at != old.send_at:
        values["quiet_override"] = None
    if request.message not in {None, old.body} and old.kind is not SendKind.LIST:
        measure = segments.measure(request.message or "")
        values |= {
            "body": request.message,
            "segments": measure.segments,
            "credits": measure.segments * people,
            "credits_upper": measure.upper_bound * people,
        }
    return values


def is_as_wanted(send: Send, request: Change) -> bool:
    """Tell whether a send has the words and the time of a change already."""
    return send.send_at == request.at and request.message in {None, send.body}
