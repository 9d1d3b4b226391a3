"""Telling Slack what came of a step, until it was told."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Protocol

from bot.store import workflow_steps
from bot.store.database import Database
from bot.store.workflow_steps import StepState, WorkflowStep
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

FIRST_WAIT: Final = timedelta(seconds=30)
"""Longer than Slack is waited for; each further time it is twice as long."""
LONGEST_WAIT: Final = timedelta(hours=1)
GIVES_UP: Final = timedelta(days=1)


class Results(Protocol):
    """The way to Slack. Each tells whether that is settled."""

    def complete(self, execution_id: str, outputs: Mapping[str, object]) -> bool:
        """Let a workflow go on."""

    def fail(self, execution_id: str, sentence: str) -> bool:
        """Stop a workflow and say why."""


class Teller:
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
        waits = min(FIRST_WAIT * 2 ** min(seen.failures, 10), LONGEST_WAIT)
        with self._database.write() as conn:
            if not workflow_steps.claim(conn, seen, now + waits, now=now):
                return
        is_over = now - seen.updated_at > GIVES_UP
        if is_over:
            log.warning("Slack was never told of step %s of a workflow", step_id)
        if is_over or self._tell(seen):
            with self._database.write() as conn:
                workflow_steps.told(conn, step_id, now=self._clock())

    def _tell(self, seen: WorkflowStep) -> bool:
        result = seen.result or {}
        if "outputs" in result:
            return self._results.complete(seen.execution_id, result["outputs"])
        return self._results.fail(seen.execution_id, str(result.get("failed", "")))
