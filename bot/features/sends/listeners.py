"""How Slack reaches the buttons under the message of a send."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role, Who
from bot.features.sends.decisions import Decisions
from bot.features.sends.ids import Action
from bot.features.sends.views import buttons as buttons_view
from bot.features.sends.views.buttons import SendRef
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class ButtonListeners:
    """Acts on a send that has its message already."""

    responder: Responder
    decisions: Decisions

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.CANCEL, Role.SENDER, self.cancel)
        registry.action(Action.MARK_SENT, Role.SENDER, _decided(self.decisions.mark_as_sent))
        registry.action(Action.SEND_AGAIN, Role.SENDER, _decided(self.decisions.send_again))
        registry.action(Action.SEND_NOW, Role.SENDER, _decided(self.decisions.send_now))
        registry.action(Action.SHOW_TEXT, Role.SENDER, self.show_text)

    def cancel(self, interaction: Interaction) -> None:
        """Cancel a send that waits."""
        self.decisions.cancel(interaction.value, interaction.who)
        interaction.ack()

    def show_text(self, interaction: Interaction) -> None:
        """Show the words of a text to whoever pressed."""
        self.responder.open(
            interaction, lambda: buttons_view.whole_text(self.decisions.body(interaction.value))
        )
        interaction.ack()


def _decided(decide: Callable[[str, Who, int], None]) -> Callable[[Interaction], None]:
    def listener(interaction: Interaction) -> None:
        about = metadata.load(SendRef, interaction.value)
        decide(about.send_id, interaction.who, about.number)
        interaction.ack()

    return listener
