"""How Slack reaches the confirmation of a text."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.sends.account import Account
from bot.features.sends.refusals import RecipientError
from bot.features.sends.submission import Submission
from bot.features.sends.weekly import Reason
from bot.features.sms.form import FormState, read, validate
from bot.features.sms.ids import FEATURE, GROUP_BLOCK, REASON_BLOCK, Modal
from bot.features.sms.service import TextService
from bot.features.sms.views import confirmation as confirmation_view
from bot.features.sms.views import form as form_view
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.store.sends import SendKind
from bot.texting.clock import Clock
from bot.texting.schedules import ONCE


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Takes the filled-in form, shows what it would cost, and hands over what was confirmed.

    ``group_named`` gives the name of a group that was chosen.
    """

    responder: Responder
    loading: LoadingView
    text_service: TextService
    group_named: Callable[[str], str | None]
    users: Users
    account: Account
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a text")
        registry.submission(Modal.CONFIRM, Role.SENDER, self.confirmed)
        registry.submission(Modal.COMPOSE, Role.SENDER, self.composed)

    def composed(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or look up what the confirmation says and show it.

        Where it is unclear who is meant, the form itself asks.
        """
        self.responder.leave(interaction)
        state, account = interaction.state(FormState), self.account
        form = read(Values.of(interaction.view), state)
        if form.whom.is_unclear:
            interaction.ack(response_action="update", view=form_view.compose(form, account.senders))
            return
        asked = validate(
            form,
            senders=account.senders,
            region=account.region,
            zone=account.zone,
            now=self.clock(),
            not_there=account.smsit_schedules.refusal(SendKind.CONTACT, repeats=form.repeat != ONCE),
        )
        try:
            self.text_service.require_unlisted(asked.to.digits, form.whom.name)
        except RecipientError as error:
            raise FieldErrors({form.whom.block_id: error.sentence}) from None

        def find(key: str, _report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            preview = self.text_service.check(Submission(asked, interaction.who, state.channel, key, zone))
            view = confirmation_view.confirmation(preview, account_zone=account.zone, now=self.clock())
            return message_field.noted(view, form.left_out)

        def put_back(error: UserError) -> Block | None:
            if not isinstance(error, RecipientError):
                return None
            again = form_view.compose(form, account.senders)
            return beside(again, {form.whom.drawn_block_id: error.sentence})

        said = "Looking up the contact and the balance …"
        self.loading.push(interaction, FEATURE, said, find, put_back)

    def confirmed(self, interaction: Interaction) -> None:
        """Record the text as confirmed, with its job, and close the modal."""
        state = interaction.state(confirmation_view.ConfirmationState)
        values = Values.of(interaction.view)
        chosen, why = values.chosen(GROUP_BLOCK), values.chosen(REASON_BLOCK)
        group = self.group_named(chosen) if chosen else None
        if chosen and group is None:
            raise FieldErrors({GROUP_BLOCK: GROUP_GONE})
        reason = next((each for each in Reason if each == why), None) if why else None
        self.text_service.confirm(state.send_id, interaction.who, group, state.told, reason, is_pressed=True)
        interaction.ack(response_action="clear")
