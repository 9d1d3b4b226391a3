"""How Slack reaches the buttons that stop a batch and set it going."""

from dataclasses import dataclass
from typing import Any

from bot.features.batches.ids import BatchRef, Buttons
from bot.features.batches.service import Decisions
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry


@dataclass(frozen=True, slots=True)
class Listeners:
    """Acts on a batch of one kind that has its message already."""

    buttons: Buttons
    decisions: Decisions[Any, Any]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to(f"stop or resume this {self.buttons.noun}")
        registry.action(self.buttons.pause, self.buttons.may_stop, self.pause)
        registry.action(self.buttons.resume, self.buttons.may_go_on, self.resume)
        registry.action(self.buttons.cancel, self.buttons.may_stop, self.cancel)

    def pause(self, interaction: Interaction) -> None:
        """Begin no further row."""
        ref = self._ref(interaction)
        self.decisions.pause(ref.batch_id, interaction.who, ref.wave)
        interaction.ack()

    def resume(self, interaction: Interaction) -> None:
        """Go on."""
        ref = self._ref(interaction)
        self.decisions.resume(ref.batch_id, interaction.who, ref.wave)
        interaction.ack()

    def cancel(self, interaction: Interaction) -> None:
        """End a batch."""
        batch_id = interaction.value if self.buttons.cancel_by_id else self._ref(interaction).batch_id
        self.decisions.cancel(batch_id, interaction.who)
        interaction.ack()

    def _ref(self, interaction: Interaction) -> BatchRef:
        return metadata.load(self.buttons.ref, interaction.value)
