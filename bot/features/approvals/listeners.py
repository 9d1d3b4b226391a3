"""How Slack reaches the buttons of a request to approve."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.approvals.ids import REASON_BLOCK, Action, Modal
from bot.features.approvals.service import Approvals
from bot.features.approvals.views import request as request_view
from bot.features.approvals.views.request import ApprovalRef
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder

NO_REASON: Final = "Write a few words, so that whoever asked knows what to change."


@dataclass(frozen=True, slots=True)
class ApprovalListeners:
    """Takes what approvers decide."""

    responder: Responder
    approvals: Approvals

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.APPROVE, Role.APPROVER, self.approve)
        registry.action(Action.REJECT, Role.APPROVER, self.ask_why)
        registry.action(Action.VIEW, Role.APPROVER, self.view)
        registry.submission(Modal.REJECT, Role.APPROVER, self.reject)

    def approve(self, interaction: Interaction) -> None:
        """Let a send go on its way."""
        about = metadata.load(ApprovalRef, interaction.value)
        self.approvals.approve(about.send_id, interaction.who, about.number)
        interaction.ack()

    def ask_why(self, interaction: Interaction) -> None:
        """Ask for the reason of a rejection, while there is something to reject."""
        about = metadata.load(ApprovalRef, interaction.value)
        self.responder.open(interaction, lambda: self._rejection(about))
        interaction.ack()

    def reject(self, interaction: Interaction) -> None:
        """End a send that waits, for the reason given."""
        about = interaction.state(ApprovalRef)
        reason = Values.of(interaction.view).text(REASON_BLOCK)
        if not reason:
            raise FieldErrors({REASON_BLOCK: NO_REASON})
        self.approvals.reject(about.send_id, interaction.who, about.number, reason)
        interaction.ack(response_action="clear")

    def view(self, interaction: Interaction) -> None:
        """Show what would go out to whoever may approve it."""
        self.responder.open(
            interaction, lambda: request_view.whole_text(self.approvals.text(interaction.value))
        )
        interaction.ack()

    def _rejection(self, about: ApprovalRef) -> Block:
        self.approvals.must_wait(about.send_id, about.number)
        return request_view.rejection(about)
