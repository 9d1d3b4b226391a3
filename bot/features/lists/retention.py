"""Forgetting whom lists went to: the choice goes with the words."""

from bot.store import audience_choices
from bot.store.batched_writes import portion
from bot.store.database import Database


class Retention:
    """Forgets choices of people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(self) -> None:
        """Forget the choices of lists whose words are no longer kept."""
        with portion(self._database) as conn:
            audience_choices.forget(conn)
