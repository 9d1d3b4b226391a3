"""How Slack reaches the texts of a list that did not arrive, to send them again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.lists.again import Again
from bot.features.lists.ids import FEATURE, Action
from bot.features.lists.request import Request
from bot.features.sends.submission import Submission
from bot.slack.blocks.kit import Block
from bot.slack.blocks.waiting_view import waiting
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users

READING: Final = "Reading the list …"


@dataclass(frozen=True, slots=True)
class AgainListeners:
    """Shows the confirmation of such a list. ``confirmation`` makes the one of any list."""

    responder: Responder
    loading: LoadingView
    again: Again
    confirmation: Callable[[Submission[Request], ReportProgress], Block]
    users: Users

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry = registry.to("text people again")
        registry.action(Action.AGAIN, Role.BROADCASTER, self.asked)

    def asked(self, interaction: Interaction) -> None:
        """Open a waiting view, and turn it into the confirmation."""
        list_id, who = interaction.value, interaction.who
        self.again.require(list_id, who)

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(who.user_id)
            return self.confirmation(self.again.request(list_id, who, key, zone), report)

        self.loading.open(self.responder, interaction, FEATURE, waiting(READING), find)
