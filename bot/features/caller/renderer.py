"""Draws on the Home tab whose things a verified code opens to somebody now."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.features.caller import views
from bot.features.caller.service import Passports
from bot.features.permissions import Permissions
from bot.slack.blocks.kit import Block
from bot.texting.words import zone_or_utc

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class OpenCallers:
    """Shows people the callers they verified, for as long as that opens something."""

    passports: Passports
    permissions: Permissions
    account_zone: ZoneInfo | None

    def draw(self, who: Who) -> list[Block]:
        """Return a line for each."""
        if not self.permissions.access.allows(who, Role.SENDER):
            return []
        zone = self.account_zone or zone_or_utc(None)
        return [views.open_to_you(each, zone) for each in self.passports.openings(who)[:MOST]]
