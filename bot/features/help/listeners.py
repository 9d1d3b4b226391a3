"""How Slack reaches the help."""

from collections.abc import Callable, Sequence

from bot.access import Role, Who
from bot.features.help import views
from bot.slack.blocks import kit
from bot.slack.incoming.commands import HELP, Verb
from bot.slack.incoming.interaction import Interaction


def verb(allowed: Callable[[Who], Sequence[Verb]]) -> Verb:
    """Return the row of the command table; ``allowed`` gives the verbs one person may use."""

    def show(interaction: Interaction, rest: str) -> None:
        content = views.help_text(allowed(interaction.who), rest)
        typed = kit.typed(interaction.line) if " " in rest else []  # a text that begins with "help", perhaps
        interaction.ack(text=content.text, blocks=[*content.blocks, *typed], response_type="ephemeral")

    return Verb(name=HELP, usage="/sms help", summary="This list", role=Role.VIEWER, run=show)
