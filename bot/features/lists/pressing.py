"""How Slack reaches the buttons under the message of a list."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.lists.decisions import Decisions
from bot.features.lists.ids import Action, Doubtful, Moment
from bot.slack import metadata
from bot.slack.answers import words
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.visits import Visit

RESULT_COMES = "The result file comes to you as a direct message in a moment."


@dataclass(frozen=True, slots=True)
class Pressing:
    """Acts on a list that has its message already."""

    desk: Desk
    decisions: Decisions

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.PAUSE, Role.BROADCASTER, self.pause)
        entrances.action(Action.RESUME, Role.BROADCASTER, self.resume)
        entrances.action(Action.CANCEL, Role.BROADCASTER, self.cancel)
        entrances.action(Action.MARK_SENT, Role.BROADCASTER, self.mark_sent)
        entrances.action(Action.SEND_AGAIN, Role.BROADCASTER, self.send_again)
        entrances.action(Action.RESULT, Role.VIEWER, self.result)

    def pause(self, visit: Visit) -> None:
        """Begin no further row."""
        about = metadata.load(Moment, visit.value)
        self.decisions.pause(about.send_id, visit.who, about.wave)
        visit.ack()

    def resume(self, visit: Visit) -> None:
        """Go on."""
        about = metadata.load(Moment, visit.value)
        self.decisions.resume(about.send_id, visit.who, about.wave)
        visit.ack()

    def cancel(self, visit: Visit) -> None:
        """End a list."""
        self.decisions.cancel(visit.value, visit.who)
        visit.ack()

    def mark_sent(self, visit: Visit) -> None:
        """Settle rows of unknown outcome as sent."""
        self._settle(visit, again=False)

    def send_again(self, visit: Visit) -> None:
        """Send rows of unknown outcome again."""
        self._settle(visit, again=True)

    def result(self, visit: Visit) -> None:
        """Send the result file to the person, if it is theirs."""
        self.decisions.ask_for_result(visit.value, visit.who, visit.trigger_id)
        self.desk.answers.later(visit, words(RESULT_COMES))
        visit.ack()

    def _settle(self, visit: Visit, *, again: bool) -> None:
        about = metadata.load(Doubtful, visit.value)
        self.decisions.settle_unknown(about, visit.who, visit.trigger_id, again=again)
        visit.ack()
