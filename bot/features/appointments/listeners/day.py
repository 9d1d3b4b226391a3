"""How Slack reaches the appointments of one day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.access import Access, Role, Who
from bot.features.appointments.day_sheet import DaySheets
from bot.features.appointments.ids import Action
from bot.features.appointments.views import day as day_view
from bot.features.appointments.views.day import DayState
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.metadata import MetadataError
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.texting.words import zone_or_utc


@dataclass(frozen=True, slots=True)
class DayListeners:
    """Shows a day, and the days beside it; ``sees_numbers`` tells who finds whole numbers."""

    responder: Responder
    day_sheets: DaySheets
    access: Access
    account_zone: ZoneInfo | None
    sees_numbers: Callable[[Who], bool]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.TODAY, Role.VIEWER, self.today)
        for action in (Action.EARLIER_DAY, Action.LATER_DAY):
            registry.action(action, Role.VIEWER, self.turn)

    def opens(self, interaction: Interaction, text: str) -> bool:
        """Open the day that was typed; False when it is none."""
        day = self.day_sheets.typed(text)
        if day is None:
            return False
        self.responder.open(interaction, lambda: self._sheet(day, interaction.who))
        return True

    def today(self, interaction: Interaction) -> None:
        """Open the day it is."""
        day = self.day_sheets.today
        self.responder.open(interaction, lambda: self._sheet(day, interaction.who))
        interaction.ack()

    def turn(self, interaction: Interaction) -> None:
        """Show another day in the place of this one."""
        day = metadata.load(DayState, interaction.value).date
        if day is None:
            raise MetadataError("a button stands for no day")
        self.responder.edit(interaction, lambda: self._sheet(day, interaction.who))
        interaction.ack()

    def _sheet(self, day: date, who: Who) -> Block:
        return day_view.sheet(
            self.day_sheets.look(day),
            zone_or_utc(self.account_zone.key if self.account_zone else None),
            full=self.sees_numbers(who),
            changes=self.access.allows(who, Role.SENDER),
        )
