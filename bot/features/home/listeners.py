"""How Slack reaches the Home tab, and what its own buttons do."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role, Who
from bot.features.home.ids import Action
from bot.features.home.renderer import HomeTab
from bot.slack.incoming.command_buttons import CommandButtons
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.slack.surface import HOME_OPENED


@dataclass(frozen=True, slots=True)
class HomeListeners:
    """Shows the tab each time somebody opens it.

    ``refresh`` asks for the balance when that is old, and tells whether it is news; nobody waits for it.
    Each button's listener asks for its role again.
    """

    responder: Responder
    tab: HomeTab
    refresh: Callable[[], bool]
    command_buttons: CommandButtons

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.event(HOME_OPENED, Role.VIEWER, self.opened)
        registry.to("send a broadcast").action(Action.BROADCAST, Role.BROADCASTER, self._runs("broadcast"))
        registry.to("text a list").action(Action.LIST, Role.BROADCASTER, self._runs("list"))

    def opened(self, interaction: Interaction) -> None:
        """Draw the tab, when it is that one which was opened; who opens another looks at it no more."""
        if interaction.body.get("event", {}).get("tab", "home") == "home":
            self.responder.later(interaction, lambda: self.tab.open(interaction.who))
            self.responder.look_up(interaction, lambda: self._refresh(interaction.who))
        else:
            self.tab.visitors.left(interaction.who)
        interaction.ack()

    def _runs(self, verb: str) -> Callable[[Interaction], None]:
        return lambda interaction: self.command_buttons.press(interaction, verb)

    def _refresh(self, who: Who) -> None:
        if self.refresh():
            self.tab.update(who)
