"""How Slack reaches the filled-in form of a list."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.lists.faults import ListError
from bot.features.lists.form import Form, field_of
from bot.features.lists.ids import FEATURE, Modal
from bot.features.lists.listeners.form import form_of
from bot.features.lists.request import Request
from bot.features.lists.views import form as form_view
from bot.features.sends.submission import Submission
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import FieldErrors
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class SubmissionListeners:
    """Takes the filled-in form, and shows what follows it.

    ``asked`` gives what a form asks for, and raises :exc:`FieldErrors`; ``look`` raises :exc:`ListError` for
    what is wrong with a list that needs no file to be fetched. ``shown`` reads any list and returns its
    confirmation, or the question that comes first.
    """

    responder: Responder
    loading: LoadingView
    asked: Callable[[Form], Request]
    look: Callable[[Request], None]
    shown: Callable[[Submission[Request], ReportProgress], Block]
    users: Users
    senders: Senders

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("text a list")
        registry.submission(Modal.COMPOSE, Role.BROADCASTER, self.composed)

    def composed(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or read the list and show what follows.

        What is only found out by reading stands beside its field too, in the form as it was filled in.
        """
        self.responder.leave(interaction)
        form = form_of(interaction)
        asked = self.asked(form)
        try:
            self.look(asked)
        except ListError as fault:
            raise FieldErrors({field_of(form, fault.about): fault.sentence}) from None

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            request = Submission(asked, interaction.who, form.state.channel, key, zone)
            report("Reading the list …")
            return message_field.noted(self.shown(request, report), form.left_out)

        def put_back(error: UserError) -> Block | None:
            return form_view.put_back(form, self.senders, error) if isinstance(error, ListError) else None

        self.loading.push(interaction, FEATURE, "Reading the list …", find, put_back)
