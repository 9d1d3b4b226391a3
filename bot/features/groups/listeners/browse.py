"""How Slack reaches the groups."""

from dataclasses import dataclass, replace

from bot.access import Role
from bot.errors import UserError
from bot.features.groups.ids import SEARCH_BLOCK, Action, Modal
from bot.features.groups.listeners.count_progress import CountProgress
from bot.features.groups.service import Where
from bot.features.groups.views import LONG_SEARCH, LONGEST_SEARCH
from bot.slack.blocks import paging
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class GroupListeners:
    """Shows the groups, searches them, and has them counted again."""

    responder: Responder
    count_progress: CountProgress

    def verbs(self) -> tuple[Verb, ...]:
        """Return the rows of the command table."""
        return (
            Verb(
                name="groups",
                usage="/sms groups [part of a name]",
                summary="See your groups and how many people are in each",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.submission(Modal.GROUPS, Role.VIEWER, self.search)
        registry.action(Action.PREVIOUS, Role.VIEWER, self.turn)
        registry.action(Action.NEXT, Role.VIEWER, self.turn)
        registry.action(Action.COUNT, Role.VIEWER, self.count)

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the list."""
        if len(text) > LONGEST_SEARCH:
            raise UserError(LONG_SEARCH)
        where = Where(text)
        self.responder.open(interaction, lambda: self.count_progress.view("", where))
        interaction.ack()

    def search(self, interaction: Interaction) -> None:
        """Show the groups whose name holds what was typed."""
        where = Where(Values.of(interaction.view).text(SEARCH_BLOCK)[:LONGEST_SEARCH])
        interaction.ack(response_action="update", view=self.count_progress.view(_id(interaction), where))

    def turn(self, interaction: Interaction) -> None:
        """Show another page."""
        where = replace(interaction.state(Where), page=paging.number(interaction.value))
        self.responder.edit(interaction, lambda: self.count_progress.view(_id(interaction), where))
        interaction.ack()

    def count(self, interaction: Interaction) -> None:
        """Count everything again; the window tells how far it is."""
        self.count_progress.count(_id(interaction), interaction.state(Where))
        interaction.ack()


def _id(interaction: Interaction) -> str:
    return interaction.view_id
