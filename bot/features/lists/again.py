"""The texts of a list that did not arrive, as a new list: each with the words it had."""

from collections.abc import Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.errors import UserError
from bot.features.batches import sentences
from bot.features.lists.moves import NOUN, confirmed
from bot.features.lists.request import Request
from bot.features.permissions import Permissions
from bot.features.sends.submission import Submission
from bot.store.database import Database
from bot.store.sends import Send, again, lists
from bot.store.sends.again import FailedRow
from bot.store.states import SENT, SendState
from bot.texting.tables.table import Rejected, Row, Table

_SENT: Final = frozenset({*SENT, SendState.CANCELLED})
_NOT_YET: Final = (SendState.DRAFT, SendState.QUEUED, SendState.ATTEMPTING, SendState.ACCEPTED)
"""States of a row of which more is to be learned."""
COLUMN: Final = "Text"
"""The one field of the rows: the whole text."""
TEXT: Final = f"%%{COLUMN}%%"
NOT_YET: Final = "Wait for this list's delivery reports before you text anyone again."
NOBODY: Final = "Everyone whose text didn't arrive has been texted again already, or their number was erased."
FORGOTTEN: Final = "We no longer keep the words of this text, so it can't be sent again."


def is_reported(send: Send, counts: Mapping[SendState, int]) -> bool:
    """Tell whether the report of a list is in: of its rows, some may be in doubt, and none is under way."""
    return send.state in _SENT and not any(counts.get(state) for state in _NOT_YET)


class Again:
    """Makes lists of texts that did not arrive; those in doubt are never among them."""

    def __init__(self, database: Database, permissions: Permissions) -> None:
        self._database = database
        self._permissions = permissions

    def require(self, list_id: str, who: Who) -> Send:
        """Return a list that somebody may send again. Raises :exc:`UserError` for none, and for another's."""
        with self._database.read() as conn:
            old = confirmed(conn, list_id)
        if old is None:
            raise UserError(sentences.GONE.format(noun=NOUN))
        self._permissions.require_send(old, who)
        return old

    def request(self, list_id: str, who: Who, key: str, zone: ZoneInfo) -> Submission[Request]:
        """Return the list that sends again what did not arrive of a list.

        Raises :exc:`UserError` when there is no such list, it is none of theirs, its report is not in, or its
        words are no longer kept.
        """
        old = self.require(list_id, who)
        with self._database.read() as conn:
            counts = lists.counts(conn, list_id)
        if not is_reported(old, counts):
            raise UserError(NOT_YET)
        if old.body is None:
            raise UserError(FORGOTTEN)
        request = Request(
            file=None,
            pasted="",
            message=old.body,
            sender=old.sender,
            alpha_sender=old.alpha_sender,
            at=None,
            group=old.add_to_group or "",
            again_of=old.id,
            called=_called(old.to_name or ""),
        )
        return Submission(request, who, old.origin_channel, key, zone)

    def table(self, list_id: str) -> Table:
        """Return what did not arrive of a list as a table. Raises :exc:`UserError` when there is nothing."""
        with self._database.read() as conn:
            failed = again.failed(conn, list_id)
        if not failed:
            raise UserError(NOBODY)
        forgotten = tuple(Rejected(row.line, FORGOTTEN) for row in failed if row.body is None)
        return Table((COLUMN,), tuple(_rows(failed)), forgotten, COLUMN)


def _rows(failed: tuple[FailedRow, ...]) -> Iterator[Row]:
    for row in failed:
        if row.body is not None:
            yield Row(row.line, row.number, {COLUMN: row.body}, row.phone)


def _called(name: str) -> str:
    """Return what the new list is called; one that is sent again and again keeps one remark."""
    return name if name.endswith(_AGAIN) else name + _AGAIN


_AGAIN: Final = ", again"
