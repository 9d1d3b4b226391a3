"""How Slack reaches the confirmation of an appointment."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.appointments.form import booking as form
from bot.features.appointments.ids import FEATURE, Modal
from bot.features.appointments.service import AppointmentService, Plan
from bot.features.appointments.validation import zone_of
from bot.features.appointments.views import confirmation as confirmation_view
from bot.features.appointments.views import contact as contact_view
from bot.features.appointments.views import form as form_view
from bot.features.sends.account import Account
from bot.features.sends.preview import Preview
from bot.features.sends.submission import Submission
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.store.appointments import Appointment
from bot.texting.clock import Clock

LOOKING: Final = "Checking the contact and the balance …"


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Takes the filled-in form, shows what it means, and hands over what was confirmed."""

    responder: Responder
    loading: LoadingView
    appointment_service: AppointmentService
    users: Users
    account: Account
    suggested: Suggested
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("book an appointment")
        registry.submission(Modal.BOOK, Role.SENDER, self.filled_in)
        registry.submission(Modal.CONFIRM, Role.SENDER, self.confirmed)

    def filled_in(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or look up what the confirmation says and show it.

        Where it is unclear who is meant, the form itself asks.
        """
        self.responder.leave(interaction)
        account, zone = self.account, zone_of(self.account.zone)
        state = interaction.state(form.FormState)
        filled = form.read(interaction.view, state, self.suggested)
        if filled.whom.is_unclear:
            view = form_view.book(filled, account.senders, zone, self.clock())
            interaction.ack(response_action="update", view=view)
            return
        asked = form.validate(
            filled, senders=account.senders, region=account.region, zone=zone, now=self.clock()
        )

        def find(key: str, _report: ReportProgress) -> Block:
            own = self.users.zone(interaction.who.user_id)
            preview = self.appointment_service.check(
                Submission(asked, interaction.who, state.channel, key, own)
            )
            return message_field.noted(self.confirmation(preview, state.channel), filled.left_out)

        self.loading.push(interaction, FEATURE, LOOKING, find)

    def confirmed(self, interaction: Interaction) -> None:
        """Record the appointment as confirmed, with its job, and close the modal."""
        state = interaction.state(confirmation_view.ConfirmationState)
        self.appointment_service.confirm(state.draft_id, state.status, interaction.who)
        interaction.ack(response_action="clear")

    def confirmation(self, preview: Preview[Appointment, Plan], channel: str | None) -> Block:
        """Return the confirmation, or the question for a group when the number is no contact yet."""
        if preview.own.card is None:
            state = confirmation_view.ConfirmationState(preview.draft.id, preview.own.status, channel)
            return contact_view.new_contact(state)
        return confirmation_view.confirmation(preview, zone_of(self.account.zone), self.clock())
