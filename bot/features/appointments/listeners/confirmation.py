"""How Slack reaches the confirmation of an appointment, and of its move."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.appointments import form
from bot.features.appointments.addition import ContactAddition
from bot.features.appointments.decisions import Decisions
from bot.features.appointments.ids import FEATURE, AppointmentRef, Modal, Part
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.service import AppointmentService, Plan
from bot.features.appointments.validation import zone_of
from bot.features.appointments.views import confirmation as confirmation_view
from bot.features.appointments.views import contact as contact_view
from bot.features.appointments.views import move as move_view
from bot.features.contacts.service import ContactBook
from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.sends.preview import Preview
from bot.features.sends.submission import Submission
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.store.appointments import Appointment, Status
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders

LOOKING: Final = "Looking up the contact and the balance …"
ADDING: Final = "Adding the number to your contacts …"
BOOKING: Final = ":white_check_mark: Added. It is being booked; its message says how that goes."


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Takes the filled-in forms, shows what they mean, and hands over what was confirmed."""

    responder: Responder
    loading: LoadingView
    contacts: ContactBook
    appointment_service: AppointmentService
    moves: Moves
    decisions: Decisions
    addition: ContactAddition
    users: Users
    senders: Senders
    suggested: Suggested
    account_zone: ZoneInfo | None
    region: str | None
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.submission(Modal.BOOK, Role.SENDER, self.filled_in)
        registry.submission(Modal.CONFIRM, Role.SENDER, self.confirmed)
        registry.submission(Modal.MOVE, Role.SENDER, self.moved)
        registry.submission(Modal.CONFIRM_MOVE, Role.SENDER, self.move_confirmed)
        registry.submission(Modal.ADD, Role.SENDER, self.added)
        registry.submission(Modal.NEW_CONTACT, Role.SENDER, self.add_contact)

    def filled_in(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or look up what the confirmation says and show it."""
        self.responder.leave(interaction)
        zone = zone_of(self.account_zone)
        state = interaction.state(form.FormState)
        filled = form.read(interaction.view, state, self.suggested)
        asked = form.validate(filled, senders=self.senders, region=self.region, zone=zone, now=self.clock())

        def find(key: str, _report: ReportProgress) -> Block:
            own = self.users.zone(interaction.who.user_id)
            preview = self.appointment_service.check(
                Submission(asked, interaction.who, state.channel, key, own)
            )
            return message_field.noted(self._shown(preview, state.channel), filled.left_out)

        self.loading.push(interaction, FEATURE, LOOKING, find)

    def add_contact(self, interaction: Interaction) -> None:
        """Add the number to the group chosen, in the same view, and go on to the confirmation."""
        state = interaction.state(confirmation_view.ConfirmationState)
        values = Values.of(interaction.view)
        choice, name = values.chosen(Part.GROUP), values.text(Part.NAME)
        option = values.chosen_option(Part.GROUP)

        def find(_key: str, _report: ReportProgress) -> Block:
            number = self.appointment_service.number(state.draft_id, interaction.who)
            try:
                self.addition.add(number, self._group(choice), name)
            except UserError as error:  # the same form again: what was filled in is not lost
                return contact_view.new_contact(state, name, group=option, trouble=error.sentence)
            return self._shown(
                self.appointment_service.check_again(state.draft_id, Status(state.status)), state.channel
            )

        self.loading.turn(interaction, FEATURE, ADDING, find)

    def confirmed(self, interaction: Interaction) -> None:
        """Record the appointment as confirmed, with its job, and close the modal."""
        state = interaction.state(confirmation_view.ConfirmationState)
        self.appointment_service.confirm(state.draft_id, state.status, interaction.who)
        interaction.ack(response_action="clear")

    def moved(self, interaction: Interaction) -> None:
        """Answer what is wrong with a move beside its field, or show what it means."""
        self.responder.leave(interaction)
        zone = zone_of(self.account_zone)
        state = interaction.state(move_view.MoveState)
        request = move_view.validate(move_view.read(Values.of(interaction.view)), state, zone, self.clock())

        def find(_key: str, _report: ReportProgress) -> Block:
            return confirmation_view.confirm_move(self.moves.check(request), move_view.zone_of(state), zone)

        self.loading.push(interaction, FEATURE, LOOKING, find)

    def move_confirmed(self, interaction: Interaction) -> None:
        """Record the move as confirmed, with its job, and close the modal."""
        state = interaction.state(confirmation_view.MoveConfirmationState)
        self.decisions.move(
            confirmation_view.moved_to(state, datetime.fromtimestamp(state.at, UTC)), interaction.who
        )
        interaction.ack(response_action="clear")

    def added(self, interaction: Interaction) -> None:
        """Add the number of a refused booking to a group, and book it once more."""
        about = interaction.state(AppointmentRef)
        values = Values.of(interaction.view)
        choice, name = values.chosen(Part.GROUP), values.text(Part.NAME)

        def find(_key: str, _report: ReportProgress) -> Block:
            return self._add_and_book(about, (choice, name), interaction.who)

        self.loading.push(interaction, FEATURE, ADDING, find)

    def _add_and_book(self, about: AppointmentRef, typed: tuple[str, str], who: Who) -> Block:
        choice, name = typed
        number = self.moves.look(about.appointment_id).known.number
        self.addition.add(number, self._group(choice), name)
        self.decisions.again(about, who)
        return confirmation_view.done(BOOKING)

    def _shown(self, preview: Preview[Appointment, Plan], channel: str | None) -> Block:
        if preview.own.card is None:
            state = confirmation_view.ConfirmationState(preview.draft.id, preview.own.status.value, channel)
            return contact_view.new_contact(state)
        return confirmation_view.confirmation(preview, zone_of(self.account_zone))

    def _group(self, choice: str) -> str:
        group = self.contacts.group_to_join(choice)
        if group is None:
            raise UserError(GROUP_GONE)
        return group
