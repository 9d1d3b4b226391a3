"""How Slack reaches the confirmation of a broadcast."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.broadcast.form import Field, FormState, read, validate
from bot.features.broadcast.ids import FEATURE, Action, Modal
from bot.features.broadcast.request import Request
from bot.features.broadcast.service import BroadcastService
from bot.features.broadcast.views import confirmation as confirmation_view
from bot.features.broadcast.views import form as form_view
from bot.features.contacts.service import ContactBook
from bot.features.sends.account import Account
from bot.features.sends.refusals import RecipientError
from bot.features.sends.submission import Submission
from bot.features.sends.views.quiet import NOT_TICKED
from bot.features.templates.service import WordsError
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock

COUNTING: Final = "Counting the group and checking the balance …"


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Takes the filled-in form, shows what it would mean, and hands over what was confirmed."""

    responder: Responder
    loading: LoadingView
    broadcast_service: BroadcastService
    contacts: ContactBook
    users: Users
    account: Account
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a broadcast")
        registry.submission(Modal.CONFIRM, Role.BROADCASTER, self.confirmed)
        registry.submission(Modal.COMPOSE, Role.BROADCASTER, self.composed)
        registry.action(Action.AFTER_QUIET, Role.BROADCASTER, self.after_quiet)
        registry.action(Action.WITHOUT_NAME, Role.BROADCASTER, self.without_name)

    def composed(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or find out what the confirmation says and show it."""
        self.responder.leave(interaction)
        state = interaction.state(FormState)
        form = read(interaction.view, state)
        group = self.contacts.group_named(form.chosen_group) if form.chosen_group else None
        asked = validate(
            form, group=group, senders=self.account.senders, zone=self.account.zone, now=self.clock()
        )

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            view = self.found_out(Submission(asked, interaction.who, state.channel, key, zone), report)
            return message_field.noted(view, form.left_out)

        def put_back(error: UserError) -> Block | None:
            if isinstance(error, WordsError):
                block = message_field.block_id(form.state.edition)
            elif isinstance(error, RecipientError):
                block = Field.GROUP
            else:
                return None
            return beside(form_view.compose(form, self.account.senders), {block: error.sentence})

        self.loading.push(interaction, FEATURE, COUNTING, find, put_back)

    def confirmed(self, interaction: Interaction) -> None:
        """Record the broadcast as confirmed, and close the modal."""
        state = interaction.state(confirmation_view.ConfirmationState)
        in_spite = Values.of(interaction.view).ticked(confirmation_view.IN_SPITE)
        if state.must_override and not in_spite:
            raise FieldErrors({confirmation_view.IN_SPITE: NOT_TICKED})
        self.broadcast_service.confirm(state.send_id, interaction.who, in_spite=in_spite)
        interaction.ack(response_action="clear")

    def after_quiet(self, interaction: Interaction) -> None:
        """Show the confirmation of the same broadcast, held until quiet hours are over."""
        after = metadata.load(confirmation_view.After, interaction.value)
        at = datetime.fromtimestamp(after.at, UTC)

        def find(_key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            return self.found_out(
                self.broadcast_service.after_quiet(after.send_id, interaction.who, at, zone), report
            )

        self.loading.here(interaction, FEATURE, COUNTING, find)

    def without_name(self, interaction: Interaction) -> None:
        """Show the confirmation of the same broadcast, with the name left out of its text."""
        state = interaction.state(confirmation_view.ConfirmationState)

        def find(_key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            return self.found_out(
                self.broadcast_service.without_name(state.send_id, interaction.who, zone), report
            )

        self.loading.here(interaction, FEATURE, COUNTING, find)

    def found_out(self, asked: Submission[Request], report: ReportProgress) -> Block:
        """Find out what a broadcast would mean, and return the confirmation that says it."""
        preview = self.broadcast_service.check(
            asked, lambda read: report(f"{COUNTING} {read:,} entries read so far.")
        )
        return confirmation_view.confirmation(preview, account_zone=self.account.zone, now=self.clock())
