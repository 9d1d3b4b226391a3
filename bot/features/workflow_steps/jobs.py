"""What the engine runs for a step of a workflow."""

from typing import Final

from sqlalchemy import Connection

from bot.engine.port import Engine, JobArgs
from bot.features.workflow_steps.completion import StepCompletion
from bot.features.workflow_steps.service import WorkflowSteps

ACT: Final = "workflow_steps.act"
"""The job that does one step."""
QUEUE: Final = "steps"


def enqueue_act(engine: Engine, conn: Connection, step_id: str, key: str) -> None:
    """Have a step done in the caller's transaction; the same key twice is one job."""
    engine.enqueue(conn, ACT, {"step_id": step_id}, key=f"step:{key}", queue=QUEUE)


class StepJobs:
    """Does steps, and tells Slack of those that ended there and then."""

    def __init__(self, steps: WorkflowSteps, completion: StepCompletion) -> None:
        self._steps = steps
        self._completion = completion

    def act(self, args: JobArgs) -> None:
        """Do the step ``step_id``, if it still waits."""
        self._steps.act(args["step_id"])
        self._completion.tell(args["step_id"])
