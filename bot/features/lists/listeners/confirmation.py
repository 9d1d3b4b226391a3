"""How Slack reaches the confirmation of a list."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.access import Access, Role
from bot.errors import UserError
from bot.features.lists import row_duplicates
from bot.features.lists.ids import QUIET_BLOCK, Modal
from bot.features.lists.others import Others
from bot.features.lists.request import Request
from bot.features.lists.service import ListService
from bot.features.lists.views import confirmation as confirmation_view
from bot.features.sends.refusals import IN_SPITE
from bot.features.sends.rules import SendRules
from bot.features.sends.service import SendService
from bot.features.sends.submission import Submission
from bot.features.sends.views.quiet import NOT_TICKED
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import ReportProgress
from bot.store.sends import Send
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Shows what a list would cost, and hands over what was confirmed.

    ``rules`` name the role that may send in spite of quiet hours.
    """

    list_service: ListService
    others: Others
    send_service: SendService
    access: Access
    rules: SendRules
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("text a list")
        registry.submission(Modal.CONFIRM, Role.BROADCASTER, self.confirmed)

    def confirmation(self, submission: Submission[Request], report: ReportProgress) -> Block:
        """Return the confirmation of a list. Raises :exc:`UserError` when it cannot be sent as it stands."""
        preview = self.list_service.check(submission, report)
        preview = replace(preview, may_override=self.access.allows(submission.who, self.rules.override))
        return confirmation_view.confirmation(preview, now=self.clock())

    def confirmed(self, interaction: Interaction) -> None:
        """Record the list as confirmed, with its job, and close the modal."""
        state = interaction.state(confirmation_view.ConfirmationState)
        values: dict[str, object] = {}
        if state.quiet:
            if not self.access.allows(interaction.who, self.rules.override):
                raise UserError(self.access.refusal(self.rules.override, interaction.who, IN_SPITE))
            if not Values.of(interaction.view).ticked(QUIET_BLOCK):
                raise FieldErrors({QUIET_BLOCK: NOT_TICKED})
            values["quiet_override"] = interaction.who.user_id

        def require(conn: Connection, draft: Send) -> None:
            self.others.take_its_place(conn, draft, interaction.who)
            row_duplicates.require_told(conn, draft, state.told, self.clock())

        self.send_service.confirm(state.send_id, interaction.who, values, require=require)
        interaction.ack(response_action="clear")
