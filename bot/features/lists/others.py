"""A broadcast that cannot go to a group because of somebody in it, as a list of all the others.

It is refused before it is confirmed, or held when its time has come. The list takes the place of one that is
held: confirming it cancels that in the same transaction, so nobody gets both.
"""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Choice
from bot.features.lists import drafts
from bot.features.lists.request import Request, of_people
from bot.features.permissions import Permissions
from bot.features.sends.decisions import end
from bot.features.sends.holds import is_for_others
from bot.features.sends.refusals import already
from bot.features.sends.service import FORGOTTEN, found
from bot.features.sends.submission import Submission
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting import recurrence
from bot.texting.clock import Clock

GONE: Final = "That broadcast is no longer available. Start again with `/sms people`."
OVER: Final = "Nothing was sent to the others: {how} in the meantime."
_INSTEAD: Final = "instead:"


def key_instead(send_id: str, press: str) -> str:
    """Return the key of the list that a press makes of a broadcast that is held."""
    return f"{_INSTEAD}{send_id}:{press}"


def held_behind(key: str) -> str | None:
    """Return the id of the broadcast whose place a list takes, by the list's key; None for another list."""
    return key.removeprefix(_INSTEAD).partition(":")[0] if key.startswith(_INSTEAD) else None


class Others:
    """Takes up what was to be sent to a group."""

    def __init__(self, database: Database, permissions: Permissions, clock: Clock) -> None:
        self._database = database
        self._permissions = permissions
        self._clock = clock

    def require(self, send_id: str, who: Who) -> Send:
        """Return a person's draft for a group. Raises :exc:`UserError` when there is none of theirs."""
        draft = drafts.own(self._database, send_id, SendKind.GROUP, who)
        if draft is None or not draft.body or not draft.to_name:
            raise UserError(GONE)
        return draft

    def require_held(self, send_id: str, who: Who) -> Send:
        """Return a broadcast that is held because of people in its group, to whoever may decide about it.

        Raises :exc:`UserError` when it is held no more, its words are no longer kept, or it isn't theirs.
        """
        with self._database.read() as conn:
            held = found(sends.get(conn, send_id))
        self._permissions.require_send(held, who)
        if not is_for_others(held):
            raise UserError(OVER.format(how=already(held)))
        if not held.body or not held.to_name:
            raise UserError(FORGOTTEN)
        return held

    def instead_of(
        self, send_id: str, who: Who, key: str, zone: ZoneInfo, *, only_reached: bool = False
    ) -> Submission[Request]:
        """Return the list for the group of a draft, which leaves out who may not be texted.

        It leaves out whom texts don't reach too, if ``only_reached``, and repeats as the broadcast was to.
        Raises :exc:`UserError` when there is no such draft of theirs.
        """
        draft = self.require(send_id, who)
        kept = recurrence.load(draft.recurrence)
        at = None if draft.held_by is HeldBy.NONE else draft.send_at if kept is None else kept.start
        people = Choice(groups=(draft.to_name or "",), only_reached=only_reached)
        request = of_people(draft, people, at)
        if kept is not None:
            request = replace(request, rule=kept.rule, replaces=kept.replaces)
        return Submission(request, who, draft.origin_channel, key, zone)

    def instead_of_held(self, send_id: str, who: Who, key: str, zone: ZoneInfo) -> Submission[Request]:
        """Return the list that takes the place of a broadcast that is held: at its time, or now when over.

        Raises as :meth:`require_held` does.
        """
        held = self.require_held(send_id, who)
        ahead = held.send_at is not None and held.send_at > self._clock()
        people = Choice(groups=(held.to_name or "",))
        request = of_people(held, people, held.send_at if ahead else None)
        return Submission(request, who, held.origin_channel, key_instead(held.id, key), zone)

    def take_its_place(self, conn: Connection, draft: Send, who: Who) -> None:
        """Cancel the broadcast whose place a list takes, in the transaction that hands the list over.

        Any other list passes. Raises :exc:`UserError` when the broadcast was decided otherwise meanwhile.
        """
        held_id = held_behind(draft.key)
        if held_id is None:
            return
        held = found(sends.get(conn, held_id))
        self._permissions.require_send(held, who)
        waits = is_for_others(held)
        if not (waits and end(conn, held, who.user_id, self._clock(), only_from=SendState.SCHEDULED)):
            raise UserError(OVER.format(how=already(found(sends.get(conn, held_id)))))
