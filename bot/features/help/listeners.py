"""How Slack reaches the help, and what a mistyped command is answered with."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role, Who
from bot.features.help import views
from bot.features.help.ids import Action
from bot.features.help.views import Offer
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming.command_buttons import CommandButtons
from bot.slack.incoming.commands import HELP, Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class HelpListeners:
    """Tells people what they may do; ``offer`` finds it out for one person."""

    responder: Responder
    offer: Callable[[Who], Offer]
    command_buttons: CommandButtons

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name=HELP,
                usage="/sms help",
                summary="What you can do",
                role=Role.VIEWER,
                run=self.command,
                unsure=self.unsure,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.ALL, Role.VIEWER, self.all_commands)
        registry.action(Action.RUN, Role.VIEWER, self.run)

    def command(self, interaction: Interaction, rest: str) -> None:
        """Show the short help."""
        typed = kit.typed(interaction.line) if " " in rest else []  # a text that begins with "help", perhaps
        _answer(interaction, views.short(self.offer(interaction.who)), typed)

    def unsure(self, interaction: Interaction, line: str, near: str) -> None:
        """Ask what a line was meant as that begins with no verb."""
        may_text = not self.offer(interaction.who).ask
        _answer(interaction, views.did_you_mean(line, near, may_text=may_text))

    def all_commands(self, interaction: Interaction) -> None:
        """Show every command that the person may use."""
        self.responder.open(interaction, lambda: views.all_commands(self.offer(interaction.who).verbs))
        interaction.ack()

    def run(self, interaction: Interaction) -> None:
        """Run the command that was meant."""
        self.command_buttons.press(interaction, interaction.value)


def _answer(interaction: Interaction, content: Content, more: list[Block] | None = None) -> None:
    blocks = [*content.blocks, *(more or ())]
    interaction.ack(text=content.text, blocks=blocks, response_type="ephemeral")
