"""How Slack reaches one send on record, and its evidence pack."""

from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.history.ids import FEATURE, Action, Modal
from bot.features.history.results import EvidencePacks
from bot.features.history.service import History
from bot.features.history.views import pack as pack_view
from bot.features.history.views import story as story_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class StoryListeners:
    """Shows what happened to a send, and gives whoever asks the evidence as files."""

    responder: Responder
    loading: LoadingView
    record: History
    packs: EvidencePacks
    users: Users
    clock: Clock

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.OPEN, Role.VIEWER, self.open)
        registry.action(Action.PACK, Role.VIEWER, self.pack)

    def open(self, interaction: Interaction) -> None:
        """Show the send whose id is the button's value; in the place of another one, on top of the list."""

        def view() -> Block:
            zone = self.users.zone(interaction.who.user_id)
            try:
                found = self.record.story(interaction.value, interaction.who)
            except UserError as error:
                return story_view.trouble(error.sentence)
            return story_view.story(found, zone, self.clock())

        if interaction.view.get("callback_id") == Modal.ONE:
            self.responder.edit(interaction, view)
        else:
            self.responder.open(interaction, view)
        interaction.ack()

    def pack(self, interaction: Interaction) -> None:
        """Gather the evidence behind the listener's back."""

        def find(_key: str, _report: ReportProgress) -> Block:
            try:
                self.packs.hand_out(interaction.value, interaction.who)
            except UserError as error:
                return pack_view.trouble(error.sentence)
            return pack_view.result(pack_view.DONE)

        self.loading.here(interaction, FEATURE, pack_view.BEGUN, find)
