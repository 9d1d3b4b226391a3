"""What the Home tab tells one person, all of it from what is recorded here: nobody waits for SMS-iT."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.access import Who
from bot.features.approvals.service import Waiting
from bot.features.credits.service import Credits
from bot.store.database import Database
from bot.store.sends import Send, annotations, attention
from bot.store.sends.attention import Attention
from bot.texting.clock import Clock

RECENT_TEXTS: Final = 5
MOST_REQUESTS: Final = 4
"""One more than are shown: it tells that there are more."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A person's newest texts, what needs their attention, and the SMS credits, where they are known.

    ``to_approve`` are the requests that wait for them, or for another approver.
    """

    recent: tuple[Send, ...] = ()
    attention: Attention = field(default_factory=Attention)
    credits: int | None = None
    to_approve: tuple[Waiting, ...] = ()


class Overviews:
    """Reads our own tables. ``to_approve`` returns the requests that wait for a person."""

    def __init__(
        self,
        database: Database,
        credits_: Credits,
        to_approve: Callable[[Who], tuple[Waiting, ...]],
        clock: Clock,
    ) -> None:
        self._database = database
        self._credits = credits_
        self._to_approve = to_approve
        self._clock = clock

    def of(self, who: Who) -> Overview:
        """Return what to tell one person now."""
        with self._database.read() as conn:
            recent = annotations.newest_of(conn, who.user_id, RECENT_TEXTS)
            waiting = attention.of(conn, who.user_id, self._clock())
        return Overview(recent, waiting, self._credits.known(), self._to_approve(who))
