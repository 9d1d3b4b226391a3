"""How Slack reaches the buttons of an appointment, in its message and in the listing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.appointments.decisions import Decisions
from bot.features.appointments.ids import Action, AppointmentRef
from bot.features.appointments.listeners.listing import ListingListeners
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.validation import zone_of
from bot.features.appointments.views import contact as contact_view
from bot.features.appointments.views import form as form_view
from bot.features.appointments.views import move as move_view
from bot.features.appointments.views import texts as texts_view
from bot.features.sends.ids import More
from bot.features.sends.views.buttons import whole_id
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users

MOVING: Final = "Move an appointment"
TOLD: Final = ":white_check_mark: Done. SMS-iT is being updated."

READ: Final = "read its texts"
"""What the role is needed for, as a refusal says it."""

Decide = Callable[[AppointmentRef, Who], None]


@dataclass(frozen=True, slots=True)
class ButtonListeners:
    """Acts on an appointment that is booked, or may be."""

    responder: Responder
    moves: Moves
    decisions: Decisions
    listing_listeners: ListingListeners
    users: Users
    access: Access
    account_zone: ZoneInfo | None

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.MORE, Role.VIEWER, self.more)
        registry = registry.to("change an appointment")
        registry.action(Action.CONFIRM, Role.SENDER, self._decided(self.decisions.confirm))
        registry.action(Action.WAS_BOOKED, Role.SENDER, self._decided(self.decisions.was_booked))
        registry.action(Action.WAS_NOT, Role.SENDER, self._decided(self.decisions.was_not))
        registry.action(Action.AGAIN, Role.SENDER, self._decided(self.decisions.again))
        registry.action(Action.MOVE, Role.SENDER, self.move)
        registry.action(Action.ADD_AND_BOOK, Role.SENDER, self.add_and_book)

    def more(self, interaction: Interaction) -> None:
        """Show what was chosen in the overflow menu: its id to anybody, its texts to those who may send."""
        choice, _, appointment_id = interaction.value.partition(":")
        if choice != More.TEXT:
            self.responder.open(interaction, lambda: whole_id(appointment_id, "appointment", ""))
        elif self.access.allows(interaction.who, Role.SENDER):
            self.responder.open(
                interaction,
                lambda: texts_view.whole_texts(self.moves.require(appointment_id, interaction.who)),
            )
        else:
            raise UserError(self.access.refusal(Role.SENDER, interaction.who, READ))
        interaction.ack()

    def move(self, interaction: Interaction) -> None:
        """Open the form that moves an appointment; a waiting view first: the person's zone is asked for."""
        zone, about = zone_of(self.account_zone), metadata.load(AppointmentRef, interaction.value)
        inside = interaction.view.get("type") == "modal"

        def work() -> None:
            found = self.moves.to_move(about.appointment_id, interaction.who)
            view_id = self.responder.modals.open(
                interaction.trigger_id, form_view.loading(MOVING), inside=inside
            )
            own = self.users.zone(interaction.who.user_id)
            text = self.moves.suggested.moved
            form = move_view.opened(found, about, own, zone, text, interaction.channel_id)
            self.responder.modals.update(form, view_id=view_id)

        self.responder.later(interaction, work)
        interaction.ack()

    def add_and_book(self, interaction: Interaction) -> None:
        """Ask for the group to add the number of a refused booking to."""
        about = metadata.load(AppointmentRef, interaction.value)
        known = self.moves.require(about.appointment_id, interaction.who).known
        self.responder.open(interaction, lambda: contact_view.add_and_book(known, about))
        interaction.ack()

    def _decided(self, decide: Decide) -> Callable[[Interaction], None]:
        """Return a listener that carries a decision out, and draws the modal again it was pressed in."""

        def listener(interaction: Interaction) -> None:
            about = metadata.load(AppointmentRef, interaction.value)
            draw = self.listing_listeners.drawn(interaction)
            note = TOLD
            try:
                decide(about, interaction.who)
            except UserError as error:
                if draw is None:
                    raise
                note = f":warning: {error.sentence}"
            if draw is not None:
                self.responder.edit(interaction, lambda: draw(note))
            interaction.ack()

        return listener
