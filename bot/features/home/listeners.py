"""How Slack reaches the Home tab, and what its own buttons do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.feature import HomeButton
from bot.features.home.ids import Action
from bot.features.home.renderer import HomeTab
from bot.slack.incoming.command_buttons import CommandButtons
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.slack.surface import HOME_OPENED

GONE: Final = "This menu has changed. Open the Home tab again."


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
    buttons: Sequence[HomeButton]
    access: Access

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.event(HOME_OPENED, Role.VIEWER, self.opened)
        registry.action(Action.MORE, Role.VIEWER, self.more)
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

    def more(self, interaction: Interaction) -> None:
        """Open what was chosen in the menu, for those who may: a menu may have been drawn long ago."""
        chosen = (each for each in self.buttons if each.button["action_id"] == interaction.value)
        found = next(chosen, None)
        if found is None or found.opens is None:
            raise UserError(GONE)
        if not self.access.allows(interaction.who, found.role):
            raise UserError(self.access.refusal(found.role, interaction.who, "open this"))
        found.opens(interaction)

    def _runs(self, verb: str) -> Callable[[Interaction], None]:
        return lambda interaction: self.command_buttons.press(interaction, verb)

    def _refresh(self, who: Who) -> None:
        if self.refresh():
            self.tab.update(who)
