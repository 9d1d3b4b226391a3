"""How Slack reaches the confirmation of a broadcast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.access import Role
from bot.features.broadcast.ids import FEATURE, Action, Modal
from bot.features.broadcast.request import Request
from bot.features.broadcast.service import BroadcastService
from bot.features.broadcast.views import confirmation as confirmation_view
from bot.features.broadcast.views.reached import Instead
from bot.features.sends.account import Account
from bot.features.sends.submission import Submission
from bot.features.sends.views.quiet import NOT_TICKED
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock
from bot.texting.words import pluralize

COUNTING: Final = "Counting the group and checking the balance …"


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Shows what a broadcast would mean, and hands over what was confirmed.

    ``instead`` make the buttons for those of the group who are reached, where not all are.
    """

    loading: LoadingView
    broadcast_service: BroadcastService
    users: Users
    account: Account
    clock: Clock
    instead: Sequence[Instead] = ()

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a broadcast")
        registry.submission(Modal.CONFIRM, Role.BROADCASTER, self.confirmed)
        registry.action(Action.AFTER_QUIET, Role.BROADCASTER, self.after_quiet)
        registry.action(Action.WITHOUT_NAME, Role.BROADCASTER, self.without_name)

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
        """Return the confirmation. Raises :exc:`UserError` when it cannot be sent as it stands."""
        preview = self.broadcast_service.check(
            asked, lambda read: report(f"{COUNTING} {pluralize(read, 'entry', 'entries')} read so far.")
        )
        return confirmation_view.confirmation(
            preview, account_zone=self.account.zone, now=self.clock(), instead=self.instead
        )
