"""The words of texts, for whoever may read them."""

from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.permissions import Permissions
from bot.features.sends.service import FORGOTTEN, GONE, found
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from bot.texting import merge

NOT_OF_A_CODE: Final = "A text with a code can't be copied. Write yours below."
NOT_OF_A_LIST: Final = (
    "This text has fields that a list's columns fill in, so it can't be copied. Write yours below."
)


class Bodies:
    """Looks them up."""

    def __init__(self, database: Database, permissions: Permissions) -> None:
        self._database = database
        self._permissions = permissions

    def of(self, send_id: str, who: Who) -> str:
        """Return the words of a text to whoever may read them.

        Raises :exc:`UserError` to anybody else, and when they are no longer kept.
        """
        with self._database.read() as conn:
            return self._readable(conn, found(sends.get(conn, send_id)), who)

    def at(self, channel: str, ts: str, who: Who) -> str | None:
        """Return the words of the text that a Slack message follows, to be copied; none when it follows none.

        Raises :exc:`UserError` as :meth:`of` does, and when what is kept is a template and no text that
        anybody gets: of a code, or of a list whose columns fill it in.
        """
        with self._database.read() as conn:
            send_id = messages.send_at(conn, channel, ts)
            if send_id is None:
                return None
            send = found(sends.get(conn, send_id))
            body = self._readable(conn, send, who)
        if send.kind is SendKind.OTP:
            raise UserError(NOT_OF_A_CODE)
        if send.kind is SendKind.LIST and merge.columns_in(body):
            raise UserError(NOT_OF_A_LIST)
        return body

    def _readable(self, conn: Connection, send: Send, who: Who) -> str:
        self._permissions.require_readable(conn, send, who)
        if send.state is SendState.DRAFT:
            raise UserError(GONE)
        if send.body is None:
            raise UserError(FORGOTTEN)
        return self._permissions.as_read_by(who, send).body or ""
