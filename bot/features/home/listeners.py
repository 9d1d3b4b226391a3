"""How Slack reaches the Home tab."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.features.home import views
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.store.sends import Send

OPENED: Final = "app_home_opened"


@dataclass(frozen=True, slots=True)
class Home:
    """Draws the tab each time somebody opens it.

    ``recent`` gives a person's newest texts, ``allowed`` the verbs they may use, and ``buttons`` what they
    can begin with one press, the commonest first. Each button's listener asks for its role again.
    """

    responder: Responder
    recent: Callable[[Who], Sequence[Send]]
    allowed: Callable[[Who], Sequence[Verb]]
    buttons: Callable[[Who], tuple[Block, ...]]

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry.event(OPENED, Role.VIEWER, self.opened)

    def opened(self, interaction: Interaction) -> None:
        """Draw the tab, when it is that one which was opened."""
        if interaction.body.get("event", {}).get("tab", "home") == "home":
            self.responder.later(interaction, lambda: self._publish(interaction.who))
        interaction.ack()

    def _publish(self, who: Who) -> None:
        view = views.home(self.recent(who), self.allowed(who), self.buttons(who))
        self.responder.modals.publish(who.user_id, view)
