"""How Slack reaches the buttons under the message of a list that no other batch has."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.lists.decisions import RowDecisions
from bot.features.lists.ids import Action, UnknownRowsRef
from bot.features.lists.results import ListResults
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.replies import words
from bot.slack.outgoing.responder import Responder

RESULT_COMES: Final = "You'll get the result file as a direct message."


@dataclass(frozen=True, slots=True)
class ButtonListeners:
    """Settles rows of unknown outcome, and hands out the result file."""

    responder: Responder
    row_decisions: RowDecisions
    results: ListResults

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("settle the texts of a list")
        registry.action(Action.MARK_SENT, Role.BROADCASTER, self.mark_sent)
        registry.action(Action.SEND_AGAIN, Role.BROADCASTER, self.send_again)
        registry.action(Action.RESULT, Role.VIEWER, self.result)

    def mark_sent(self, interaction: Interaction) -> None:
        """Settle rows of unknown outcome as sent."""
        self._settle(interaction, again=False)

    def send_again(self, interaction: Interaction) -> None:
        """Send rows of unknown outcome again."""
        self._settle(interaction, again=True)

    def result(self, interaction: Interaction) -> None:
        """Send the result file to the person, if it is theirs."""
        self.results.ask(interaction.value, interaction.who, interaction.trigger_id)
        self.responder.replies.later(interaction, words(RESULT_COMES))
        interaction.ack()

    def _settle(self, interaction: Interaction, *, again: bool) -> None:
        about = metadata.load(UnknownRowsRef, interaction.value)
        self.row_decisions.settle_unknown(about, interaction.who, interaction.trigger_id, again=again)
        interaction.ack()
