"""How Slack reaches the drafts of assistants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.access import Role
from bot.features.assistant.ids import Action
from bot.features.assistant.service import AssistantDraft, AssistantDrafts
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.store.sends import SendKind

Reviews = Mapping[SendKind, Callable[[Interaction, AssistantDraft], None]]
"""Open the usual confirmation for a draft, by the kind of send it is to become, and acknowledge."""


@dataclass(frozen=True, slots=True)
class DraftListeners:
    """Has a draft reviewed by the feature whose kind of send it is to become, or discards it."""

    drafts: AssistantDrafts
    reviews: Reviews

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a text")
        registry.action(Action.REVIEW, Role.SENDER, self.review)
        registry.action(Action.DISCARD, Role.VIEWER, self.discard)

    def review(self, interaction: Interaction) -> None:
        """Show what would be sent, as it stands now. Its kind may ask for a further role."""
        draft = self.drafts.waiting(interaction.value, interaction.who)
        self.reviews[draft.kind](interaction, draft)

    def discard(self, interaction: Interaction) -> None:
        """Discard it."""
        self.drafts.discard(interaction.value, interaction.who)
        interaction.ack()
