"""Telling Slack what came of a step, until it was told."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Protocol

from bot.features.workflow_steps.outcomes import UNCONFIRMED
from bot.features.workflow_steps.runs import Step
from bot.store import messages, workflow_steps
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.workflow_steps import NotTaken, StepState, WorkflowStep
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

FIRST_WAIT: Final = timedelta(seconds=30)
"""Longer than Slack is waited for; each further time it is twice as long."""
GIVES_UP: Final = timedelta(days=1)
NO_ANSWER: Final = "no_answer"
"""Why Slack was not told, where it gave no reason."""
LOOKS_ONLY: Final = frozenset({Step.CHECK_CREDITS, Step.CHOOSE_TEMPLATE, Step.CHOOSE_GROUP})
"""Steps that change nothing, so that nobody misses what came of them."""


class Results(Protocol):
    """The way to Slack. Each tells whether Slack heard it, and raises :exc:`NotTaken` if it never will."""

    def complete(self, execution_id: str, outputs: Mapping[str, object]) -> bool:
        """Let a workflow go on."""

    def fail(self, execution_id: str, sentence: str) -> bool:
        """Stop a workflow and say why."""


class StepCompletion:
    """Tells Slack of steps that ended; several may be at it, and one alone tells each."""

    def __init__(self, database: Database, results: Results, clock: Clock) -> None:
        self._database = database
        self._results = results
        self._clock = clock

    def tell(self, step_id: str) -> None:
        """Tell Slack of a step, if it ended and nobody else is at it. For threads that may wait."""
        with self._database.read() as conn:
            seen = workflow_steps.get(conn, step_id)
        if seen is None or seen.state is not StepState.ENDED:
            return
        now = self._clock()
        waits = min(FIRST_WAIT * 2 ** min(seen.failures, 10), workflow_steps.LONGEST_WAIT)
        with self._database.write() as conn:
            if not workflow_steps.claim(conn, seen, now + waits, now=now):
                return
        if now - seen.updated_at > GIVES_UP:
            self._leave(seen, NO_ANSWER)
            return
        try:
            is_told = self._tell(seen)
        except NotTaken as refused:
            is_told = refused.is_over and seen.failures > 0  # an earlier answer may have got lost
            if not is_told:
                self._leave(seen, refused.code)
        if is_told:
            with self._database.write() as conn:
                workflow_steps.told(conn, step_id, now=self._clock())

    def _leave(self, seen: WorkflowStep, why: str) -> None:
        """Note that Slack wasn't told, and tell the person what was done in their name all the same."""
        log.error("Slack takes no result of step %s of a workflow: %s", seen.id, why)
        with self._database.write() as conn:
            if workflow_steps.untold(conn, seen.id, why, now=self._clock()) and _may_have_done(seen):
                messages.open_another(conn, seen.id, Purpose.STEP)

    def _tell(self, seen: WorkflowStep) -> bool:
        result = seen.result or {}
        if "outputs" in result:
            return self._results.complete(seen.execution_id, result["outputs"])
        return self._results.fail(seen.execution_id, str(result.get("failed", "")))


def _may_have_done(seen: WorkflowStep) -> bool:
    """Tell whether something was sent or added, or may have been."""
    result = seen.result or {}
    return Step(seen.step) not in LOOKS_ONLY and ("outputs" in result or result.get("failed") == UNCONFIRMED)
