"""From a draft to a send on its way, the same for every kind.

Confirming is one short transaction, because Slack waits for it: budget, approval, and either the job that
sends or the time to wait for. What is found out later, right before a send would go, comes back here too.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.assistant.service import settle
from bot.features.permissions import Permissions
from bot.features.sends import refusals, repeats
from bot.features.sends.holds import Hold
from bot.features.sends.refusals import PASSED, SERIES_PASSED
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.undo import waiting
from bot.store import audit, sends
from bot.store.audit import Event
from bot.store.database import Database
from bot.store.sends import SINGLE, HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting import phones, recurrence
from bot.texting.clock import Clock

FORGOTTEN: Final = "The words of this text are no longer stored. Please write it again."
GONE: Final = "This text no longer exists, and it was never sent. Please write it again."

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


Require = Callable[[Connection, Send], None]
"""Raises :exc:`UserError` for a draft that must not be handed over as it is."""


class Queue(Protocol):
    """The engine, as far as one kind of send needs it."""

    def __call__(self, conn: Connection, send_id: str, wave: int, /) -> None:
        """Enqueue the work of a send in the caller's transaction; the same wave twice is one job."""


class SendService:
    """Hands sends over to be approved, held or sent."""

    def __init__(
        self,
        database: Database,
        safeguards: Safeguards,
        dispatch: Mapping[SendKind, Queue],
        permissions: Permissions,
        clock: Clock,
    ) -> None:
        self._database = database
        self._budgets = safeguards.budgets
        self._approvals = safeguards.approvals
        self._do_not_text = safeguards.do_not_text
        self._wording = safeguards.wording
        self._weekly = safeguards.weekly
        self._smsit_schedules = safeguards.smsit_schedules
        self._dispatch = dispatch
        self._permissions = permissions
        self._clock = clock

    def confirm(
        self,
        send_id: str,
        who: Who,
        values: Mapping[str, Any] = NOTHING,
        *,
        require: Require | None = None,
        undo_seconds: int = 0,
    ) -> None:
        """Hand a draft over: to be approved, to be held until its time, or to be sent. Durable on return.

        ``values`` are columns written with it; ``require`` makes sure of what its kind wants. What would go
        immediately can be undone for ``undo_seconds``. A second confirmation changes nothing, and what an
        assistant drafted goes once. Raises :exc:`UserError` when the draft is gone or somebody else's, the
        assistant's waits no more, its time has passed meanwhile, SMS-iT can't keep it, its number must not be
        texted, its words may not go out, or a budget does not cover it.
        """

        def hand_over(conn: Connection) -> None:
            draft = found(sends.get(conn, send_id))
            if draft.user_id != who.user_id or draft.parent_id is not None:  # a row goes with its list
                raise UserError(GONE)
            if draft.state is SendState.DRAFT:
                draft, own, changed = self._in_its_place(conn, draft, who)
                if require is not None:
                    require(conn, draft)
                settle(conn, draft.key, self._clock)
                given = {**values, **own}
                self.hand_over(conn, *waiting(draft, given, undo_seconds, self._clock()), changed)

        self._database.write_with_others(hand_over)

    def hand_over(
        self, conn: Connection, draft: Send, values: Mapping[str, Any] = NOTHING, changed: str = ""
    ) -> None:
        """Hand a draft over as :meth:`confirm` does, in the caller's transaction.

        It raises before it has written anything, so a caller may go on with the rest. ``changed`` is what is
        different from what was asked before, where the draft takes the place of that.
        """
        now = self._clock()
        if draft.send_at is not None and draft.send_at <= now:
            kept = recurrence.load(draft.recurrence)
            raise UserError(SERIES_PASSED if kept is not None and kept.replaces else PASSED)
        self._smsit_schedules.require(draft)
        self.require_unlisted(conn, draft, phones.mask(draft.to_number))
        self._wording.require(conn, draft.kind, draft.body or "", draft.origin_channel)
        values = {**values, "goes_at": draft.send_at or now}
        if draft.kind not in SINGLE:  # one text that cannot be paid for is refused by SMS-iT
            _covered(draft, sends.reserved_credits(conn))
        self._budgets.check(conn, draft, draft.send_at or now)
        note_confirmed(conn, draft, now)
        if self._approvals.reasons(draft):
            self.ask(conn, draft, SendState.DRAFT, changed, values)
        else:
            self._let_go(conn, draft, SendState.DRAFT, values)

    def admit(self, conn: Connection, draft: Send, basis: Send, values: Mapping[str, Any]) -> None:
        """Let one date of a series wait for its time, which may have come, in the caller's transaction.

        An approval of ``basis`` holds for it too; without one that does, it is asked about anew. What a
        budget does not cover, or is over somebody's limit of a week, asks a person. ``values`` are columns
        written with it. Raises :exc:`UserError` before it has written anything when its words may not go out
        any more.
        """
        now = self._clock()
        self._wording.require(conn, draft.kind, draft.body or "", draft.origin_channel)
        values = {**values, "goes_at": max(draft.send_at or now, now)}
        self._approvals.pass_on(conn, basis, draft)
        note_confirmed(conn, draft, now)
        if changed := self._approvals.changed(conn, draft):
            self.ask(conn, draft, SendState.DRAFT, changed, values)
            return
        try:
            self._budgets.check(conn, draft, values["goes_at"])
            self._weekly.require(conn, draft, values["goes_at"])
        except UserError as error:
            values |= sends.held(Hold.UNCHECKED.value, error.sentence)
        sends.move(conn, draft.id, SendState.SCHEDULED, now=now, only_from=SendState.DRAFT, **values)

    def require_unlisted(self, conn: Connection, text: Send, who: str) -> None:
        """Raise :exc:`UserError` where a text goes to one number, and that is on the do-not-text list.

        ``who`` says whose it is: only where that isn't kept may it be a name.
        """
        if text.to_number and self._do_not_text.stops(conn, text):
            raise UserError(refusals.LISTED.format(who=who))

    def enqueue(self, conn: Connection, send: Send, wave: int) -> None:
        """Enqueue the work of a send that has just been queued."""
        self._dispatch[send.kind](conn, send.id, wave)

    def release(self, conn: Connection, send: Send) -> None:
        """Let a send go on that has been approved: to its time, or out at once, which is today's spending.

        Raises :exc:`UserError` when a budget does not cover that: other sends may have been confirmed since;
        or when it is left with SMS-iT, and the policy no longer lets it.
        """
        now = self._clock()
        self._smsit_schedules.require(send)
        self._budgets.check(conn, send, max(send.send_at or now, now))
        values = {"wave": send.wave + 1, "goes_at": max(send.send_at or now, now)}
        self._let_go(conn, send, SendState.AWAITING_APPROVAL, values)

    def hold_back(
        self,
        send_id: str,
        why: Hold,
        sentence: str,
        seen: Mapping[str, Any] | None = None,
        *,
        until: datetime | None = None,
    ) -> None:
        """Take a queued send out of the queue and ask a person. ``seen`` are figures that would be new.

        ``until`` is when what speaks against it ends (aware), where that is known.
        """
        with self._database.write() as conn:
            asks = sends.held(why.value, sentence, until=until, pending=seen)
            sends.hold_back(conn, send_id, asks, now=self._clock())

    def ask_again(self, send_id: str, changed: str, **values: object) -> None:
        """Take a queued send out of the queue to be approved anew, because ``values`` (columns) changed."""
        with self._database.write() as conn:
            self.ask(conn, found(sends.get(conn, send_id)), SendState.QUEUED, changed, values)

    def ask(
        self,
        conn: Connection,
        send: Send,
        seen: SendState,
        changed: str,
        values: Mapping[str, Any],
        *,
        by: str = "",
    ) -> None:
        """Have a send approved anew in the caller's transaction, if it still is in the state seen."""
        now = self._clock()
        waits = SendState.AWAITING_APPROVAL
        if sends.move(conn, send.id, waits, now=now, only_from=seen, **values):
            self._approvals.ask(conn, replace(send, state=waits, **values), now, changed, by)

    def queue(self, conn: Connection, send: Send, values: Mapping[str, Any]) -> bool:
        """Send what a person decided to send, in the caller's transaction, in a new wave.

        Its credits are spent on the day it goes; a budget that does not cover them raises
        :exc:`UserError`, and so does what can't be left with SMS-iT. False when it moved on meanwhile.
        """
        fresh = self.fresh(send, values)
        self._smsit_schedules.require(fresh)
        self._budgets.check(conn, fresh, fresh.goes_at or self._clock())
        counted = {**values, "wave": send.wave + 1, "goes_at": fresh.goes_at}
        moved = sends.move(
            conn, send.id, SendState.QUEUED, now=self._clock(), only_from=send.state, **counted
        )
        if moved:
            self.enqueue(conn, send, send.wave + 1)
        return moved

    def fresh(self, send: Send, values: Mapping[str, Any]) -> Send:
        """Return a send as it would be with these columns, going now or at the time SMS-iT is to keep."""
        changed = replace(send, **values)
        return replace(changed, goes_at=max(changed.send_at or self._clock(), self._clock()))

    def _in_its_place(self, conn: Connection, draft: Send, who: Who) -> tuple[Send, Mapping[str, Any], str]:
        """Return a draft as it takes the place of a series, its columns then, and what is different.

        One that waits for approval is withdrawn, one that goes on ends when the draft begins. Raises
        :exc:`UserError` where the person may not end it.
        """
        kept = recurrence.load(draft.recurrence)
        if kept is None or not kept.replaces:
            return draft, NOTHING, ""
        old = found(sends.get(conn, kept.replaces))
        self._permissions.require_send(old, who)
        if old.state in {SendState.REPEATING, SendState.ENDED}:
            return draft, NOTHING, ""
        taken = repeats.withdraw(conn, old, draft, self._clock())
        values = {"recurrence": taken.recurrence, "touched_by": taken.touched_by}
        return taken, values, self._approvals.rewritten(old, taken)

    def _let_go(self, conn: Connection, send: Send, seen: SendState, values: Mapping[str, Any]) -> None:
        kept = recurrence.load(send.recurrence)
        if kept is not None:
            repeats.begin(conn, send, kept, seen, values, self._clock())
            return
        held = send.held_by is HeldBy.BOT and send.send_at is not None and send.send_at > self._clock()
        to = SendState.SCHEDULED if held else SendState.QUEUED
        moved = sends.move(conn, send.id, to, now=self._clock(), only_from=seen, **values)
        if moved and not held:
            self.enqueue(conn, send, int(values.get("wave", send.wave)))


def _covered(draft: Send, reserved: int) -> None:
    """Make sure that what was confirmed since the balance was shown leaves enough for this one."""
    shown = draft.balance_shown
    if shown is not None and shown - reserved < draft.credits:
        raise UserError(
            f"Other texts were confirmed in the meantime: {reserved:,} of {shown:,} credits are reserved, "
            f"and this takes {draft.credits:,}. Go back and review it again."
        )


def note_confirmed(conn: Connection, draft: Send, now: datetime) -> None:
    """Write down that its owner has confirmed a draft: what it is, how many it reaches, what it may cost."""
    facts: audit.Facts = {
        "kind": draft.kind.value,
        "people": draft.people,
        "credits": draft.credits,
        "credits_upper": draft.credits_upper,
        "occurrences": draft.occurrences,
        "send_at": None if draft.send_at is None else draft.send_at.isoformat(),
    }
    audit.note(conn, Event.CONFIRMED, draft.id, at=now, by=draft.user_id, facts=facts)


def found(send: Send | None) -> Send:
    """Return the send. Raises :exc:`UserError` when there is none any more."""
    if send is None:
        raise UserError(GONE)
    return send
