"""Scheduled texts whose person has lost the role for them: what their messages say, once a minute."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.features.permissions import Permissions
from bot.features.scheduled.service import is_at_smsit
from bot.features.sends.kinds import Kinds
from bot.store.database import Database
from bot.store.sends import Send, SendKind, scheduled
from bot.store.states import SendState
from bot.texting.clock import Clock

EVERY: Final = timedelta(minutes=1)
AHEAD: Final = frozenset({SendState.SCHEDULED, SendState.SCHEDULED_AT_SMSIT, SendState.REPEATING})
LOST: Final = "<@{owner}> no longer has the *{role}* role."
GOES_OUT: Final = "It still goes out, unless someone with the *{decider}* role cancels it."
GOES_OUT_THERE: Final = "It still goes out, unless someone cancels it in SMS-iT's own panel."
ASKS: Final = "Someone with the *{decider}* role can decide about it."
Owner = tuple[str, SendKind]


@dataclass(slots=True)
class LostRoles:
    """Knows whose texts are ahead though they have lost the role, and has their messages say so."""

    database: Database
    permissions: Permissions
    kinds: Kinds
    clock: Clock
    _told: frozenset[Owner] | None = field(default=None, init=False)
    """Whose messages say that the role is lost; None until all were drawn by what is known now."""
    _next: datetime | None = field(default=None, init=False)

    def note(self, send: Send) -> str:
        """Return what to say of it in the message of a send (mrkdwn), and what to do; nothing otherwise."""
        if send.state not in AHEAD or send.parent_id or not self._lacks((send.user_id, send.kind)):
            return ""
        role, decider = self.kinds[send.kind].role, self.permissions.decider(send)
        then = GOES_OUT_THERE if is_at_smsit(send) else GOES_OUT if send.hold is None else ASKS
        return f"{LOST.format(owner=send.user_id, role=role)} {then.format(decider=decider)}"

    def look(self) -> None:
        """Have the messages of those drawn again whose roles were lost or given back, once a minute.

        At first those of everyone: what they say may be from before the start.
        """
        now = self.clock()
        if self._next is not None and now < self._next:
            return
        self._next = now + EVERY
        with self.database.read() as conn:
            owners = scheduled.owners(conn)
        lost = frozenset(each for each in owners if self._lacks(each))
        changed = owners if self._told is None else lost ^ (self._told & owners)
        if changed:
            with self.database.write(soon=self._told is not None) as conn:
                for user_id, kind in sorted(changed):
                    scheduled.outdate_of(conn, user_id, kind)
        self._told = lost

    def _lacks(self, owner: Owner) -> bool:
        user_id, kind = owner
        return self.permissions.lacks(user_id, self.kinds[kind].role)
