"""How Slack reaches the newest texts to one number."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.delivery.ids import Action
from bot.features.delivery.recent import RecentTexts
from bot.features.delivery.views import recent as recent_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class RecentListeners:
    """Shows the newest texts to a number. What they say is for people who may read it."""

    responder: Responder
    recent_texts: RecentTexts
    users: Users
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry.action(Action.RECENT, Role.VIEWER, self.show)

    def show(self, interaction: Interaction) -> None:
        """Open the texts to the number that is the button's value."""
        number = interaction.number

        def view() -> Block:
            zone = self.users.zone(interaction.who.user_id)
            return recent_view.recent(self.recent_texts.of(number, interaction.who), zone, self.clock())

        self.responder.open(interaction, view)
        interaction.ack()
