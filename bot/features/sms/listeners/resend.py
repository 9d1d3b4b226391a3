"""How Slack reaches a refused text, to send it once more to a number that is added to a group first."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role, Who
from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.sms.ids import GROUP_BLOCK, Action, Modal
from bot.features.sms.resend import Resend
from bot.features.sms.service import TextService
from bot.features.sms.views import confirmation as confirmation_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class ResendListeners:
    """Asks for the group, and sends the text. ``group_named`` gives the name of a group that was chosen."""

    responder: Responder
    text_service: TextService
    resend: Resend
    group_named: Callable[[str], str | None]
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a text")
        registry.submission(Modal.ADD, Role.SENDER, self.added)
        registry.action(Action.ADD_AND_SEND, Role.SENDER, self.add_and_send)

    def add_and_send(self, interaction: Interaction) -> None:
        """Ask for the group to add a refused text's number to."""
        self.responder.open(interaction, lambda: self._add_contact(interaction.value, interaction.who))
        interaction.ack()

    def added(self, interaction: Interaction) -> None:
        """Send a refused text once more, adding its number to a group first."""
        state = interaction.state(confirmation_view.ConfirmationState)
        group = self.group_named(Values.of(interaction.view).chosen(GROUP_BLOCK))
        if group is None:
            raise FieldErrors({GROUP_BLOCK: GROUP_GONE})
        self.resend.with_group(state.send_id, group, interaction.who)
        interaction.ack(response_action="clear")

    def _add_contact(self, send_id: str, who: Who) -> Block:
        send, balance = self.text_service.look_again(send_id, who)
        full = self.text_service.sees_numbers(who)
        return confirmation_view.add_contact(send, self.clock(), balance=balance, full=full)
