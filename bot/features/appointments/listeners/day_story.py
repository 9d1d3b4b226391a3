"""How Slack reaches what became of a day off: everybody it is about, and whom to call."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.features.appointments import day_story
from bot.features.appointments.day_story import DayStory
from bot.features.appointments.ids import Action
from bot.features.appointments.views import day_story as view
from bot.features.appointments.views.change_review import PlanState
from bot.features.sends.ids import More
from bot.features.sends.views.buttons import whole_id
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.store.database import Database
from bot.texting.words import zone_or_utc


@dataclass(frozen=True, slots=True)
class DayStoryListeners:
    """Shows it; ``sees_numbers`` tells who finds whole numbers."""

    responder: Responder
    database: Database
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
        plan_id, full = self._of(interaction), self.sees_numbers(interaction.who)
        self.responder.open(interaction, lambda: view.everybody(self._read(plan_id), self._zone, full=full))
        interaction.ack()

    def call_list(self, interaction: Interaction) -> None:
        """Show whom to call."""
        plan_id, full = self._of(interaction), self.sees_numbers(interaction.who)
        self.responder.open(interaction, lambda: view.call_list(self._read(plan_id), self._zone, full=full))
        interaction.ack()

    def _of(self, interaction: Interaction) -> str:
        return metadata.load(PlanState, interaction.value).plan_id

    def _read(self, plan_id: str) -> DayStory | None:
        with self.database.read() as conn:
            return day_story.read(conn, plan_id)

    @property
    def _zone(self) -> ZoneInfo:
        return self.account_zone or zone_or_utc(None)
