"""How Slack reaches the report on a text to a group, by SMS-iT's own id."""

from dataclasses import dataclass

from bot.access import Access, Role, Who
from bot.features.broadcast.elsewhere import Elsewhere
from bot.features.broadcast.ids import FEATURE, Action
from bot.features.broadcast.views import elsewhere as elsewhere_view
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class ReportListeners:
    """Shows the report to whoever asks, and has it followed in the channel when somebody wants that."""

    responder: Responder
    elsewhere: Elsewhere
    access: Access

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="status group",
                usage="/sms status group [ID]",
                summary="Check a group text sent from SMS-iT's panel, by its ID",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry = registry.to("follow a group text")
        registry.action(Action.FOLLOW, Role.SENDER, self.follow)

    def command(self, interaction: Interaction, text: str) -> None:
        """Show the report on the id that was typed."""
        interaction.ack()
        channel = interaction.channel_id
        self.responder.answer(
            interaction, lambda: self.report(text.removeprefix("#"), interaction.who, channel)
        )

    def report(self, remote_id: str, who: Who, channel: str | None) -> Content:
        """Return the report as this person may see it in a channel. Raises :exc:`UserError`."""
        may_follow = self.access.allows(who, Role.SENDER)
        return elsewhere_view.report(self.elsewhere.look(remote_id, who, channel), may_follow=may_follow)

    def follow(self, interaction: Interaction) -> None:
        """Follow the one whose id the button carries, in the channel where it was pressed."""
        key = f"{FEATURE}.follow:{interaction.trigger_id}"
        self.elsewhere.follow(key, interaction.value, interaction.who, interaction.channel_id)
        interaction.ack()
