"""How Slack reaches the filled-in form of a broadcast."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.broadcast.form import Field, Form, FormState, read
from bot.features.broadcast.ids import FEATURE, Modal
from bot.features.broadcast.listeners.confirmation import COUNTING
from bot.features.broadcast.refusals import ListedError
from bot.features.broadcast.request import Request
from bot.features.broadcast.views import form as form_view
from bot.features.broadcast.views import others as others_view
from bot.features.sends.refusals import RecipientError
from bot.features.sends.submission import Submission
from bot.features.templates.service import WordsError
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class SubmissionListeners:
    """Takes the filled-in form, and shows what it would mean.

    ``asked`` gives what a form asks for, and raises :exc:`FieldErrors`; ``found_out`` returns the
    confirmation.
    ``instead`` make the buttons for a group with people in it who may not be texted, from the id of the draft
    and how many the others are.
    """

    responder: Responder
    loading: LoadingView
    asked: Callable[[Form], Request]
    found_out: Callable[[Submission[Request], ReportProgress], Block]
    users: Users
    senders: Senders
    instead: Sequence[Callable[[str, int], Block]] = ()

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry = registry.to("send a broadcast")
        registry.submission(Modal.COMPOSE, Role.BROADCASTER, self.composed)

    def composed(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or find out what the confirmation says and show it."""
        self.responder.leave(interaction)
        state = interaction.state(FormState)
        form = read(interaction.view, state)
        asked = self.asked(form)

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            view = self.found_out(Submission(asked, interaction.who, state.channel, key, zone), report)
            return message_field.noted(view, form.left_out)

        def put_back(error: UserError) -> Block | None:
            if isinstance(error, ListedError):
                return others_view.offer(error, [make(error.send_id, error.others) for make in self.instead])
            if isinstance(error, WordsError):
                block = message_field.block_id(form.state.edition)
            elif isinstance(error, RecipientError):
                block = Field.GROUP
            else:
                return None
            return beside(form_view.compose(form, self.senders), {block: error.sentence})

        self.loading.push(interaction, FEATURE, COUNTING, find, put_back)
