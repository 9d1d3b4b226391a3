"""How Slack reaches the buttons of a request to approve."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.approvals.decisions import ApprovalDecisions
from bot.features.approvals.ids import REASON_BLOCK, Action, Modal
from bot.features.approvals.refusals import Older
from bot.features.approvals.service import SeenByOwner
from bot.features.approvals.views import request as request_view
from bot.features.approvals.views import review as review_view
from bot.features.approvals.views.request import ApprovalRef
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.store.sends import Send

NO_REASON: Final = "Add a short reason, so they know what to change."


@dataclass(frozen=True, slots=True)
class ApprovalListeners:
    """Takes what approvers decide.

    ``look_at`` returns what the owner of a send saw before they confirmed it; it may ask SMS-iT.
    """

    responder: Responder
    decisions: ApprovalDecisions
    look_at: Callable[[Send], SeenByOwner]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("approve or reject texts")
        registry.action(Action.APPROVE, Role.APPROVER, self.look)
        registry.action(Action.REJECT, Role.APPROVER, self.ask_why)
        registry.action(Action.VIEW, Role.APPROVER, self.view)
        registry.submission(Modal.APPROVE, Role.APPROVER, self.approve)
        registry.submission(Modal.REJECT, Role.APPROVER, self.reject)

    def look(self, interaction: Interaction) -> None:
        """Show what would go out, with its words and the button that approves it."""
        about = metadata.load(ApprovalRef, interaction.value)
        self.responder.later(interaction, lambda: self._show(interaction, about))
        interaction.ack()

    def approve(self, interaction: Interaction) -> None:
        """Let a send go on its way as it was shown; where it changed meanwhile, show it anew instead."""
        about = interaction.state(ApprovalRef)
        try:
            self.decisions.approve(about.send_id, interaction.who, about.number)
        except Older:
            found = self.decisions.review(about.send_id, interaction.who)
            interaction.ack(response_action="update", view=review_view.review(found, is_newer=True))
        else:
            interaction.ack(response_action="clear")

    def ask_why(self, interaction: Interaction) -> None:
        """Ask for the reason of a rejection, while there is something to reject."""
        about = metadata.load(ApprovalRef, interaction.value)
        self.responder.open(interaction, lambda: self._rejection(about, interaction.who))
        interaction.ack()

    def reject(self, interaction: Interaction) -> None:
        """End a send that waits, for the reason given."""
        about = interaction.state(ApprovalRef)
        reason = Values.of(interaction.view).text(REASON_BLOCK)
        if not reason:
            raise FieldErrors({REASON_BLOCK: NO_REASON})
        self.decisions.reject(about.send_id, interaction.who, about.number, reason)
        interaction.ack(response_action="clear")

    def view(self, interaction: Interaction) -> None:
        """Show what would go out to whoever may approve it."""
        send_id, who = interaction.value, interaction.who
        self.responder.open(interaction, lambda: review_view.whole_text(self.decisions.text(send_id, who)))
        interaction.ack()

    def _show(self, interaction: Interaction, about: ApprovalRef) -> None:
        """Show what is asked about at once, and what has to be looked up for it as soon as it is."""
        found = self.decisions.review(about.send_id, interaction.who)
        is_newer = found.asked.round != about.number
        view_id = self.responder.show(interaction, review_view.review(found, is_newer=is_newer))
        try:
            look = self.look_at(found.send)
        except UserError as error:
            look = SeenByOwner(warnings=(error.sentence,))
        self.responder.modals.update(review_view.review(found, look, is_newer=is_newer), view_id=view_id)

    def _rejection(self, about: ApprovalRef, who: Who) -> Block:
        self.decisions.must_be_rejectable(about.send_id, who, about.number)
        return request_view.rejection(about)
