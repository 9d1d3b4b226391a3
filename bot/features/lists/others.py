"""A broadcast that cannot go to a group because of somebody in it, as a list of all the others."""

from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Choice
from bot.features.lists import drafts
from bot.features.lists.request import Request
from bot.features.sends.submission import Submission
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, SendKind

GONE: Final = "That broadcast is no longer available. Start again with `/sms people`."


class Others:
    """Takes up what was to be sent to a group."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def require(self, send_id: str, who: Who) -> Send:
        """Return a person's draft for a group. Raises :exc:`UserError` when there is none of theirs."""
        draft = drafts.own(self._database, send_id, SendKind.GROUP, who)
        if draft is None or not draft.body or not draft.to_name:
            raise UserError(GONE)
        return draft

    def instead_of(
        self, send_id: str, who: Who, key: str, zone: ZoneInfo, *, only_reached: bool = False
    ) -> Submission[Request]:
        """Return the list for the group of a draft, which leaves out who may not be texted.

        It leaves out whom texts don't reach too, if ``only_reached``. Raises :exc:`UserError` when there is
        no such draft of theirs.
        """
        draft = self.require(send_id, who)
        request = Request(
            file=None,
            pasted="",
            message=draft.body or "",
            sender=draft.sender,
            alpha_sender=draft.alpha_sender,
            at=None if draft.held_by is HeldBy.NONE else draft.send_at,
            people=Choice(groups=(draft.to_name or "",), only_reached=only_reached),
        )
        return Submission(request, who, draft.origin_channel, key, zone)
