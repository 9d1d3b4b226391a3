"""What came of texts before, for whoever asks which numbers are reached."""

from datetime import datetime, timedelta

from bot.store.database import Database
from bot.store.states import SendState
from tests.clock import START
from tests.store.samples import a_send_in


def missed(database: Database, *numbers: str, before: datetime = START, **changes: object) -> None:
    """Let the last three texts to each of these numbers not arrive, the last one on the day before that."""
    for number in numbers:
        for days in (3, 2, 1):
            at = before - timedelta(days=days)
            a_send_in(database, SendState.UNDELIVERED, now=at, to_number=number, **changes)
