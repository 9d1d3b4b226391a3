"""How Slack reaches the confirmation of a code."""

from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.otp import form
from bot.features.otp.form import FormState
from bot.features.otp.ids import FEATURE, Modal
from bot.features.otp.service import CodeService
from bot.features.otp.views import confirmation as confirmation_view
from bot.features.otp.views import form as form_view
from bot.features.sends.account import Account
from bot.features.sends.refusals import RecipientError
from bot.features.sends.submission import Submission
from bot.policy.model import Otp
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Takes the filled-in form, shows what it would cost, and hands over what was confirmed."""

    responder: Responder
    loading: LoadingView
    code_service: CodeService
    users: Users
    rules: Otp
    account: Account
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a one-time code")
        registry.submission(Modal.ASK, Role.SENDER, self.asked)
        registry.submission(Modal.CONFIRM, Role.SENDER, self.confirmed)

    def asked(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or look up what the confirmation says and show it.

        Where it is unclear who is meant, the form itself asks.
        """
        self.responder.leave(interaction)
        state = interaction.state(FormState)
        filled = form.read(Values.of(interaction.view), state, self.rules)
        if filled.whom.is_unclear:
            view = form_view.ask(filled, self.rules, self.account.senders)
            interaction.ack(response_action="update", view=view)
            return
        request = form.validate(filled, self.rules, self.account.senders, self.account.region)
        try:
            self.code_service.require_unlisted(request.to.digits, filled.whom.name)
        except RecipientError as error:
            raise FieldErrors({filled.whom.block_id: error.sentence}) from None

        def find(key: str, _report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            preview = self.code_service.check(Submission(request, interaction.who, state.channel, key, zone))
            return confirmation_view.confirmation(preview, self.rules, self.clock())

        def put_back(error: UserError) -> Block | None:
            if not isinstance(error, RecipientError):
                return None
            again = form_view.ask(filled, self.rules, self.account.senders)
            return beside(again, {filled.whom.drawn_block_id: error.sentence})

        self.loading.push(interaction, FEATURE, "Checking the contact and the balance …", find, put_back)

    def confirmed(self, interaction: Interaction) -> None:
        """Record the code as confirmed, with its job, and close the modal."""
        state = interaction.state(confirmation_view.ConfirmationState)
        self.code_service.confirm(state.send_id, state.purpose, interaction.who)
        interaction.ack(response_action="clear")
