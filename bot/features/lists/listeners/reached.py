"""How Slack reaches a list without those whom texts don't reach, from its review or that of a broadcast."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role
from bot.features.lists.ids import FEATURE, Action
from bot.features.lists.others import Others
from bot.features.lists.reached import Reached
from bot.features.lists.request import Request
from bot.features.lists.views.confirmation import ConfirmationState
from bot.features.sends.submission import Submission
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.users import Users

LEAVING_OUT = "Leaving them out …"


@dataclass(frozen=True, slots=True)
class ReachedListeners:
    """Shows the confirmation of that list. ``confirmation`` makes the one of any list."""

    loading: LoadingView
    reached: Reached
    others: Others
    confirmation: Callable[[Submission[Request], ReportProgress], Block]
    users: Users

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.to("text a list").action(Action.ONLY_REACHED, Role.BROADCASTER, self.only_reached)
        registry.to("text people").action(Action.REACHED_OTHERS, Role.BROADCASTER, self.reached_others)

    def only_reached(self, interaction: Interaction) -> None:
        """Turn the confirmation of a list into that of the same list without those who are not reached."""
        send_id, who = interaction.state(ConfirmationState).send_id, interaction.who
        self.reached.require(send_id, who)

        def find(key: str, report: ReportProgress) -> Block:
            return self.confirmation(self.reached.request(send_id, who, key), report)

        self.loading.here(interaction, FEATURE, LEAVING_OUT, find)

    def reached_others(self, interaction: Interaction) -> None:
        """Turn the confirmation of a broadcast into that of a list for those of its group who are reached."""
        send_id, who = interaction.value, interaction.who
        self.others.require(send_id, who)

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(who.user_id)
            asked = self.others.instead_of(send_id, who, key, zone, only_reached=True)
            return self.confirmation(asked, report)

        self.loading.here(interaction, FEATURE, "Reading the group …", find)
