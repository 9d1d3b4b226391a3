"""Pausing a list that should not go on by itself. A person looks at it and sets it going again."""

import logging
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.features.sends import lost_words
from bot.features.templates.service import ANY_WORDS, Wording
from bot.smsit import Endpoint
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

_ADDING: Final = frozenset(f"{Endpoint.ADD_CONTACT}:{code}" for code in ("-1", "-5", "-20"))
ABOUT_ALL_ROWS: Final = frozenset({"-1", "-2", "-3", "-7", "-12", "-20"}) | _ADDING
"""SMS-iT's codes that the next row would get too: key, sender, credits, plan, and the group to add it to."""


LATE: Final = "The bot was offline when this was due."


class Why(StrEnum):
    """Why the bot paused a list: what holds it while it is paused. The values are stored.

    Those of the troubles any batch may meet are their own.
    """

    QUIET = "quiet"
    LATE = "late"
    UNREACHABLE = "unreachable"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    WORDS = "words"  # its template is not in use any more, or not approved


class Pauses:
    """Pauses lists in the bot's own name."""

    def __init__(self, database: Database, clock: Clock, wording: Wording = ANY_WORDS) -> None:
        self._database = database
        self._clock = clock
        self._wording = wording

    def pause_lost(self, send: Send) -> bool:
        """Pause a running list that may not say its words any more; False where it may, or does not run."""
        if send.state is not SendState.RUNNING:
            return False
        with self._database.read() as conn:
            lost = lost_words.lost(conn, self._wording, send)
        return bool(lost) and self.pause(send.id, Why.WORDS, lost)

    def pause(self, list_id: str, why: Why, sentence: str, *, until: datetime | None = None) -> bool:
        """Pause a running list; what is being sent at this moment ends. False when it does not run.

        ``until`` (aware) is when the reason ends by itself, if that is known.
        """
        values = {**sends.held(why.value, sentence, until=until), "decided_by": None}
        with self._database.write() as conn:
            paused = sends.move(
                conn, list_id, SendState.PAUSED, now=self._clock(), only_from=SendState.RUNNING, **values
            )
        if paused:
            log.warning("list %s was paused: %s", list_id, why)
        return paused
