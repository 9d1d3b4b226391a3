"""How Slack reaches the newest texts to one number."""

from dataclasses import dataclass

from bot.access import Access, Role
from bot.features.delivery import recent_view
from bot.features.delivery.ids import Action
from bot.features.delivery.recent import Recents
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class Recalling:
    """Shows the newest texts to a number. What they say is for people who may send."""

    desk: Desk
    recents: Recents
    people: People
    access: Access

    def register(self, entrances: Entrances) -> None:
        """Register the listener."""
        entrances.action(Action.RECENT, Role.VIEWER, self.show)

    def show(self, visit: Visit) -> None:
        """Open the texts to the number that is the button's value."""

        def view() -> Block:
            zone = self.people.zone(visit.who.user_id)
            words_too = self.access.allows(visit.who, Role.SENDER)
            return recent_view.recent(self.recents.of(visit.value), zone, words_too=words_too)

        self.desk.open(visit, view)
        visit.ack()
