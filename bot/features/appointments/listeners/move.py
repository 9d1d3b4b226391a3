"""How Slack reaches the filled-in form that moves an appointment, and the confirmation of that."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.features.appointments.decisions import Decisions
from bot.features.appointments.ids import FEATURE, Action, Modal
from bot.features.appointments.listeners.confirmation import LOOKING
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.validation import zone_of
from bot.features.appointments.views import move as move_view
from bot.features.appointments.views.change_review import PlanState
from bot.features.appointments.views.move import MoveForm, MoveState
from bot.features.sends.submission import Submission
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.texting.clock import Clock

MOVE: Final = "move an appointment"


@dataclass(frozen=True, slots=True)
class MoveListeners:
    """Takes the filled-in form, shows what the move means, and hands over what was confirmed."""

    responder: Responder
    loading: LoadingView
    moves: Moves
    decisions: Decisions
    account_zone: ZoneInfo | None
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to(MOVE)
        for action in (Action.NEW_AT, Action.TELL_MOVED, Action.MOVED_TEXT):
            registry.action(action, Role.SENDER, self.changed)
        registry.submission(Modal.MOVE, Role.SENDER, self.moved)
        registry.submission(Modal.CONFIRM_MOVE, Role.SENDER, self.move_confirmed)

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after something in it changed."""
        form = self.form_of(interaction)
        self.responder.edit(interaction, lambda: self.drawn(form))
        interaction.ack()

    def form_of(self, interaction: Interaction) -> MoveForm:
        """Return the form an interaction came from, as it stands."""
        values, state = Values.of(interaction.view), interaction.state(MoveState)
        return move_view.read(values, state, self.moves.suggested.moved)

    def drawn(self, form: MoveForm) -> Block:
        """Return the form as it looks now."""
        return move_view.move(form, zone_of(self.account_zone))

    def moved(self, interaction: Interaction) -> None:
        """Answer what is wrong with a move beside its field, or show what it means."""
        self.responder.leave(interaction)
        zone = zone_of(self.account_zone)
        form = self.form_of(interaction)
        self.moves.to_move(form.state.appointment_id, interaction.who)
        request, own = move_view.validate(form, zone, self.clock()), move_view.zone_of(form.state)

        def find(key: str, _report: ReportProgress) -> Block:
            preview = self.moves.check(Submission(request, interaction.who, None, key, own))
            view = move_view.review(preview, own, zone, self.clock())
            return message_field.noted(view, form.notice.left_out)

        self.loading.push(interaction, FEATURE, LOOKING, find)

    def move_confirmed(self, interaction: Interaction) -> None:
        """Record the move as confirmed, with its job, and close the modal."""
        state = interaction.state(PlanState)
        self.decisions.confirm_plan(state.plan_id, interaction.who)
        interaction.ack(response_action="clear")
