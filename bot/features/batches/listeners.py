"""How Slack reaches the buttons that stop a batch and set it going."""

from dataclasses import dataclass
from typing import Any

from bot.features.batches.ids import Buttons
from bot.features.batches.service import Decisions
from bot.slack.entrances import Entrances
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class Listeners:
    """Acts on a batch of one kind that has its message already."""

    buttons: Buttons
    decisions: Decisions[Any, Any]

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(self.buttons.pause, self.buttons.may_stop, self.pause)
        entrances.action(self.buttons.resume, self.buttons.may_go_on, self.resume)
        entrances.action(self.buttons.cancel, self.buttons.may_stop, self.cancel)

    def pause(self, visit: Visit) -> None:
        """Begin no further row."""
        ref = self.buttons.ref(visit.value)
        self.decisions.pause(ref.batch_id, visit.who, ref.wave)
        visit.ack()

    def resume(self, visit: Visit) -> None:
        """Go on."""
        ref = self.buttons.ref(visit.value)
        self.decisions.resume(ref.batch_id, visit.who, ref.wave)
        visit.ack()

    def cancel(self, visit: Visit) -> None:
        """End a batch."""
        self.decisions.cancel(self.buttons.to_cancel(visit.value), visit.who)
        visit.ack()
