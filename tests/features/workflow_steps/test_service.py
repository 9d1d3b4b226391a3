"""Steps of workflows: for nobody but those named, once for each execution, and ended whatever happens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.workflow_steps import service
from bot.features.workflow_steps.completion import FIRST_WAIT, GIVES_UP, StepCompletion
from bot.features.workflow_steps.outcomes import UNCONFIRMED, came_of
from bot.features.workflow_steps.renderer import Renderer
from bot.features.workflow_steps.service import Arrival, Done, Failed, Result, Run, Sent, Step, WorkflowSteps
from bot.policy.in_force import PolicyInForce
from bot.policy.model import Policy, Workflows
from bot.slack.outgoing.step_results import OVER
from bot.standing import Standing
from bot.store import Database, messages, sends, workflow_steps
from bot.store.messages import Purpose
from bot.store.states import SendState
from bot.store.workflow_steps import NotTaken, StepState, WorkflowStep
from tests.clock import FakeClock
from tests.fakes.people import Colleagues
from tests.store.samples import a_send_in, new_send

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


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> StepHarness:
    return StepHarness(database, clock)


def test_nobody_is_acted_for_who_is_not_named_an_admin_no_more_than_others(harness: StepHarness) -> None:
    for who in (TOM, Who("U0SAM", TEAM), Who("", TEAM), Who("U0MAYA", "T0LABWORKS")):
        with pytest.raises(UserError, match="workflows"):
            harness.arrive(who)
        with pytest.raises(UserError, match="workflows"):
            harness.steps.choices(Arrival(Step.CHOOSE_GROUP, "Fx9", who, {}), "")
    assert harness.jobs == []
    assert list(harness.steps.choices(Arrival(Step.CHOOSE_GROUP, "Fx9", MAYA, {}), "v")) == [("v", "U0MAYA")]


def test_a_step_is_recorded_once_done_once_and_told_once(harness: StepHarness) -> None:
    step_id = harness.arrive()
    assert harness.arrive() is None
    assert harness.jobs == [f"{step_id} {step_id}"]

    for _ in range(2):
        harness.steps.act(step_id or "")
        harness.completion.tell(step_id or "")

    assert [(each.key, each.who) for each in harness.runs] == [("workflow:Fx1", MAYA)]
    assert harness.slack.told == [("Fx1", {"available": 1})]
    assert harness.row(step_id).state is StepState.TOLD
    assert harness.row(step_id).inputs is None


@pytest.mark.parametrize("lost", ["role", "name", "account"])
def test_who_may_no_longer_when_the_step_is_done_is_not_acted_for(harness: StepHarness, lost: str) -> None:
    step_id = harness.arrive()
    match lost:
        case "role":
            harness.given = {Role.SENDER: [TOM.user_id]}
        case "name":
            harness.policy.put(Policy(workflows=Workflows(people=(TOM.user_id,))))
        case _:
            harness.people.otherwise[MAYA.user_id] = Standing.OUTSIDER

    harness.steps.act(step_id or "")

    assert harness.runs == []
    assert harness.row(step_id).state is StepState.ENDED
    assert "failed" in (harness.row(step_id).result or {})


@pytest.mark.parametrize("unknown", ["person", "group"])
def test_who_is_not_known_yet_is_waited_for_and_not_for_ever(
    harness: StepHarness, clock: FakeClock, unknown: str
) -> None:
    step_id = harness.arrive()
    if unknown == "person":
        harness.people.otherwise[MAYA.user_id] = None
    else:
        harness.policy.put(Policy(workflows=Workflows(people=("S0DESK",))))
    harness.steps.act(step_id or "")
    assert (harness.runs, harness.row(step_id).state) == ([], StepState.WAITING)

    clock.advance(seconds=service.LOOKS_AGAIN.total_seconds())
    harness.steps.look_after(9)
    assert len(harness.jobs) == 2, "the clock takes it up again"

    clock.advance(seconds=service.UNKNOWN_FOR.total_seconds())
    harness.steps.act(step_id or "")
    assert (harness.runs, harness.row(step_id).state) == ([], StepState.ENDED)


def test_a_group_that_is_not_known_keeps_nobody_waiting_who_may_without_it(harness: StepHarness) -> None:
    harness.policy.put(Policy(workflows=Workflows(people=("S0GONE", MAYA.user_id))))
    harness.given = {Role.SENDER: ["S0GONE", MAYA.user_id]}
    harness.steps.act(harness.arrive() or "")
    assert len(harness.runs) == 1


def test_no_number_is_told_in_what_smsit_says(harness: StepHarness) -> None:
    text = harness.text(SendState.QUEUED)
    with harness.database.read() as conn:
        sent = sends.get(conn, text)
    assert sent is not None
    refused = replace(sent, state=SendState.REFUSED, outcome_sentence="+1 415 555 0123 is barred.")
    told = came_of(refused)
    assert isinstance(told, Failed)
    assert told.sentence == "Nothing was sent: •••0123 is barred."


def test_a_code_is_never_written_down_and_is_lost_with_its_process(
    harness: StepHarness, clock: FakeClock
) -> None:
    step_id = harness.arrive(step=Step.VERIFY_CODE)
    assert harness.row(step_id).inputs is None
    assert harness.jobs == []
    harness.steps.act(step_id or "", {"code": "abcd"})
    assert harness.runs[0].inputs.given == {"code": "abcd"}

    lost = harness.arrive(step=Step.VERIFY_CODE, execution_id="Fx2")
    clock.advance(seconds=service.LEASE.total_seconds())
    harness.steps.look_after(9)
    assert harness.row(lost).result == {"failed": service.RESTARTED}


@pytest.mark.parametrize("error", [UserError("Not now."), RuntimeError(SECRET)])
def test_what_goes_wrong_fails_the_step_and_not_where_a_text_was_handed_over(
    harness: StepHarness, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    harness.comes = error
    first = harness.arrive()
    harness.steps.act(first or "")
    said = service.UNFORESEEN if isinstance(error, RuntimeError) else "Not now."
    assert harness.row(first).result == {"failed": said}
    assert SECRET not in caplog.text

    second = harness.arrive(execution_id="Fx2")
    sent = harness.text(SendState.QUEUED, "workflow:Fx2")
    harness.steps.act(second or "")
    assert (harness.row(second).state, harness.row(second).send_id) == (StepState.FOLLOWING, sent)
    assert len(harness.runs) == 1  # it was there already: nothing is asked or sent again


def test_a_text_is_followed_until_it_is_decided(harness: StepHarness) -> None:
    harness.comes = Sent(harness.text(SendState.DRAFT, "another"))
    with harness.database.write() as conn:
        sends.move(conn, harness.comes.send_id, SendState.QUEUED, now=harness.clock())
    step_id = harness.arrive()
    harness.steps.act(step_id or "")
    assert harness.steps.look_after(9) == ()
    assert harness.row(step_id).state is StepState.FOLLOWING
    with harness.database.write() as conn:
        sends.move(conn, harness.comes.send_id, SendState.CANCELLED, now=harness.clock())

    (ended,) = harness.steps.look_after(9)

    assert ended.result == {"failed": "Nothing was sent: the text was cancelled."}


def test_a_step_whose_job_was_lost_is_taken_up_once(harness: StepHarness, clock: FakeClock) -> None:
    step_id = harness.arrive()
    harness.steps.look_after(9)
    assert len(harness.jobs) == 1
    clock.advance(seconds=service.LEASE.total_seconds())
    for _ in range(2):
        harness.steps.look_after(9)
    assert len(harness.jobs) == 2
    assert harness.jobs[1] != f"{step_id} {step_id}"


def test_slack_is_told_again_until_it_heard_and_not_for_ever(harness: StepHarness, clock: FakeClock) -> None:
    harness.slack.answers = False
    step_id = harness.steps.refuse(Arrival(Step.SEND_TEXT, "Fx1", TOM, {"message": SECRET}), "Not named.")
    assert harness.steps.refuse(Arrival(Step.SEND_TEXT, "Fx1", TOM, {}), "Not named.") is None
    for _ in range(2):
        harness.completion.tell(step_id or "")
    assert harness.slack.told == [("Fx1", "Not named.")]
    clock.advance(seconds=FIRST_WAIT.total_seconds())
    harness.completion.tell(step_id or "")
    assert len(harness.slack.told) == 2
    clock.advance(seconds=(GIVES_UP + timedelta(hours=1)).total_seconds())
    harness.completion.tell(step_id or "")
    assert harness.row(step_id).state is StepState.UNTOLD
    assert harness.row(step_id).result == {"not_told": "no_answer"}
    assert len(harness.slack.told) == 2


def test_too_many_that_wait_are_not_taken_on(harness: StepHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 2)
    for nth in range(2):
        harness.arrive(execution_id=f"Fx{nth}")
    with pytest.raises(UserError, match="too many"):
        harness.arrive(execution_id="Fx3")
    harness.steps.give_up(harness.jobs[0].split()[0], "Busy.")
    assert harness.arrive(execution_id="Fx3")


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_every_state_of_a_text_says_what_its_step_comes_to(harness: StepHarness, state: SendState) -> None:
    send_id = harness.text(SendState.DRAFT)
    with harness.database.read() as conn:
        found = sends.get(conn, send_id)
    assert found is not None
    object.__setattr__(found, "state", state)

    result = came_of(found)

    goes, waits = {"queued", "attempting", "draft"}, {"scheduled", "awaiting_approval"}
    ends = {"refused", "unknown", "cancelled", "rejected", "expired"}
    assert (result is None) is (state in goes)
    assert isinstance(result, Failed) is (state in ends)
    assert not isinstance(result, Failed) or state is not SendState.UNKNOWN or result.sentence == UNCONFIRMED
    if isinstance(result, Done):
        assert result.outputs["status"] == ("waiting" if state in waits else "sent")


def untold(
    harness: StepHarness, step: Step, comes: Result | Exception, refused: NotTaken
) -> tuple[WorkflowStep, list[str]]:
    """Have a step end that Slack never hears of; return it, and whom its message is for."""
    harness.comes = comes
    step_id = harness.arrive(step=step, execution_id=f"Fx{len(harness.runs)}") or ""
    harness.steps.act(step_id, {})
    harness.slack.raises = refused
    harness.completion.tell(step_id)
    with harness.database.read() as conn:
        asked = messages.get(conn, step_id, Purpose.STEP)
    drawn = Renderer(harness.database).draw(step_id) if asked else None
    told = [] if drawn is None else [drawn.user_id, drawn.content.text]
    return harness.row(step_id), told


@pytest.mark.parametrize("code", ["parameter_validation_failed", "function_execution_not_found"])
def test_a_result_that_slack_never_takes_is_not_told_and_the_person_sees_what_was_done(
    harness: StepHarness, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    refused = NotTaken(code, is_over=code in OVER)
    found, told = untold(harness, Step.ADD_CONTACT, Done({"added": True}), refused)

    assert (found.state, found.result) == (StepState.UNTOLD, {"not_told": code})
    assert told[0] == MAYA.user_id
    assert "*Add a contact* ran in your name" in told[1]
    assert code in told[1]
    assert [each.levelname for each in caplog.records if code in each.message] == ["ERROR"]
    assert harness.steps.look_after(10) == (), "nobody asks again"


@pytest.mark.parametrize(
    ("step", "comes"),
    [(Step.CHECK_CREDITS, Done({"available": 1})), (Step.ADD_CONTACT, UserError("Nothing was done."))],
)
def test_who_misses_nothing_is_not_told(harness: StepHarness, step: Step, comes: Result | Exception) -> None:
    found, told = untold(harness, step, comes, NotTaken("not_allowed", is_over=False))

    assert (found.state, told) == (StepState.UNTOLD, [])


def test_a_workflow_that_is_over_was_told_when_an_earlier_answer_got_lost(
    harness: StepHarness, clock: FakeClock
) -> None:
    step_id = harness.arrive() or ""
    harness.steps.act(step_id)
    harness.slack.answers = False
    harness.completion.tell(step_id)
    harness.slack.raises = NotTaken("execution_not_in_running_state", is_over=True)
    clock.advance(seconds=FIRST_WAIT.total_seconds())
    harness.completion.tell(step_id)

    assert harness.row(step_id).state is StepState.TOLD


@pytest.mark.parametrize(("state", "told"), [(SendState.UNKNOWN, True), (SendState.REFUSED, False)])
def test_a_text_that_may_have_gone_out_is_told_too(
    harness: StepHarness,
    state: SendState,
    told: bool,  # noqa: FBT001
) -> None:
    send_id = a_send_in(harness.database, state, key="workflow:Fx0").id

    _found, said = untold(harness, Step.SEND_TEXT, Sent(send_id), NotTaken("not_allowed", is_over=False))

    assert bool(said) is told
    assert not told or f"/sms status {send_id}" in said[1]
