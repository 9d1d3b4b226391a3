"""How Slack reaches the confirmation of a list."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.lists.column_question import ColumnQuestions
from bot.features.lists.form import validate
from bot.features.lists.ids import FEATURE, QUIET_BLOCK, Modal
from bot.features.lists.listeners.form import form_of
from bot.features.lists.request import Request
from bot.features.lists.service import ListService
from bot.features.lists.views import columns as columns_view
from bot.features.lists.views import confirmation as confirmation_view
from bot.features.sends.service import SendService
from bot.features.sends.submission import Submission
from bot.features.sends.views.quiet import NOT_TICKED
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Takes the filled-in form, shows what the list would cost, and hands over what was confirmed.

    ``group_named`` gives the name of a group that was chosen. ``quiet_role`` is the role that may send in
    spite of quiet hours.
    """

    responder: Responder
    loading: LoadingView
    column_questions: ColumnQuestions
    list_service: ListService
    send_service: SendService
    group_named: Callable[[str], str | None]
    users: Users
    senders: Senders
    allows: Callable[[Who, Role], bool]
    quiet_role: Role
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.submission(Modal.COMPOSE, Role.BROADCASTER, self.composed)
        registry.submission(Modal.CONFIRM, Role.BROADCASTER, self.confirmed)

    def composed(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or read the list and show the confirmation.

        Where two columns may hold the numbers, ask which is meant first.
        """
        self.responder.leave(interaction)
        form = form_of(interaction)
        asked = validate(form, senders=self.senders, group_named=self.group_named, now=self.clock())

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            request = Submission(asked, interaction.who, form.state.channel, key, zone)
            report("Reading …")
            question = self.column_questions.question(request)
            view = self.confirmation(request, report) if question is None else columns_view.form(question)
            return message_field.noted(view, form.left_out)

        self.loading.push(interaction, FEATURE, "Reading …", find)

    def confirmation(self, submission: Submission[Request], report: ReportProgress) -> Block:
        """Return the confirmation of a list. Raises :exc:`UserError` when it cannot be sent as it stands."""
        preview = self.list_service.check(submission, report)
        preview = replace(preview, may_override=self.allows(submission.who, self.quiet_role))
        return confirmation_view.confirmation(preview, now=self.clock())

    def confirmed(self, interaction: Interaction) -> None:
        """Record the list as confirmed, with its job, and close the modal."""
        state = interaction.state(confirmation_view.ConfirmationState)
        values: dict[str, object] = {}
        if state.quiet:
            if not self.allows(interaction.who, self.quiet_role):
                raise UserError(f"Sending in quiet hours takes the role *{self.quiet_role}*.")
            if not Values.of(interaction.view).ticked(QUIET_BLOCK):
                raise FieldErrors({QUIET_BLOCK: NOT_TICKED})
            values["quiet_override"] = interaction.who.user_id
        self.send_service.confirm(state.send_id, interaction.who, values)
        interaction.ack(response_action="clear")
