"""How Slack reaches the numbers that texts do not reach: to look at them, and to take them home."""

from dataclasses import dataclass
from typing import Final

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.reach import views
from bot.features.reach.ids import FEATURE, Action
from bot.features.reach.results import ReachFiles
from bot.features.reach.service import Reach
from bot.policy.model import Contacts
from bot.slack.blocks import paging
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock

PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class Readers:
    """Who may see what: numbers in full, and a file of them; and the time where they are."""

    access: Access
    policy: Contacts
    users: Users
    clock: Clock

    def full(self, who: Who) -> bool:
        """Tell whether a person sees numbers in full."""
        return self.access.allows(who, self.policy.full_numbers)


@dataclass(frozen=True, slots=True)
class ReachListeners:
    """Shows the list, and hands it out to people with the role that the policy names for exports."""

    responder: Responder
    loading: LoadingView
    reach: Reach
    files: ReachFiles
    readers: Readers

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="contacts unreachable",
                usage="/sms contacts unreachable",
                summary="See numbers that haven't received the last three texts",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.SHOW, Role.VIEWER, self.show)
        for action in (Action.PREVIOUS, Action.NEXT, Action.BACK):
            registry.action(action, Role.VIEWER, self.turn)
        exporting = registry.to("export contacts")
        exporting.action(Action.EXPORT, lambda: self.readers.policy.export, self.export)

    def command(self, interaction: Interaction, _text: str) -> None:
        """Show the list."""
        self.show(interaction)

    def show(self, interaction: Interaction) -> None:
        """Open a waiting view at once, and fill it in with the first page."""
        self.responder.later(interaction, lambda: self._open(interaction))
        interaction.ack()

    def turn(self, interaction: Interaction) -> None:
        """Show another page in the place of what is shown."""
        number = paging.number(interaction.value)
        self.loading.newest(interaction, views.LOOKING, lambda: self._page(number, interaction.who))

    def export(self, interaction: Interaction) -> None:
        """Make the file behind the listener's back."""
        page, who = paging.number(interaction.value), interaction.who

        def find(_key: str, _report: ReportProgress) -> Block:
            try:
                numbers = self.files.hand_out(who, masked=not self.readers.full(who))
            except UserError as error:
                return views.trouble(error.sentence, page)
            return views.done(numbers, page)

        self.loading.here(interaction, FEATURE, views.BEGUN, find)

    def _open(self, interaction: Interaction) -> None:
        view_id = self.responder.show(interaction, views.loading())
        self.responder.look_up(
            interaction, lambda: self.responder.fill(interaction, view_id, self._page(0, interaction.who))
        )

    def _page(self, number: int, who: Who) -> Block:
        readers = self.readers
        found = self.reach.page(number, PAGE)
        return views.listing(
            found,
            readers.users.zone(who.user_id),
            readers.clock(),
            full=readers.full(who),
            export=readers.access.allows(who, readers.policy.export),
        )
