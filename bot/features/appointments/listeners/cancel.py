"""How Slack reaches the form that cancels an appointment, and the review of that."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.appointments.decisions import Decisions
from bot.features.appointments.form import notice as notice_field
from bot.features.appointments.ids import FEATURE, Action, AppointmentRef, Modal
from bot.features.appointments.listeners.confirmation import LOOKING
from bot.features.appointments.move_preview import Cancellation, Moves
from bot.features.appointments.views import cancel as cancel_view
from bot.features.appointments.views import form as form_view
from bot.features.appointments.views.cancel import CancelForm, CancelState
from bot.features.appointments.views.change_review import PlanState
from bot.features.sends.submission import Submission
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock
from bot.texting.words import zone_or_utc

CANCEL: Final = "cancel an appointment"


@dataclass(frozen=True, slots=True)
class CancelListeners:
    """Asks before an appointment is cancelled, and whether the customer is told."""

    responder: Responder
    loading: LoadingView
    moves: Moves
    decisions: Decisions
    users: Users
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to(CANCEL)
        registry.action(Action.CANCEL, Role.SENDER, self.cancel)
        for action in (Action.TELL_CANCELLED, Action.CANCELLED_TEXT):
            registry.action(action, Role.SENDER, self.changed)
        registry.submission(Modal.CANCEL, Role.SENDER, self.filled_in)
        registry.submission(Modal.CONFIRM_CANCEL, Role.SENDER, self.confirmed)

    def cancel(self, interaction: Interaction) -> None:
        """Open the form; a waiting view first: the person's zone is asked for."""
        about = metadata.load(AppointmentRef, interaction.value)
        inside = interaction.view.get("type") == "modal"

        def work() -> None:
            found = self.moves.to_move(about.appointment_id, interaction.who)
            waiting = form_view.loading(cancel_view.TITLE)
            view_id = self.responder.modals.open(interaction.trigger_id, waiting, inside=inside)
            own, text = self.users.zone(interaction.who.user_id), self.moves.suggested.cancelled
            form = cancel_view.opened(found, about, own, self.clock(), text, interaction.channel_id)
            self.responder.modals.update(form, view_id=view_id)

        self.responder.later(interaction, work)
        interaction.ack()

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after something in it changed."""
        form = self.form_of(interaction)
        self.responder.edit(interaction, lambda: cancel_view.cancel(form))
        interaction.ack()

    def filled_in(self, interaction: Interaction) -> None:
        """Cancel it, where the customer isn't told; else show what they are told, and what that costs."""
        self.responder.leave(interaction)
        form, errors = self.form_of(interaction), dict[str, str]()
        state, text = form.state, notice_field.settled(form.notice, errors)
        if errors:
            raise FieldErrors(errors)
        if text is None:
            self.decisions.cancel(state.about, interaction.who)
            interaction.ack(response_action="clear")
            return
        self.moves.to_move(state.appointment_id, interaction.who)
        request, own = Cancellation(state.about, text), zone_or_utc(state.zone)

        def find(key: str, _report: ReportProgress) -> Block:
            preview = self.moves.check_cancel(Submission(request, interaction.who, None, key, own))
            view = cancel_view.review(preview, own, self.clock())
            return message_field.noted(view, form.notice.left_out)

        self.loading.push(interaction, FEATURE, LOOKING, find)

    def confirmed(self, interaction: Interaction) -> None:
        """Record the cancellation as confirmed, with its job, and close the modal."""
        state = interaction.state(PlanState)
        self.decisions.confirm_plan(state.plan_id, interaction.who)
        interaction.ack(response_action="clear")

    def form_of(self, interaction: Interaction) -> CancelForm:
        """Return the form an interaction came from, as it stands."""
        values, state = Values.of(interaction.view), interaction.state(CancelState)
        return CancelForm(state, notice_field.read(values, self.moves.suggested.cancelled, state.edition))
