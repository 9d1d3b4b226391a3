"""What runs once an hour: the balance is read, so that its line has no gaps while nobody texts."""

from dataclasses import dataclass
from typing import Final

from bot.engine.port import JobArgs
from bot.features.credits.service import Credits

BALANCE: Final = "credits.balance"
HOURLY: Final = "0 9 * * * *"


@dataclass(frozen=True, slots=True)
class BalanceReading:
    """Reads the balance and writes it down, unless it was read a few minutes ago."""

    credits: Credits

    def run(self, _args: JobArgs) -> None:
        """Read it."""
        self.credits.refresh()
        self.credits.keep()
