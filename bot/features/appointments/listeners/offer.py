"""How Slack reaches the offer of a free time: the button, its form and review, and *Taken*."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.features.appointments.form import offer as form_
from bot.features.appointments.form.offer import Form, OfferState
from bot.features.appointments.free_times import FreeTimes
from bot.features.appointments.ids import FEATURE, Action, AppointmentRef, Modal
from bot.features.appointments.views import form as form_view
from bot.features.appointments.views import offer as view
from bot.features.appointments.views.change_review import PlanState
from bot.features.contacts.service import ContactBook
from bot.features.contacts.views.options import group_option
from bot.features.sends.ids import More
from bot.features.sends.submission import Submission
from bot.features.sends.views.buttons import whole_id
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.type_ahead import offering
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock
from bot.texting.words import pluralize, zone_or_utc

OFFER: Final = "offer a free time"
COUNTING: Final = "Counting the waiting list …"


@dataclass(frozen=True, slots=True)
class OfferListeners:
    """Offers a time, and ends that. ``suggested`` are the texts the policy suggests.

    It goes to a group, so it takes the role that texts groups.
    """

    responder: Responder
    loading: LoadingView
    free_times: FreeTimes
    contacts: ContactBook
    users: Users
    suggested: Suggested
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.FREE_MORE, Role.VIEWER, self.more)
        registry = registry.to(OFFER)
        registry.action(Action.OFFER, Role.BROADCASTER, self.offer)
        registry.action(Action.OFFER_TEXT, Role.BROADCASTER, self.changed)
        registry.options(
            Action.WAITING_LIST, Role.BROADCASTER, offering(self.contacts.group_options, group_option)
        )
        registry.submission(Modal.OFFER, Role.BROADCASTER, self.filled_in)
        registry.submission(Modal.CONFIRM_OFFER, Role.BROADCASTER, self.confirmed)
        registry.action(Action.TAKEN, Role.SENDER, self._decided(self.free_times.taken))
        registry.action(Action.STOP_OFFER, Role.SENDER, self._decided(self.free_times.stop))

    def offer(self, interaction: Interaction) -> None:
        """Open the form; a waiting view first: the person's zone is asked for."""
        about = metadata.load(AppointmentRef, interaction.value)
        inside = interaction.view.get("type") == "modal"

        def work() -> None:
            freed = self.free_times.open(about.appointment_id, interaction.who)
            waiting = form_view.loading(view.TITLE)
            view_id = self.responder.modals.open(interaction.trigger_id, waiting, inside=inside)
            own = self.users.zone(interaction.who.user_id)
            form = view.opened(freed, own, self.clock(), self.suggested.free, interaction.channel_id)
            self.responder.modals.update(form, view_id=view_id)

        self.responder.later(interaction, work)
        interaction.ack()

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after its text changed."""
        filled = self.form_of(interaction)
        self.responder.edit(interaction, lambda: view.form(filled))
        interaction.ack()

    def form_of(self, interaction: Interaction) -> Form:
        """Return the form an interaction came from, as it stands."""
        return form_.read(Values.of(interaction.view), interaction.state(OfferState))

    def filled_in(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or count the group and show what the offer means."""
        self.responder.leave(interaction)
        filled = self.form_of(interaction)
        state = filled.state
        self.free_times.require(state.appointment_id, interaction.who)
        group = self.contacts.group_named(filled.chosen) if filled.chosen else None
        asked = form_.validate(filled, group)
        own = zone_or_utc(state.zone)

        def find(key: str, report: ReportProgress) -> Block:
            submission = Submission(asked, interaction.who, None, key, own)

            def read(entries: int) -> None:
                report(f"{COUNTING} {pluralize(entries, 'entry', 'entries')}")

            preview = self.free_times.check(submission, read)
            return message_field.noted(view.review(preview, own, self.clock()), filled.text.left_out)

        self.loading.push(interaction, FEATURE, COUNTING, find)

    def confirmed(self, interaction: Interaction) -> None:
        """Begin to offer it, and close the modal."""
        self.free_times.confirm(interaction.state(PlanState).plan_id, interaction.who)
        interaction.ack(response_action="clear")

    def more(self, interaction: Interaction) -> None:
        """Show its id."""
        choice, _, free_id = interaction.value.partition(":")
        if choice == More.ID:
            self.responder.open(interaction, lambda: whole_id(free_id, "free time", ""))
        interaction.ack()

    def _decided(self, decide: Callable[[str, Who], None]) -> Callable[[Interaction], None]:
        def listener(interaction: Interaction) -> None:
            decide(metadata.load(PlanState, interaction.value).plan_id, interaction.who)
            interaction.ack()

        return listener
