"""How Slack reaches a further look at a text of unknown outcome."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.delivery.evidence import Evidence, RowsInDoubt
from bot.features.sends.decisions import Decisions
from bot.features.sends.ids import Action
from bot.features.sends.views.buttons import SendRef
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class UnknownListeners:
    """Looks again; what is found appears in the text's own message."""

    responder: Responder
    decisions: Decisions
    evidence: Evidence
    rows: RowsInDoubt

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("check on a text")
        registry.action(Action.CHECK_AGAIN, Role.SENDER, self.check_again)
        registry.action(Action.CHECK_ROWS, Role.BROADCASTER, self.check_rows)

    def check_again(self, interaction: Interaction) -> None:
        """Ask SMS-iT again about a text that is still unknown, for those who may settle it."""
        about = metadata.load(SendRef, interaction.value)
        self.decisions.require_unknown(about.send_id, interaction.who, about.number)
        self.responder.look_up(interaction, lambda: self.evidence.look_again(about.send_id))
        interaction.ack()

    def check_rows(self, interaction: Interaction) -> None:
        """Ask SMS-iT again about texts of a list that are still unknown, for those who may settle them."""
        rows = self.rows.of(interaction.value, interaction.who)
        self.responder.look_up(interaction, lambda: self.evidence.look_again(*rows))
        interaction.ack()
