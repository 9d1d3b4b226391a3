"""How Slack reaches the help."""

from collections.abc import Callable, Sequence

from bot.access import Role, Who
from bot.features.help import views
from bot.slack import kit
from bot.slack.commands import HELP, Verb
from bot.slack.visits import Visit


def verb(allowed: Callable[[Who], Sequence[Verb]]) -> Verb:
    """Return the row of the command table; ``allowed`` gives the verbs one person may use."""

    def show(visit: Visit, rest: str) -> None:
        content = views.help_text(allowed(visit.who), rest)
        typed = kit.typed(visit.line) if " " in rest else []  # a text that begins with "help", perhaps
        visit.ack(text=content.text, blocks=[*content.blocks, *typed], response_type="ephemeral")

    return Verb(name=HELP, usage="/sms help", summary="This list", role=Role.VIEWER, run=show)
