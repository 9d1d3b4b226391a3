"""How Slack reaches what became of a day off: everybody it is about, and whom to call."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.features.appointments.day_story import DayStories
from bot.features.appointments.ids import Action
from bot.features.appointments.views import day_story as view
from bot.features.appointments.views.change_review import PlanState
from bot.features.sends.ids import More
from bot.features.sends.views.buttons import whole_id
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.texting.words import zone_or_utc


@dataclass(frozen=True, slots=True)
class DayStoryListeners:
    """Shows it; ``sees_numbers`` tells who finds whole numbers."""

    responder: Responder
    day_stories: DayStories
    account_zone: ZoneInfo | None
    sees_numbers: Callable[[Who], bool]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.DAY_MORE, Role.VIEWER, self.more)
        registry.action(Action.EVERYBODY, Role.VIEWER, self.everybody)
        registry.action(Action.CALL_LIST, Role.VIEWER, self.call_list)

    def more(self, interaction: Interaction) -> None:
        """Show its id."""
        choice, _, plan_id = interaction.value.partition(":")
        if choice == More.ID:
            self.responder.open(interaction, lambda: whole_id(plan_id, "day off", ""))
        interaction.ack()

    def everybody(self, interaction: Interaction) -> None:
        """Show everyone."""
        self._open(interaction, view.everybody)

    def call_list(self, interaction: Interaction) -> None:
        """Show whom to call."""
        self._open(interaction, view.call_list)

    def _open(self, interaction: Interaction, draw: Callable[..., Block]) -> None:
        plan_id, full = (
            metadata.load(PlanState, interaction.value).plan_id,
            self.sees_numbers(interaction.who),
        )
        zone = self.account_zone or zone_or_utc(None)
        self.responder.open(interaction, lambda: draw(self.day_stories.look(plan_id), zone, full=full))
        interaction.ack()
