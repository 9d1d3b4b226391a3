"""Budgets."""

from datetime import datetime

from sqlalchemy import Connection

from bot.errors import UserError
from bot.store.sends import Send


class FakeBudgets:
    """Refuses what takes more credits than are ``left``, and remembers what was asked and for when."""

    def __init__(self, left: int = 100_000) -> None:
        self.left = left
        self.asked: list[tuple[Send, datetime]] = []

    def check(self, conn: Connection, send: Send, goes_at: datetime) -> None:
        assert conn.in_transaction()
        self.asked.append((send, goes_at))
        if send.credits_upper > self.left:
            raise UserError("That is more than is left of the budget.")
