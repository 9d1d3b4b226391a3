"""How Slack reaches what people decide about a contact that may not have been added."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.contacts.addition import Additions
from bot.features.contacts.ids import Action
from bot.features.contacts.views.unconfirmed import AdditionRef
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class UnconfirmedListeners:
    """Settles additions of unknown outcome as people say."""

    responder: Responder
    additions: Additions

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("add contacts")
        registry.action(Action.CHECK_AGAIN, Role.SENDER, self.check)
        registry.action(Action.WAS_ADDED, Role.SENDER, self.was_added)
        registry.action(Action.ADD_AGAIN, Role.SENDER, self.again)

    def check(self, interaction: Interaction) -> None:
        """Look the number up once more, behind the listener's back."""
        about = metadata.load(AdditionRef, interaction.value)
        self.responder.look_up(
            interaction,
            lambda: self.additions.check(about.addition_id, about.attempts, interaction.who),
        )
        interaction.ack()

    def was_added(self, interaction: Interaction) -> None:
        """Settle it: a person saw that it was added."""
        about = metadata.load(AdditionRef, interaction.value)
        self.additions.was_added(about.addition_id, about.attempts, interaction.who)
        interaction.ack()

    def again(self, interaction: Interaction) -> None:
        """Have it added once more; recorded before Slack is answered, so that one press is one attempt."""
        about = metadata.load(AdditionRef, interaction.value)
        self.additions.again(about.addition_id, about.attempts, interaction.who)
        self.responder.look_up(interaction, lambda: self.additions.attempt(about.addition_id))
        interaction.ack()
