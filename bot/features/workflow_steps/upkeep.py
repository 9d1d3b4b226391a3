"""What the clock does for steps of workflows: ends those whose text is decided, and tells Slack."""

from collections.abc import Callable
from functools import partial
from typing import Final

from bot.errors import TooBusy
from bot.features.workflow_steps.completion import StepCompletion
from bot.features.workflow_steps.service import WorkflowSteps

MOST: Final = 200
"""Steps looked at in one tick."""


class Upkeep:
    """Looks after steps; ``later`` has Slack told on other threads, for the clock waits for nobody."""

    def __init__(
        self, steps: WorkflowSteps, completion: StepCompletion, later: Callable[[Callable[[], object]], None]
    ) -> None:
        self._steps = steps
        self._completion = completion
        self._later = later

    def run(self) -> None:
        """Settle what is decided, take up what was left, and have Slack told of what ended."""
        for each in self._steps.look_after(MOST):
            try:
                self._later(partial(self._completion.tell, each.id))
            except TooBusy:
                return  # the next tick finds them again
