"""The result file of a list: every row with what became of it, as CSV.

Whole numbers go to a person who sees numbers in full, by direct message; all other files hold masked ones.
The people of a list need not be known to whoever wrote to them, and a file has the lines of its rows.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from bot.access import Who
from bot.engine.port import JobArgs
from bot.errors import UserError
from bot.features.batches import sentences
from bot.features.batches.results import Cells, ResultFile, Results
from bot.features.lists.lanes import THREAD, Lanes, Result
from bot.features.lists.moves import NOUN, confirmed
from bot.features.lists.views import result as result_view
from bot.features.permissions import Permissions
from bot.slack.outgoing.poster import Posted
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.sends import Send, rows
from bot.store.states import SENT, SendState
from bot.texting.words import zone_or_utc

NOTHING_YET: Final = "There are no results yet: this list hasn't been sent."
BEGUN: Final = SENT | {SendState.RUNNING, SendState.PAUSED, SendState.CANCELLED}
"""States of a list that has a result."""


class ListResults:
    """Hands out the result files of lists."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        results: Results,
        permissions: Permissions,
        *,
        sees_numbers: Callable[[Who], bool],
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._results = results
        self._permissions = permissions
        self._sees_numbers = sees_numbers

    def ask(self, list_id: str, who: Who, trigger: str) -> None:
        """Have the result file sent to a person, with the numbers as they see them.

        ``trigger`` repeats on redelivery. Raises :exc:`UserError` unless they may decide about the list.
        """
        with self._database.write(urgent=True) as conn:
            send = confirmed(conn, list_id)
            if send is None:
                raise UserError(sentences.GONE.format(noun=NOUN))
            self._permissions.require_send(send, who)
            if send.state not in BEGUN:
                raise UserError(NOTHING_YET)
            self._lanes.result(conn, list_id, Result(who.user_id, trigger))

    def run(self, args: JobArgs) -> None:
        """Hand out the result of the list ``send_id`` as ``to`` says; again where Slack refuses."""
        result = Result.of(args)
        with self._database.read() as conn:
            send = sends.get(conn, args["send_id"])
        if send is None:
            return
        file = self._to_all(send) if result.to == THREAD else self._to_one(send, result.to)
        if file is not None:
            self._results.hand_out(file, result.tries, partial(self._again, send.id, result))

    def _to_all(self, send: Send) -> ResultFile | None:
        """Return what goes into the list's thread; nothing when its message is a person's own."""
        with self._database.read() as conn:
            main = messages.get(conn, send.id)
        if send.origin_channel is None or main is None or main.channel is None or main.ts is None:
            return None
        place = Posted(main.channel, main.ts)
        return self._file(send, place, result_view.to_all(send, full=self._sees(send.user_id)), masked=True)

    def _to_one(self, send: Send, user_id: str) -> ResultFile:
        full = self._sees(user_id)
        return self._file(send, user_id, result_view.to_one(send, full=full), masked=not full)

    def _sees(self, user_id: str) -> bool:
        return self._sees_numbers(self._permissions.access.somebody(user_id))

    def _file(self, send: Send, to: str | Posted, comment: str, *, masked: bool) -> ResultFile:
        lines = partial(self._lines, send, masked=masked)
        return ResultFile(f"list {send.id}", to, result_view.name(send), comment, lines)

    def _again(self, list_id: str, result: Result, tries: int, delay: float) -> None:
        with self._database.write() as conn:
            self._lanes.result(conn, list_id, Result(result.to, result.why, tries), delay)

    def _lines(self, send: Send, *, masked: bool) -> Iterator[Cells]:
        """Make the lines of the file, reading a page of rows at a time."""
        zone = zone_or_utc(send.zone)
        yield result_view.titles(zone)
        with self._database.read() as conn:
            size = rows.size(conn, send.id)
        for first in range(1, size + 1, rows.PAGE):
            with self._database.read() as conn:
                page = rows.page(conn, send.id, first, min(first + rows.PAGE - 1, size))
            yield from (result_view.line(row, zone, masked=masked) for row in page)
