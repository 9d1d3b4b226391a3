"""How Slack reaches the groups."""

from dataclasses import dataclass, replace

from bot.access import Role
from bot.features.contacts.groups import Where
from bot.features.contacts.ids import SEARCH_BLOCK, Action, Modal
from bot.features.contacts.views import LONGEST_SEARCH
from bot.features.contacts.watching import Watching
from bot.slack import metadata, paging
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class Groups:
    """Shows the groups, searches them, and has them counted again."""

    desk: Desk
    watching: Watching

    def verbs(self) -> tuple[Verb, ...]:
        """Return the rows of the command table."""
        return (
            Verb(
                name="groups",
                usage="/sms groups [part of a name]",
                summary="The groups of your contacts, and how many people each holds",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.GROUPS, Role.VIEWER, self.search)
        entrances.action(Action.PREVIOUS, Role.VIEWER, self.turn)
        entrances.action(Action.NEXT, Role.VIEWER, self.turn)
        entrances.action(Action.COUNT, Role.VIEWER, self.count)

    def command(self, visit: Visit, text: str) -> None:
        """Open the list."""
        where = Where(text[:LONGEST_SEARCH])
        self.desk.open(visit, lambda: self.watching.view("", where))
        visit.ack()

    def search(self, visit: Visit) -> None:
        """Show the groups whose name holds what was typed."""
        where = Where(State.of(visit.view).text(SEARCH_BLOCK)[:LONGEST_SEARCH])
        visit.ack(response_action="update", view=self.watching.view(_id(visit), where))

    def turn(self, visit: Visit) -> None:
        """Show another page."""
        where = replace(_where(visit), page=paging.number(visit.value))
        self.desk.edit(visit, lambda: self.watching.view(_id(visit), where))
        visit.ack()

    def count(self, visit: Visit) -> None:
        """Count everything again; the window tells how far it is."""
        self.watching.count(_id(visit), visit.state(Where))
        visit.ack()


def _where(visit: Visit) -> Where:
    return metadata.load(Where, str(visit.view.get("private_metadata", "")))


def _id(visit: Visit) -> str:
    return str(visit.view.get("id", ""))
