"""The people of one date of a series, gathered when it comes, and judged as they were the first time.

Whoever joined a group since is on it, and whoever left is not. What SMS-iT does not tell, and what changed
since somebody agreed, is answered by a person; nobody is texted before that.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import load
from bot.features.lists.reader import ListReader
from bot.features.lists.request import of_people
from bot.features.lists.row_drafts import RowDrafts
from bot.features.sends.holds import Hold
from bot.features.sends.refusals import COVER_FIRST
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import SendService
from bot.store import audience_choices, sends
from bot.store.audience_choices import AudienceChoice
from bot.store.database import Database
from bot.store.sends import Send, new_rows, rows
from bot.store.states import SendState
from bot.texting import words
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

FORGOTTEN: Final = (
    "Someone named in its choice of people was erased, so who gets it is no longer known. Edit the series "
    "and choose its people again."
)
NOBODY: Final = "There's no one to text now."

Members = Callable[[Iterable[str]], str]
"""Returns a keyed hash of some phones."""


class Overtaken(Exception):  # noqa: N818 - nothing is wrong
    """Another process gathers the people of the same list."""


class SeriesPeople:
    """Gathers the people of lists. ``members`` is a keyed hash of who is on one."""

    def __init__(
        self,
        database: Database,
        reader: ListReader,
        row_drafts: RowDrafts,
        safeguards: Safeguards,
        send_service: SendService,
        clock: Clock,
        *,
        members: Members,
    ) -> None:
        self._database = database
        self._reader = reader
        self._row_drafts = row_drafts
        self._safeguards = safeguards
        self._send_service = send_service
        self._clock = clock
        self._members = members

    def gather(self, send: Send) -> bool:
        """Gather the people of a queued list, if that is to be done; what went wrong or grew asks a person.

        Done once it ended well: what a person answered later goes to the people they were told of. Returns
        whether they are known now; not while another process gathers them, which goes on with the list.
        """
        choice = audience_choices.look(self._database, send.id)
        if choice is None:
            return True
        try:
            self._gather(send, choice)
        except UserError as error:
            self._send_service.hold_back(send.id, Hold.UNCHECKED, error.sentence)
        except Overtaken:
            log.info("somebody else gathers the people of list %s", send.id)
        return audience_choices.look(self._database, send.id) is None

    def _gather(self, send: Send, choice: AudienceChoice) -> None:
        if choice.choice is None:
            raise UserError(FORGOTTEN)
        request = replace(of_people(send, load(choice.choice), send.send_at), group=send.add_to_group or "")
        source = self._reader.read(request, Who(send.user_id, send.team_id), _silent)
        balance = self._safeguards.credits.sms_balance()
        token = self._begin(send)

        def held(conn: Connection) -> None:
            if not audience_choices.is_taken(conn, send.id, token):
                raise Overtaken

        self._row_drafts.record(send, source, request, _silent, held)
        with self._database.write() as conn:
            held(conn)
            self._judge(conn, send, balance)
            audience_choices.finish(conn, send.id, token)

    def _begin(self, send: Send) -> str:
        """Take the list, and drop what was gathered before: a process died, or a person tries again."""
        with self._database.write() as conn:
            token = audience_choices.take(conn, send.id)
        if not token:
            raise Overtaken
        gone = rows.PAGE
        while gone == rows.PAGE:
            with self._database.write() as conn:
                if not audience_choices.is_taken(conn, send.id, token):
                    raise Overtaken
                gone = sends.purge_rows(conn, send.id, rows.PAGE)
        return token

    def _judge(self, conn: Connection, send: Send, balance: int) -> None:
        """Let it go with the figures found, or ask about them. Raises :exc:`UserError` for nobody."""
        now = self._clock()
        new_rows.leave_out_repeated(conn, send.id, now)
        found = rows.totals(conn, send.id)
        if not found.people:
            raise UserError(NOBODY)
        values = {
            "people": found.people,
            "credits": found.credits,
            "credits_upper": found.credits_upper,
            "segments": found.segments,
            "members": self._members(rows.phones(conn, send.id)),
        }
        fresh = replace(send, **values)  # type: ignore[arg-type]  # its own columns
        if changed := self._safeguards.approvals.changed(conn, fresh):
            self._send_service.ask(conn, send, SendState.QUEUED, changed, values)
        elif why := self._grew(conn, send, fresh, balance):
            self._hold(conn, send, why, values)
        else:
            sends.note_values(conn, send.id, now=now, **values, balance_shown=balance)

    def _grew(self, conn: Connection, send: Send, fresh: Send, balance: int) -> str:
        """Return why a person is asked: what is not covered, or more than somebody agreed to."""
        if balance < fresh.credits:
            return COVER_FIRST.format(takes=words.pluralize(fresh.credits, "credit"), balance=balance)
        try:
            self._safeguards.budgets.check(conn, fresh, fresh.goes_at or self._clock())
        except UserError as error:
            return error.sentence
        if self._safeguards.approvals.reasons(fresh):  # approved with room to grow
            return ""
        return growth(send, fresh)

    def _hold(self, conn: Connection, send: Send, why: str, values: dict[str, Any]) -> None:
        asks = sends.held(Hold.CHANGED.value, why, pending=values)
        sends.hold_back(conn, send.id, asks, now=self._clock())


def growth(before: Send, now: Send) -> str:
    """Return what is more than was agreed to; nothing when nothing is."""
    if now.people > before.people:
        return (
            f"The list grew from {before.people:,} to {words.pluralize(now.people, 'recipient')}; "
            f"it now costs {words.pluralize(now.credits, 'credit')}."
        )
    if now.credits > before.credits or now.credits_upper > before.credits_upper:
        return f"It may now cost up to {now.credits_upper:,} credits, up from {before.credits_upper:,}."
    return ""


def _silent(_said: str) -> None:
    """Tell nobody how far it is: nobody waits."""
