"""The other meaning of a line that begins with nearly a verb: the form's button that runs the command."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.access import Role
from bot.features.sms.form import FormState
from bot.features.sms.ids import Action
from bot.features.sms.views import form as form_view
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import question, recipient
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import COMMAND
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class MistypedVerb:
    """Runs the command that was meant, with the words that stand in the form. ``run`` checks its role."""

    responder: Responder
    run: Callable[[Interaction], None]

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry = registry.to("send a text")
        registry.action(Action.RUN_INSTEAD, Role.SENDER, self.pressed)

    def pressed(self, interaction: Interaction) -> None:
        """Run the command in the place of the form."""
        values, state = Values.of(interaction.view), interaction.state(FormState)
        written = message_field.read(values, message_field.block_id(state.edition))
        line = question.line(values, recipient.MEANT, written.text)
        _word, *rest = line.split(maxsplit=1) or [""]
        body = {
            "command": COMMAND,
            "text": " ".join([state.verb, *rest]),
            "trigger_id": interaction.trigger_id,
            "channel_id": state.channel,
            "view": interaction.view,
        }
        self.run(Interaction(interaction.who, body, self._answering(interaction), replaces=True))

    def _answering(self, interaction: Interaction) -> Callable[..., None]:
        """Return an acknowledgement that shows what a command answers; that of a button shows nothing."""

        def ack(**answer: Any) -> None:  # noqa: ANN401 - Bolt's own signature
            if "text" in answer:
                blocks: list[Block] = answer.get("blocks") or [kit.section(answer["text"])]
                view_id = interaction.view_id
                self.responder.later(
                    interaction, lambda: self.responder.fill(interaction, view_id, form_view.said(blocks))
                )
            interaction.ack()

        return ack
