"""How Slack reaches the buttons that stop a batch and set it going."""

from dataclasses import dataclass
from typing import Any

from bot.features.batches.ids import BatchRef, Buttons
from bot.features.batches.service import Decisions
from bot.slack import metadata
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
        ref = self._ref(visit)
        self.decisions.pause(ref.batch_id, visit.who, ref.wave)
        visit.ack()

    def resume(self, visit: Visit) -> None:
        """Go on."""
        ref = self._ref(visit)
        self.decisions.resume(ref.batch_id, visit.who, ref.wave)
        visit.ack()

    def cancel(self, visit: Visit) -> None:
        """End a batch."""
        batch_id = visit.value if self.buttons.cancel_by_id else self._ref(visit).batch_id
        self.decisions.cancel(batch_id, visit.who)
        visit.ack()

    def _ref(self, visit: Visit) -> BatchRef:
        return metadata.load(self.buttons.ref, visit.value)
