"""What the clock does for steps of workflows: ends those whose text is decided, and tells Slack."""

from collections.abc import Callable
from functools import partial
from typing import Final

from bot.errors import TooBusy
from bot.features.workflow_steps.service import WorkflowSteps
from bot.features.workflow_steps.telling import Teller

MOST: Final = 200
"""Steps looked at in one tick."""


class Upkeep:
    """Looks after steps; ``later`` has Slack told on other threads, for the clock waits for nobody."""

    def __init__(
        self, steps: WorkflowSteps, teller: Teller, later: Callable[[Callable[[], object]], None]
    ) -> None:
        self._steps = steps
        self._teller = teller
        self._later = later

    def run(self) -> None:
        """Settle what is decided, take up what was left, and have Slack told of what ended."""
        for each in self._steps.look_after(MOST):
            try:
                self._later(partial(self._teller.tell, each.id))
            except TooBusy:
                return  # the next tick finds them again
