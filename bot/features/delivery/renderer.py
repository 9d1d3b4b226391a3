"""Draws how today's texts fare on the Home tab."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.features.delivery.views import today as view
from bot.features.permissions import Permissions
from bot.slack.blocks.kit import Block
from bot.store.database import Database
from bot.store.sends import tally
from bot.texting import local_days
from bot.texting.clock import Clock
from bot.texting.local_days import DAY


@dataclass(frozen=True, slots=True)
class Today:
    """Shows people how their texts of this day fare; approvers and admins those of everybody."""

    database: Database
    permissions: Permissions
    zone: ZoneInfo
    clock: Clock

    def draw(self, who: Who) -> list[Block]:
        """Return the figures of the day in the zone, for those who text or see what others do."""
        everybody = self.permissions.sees_everybody(who)
        if not everybody and not self.permissions.access.allows(who, Role.SENDER):
            return []
        day = local_days.day_of(self.clock(), self.zone)
        begins, ends = (local_days.begins(each, self.zone) for each in (day, day + DAY))
        with self.database.read() as conn:
            found = tally.of(conn, begins, ends, None if everybody else who.user_id)
        return view.today(found, everybody=everybody)
