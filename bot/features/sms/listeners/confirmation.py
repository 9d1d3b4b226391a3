"""How Slack reaches the confirmation of a text."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.sends.service import SendService
from bot.features.sends.submission import Submission
from bot.features.sms.form import FormState, read, validate
from bot.features.sms.ids import FEATURE, GROUP_BLOCK, Action, Modal
from bot.features.sms.resend import Resend
from bot.features.sms.service import TextService
from bot.features.sms.views import confirmation as confirmation_view
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
    """Takes the filled-in form, shows what it would cost, and hands over what was confirmed.

    ``group_named`` gives the name of a group that was chosen.
    """

    responder: Responder
    loading: LoadingView
    text_service: TextService
    send_service: SendService
    resend: Resend
    group_named: Callable[[str], str | None]
    users: Users
    senders: Senders
    region: str | None
    account_zone: ZoneInfo | None
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.submission(Modal.CONFIRM, Role.SENDER, self.confirmed)
        registry.submission(Modal.COMPOSE, Role.SENDER, self.composed)
        registry.submission(Modal.ADD, Role.SENDER, self.added)
        registry.action(Action.ADD_AND_SEND, Role.SENDER, self.add_and_send)

    def composed(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or look up what the confirmation says and show it."""
        self.responder.leave(interaction)
        state = interaction.state(FormState)
        form = read(Values.of(interaction.view), state)
        asked = validate(
            form, senders=self.senders, region=self.region, zone=self.account_zone, now=self.clock()
        )

        def find(key: str, _report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            preview = self.text_service.check(Submission(asked, interaction.who, state.channel, key, zone))
            view = confirmation_view.confirmation(preview, account_zone=self.account_zone, now=self.clock())
            return message_field.noted(view, form.left_out)

        self.loading.push(interaction, FEATURE, "Looking up the contact and the balance …", find)

    def confirmed(self, interaction: Interaction) -> None:
        """Record the text as confirmed, with its job, and close the modal."""
        state = interaction.state(confirmation_view.ConfirmationState)
        chosen = Values.of(interaction.view).chosen(GROUP_BLOCK)
        group = self.group_named(chosen) if chosen else None
        if chosen and group is None:
            raise FieldErrors({GROUP_BLOCK: GROUP_GONE})
        self.send_service.confirm(state.send_id, interaction.who, {"add_to_group": group} if group else {})
        interaction.ack(response_action="clear")

    def add_and_send(self, interaction: Interaction) -> None:
        """Ask for the group to add a refused text's number to."""
        self.responder.open(interaction, lambda: self._add_contact(interaction.value))
        interaction.ack()

    def added(self, interaction: Interaction) -> None:
        """Send a refused text once more, adding its number to a group first."""
        state = interaction.state(confirmation_view.ConfirmationState)
        group = self.group_named(Values.of(interaction.view).chosen(GROUP_BLOCK))
        if group is None:
            raise FieldErrors({GROUP_BLOCK: GROUP_GONE})
        self.resend.with_group(state.send_id, group, interaction.who)
        interaction.ack(response_action="clear")

    def _add_contact(self, send_id: str) -> Block:
        send, balance = self.text_service.look_again(send_id)
        return confirmation_view.add_contact(send, balance=balance)
