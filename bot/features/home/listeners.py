"""How Slack reaches the Home tab."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.features.home import views
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.visits import Visit
from bot.store.sends import Send

OPENED: Final = "app_home_opened"


@dataclass(frozen=True, slots=True)
class Home:
    """Draws the tab each time somebody opens it.

    ``recent`` gives a person's newest texts, ``allowed`` the verbs they may use, and ``buttons`` what they
    can begin with one press, the commonest first. Each button's listener asks for its role again.
    """

    desk: Desk
    recent: Callable[[Who], Sequence[Send]]
    allowed: Callable[[Who], Sequence[Verb]]
    buttons: Callable[[Who], tuple[Block, ...]]

    def register(self, entrances: Entrances) -> None:
        """Register the listener."""
        entrances.event(OPENED, Role.VIEWER, self.opened)

    def opened(self, visit: Visit) -> None:
        """Draw the tab, when it is that one which was opened."""
        if visit.body.get("event", {}).get("tab", "home") == "home":
            self.desk.later(visit, lambda: self._publish(visit.who))
        visit.ack()

    def _publish(self, who: Who) -> None:
        view = views.home(self.recent(who), self.allowed(who), self.buttons(who))
        self.desk.modals.publish(who.user_id, view)
