"""How Slack reaches the list for the others of a group, where a broadcast to all of it is refused or held."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.lists.ids import FEATURE, Action
from bot.features.lists.others import Others
from bot.features.lists.request import Request
from bot.features.sends.submission import Submission
from bot.slack.blocks.kit import Block
from bot.slack.blocks.waiting_view import waiting
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users

READING: Final = "Reading the group …"


@dataclass(frozen=True, slots=True)
class OthersListeners:
    """Shows the confirmation of that list. ``confirmation`` makes the one of any list."""

    responder: Responder
    loading: LoadingView
    others: Others
    confirmation: Callable[[Submission[Request], ReportProgress], Block]
    users: Users

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("text people")
        registry.action(Action.OTHERS, Role.BROADCASTER, self.others_instead)
        registry.action(Action.HELD_OTHERS, Role.BROADCASTER, self.others_of_held)

    def others_instead(self, interaction: Interaction) -> None:
        """Turn the refusal into the confirmation of a list for the others."""
        send_id, who = interaction.value, interaction.who
        self.others.require(send_id, who)

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(who.user_id)
            return self.confirmation(self.others.instead_of(send_id, who, key, zone), report)

        self.loading.here(interaction, FEATURE, READING, find)

    def others_of_held(self, interaction: Interaction) -> None:
        """Open a waiting view, and turn it into the confirmation of a list in the place of what is held."""
        send_id, who = interaction.value, interaction.who
        self.others.require_held(send_id, who)

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(who.user_id)
            return self.confirmation(self.others.instead_of_held(send_id, who, key, zone), report)

        self.loading.open(self.responder, interaction, FEATURE, waiting(READING), find)
