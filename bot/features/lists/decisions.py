"""What people decide about a list under way: pause it, go on, end it, settle what is not known.

Each is one short transaction, because Slack waits for it. A press is bound to what the person saw, so the
same press delivered again decides nothing about what came after it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.engine.port import JobArgs
from bot.errors import UserError
from bot.features.lists.ids import Doubtful
from bot.features.lists.lanes import END, THREAD, Lanes, Result
from bot.features.lists.pausing import Why
from bot.features.lists.ports import Budgets
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, SendKind, doubtful, lists, rows
from bot.store.sends.doubtful import Doubts
from bot.store.states import SendState
from bot.texting.clock import Clock

GONE: Final = "That list is no longer there."
OLDER: Final = "That button is from an earlier moment; look at the message of the list as it is now."
SETTLING: Final = frozenset({SendState.RUNNING, SendState.PAUSED, SendState.ACCEPTED})
"""States in which rows of unknown outcome may be sent again."""
PAGE: Final = 100
FLIGHT_SECONDS: Final = 90.0
"""How long the texts in flight may take to end, after which the result of a cancelled list is known."""
RESULT_STATES: Final = frozenset(
    {
        SendState.RUNNING,
        SendState.PAUSED,
        SendState.ACCEPTED,
        SendState.DELIVERED,
        SendState.UNDELIVERED,
        SendState.NO_NEWS,
        SendState.CANCELLED,
    }
)

Follow = Callable[[Connection, Send, datetime], None]
"""Starts to follow an accepted text, in the caller's transaction."""


class Decisions:
    """Carries out what a person decided about a list."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        clock: Clock,
        *,
        budgets: Budgets,
        follow: Follow,
        allows: Callable[[Who, Role], bool],
        quiet_role: Role,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._clock = clock
        self._budgets = budgets
        self._follow = follow
        self._allows = allows
        self._quiet_role = quiet_role

    def pause(self, list_id: str, who: Who, wave: int) -> None:
        """Begin no further row. Raises :exc:`UserError` when it does not run, or was set going since."""
        with self._database.write(urgent=True) as conn:
            send = _found(conn, list_id)
            if send.attempts != wave:
                raise UserError(OLDER)
            values = {"outcome_code": None, "outcome_sentence": None, "decided_by": who.user_id}
            paused = SendState.PAUSED
            moved = sends.move(
                conn, list_id, paused, now=self._clock(), only_from=SendState.RUNNING, **values
            )
            if not moved and send.state is not paused:
                raise UserError("This list does not run any more, so there is nothing to pause.")

    def resume(self, list_id: str, who: Who, wave: int) -> None:
        """Go on with a paused list. The same press again does nothing.

        Where quiet hours paused it and still last, it takes the role that may send in spite of them, and is
        recorded; resumed by anybody else, a list has no such leave any more. Raises :exc:`UserError` when it
        is not paused, or was set going since.
        """
        with self._database.write(urgent=True) as conn:
            send = _found(conn, list_id)
            if send.state is SendState.RUNNING and send.attempts == wave + 1:
                return
            if send.state is not SendState.PAUSED or send.attempts != wave:
                raise UserError(OLDER)
            values = _cleared(who) | self._in_spite(send, who) | {"attempts": wave + 1}
            running = SendState.RUNNING
            if sends.move(conn, list_id, running, now=self._clock(), only_from=SendState.PAUSED, **values):
                self._lanes.launch(conn, list_id, wave + 1)

    def cancel(self, list_id: str, who: Who) -> None:
        """End a list; what is being sent at this moment ends. Raises :exc:`UserError` when it has ended."""
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send = _found(conn, list_id)
            if sends.move(conn, list_id, SendState.CANCELLED, now=now, decided_by=who.user_id):
                self._lanes.tidy(conn, list_id, now)
                if send.state in {SendState.RUNNING, SendState.PAUSED}:
                    for to in (THREAD, send.user_id):
                        self._lanes.result(conn, list_id, Result(to, END), delay=FLIGHT_SECONDS)
            elif send.state is not SendState.CANCELLED:
                raise UserError("It is too late to cancel this list: every row has had its turn.")

    def settle_unknown(self, about: Doubtful, who: Who, trigger: str, *, again: bool) -> None:
        """Settle the rows whose outcome was unknown when the person looked: they are sent, or sent again.

        ``trigger`` repeats on redelivery. Raises :exc:`UserError` when there is none of them any more, there
        are others by now, their words are no longer kept, or a budget does not cover what they take again.
        """
        until = _moment(about.until)
        with self._database.write(urgent=True) as conn:
            send = _found(conn, about.send_id)
            if again and send.state not in SETTLING:
                raise UserError("This list has ended, so nothing of it is sent again.")
            found = doubtful.by(conn, send.id, until)
            if not found.count:
                raise UserError("These were settled already.")
            if found.count > about.count:
                raise UserError(OLDER)
            if again:
                self._again(conn, send, who, until, found)
            else:
                token = sha256(trigger.encode()).hexdigest()[:32]
                doubtful.mark(conn, send.id, until, token)
                self._lanes.settle(conn, send.id, token=token, by=who.user_id, trigger=trigger)

    def ask_for_result(self, list_id: str, who: Who, trigger: str) -> None:
        """Have the result file sent to a person, full numbers and all. ``trigger`` repeats on redelivery.

        Raises :exc:`UserError` unless they asked for the list, or are an admin.
        """
        with self._database.write(urgent=True) as conn:
            send = _found(conn, list_id)
            if send.user_id != who.user_id and not self._allows(who, Role.ADMIN):
                raise UserError(
                    "It holds whole phone numbers: only who asked for the list, or an admin, gets it."
                )
            if send.state not in RESULT_STATES:
                raise UserError("There is no result yet: nothing of this list has been sent.")
            self._lanes.result(conn, list_id, Result(who.user_id, trigger))

    def tidy(self, args: JobArgs) -> None:
        """Cancel the rows that the ended list ``send_id`` has left, a page a transaction."""
        while True:
            with self._database.write() as conn:
                if not rows.cancel(conn, args["send_id"], self._clock()):
                    break
        with self._database.write() as conn:
            sends.mark_dirty(conn, (args["send_id"],))

    def settle(self, args: JobArgs) -> None:
        """Call the rows sent that were marked so by a person, and follow them; a page a transaction."""
        while self._mark_some(args["send_id"], args["token"], _cleared(Who(args["by"], ""))):
            pass
        with self._database.write() as conn:
            sends.mark_dirty(conn, (args["send_id"],))

    def _mark_some(self, list_id: str, token: str, values: dict[str, Any]) -> bool:
        now = self._clock()
        with self._database.write() as conn:
            some = doubtful.marked(conn, list_id, token, PAGE)
            for row in some:
                if sends.move(
                    conn, row.id, SendState.ACCEPTED, now=now, only_from=SendState.UNKNOWN, **values
                ):
                    self._follow(conn, row, now)
        return bool(some)

    def _again(self, conn: Connection, send: Send, who: Who, until: datetime, found: Doubts) -> None:
        """Queue the rows once more and set the list going for them. Rows whose words are gone stay."""
        if not found.sendable:
            raise UserError("The words of these texts are no longer kept, so they cannot be sent again.")
        now = self._clock()
        # What the list takes is counted already, whatever its day; what its rows take again comes on top.
        takes = replace(send, id="", credits_upper=found.credits_upper)
        self._budgets.check(conn, takes, now)
        doubtful.again(conn, send.id, until, now, who.user_id)
        if send.state is SendState.ACCEPTED and not self._allows(who, self._quiet_role):
            sends.note_values(conn, send.id, now=now, quiet_override=None)
        wave = lists.next_wave(conn, send.id, now)
        if wave is not None:
            self._lanes.launch(conn, send.id, wave)
        sends.mark_dirty(conn, (send.id,))

    def _in_spite(self, send: Send, who: Who) -> dict[str, Any]:
        """Return who takes it upon themselves that it may come in quiet hours: only who presses now can."""
        until = send.paused_until
        asks = send.outcome_code == Why.QUIET and (until is None or until > self._clock())
        if self._allows(who, self._quiet_role):
            return {"quiet_override": who.user_id} if asks else {}
        if asks and until is not None:
            raise UserError(
                f"It still is quiet hours where some of these people may be. Going on now takes the role "
                f"*{self._quiet_role}*."
            )
        return {"quiet_override": None}


def _found(conn: Connection, list_id: str) -> Send:
    send = sends.get(conn, list_id)
    if send is None or send.kind is not SendKind.LIST or send.state is SendState.DRAFT:
        raise UserError(GONE)
    return send


def _cleared(who: Who) -> dict[str, Any]:
    forgotten = dict.fromkeys(("outcome_code", "outcome_sentence", "evidence", "paused_until"))
    return {**forgotten, "decided_by": who.user_id}


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(OLDER) from None
    if found.tzinfo is None:
        raise UserError(OLDER)
    return found
