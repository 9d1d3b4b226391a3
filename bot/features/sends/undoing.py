"""Undo: a text that waits for it is cancelled, as long as it waits."""

from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.permissions import Permissions
from bot.features.sends.decisions import already, end
from bot.features.sends.service import found
from bot.features.sends.undo import can_undo
from bot.store import sends
from bot.store.database import Database
from bot.store.states import SendState
from bot.texting.clock import Clock

TOO_LATE: Final = "It's too late to undo this text: {why}."


class Undo:
    """Takes texts back that wait to be undone."""

    def __init__(self, database: Database, permissions: Permissions, clock: Clock) -> None:
        self._database = database
        self._permissions = permissions
        self._clock = clock

    def undo(self, send_id: str, who: Who) -> None:
        """Cancel a text that waits to be undone; a second press changes nothing.

        Raises :exc:`UserError` when it no longer waits for that: it went, or waits for a time somebody chose.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            send = found(sends.get(conn, send_id))
            self._permissions.require_send(send, who)
            if can_undo(send):
                end(conn, send, who.user_id, now, only_from=SendState.SCHEDULED)
            elif send.state is not SendState.CANCELLED:
                raise UserError(TOO_LATE.format(why=already(send)))
