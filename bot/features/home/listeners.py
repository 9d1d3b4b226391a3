"""How Slack reaches the Home tab."""

from collections.abc import Callable, Sequence
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


def register(
    entrances: Entrances,
    desk: Desk,
    *,
    recent: Callable[[Who], Sequence[Send]],
    allowed: Callable[[Who], Sequence[Verb]],
    buttons: Callable[[Who], tuple[Block, ...]],
) -> None:
    """Register the listener that draws the tab each time somebody opens it.

    ``recent`` gives a person's newest texts, ``allowed`` the verbs they may use, and ``buttons`` what they
    can begin with one press, the commonest first. Each button's listener asks for its role again.
    """

    def opened(visit: Visit) -> None:
        if visit.body.get("event", {}).get("tab", "home") == "home":
            who = visit.who
            desk.later(
                visit,
                lambda: desk.modals.publish(who.user_id, views.home(recent(who), allowed(who), buttons(who))),
            )
        visit.ack()

    entrances.event(OPENED, Role.VIEWER, opened)
