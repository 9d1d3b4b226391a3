"""Changing a send that the bot holds: its words and its time.

A change is one transaction, and only of what the person saw: it is refused when the send has moved on
meanwhile. What costs more, or goes out at another time than was approved, is asked about again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.permissions import Permissions
from bot.features.scheduled.request import Edit, changes, is_as_wanted, is_renewable, may_go_without_time
from bot.features.sends import duplicate_checks
from bot.features.sends.decisions import touched
from bot.features.sends.holds import Hold
from bot.features.sends.kinds import Kinds
from bot.features.sends.repeats import is_series
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import found
from bot.store import audit, sends
from bot.store.audit import Event
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, scheduled
from bot.store.states import CHANGEABLE, RENEWABLE, SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

MOVED_ON: Final = (
    "This text has changed since you opened it, so nothing was done. Open it again, then decide."
)
PASSED: Final = "This text is no longer waiting, so it can't be changed. Its message says what its state is."
THERE: Final = "This text will be scheduled in SMS-iT, so it can't be edited. Cancel it and write a new one."
SERIES: Final = "This text repeats. Edit the series instead, under its message or in `/sms scheduled`."
OVER: Final = "This one is over. Write it again, and request approval for that."
NO_APPROVAL: Final = "Texts like this one no longer need approval. Write it again to send it."
ASKED_AGAIN: Final = "Nothing was changed."
"""What the approvers are told where somebody asks again for just the same."""
CHANGE: Final = "change this text"
"""What the role is needed for, as a refusal says it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A send after its change. ``asks`` says what changed, when it has to be approved again for that.

    ``is_new`` is false when all was as wanted already, so that nothing was written.
    """

    send: Send
    asks: str
    is_new: bool = True


class Edits:
    """Changes what waits.

    ``quiet`` returns a sentence when a send would go out in quiet hours at a time, else nothing.
    """

    def __init__(
        self,
        database: Database,
        safeguards: Safeguards,
        permissions: Permissions,
        kinds: Kinds,
        clock: Clock,
        quiet: Callable[[Send, datetime], str],
    ) -> None:
        self._database = database
        self._quiet = quiet
        self._permissions = permissions
        self._kinds = kinds
        self._clock = clock
        self._budgets = safeguards.budgets
        self._approvals = safeguards.approvals
        self._wording = safeguards.wording
        self._weekly = safeguards.weekly

    def warning(self, done: Changed) -> str:
        """Return what there is to say of a changed send's time; nothing as a rule."""
        send = done.send
        return "" if send.send_at is None else self._quiet(send, send.send_at)

    def editable(self, send_id: str, who: Who) -> Send:
        """Return a send to be changed. Raises :exc:`UserError` when it cannot be, or not by this person."""
        with self._database.read() as conn:
            return self._editable(conn, send_id, who)

    def must_be_theirs(self, send_id: str, who: Who) -> None:
        """Raise :exc:`UserError` unless the send is this person's own, or they may change everybody's."""
        with self._database.read() as conn:
            send = found(sends.get(conn, send_id))
        self._permissions.require_send(send, who)

    def would_be(self, request: Edit, who: Who) -> Send:
        """Return a send as it would be after a change, to be shown before the button; nothing is written.

        Raises :exc:`UserError` as :meth:`change` does, but for budgets.
        """
        with self._database.read() as conn:
            old = self._editable(conn, request.send_id, who)
            self._require_words(conn, old, request)
        if old.updated_at.isoformat() != request.seen:
            raise UserError(MOVED_ON)
        return replace(old, **changes(old, request, self._clock()))

    def change(self, request: Edit, who: Who) -> Changed:
        """Change a send that waits: one short transaction, durable when it returns.

        Raises :exc:`UserError` when it has moved on since it was seen, cannot be changed by this person, or a
        budget does not cover it as it would be; :exc:`DuplicateError` as
        :func:`duplicate_checks.require` does.
        """
        done = self._database.write_with_others(lambda conn: self._change(conn, request, who))
        if done.is_new:
            log.info("send %s was changed by %s", request.send_id, who.user_id)
        return done

    def _change(self, conn: Connection, request: Edit, who: Who) -> Changed:
        now = self._clock()
        old = self._editable(conn, request.send_id, who)
        if old.updated_at.isoformat() != request.seen:
            if is_as_wanted(old, request):  # the same submission, delivered again
                return Changed(old, "")
            raise UserError(MOVED_ON)
        renews = old.state in RENEWABLE
        if request.at is None and not may_go_without_time(old):
            raise UserError(MOVED_ON)
        if not renews and old.hold is None and is_as_wanted(old, request):
            return Changed(old, "", is_new=False)
        self._require_words(conn, old, request)
        duplicate_checks.require(conn, old, request.message, request.at or now, request.told)
        values = changes(old, request, now)
        is_own = old.user_id == who.user_id
        if renews or (not is_own and request.at is not None):  # of one without a time, the request says who
            values["decided_by"] = None if is_own else who.user_id
        values |= touched(old, who)
        new = replace(old, **values, updated_at=now)
        self._budgets.check(conn, new, new.goes_at or now)
        if new.goes_at != old.goes_at:
            self._weekly.require(conn, new, new.goes_at or now)
        if not scheduled.change(conn, old.id, state=old.state, seen=old.updated_at, now=now, values=values):
            raise UserError(MOVED_ON)
        audit.note(conn, Event.CHANGED, old.id, at=now, by=who.user_id, facts=_told(old, new))
        return Changed(*self._asked(conn, old.state, new, who))

    def _require_words(self, conn: Connection, old: Send, request: Edit) -> None:
        """Make sure that a send may say what it is to say, unless it goes on saying what it was let to."""
        others = request.message != old.body or old.hold == Hold.WORDS
        if request.message is not None and (others or old.state in RENEWABLE):
            self._wording.require(conn, old.kind, request.message, old.origin_channel)

    def _asked(self, conn: Connection, was: SendState, new: Send, who: Who) -> tuple[Send, str]:
        """Have a changed send approved, where that is needed; return it as it stands, and what changed."""
        waits, now = SendState.AWAITING_APPROVAL, new.updated_at
        if was is waits:  # nobody has agreed yet, but the request shows what stood there before
            asks = self._approvals.differs(conn, new)
        elif was in RENEWABLE:
            asks = self._approvals.differs(conn, new) or ASKED_AGAIN
            sends.move(conn, new.id, waits, now=now, only_from=was)
            new = replace(new, state=waits)
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
        self._permissions.require_send(send, who)
        self._permissions.require_role(who, self._kinds[send.kind].role, CHANGE)
        if send.state not in CHANGEABLE | RENEWABLE:
            raise UserError(PASSED)
        if send.held_by is HeldBy.SMSIT:
            raise UserError(THERE)
        if is_series(send):
            raise UserError(SERIES)
        if send.state in RENEWABLE and not is_renewable(send):
            raise UserError(OVER)
        if send.state in RENEWABLE and not self._approvals.reasons(send):
            raise UserError(NO_APPROVAL)
        return send


def _told(old: Send, new: Send) -> audit.Facts:
    """Return what the record says of a change: whether the words are others, and the time it has now."""
    at = None if new.send_at is None else new.send_at.isoformat()
    return {"words": "changed" if old.body != new.body else None, "send_at": at, "credits": new.credits}
