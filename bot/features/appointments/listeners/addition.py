"""How Slack reaches the question for the group a number is added to before it is booked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.appointments.decisions import Decisions
from bot.features.appointments.ids import FEATURE, AppointmentRef, Modal, Part
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.service import AppointmentService, Plan
from bot.features.appointments.views import confirmation as confirmation_view
from bot.features.appointments.views import contact as contact_view
from bot.features.contacts.service import Addition, Additions
from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.sends.preview import Preview
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.store.appointments import Appointment

ADDING: Final = "Adding the contact …"
BOOKING: Final = ":white_check_mark: Added. The appointment is being booked; its message shows the result."


@dataclass(frozen=True, slots=True)
class AdditionListeners:
    """Adds the number, and goes on with the booking.

    ``group_to_join`` gives the name of a group that was chosen. ``confirmation`` draws one for a channel.
    """

    loading: LoadingView
    appointment_service: AppointmentService
    moves: Moves
    decisions: Decisions
    additions: Additions
    group_to_join: Callable[[str], str | None]
    confirmation: Callable[[Preview[Appointment, Plan], str | None], Block]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("book an appointment")
        registry.submission(Modal.ADD, Role.SENDER, self.added)
        registry.submission(Modal.NEW_CONTACT, Role.SENDER, self.add_contact)

    def add_contact(self, interaction: Interaction) -> None:
        """Add the number to the group chosen, in the same view, and go on to the confirmation."""
        state = interaction.state(confirmation_view.ConfirmationState)
        values = Values.of(interaction.view)
        choice, name = values.chosen(Part.GROUP), values.text(Part.NAME)
        option = values.chosen_option(Part.GROUP)

        def find(key: str, _report: ReportProgress) -> Block:
            number = self.appointment_service.number(state.draft_id, interaction.who)
            try:
                self._add(number, (choice, name), interaction.who, key)
            except UserError as error:  # the same form again: what was filled in is not lost
                return contact_view.new_contact(state, name, group=option, trouble=error.sentence)
            return self.confirmation(
                self.appointment_service.check_again(state.draft_id, state.status, interaction.who),
                state.channel,
            )

        self.loading.turn(interaction, FEATURE, ADDING, find)

    def added(self, interaction: Interaction) -> None:
        """Add the number of a refused booking to a group, and book it once more."""
        about = interaction.state(AppointmentRef)
        self.moves.require(about.appointment_id, interaction.who)
        values = Values.of(interaction.view)
        choice, name = values.chosen(Part.GROUP), values.text(Part.NAME)

        def find(key: str, _report: ReportProgress) -> Block:
            return self._add_and_book(about, (choice, name), interaction.who, key)

        self.loading.push(interaction, FEATURE, ADDING, find)

    def _add_and_book(self, about: AppointmentRef, typed: tuple[str, str], who: Who, key: str) -> Block:
        self._add(self.moves.require(about.appointment_id, who).known.number, typed, who, key)
        self.decisions.again(about, who)
        return confirmation_view.done(BOOKING)

    def _add(self, number: str, typed: tuple[str, str], who: Who, key: str) -> None:
        """Add a number to the group chosen, with the name typed, once for each key.

        Raises :exc:`UserError` when it is not, or may not be, a contact now.
        """
        choice, name = typed
        group = self.group_to_join(choice)
        if group is None:
            raise UserError(GROUP_GONE)
        outcome = self.additions.add(Addition(number, group, name or None), who, key)
        if not outcome.is_contact:
            raise UserError(outcome.sentence)
