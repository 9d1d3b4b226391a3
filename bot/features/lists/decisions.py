"""Settling rows of unknown outcome: a person says that they are sent, or has them sent again.

A press is bound to what the person saw, so the same press delivered again decides nothing about what came
after it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection

from bot.access import Who
from bot.engine.port import JobArgs
from bot.errors import UserError
from bot.features.batches import sentences
from bot.features.budgets.service import Budgets
from bot.features.lists.ids import UnknownRowsRef
from bot.features.lists.lanes import Lanes
from bot.features.lists.moves import NOUN, confirmed, decided, moment
from bot.features.permissions import Permissions
from bot.features.sends.rules import SendRules
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, lists, unknown_rows
from bot.store.sends.unknown_rows import UnknownRows
from bot.store.states import SendState
from bot.texting.clock import Clock

SETTLING: Final = frozenset({SendState.RUNNING, SendState.PAUSED, SendState.ACCEPTED})
"""States in which rows of unknown outcome may be sent again."""
PAGE: Final = 100

Follow = Callable[[Connection, Send, datetime], None]
"""Starts to follow an accepted text, in the caller's transaction."""


class RowDecisions:
    """Settles rows of unknown outcome."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        budgets: Budgets,
        permissions: Permissions,
        rules: SendRules,
        clock: Clock,
        follow: Follow,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._clock = clock
        self._budgets = budgets
        self._follow = follow
        self._permissions = permissions
        self._rules = rules

    def settle_unknown(self, about: UnknownRowsRef, who: Who, trigger: str, *, again: bool) -> None:
        """Settle the rows whose outcome was unknown when the person looked: they are sent, or sent again.

        ``trigger`` repeats on redelivery. Raises :exc:`UserError` when there is none of them any more, there
        are others by now, their words are no longer kept, or a budget does not cover what they take again.
        """
        until = moment(about.until)
        with self._database.write(urgent=True) as conn:
            send = confirmed(conn, about.send_id)
            if send is None:
                raise UserError(sentences.GONE.format(noun=NOUN))
            self._permissions.require_send(send, who)
            if again and send.state not in SETTLING:
                raise UserError("This list has ended, so its texts can't be sent again.")
            found = unknown_rows.by(conn, send.id, until)
            if not found.count:
                raise UserError("Someone has already dealt with these.")
            if found.count > about.count:
                raise UserError(sentences.OLDER.format(noun=NOUN))
            if again:
                self._again(conn, send, who, until, found)
            else:
                token = sha256(trigger.encode()).hexdigest()[:32]
                unknown_rows.mark(conn, send.id, until, token)
                self._lanes.settle(conn, send.id, token=token, by=who.user_id, trigger=trigger)

    def run(self, args: JobArgs) -> None:
        """Call the rows sent that were marked so by a person, and follow them; a page a transaction."""
        while self._mark_some(args["send_id"], args["token"], decided(Who(args["by"], ""))):
            pass
        with self._database.write() as conn:
            sends.mark_dirty(conn, (args["send_id"],))

    def _mark_some(self, list_id: str, token: str, values: dict[str, Any]) -> bool:
        now = self._clock()
        with self._database.write() as conn:
            some = unknown_rows.marked(conn, list_id, token, PAGE)
            for row in some:
                if sends.move(
                    conn, row.id, SendState.ACCEPTED, now=now, only_from=SendState.UNKNOWN, **values
                ):
                    self._follow(conn, row, now)
        return bool(some)

    def _again(self, conn: Connection, send: Send, who: Who, until: datetime, found: UnknownRows) -> None:
        """Queue the rows once more and set the list going for them. Rows whose words are gone stay."""
        if not found.sendable:
            raise UserError("We no longer keep the words of these texts, so they can't be sent again.")
        now = self._clock()
        # What the list takes is counted already, whatever its day; what its rows take again comes on top.
        takes = replace(send, id="", credits_upper=found.credits_upper)
        self._budgets.check(conn, takes, now)
        unknown_rows.again(conn, send.id, until, now, who.user_id)
        if send.state is SendState.ACCEPTED and not self._permissions.access.allows(
            who, self._rules.override
        ):
            sends.note_values(conn, send.id, now=now, quiet_override=None)
        wave = lists.next_wave(conn, send.id, now)
        if wave is not None:
            self._lanes.launch(conn, send.id, wave)
        sends.mark_dirty(conn, (send.id,))
