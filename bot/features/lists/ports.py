"""What the running of lists asks of others."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from bot.engine.attempts import Outcome
from bot.features.outbox.questions import Question
from bot.store.sends import Send

AttemptRow = Callable[[str, int], Outcome | None]
"""Makes the one attempt of a row, by its id: claim, do-not-text check, request, record, follow-up.

It claims nothing when the list does not go on in the wave that is given with it.
"""


class Outbox(Protocol):
    """Where a list goes back to when it must not start."""

    def hold_back(
        self, send_id: str, why: Question, sentence: str, seen: Mapping[str, Any] | None = None
    ) -> None:
        """Take it out of the queue and ask a person."""

    def ask_again(self, send_id: str, changed: str) -> None:
        """Take it out of the queue to be approved anew."""


class Budgets(Protocol):
    """Credits a day that nobody goes beyond."""

    def check(self, conn: Connection, send: Send, goes_at: datetime) -> None:
        """Make sure that a budget covers what goes out then. Raises :exc:`UserError` when none is left."""
