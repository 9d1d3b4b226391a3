"""How Slack reaches the steps of workflows.

Whoever is asked to build the choices of a step waits, so those are told before the acknowledgement: they come
from our own tables. All else is recorded, acknowledged and done behind that.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final

from bot.errors import TooBusy
from bot.features.workflow_steps import inputs
from bot.features.workflow_steps.completion import StepCompletion
from bot.features.workflow_steps.runs import ROLES, UNWRITTEN
from bot.features.workflow_steps.service import Arrival, Step, WorkflowSteps
from bot.slack.blocks import limits
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.step_results import StepResults

_EXECUTION: Final = re.compile(r"[A-Za-z0-9]{1,64}")
CHOOSING: Final = frozenset({Step.CHOOSE_TEMPLATE, Step.CHOOSE_GROUP})


@dataclass(frozen=True, slots=True)
class StepListeners:
    """Takes steps as workflows come to them."""

    steps: WorkflowSteps
    completion: StepCompletion
    results: StepResults
    responder: Responder

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        for step, (role, purpose) in ROLES.items():
            listener = self.choosing if step in CHOOSING else self.asked
            registry.to(purpose).step(step, role, partial(listener, step), self.failed)

    def asked(self, step: Step, interaction: Interaction) -> None:
        """Record a step, to be done. Delivered again, it is recorded already."""
        arrival = _arrival(interaction)
        if arrival is not None and (step_id := self.steps.record(arrival)) and step in UNWRITTEN:
            try:
                self.responder.look_up(interaction, partial(self._act, step_id, arrival.inputs))
            except TooBusy as busy:
                self.steps.give_up(step_id, busy.sentence)
        interaction.ack()

    def choosing(self, _step: Step, interaction: Interaction) -> None:
        """Offer what can be chosen while a workflow is built."""
        arrival = _arrival(interaction)
        if arrival is not None:
            found = self.steps.choices(arrival, arrival.inputs.get("query", ""))
            self.results.offer(arrival.execution_id, list(islice(found, limits.OPTIONS)))
        interaction.ack()

    def failed(self, interaction: Interaction, sentence: str) -> None:
        """Have a step fail that may not be done; the clock tells Slack if this process doesn't get to it."""
        arrival = _arrival(interaction)
        if arrival is not None and arrival.step in CHOOSING:
            self.results.decline(arrival.execution_id, sentence)
        elif arrival is not None and (step_id := self.steps.refuse(arrival, sentence)):
            self.responder.later(interaction, partial(self.completion.tell, step_id))

    def _act(self, step_id: str, given: Mapping[str, str]) -> None:
        self.steps.act(step_id, given)
        self.completion.tell(step_id)


def _arrival(interaction: Interaction) -> Arrival | None:
    """Return the step that arrived; none where it is not one of Slack's."""
    event: Mapping[str, Any] = interaction.body.get("event") or {}
    execution_id = event.get("function_execution_id") or ""
    if not _EXECUTION.fullmatch(execution_id):
        return None
    step = Step((event.get("function") or {})["callback_id"])
    return Arrival(step, execution_id, interaction.who, inputs.read(event.get("inputs") or {}))
