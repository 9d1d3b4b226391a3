"""Steps of workflows on a database, with a Slack that may not take their results."""

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.access import Access, Role, Who
from bot.features.workflow_steps.completion import StepCompletion
from bot.features.workflow_steps.service import Arrival, Done, Result, Run, Step, WorkflowSteps
from bot.policy.in_force import PolicyInForce
from bot.policy.model import Policy, Workflows
from bot.store import Database, sends, workflow_steps
from bot.store.states import SendState
from bot.store.workflow_steps import NotTaken, WorkflowStep
from tests.clock import FakeClock
from tests.fakes.people import Colleagues
from tests.store.samples import new_send

TEAM = "T0HARBOUR"
MAYA, TOM = Who("U0MAYA", TEAM), Who("U0TOM", TEAM)
SECRET = "14155550100: your test is positive"


class Slack:
    """Remembers what it was told, unless it does not answer."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []
        self.answers = True
        self.raises: NotTaken | None = None

    def complete(self, execution_id: str, outputs: Mapping[str, object]) -> bool:
        return self._tell(execution_id, dict(outputs))

    def fail(self, execution_id: str, sentence: str) -> bool:
        return self._tell(execution_id, sentence)

    def _tell(self, execution_id: str, what: object) -> bool:
        self.told.append((execution_id, what))
        if self.raises is not None:
            raise self.raises
        return self.answers


class StepHarness:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        self.jobs: list[str] = []
        self.runs: list[Run] = []
        self.comes: Result | Exception = Done({"available": 1})
        self.people = Colleagues()
        self.given = {Role.SENDER: ["*"], Role.ADMIN: [TOM.user_id]}
        self.policy = PolicyInForce(Policy(workflows=Workflows(people=(MAYA.user_id,))))
        self.steps = WorkflowSteps(
            database,
            Access(TEAM, lambda: self.given, None, self.people),
            self.policy.live.workflows,
            lambda _step, run: self._act(run),
            {Step.CHOOSE_GROUP: lambda typed, who: [(typed, who.user_id)]},
            self._enqueue,
            clock,
        )
        self.slack = Slack()
        self.completion = StepCompletion(database, self.slack, clock)

    def arrive(self, who: Who = MAYA, step: Step = Step.SEND_TEXT, execution_id: str = "Fx1") -> str | None:
        return self.steps.record(Arrival(step, execution_id, who, {"message": SECRET}))

    def row(self, step_id: str | None) -> WorkflowStep:
        with self.database.read() as conn:
            found = workflow_steps.get(conn, step_id or "")
        assert found is not None
        return found

    def text(self, state: SendState, key: str = "workflow:Fx1") -> str:
        with self.database.write() as conn:
            made = sends.insert_draft(conn, new_send(key=key), now=self.clock())
            if state is not SendState.DRAFT:
                sends.move(conn, made.id, SendState.QUEUED, now=self.clock())
        return made.id

    def _act(self, run: Run) -> Result:
        self.runs.append(run)
        if isinstance(self.comes, Exception):
            raise self.comes
        return self.comes

    def _enqueue(self, _conn: Connection, step_id: str, key: str) -> None:
        self.jobs.append(f"{step_id} {key}")
