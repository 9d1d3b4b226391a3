"""How Slack reaches the Home tab, and what its own buttons do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.features.home import views
from bot.features.home.ids import Action
from bot.features.home.service import Overviews
from bot.features.home.views import Label, Person
from bot.slack.incoming.command_buttons import CommandButtons
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder

OPENED: Final = "app_home_opened"


@dataclass(frozen=True, slots=True)
class HomeListeners:
    """Draws the tab each time somebody opens it.

    ``person`` tells what somebody may do, ``label`` what kind of send something is. Each
    button's listener asks for its role again.
    """

    responder: Responder
    overviews: Overviews
    person: Callable[[Who], Person]
    label: Label
    command_buttons: CommandButtons

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.event(OPENED, Role.VIEWER, self.opened)
        registry.to("send a broadcast").action(Action.BROADCAST, Role.BROADCASTER, self._runs("broadcast"))
        registry.to("text a list").action(Action.LIST, Role.BROADCASTER, self._runs("list"))
        registry.action(Action.VIEW, Role.VIEWER, self._runs("scheduled"))

    def opened(self, interaction: Interaction) -> None:
        """Draw the tab, when it is that one which was opened."""
        if interaction.body.get("event", {}).get("tab", "home") == "home":
            self.responder.later(interaction, lambda: self._publish(interaction.who))
        interaction.ack()

    def _runs(self, verb: str) -> Callable[[Interaction], None]:
        return lambda interaction: self.command_buttons.press(interaction, verb)

    def _publish(self, who: Who) -> None:
        view = views.home(self.person(who), self.overviews.of(who), self.label)
        self.responder.modals.publish(who.user_id, view)
