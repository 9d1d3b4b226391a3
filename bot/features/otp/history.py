"""The record of codes: who verified whom, when and what for, and what came of it."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.permissions import Permissions
from bot.features.sends.service import GONE
from bot.store import sends, verifications
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.verifications import Verification

SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A verification, and the send that carried its code."""

    verification: Verification
    send: Send


class History:
    """Reads the record: admins see everybody's codes, others their own."""

    def __init__(self, database: Database, permissions: Permissions) -> None:
        self._database = database
        self._permissions = permissions

    def sees_all(self, who: Who) -> bool:
        """Tell whether a person sees the codes of everybody."""
        return self._permissions.access.allows(who, Role.ADMIN)

    def recent(self, who: Who) -> tuple[Kept, ...]:
        """Return the newest codes that a person may see, the newest first."""
        whose = None if self.sees_all(who) else who.user_id
        with self._database.read() as conn:
            found = verifications.recent(conn, whose, SHOWN)
            by_id = {each.id: each for each in sends.get_many(conn, [each.send_id for each in found])}
        return tuple(Kept(each, by_id[each.send_id]) for each in found)

    def one(self, send_id: str, who: Who) -> Kept:
        """Return a code that was sent, to be asked for anew.

        Raises :exc:`UserError` when it is gone, or none of theirs.
        """
        with self._database.read() as conn:
            verification, send = verifications.get(conn, send_id), sends.get(conn, send_id)
        if verification is None or send is None or not send.to_number:  # whose it was is forgotten
            raise UserError(GONE)
        self._permissions.require_send(send, who)
        return Kept(verification, send)
