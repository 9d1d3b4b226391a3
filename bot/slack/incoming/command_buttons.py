"""A button that does what a command does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.slack.incoming.commands import COMMAND
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.replies import Replies


@dataclass(frozen=True, slots=True)
class CommandButtons:
    """Runs commands for who pressed. ``run`` is the command table's, which asks for the role of each."""

    run: Callable[[Interaction], None]
    replies: Replies

    def press(self, interaction: Interaction, verb: str) -> None:
        """Run ``/sms`` with a verb, as if it had been typed where the button is.

        Raises :exc:`bot.errors.UserError` as the command does.
        """
        body = {
            "command": COMMAND,
            "text": verb,
            "trigger_id": interaction.trigger_id,
            "channel_id": interaction.channel_id,
            "response_url": interaction.response_url,
            "type": interaction.body.get("type", ""),
            "view": interaction.view,
        }
        self.run(Interaction(interaction.who, body, self._answering(interaction)))

    def _answering(self, interaction: Interaction) -> Callable[..., None]:
        """Return an acknowledgement that tells what a command answers; that of a button shows nothing."""

        def ack(**answer: Any) -> None:  # noqa: ANN401 - Bolt's own signature
            interaction.ack()
            if "text" in answer:
                content = Content(text=answer["text"], blocks=tuple(answer.get("blocks") or ()))
                self.replies.later(interaction, content)

        return ack
