"""How Slack reaches the buttons under the message of a list that no other batch has."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.lists.ids import Action, Doubtful
from bot.features.lists.results import ListResults
from bot.features.lists.settling import Settling
from bot.slack import metadata
from bot.slack.answers import words
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.visits import Visit

RESULT_COMES: Final = "The result file comes to you as a direct message in a moment."


@dataclass(frozen=True, slots=True)
class Pressing:
    """Settles rows of unknown outcome, and hands out the result file."""

    desk: Desk
    settling: Settling
    results: ListResults

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.MARK_SENT, Role.BROADCASTER, self.mark_sent)
        entrances.action(Action.SEND_AGAIN, Role.BROADCASTER, self.send_again)
        entrances.action(Action.RESULT, Role.VIEWER, self.result)

    def mark_sent(self, visit: Visit) -> None:
        """Settle rows of unknown outcome as sent."""
        self._settle(visit, again=False)

    def send_again(self, visit: Visit) -> None:
        """Send rows of unknown outcome again."""
        self._settle(visit, again=True)

    def result(self, visit: Visit) -> None:
        """Send the result file to the person, if it is theirs."""
        self.results.ask(visit.value, visit.who, visit.trigger_id)
        self.desk.answers.later(visit, words(RESULT_COMES))
        visit.ack()

    def _settle(self, visit: Visit, *, again: bool) -> None:
        about = metadata.load(Doubtful, visit.value)
        self.settling.settle_unknown(about, visit.who, visit.trigger_id, again=again)
        visit.ack()
