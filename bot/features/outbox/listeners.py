"""How Slack reaches the buttons under the message of a send."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role, Who
from bot.features.outbox import views
from bot.features.outbox.decisions import Decisions
from bot.features.outbox.ids import Action
from bot.features.outbox.views import Attempt
from bot.slack import metadata
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class Pressing:
    """Acts on a send that has its message already."""

    desk: Desk
    decisions: Decisions

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.CANCEL, Role.SENDER, self.cancel)
        entrances.action(Action.MARK_SENT, Role.SENDER, _decided(self.decisions.mark_as_sent))
        entrances.action(Action.SEND_AGAIN, Role.SENDER, _decided(self.decisions.send_again))
        entrances.action(Action.SEND_NOW, Role.SENDER, _decided(self.decisions.send_now))
        entrances.action(Action.SHOW_TEXT, Role.SENDER, self.show_text)

    def cancel(self, visit: Visit) -> None:
        """Cancel a send that waits."""
        self.decisions.cancel(visit.value, visit.who)
        visit.ack()

    def show_text(self, visit: Visit) -> None:
        """Show the words of a text to whoever pressed."""
        self.desk.open(visit, lambda: views.whole_text(self.decisions.body(visit.value)))
        visit.ack()


def _decided(decide: Callable[[str, Who, int], None]) -> Callable[[Visit], None]:
    def listener(visit: Visit) -> None:
        about = metadata.load(Attempt, visit.value)
        decide(about.send_id, visit.who, about.number)
        visit.ack()

    return listener
