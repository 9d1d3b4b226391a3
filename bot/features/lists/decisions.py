"""What people decide about a list under way: pause it, go on, end it, settle what is not known.

Each is one short transaction, because Slack waits for it. A press is bound to what the person saw, so the
same press delivered again decides nothing about what came after it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.engine.port import JobArgs
from bot.features.lists.lanes import END, THREAD, Lanes, Result
from bot.features.lists.pausing import Why
from bot.slack.errors import UserError
from bot.slack.roles import Role, Who
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, SendKind, lists, rows
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

    def __init__(  # noqa: PLR0913 - one argument each for what it needs
        self,
        database: Database,
        lanes: Lanes,
        clock: Clock,
        *,
        follow: Follow,
        allows: Callable[[Who, Role], bool],
        quiet_role: Role,
        show: Callable[[str], None],
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._clock = clock
        self._follow = follow
        self._allows = allows
        self._quiet_role = quiet_role
        self._show = show

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
        self._show(list_id)

    def resume(self, list_id: str, who: Who, wave: int) -> None:
        """Go on with a paused list. The same press again does nothing.

        Where quiet hours paused it and still last, it takes the role that may send in spite of them, and is
        recorded. Raises :exc:`UserError` when it is not paused, or was set going since.
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
        self._show(list_id)

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
        self._show(list_id)

    def settle_unknown(self, list_id: str, who: Who, until: str, *, again: bool) -> None:
        """Have rows settled whose outcome was unknown when the person looked: sent, or to be sent again.

        ``until`` (ISO 8601) is when the newest of them began; later ones are left alone. Raises
        :exc:`UserError` when there is none any more.
        """
        with self._database.write(urgent=True) as conn:
            send = _found(conn, list_id)
            if again and send.state not in SETTLING:
                raise UserError("This list has ended, so nothing of it is sent again.")
            if not rows.unknown_until(conn, list_id, _moment(until), 1):
                raise UserError("These were settled already.")
            self._lanes.settle(conn, list_id, until=until, again=again, by=who.user_id)

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
        self._show(args["send_id"])

    def settle(self, args: JobArgs) -> None:
        """Settle rows of unknown outcome as a person decided, a page a transaction."""
        list_id, until = args["send_id"], _moment(args["until"])
        values = _cleared(Who(args["by"], ""))
        if args["as"] == "again":
            self._again(list_id, until, values)
        else:
            while self._mark_some(list_id, until, values):
                pass
        with self._database.write() as conn:
            sends.mark_dirty(conn, (list_id,))
        self._show(list_id)

    def _mark_some(self, list_id: str, until: datetime, values: dict[str, Any]) -> bool:
        now = self._clock()
        with self._database.write() as conn:
            some = rows.unknown_until(conn, list_id, until, PAGE)
            for row in some:
                if sends.move(
                    conn, row.id, SendState.ACCEPTED, now=now, only_from=SendState.UNKNOWN, **values
                ):
                    self._follow(conn, row, now)
        return bool(some)

    def _again(self, list_id: str, until: datetime, values: dict[str, Any]) -> None:
        """Queue the rows once more and set the list going for them. Rows whose words are gone stay."""
        while True:
            with self._database.write() as conn:
                moved = rows.again(conn, list_id, until, self._clock(), values["decided_by"])
            if not moved:
                break
        with self._database.write() as conn:
            wave = lists.next_wave(conn, list_id, self._clock())
            if wave is not None:
                self._lanes.launch(conn, list_id, wave)

    def _in_spite(self, send: Send, who: Who) -> dict[str, Any]:
        until = _until(send)
        if send.outcome_code != Why.QUIET or until is None or until <= self._clock():
            return {}
        if not self._allows(who, self._quiet_role):
            raise UserError(
                f"It still is quiet hours where some of these people may be. Going on now takes the role "
                f"*{self._quiet_role}*."
            )
        return {"quiet_override": who.user_id}


def _found(conn: Connection, list_id: str) -> Send:
    send = sends.get(conn, list_id)
    if send is None or send.kind is not SendKind.LIST or send.state is SendState.DRAFT:
        raise UserError(GONE)
    return send


def _cleared(who: Who) -> dict[str, Any]:
    forgotten = {"outcome_code": None, "outcome_sentence": None, "evidence": None}
    return {**forgotten, "decided_by": who.user_id}


def _until(send: Send) -> datetime | None:
    until = (send.evidence or {}).get("until")
    return None if until is None else _moment(str(until))


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(OLDER) from None
    if found.tzinfo is None:
        raise UserError(OLDER)
    return found
