"""How Slack reaches the export of contacts."""

from dataclasses import dataclass

from bot.errors import UserError
from bot.features.contacts import export_view, search
from bot.features.contacts.exports import Exports
from bot.features.contacts.ids import FEATURE, Action
from bot.policy.model import Contacts
from bot.slack.checking import Checking, Told
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class Exporting:
    """Hands contacts out as a file, to people with the role the policy names."""

    checking: Checking
    exports: Exports
    policy: Contacts

    def register(self, entrances: Entrances) -> None:
        """Register the listener."""
        entrances.action(Action.EXPORT, self.policy.export, self.export)

    def export(self, visit: Visit) -> None:
        """Make the file behind the listener's back; the modal shows how far it is."""
        wanted = search.load(str(visit.view.get("private_metadata", "")))

        def find(_key: str, told: Told) -> Block:
            try:
                people = self.exports.hand_out(
                    wanted, visit.who, lambda people: told(export_view.how_far(people))
                )
            except UserError as error:
                return export_view.trouble(wanted, error.sentence)
            return export_view.done(wanted, people)

        self.checking.here(visit, FEATURE, export_view.BEGUN, find)
