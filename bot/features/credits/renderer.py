"""Draws the balance on the Home tab."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.features.credits import views
from bot.features.credits.service import Credits
from bot.slack.blocks.kit import Block


@dataclass(frozen=True, slots=True)
class BalancePart:
    """Shows everybody the balance as it was read last, by the days of a zone."""

    credits: Credits
    zone: ZoneInfo

    def draw(self, _who: Who) -> list[Block]:
        """Return the balance; nothing while it is unknown."""
        found = self.credits.outlook(self.zone)
        return [] if found is None else views.desk(found, self.credits.reserved(), self.zone)
