"""Draws what goes out next on the Home tab."""

from dataclasses import dataclass
from typing import Final

from bot.access import Who
from bot.features.scheduled.service import Scheduled
from bot.features.scheduled.views import upcoming as view
from bot.slack.blocks.kit import Block

SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class ComingPart:
    """Shows people what of theirs goes out next; approvers and admins what of everybody does."""

    scheduled: Scheduled

    def draw(self, who: Who) -> list[Block]:
        """Return the next few, how many there are, and the way to all of them; nothing without any."""
        return view.coming(self.scheduled.coming(who, SHOWN), self.scheduled.label)
