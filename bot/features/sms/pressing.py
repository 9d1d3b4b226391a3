"""How Slack reaches the buttons under a text's message."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.features.sms import confirm_view
from bot.features.sms.decisions import Decisions
from bot.features.sms.ids import Action
from bot.features.sms.message_view import Attempt
from bot.features.sms.service import Texting
from bot.slack import metadata
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.roles import Role, Who
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class Pressing:
    """Acts on a text that has its message already."""

    desk: Desk
    texting: Texting
    decisions: Decisions

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.CANCEL, Role.SENDER, self.cancel)
        entrances.action(Action.MARK_SENT, Role.SENDER, _decided(self.decisions.mark_as_sent))
        entrances.action(Action.SEND_AGAIN, Role.SENDER, _decided(self.decisions.send_again))
        entrances.action(Action.SEND_LATE, Role.SENDER, _decided(self.decisions.send_late))
        entrances.action(Action.SHOW_TEXT, Role.SENDER, self.show_text)
        entrances.action(Action.ADD_AND_SEND, Role.SENDER, self.add_and_send)

    def cancel(self, visit: Visit) -> None:
        """Cancel a text that waits."""
        self.decisions.cancel(visit.value, visit.who)
        visit.ack()

    def show_text(self, visit: Visit) -> None:
        """Show the words of a text to whoever pressed."""
        self.desk.open(visit, lambda: confirm_view.whole_text(self.decisions.body(visit.value)))
        visit.ack()

    def add_and_send(self, visit: Visit) -> None:
        """Ask for the group to add a refused text's number to."""
        self.desk.open(visit, lambda: self._add_contact(visit.value))
        visit.ack()

    def _add_contact(self, send_id: str) -> Block:
        send, balance = self.texting.look_again(send_id)
        return confirm_view.add_contact(send, balance=balance)


def _decided(decide: Callable[[str, Who, int], None]) -> Callable[[Visit], None]:
    def listener(visit: Visit) -> None:
        about = metadata.load(Attempt, visit.value)
        decide(about.send_id, visit.who, about.number)
        visit.ack()

    return listener
