"""Steps of workflows: for nobody but those named, once for each execution, and ended whatever happens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.access import Access, Role, Standing, Who
from bot.errors import UserError
from bot.features.workflow_steps import service
from bot.features.workflow_steps.completion import FIRST_WAIT, GIVES_UP, StepCompletion
from bot.features.workflow_steps.outcomes import UNCONFIRMED, came_of
from bot.features.workflow_steps.renderer import Renderer
from bot.features.workflow_steps.service import Arrival, Done, Failed, Result, Run, Sent, Step, WorkflowSteps
from bot.policy.in_force import PolicyInForce
from bot.policy.model import Policy, Workflows
from bot.slack.outgoing.step_results import OVER
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


class House:
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
            dict.fromkeys(Step, self._act),
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
def house(database: Database, clock: FakeClock) -> House:
    return House(database, clock)


def test_nobody_is_acted_for_who_is_not_named_an_admin_no_more_than_others(house: House) -> None:
    for who in (TOM, Who("U0SAM", TEAM), Who("", TEAM), Who("U0MAYA", "T0LABWORKS")):
        with pytest.raises(UserError, match="workflows"):
            house.arrive(who)
        with pytest.raises(UserError, match="workflows"):
            house.steps.choices(Arrival(Step.CHOOSE_GROUP, "Fx9", who, {}), "")
    assert house.jobs == []
    assert list(house.steps.choices(Arrival(Step.CHOOSE_GROUP, "Fx9", MAYA, {}), "v")) == [("v", "U0MAYA")]


def test_a_step_is_recorded_once_done_once_and_told_once(house: House) -> None:
    step_id = house.arrive()
    assert house.arrive() is None
    assert house.jobs == [f"{step_id} {step_id}"]

    for _ in range(2):
        house.steps.act(step_id or "")
        house.completion.tell(step_id or "")

    assert [(each.key, each.who) for each in house.runs] == [("workflow:Fx1", MAYA)]
    assert house.slack.told == [("Fx1", {"available": 1})]
    assert house.row(step_id).state is StepState.TOLD
    assert house.row(step_id).inputs is None


@pytest.mark.parametrize("lost", ["role", "name", "account"])
def test_who_may_no_longer_when_the_step_is_done_is_not_acted_for(house: House, lost: str) -> None:
    step_id = house.arrive()
    match lost:
        case "role":
            house.given = {Role.SENDER: [TOM.user_id]}
        case "name":
            house.policy.put(Policy(workflows=Workflows(people=(TOM.user_id,))))
        case _:
            house.people.otherwise[MAYA.user_id] = Standing.OUTSIDER

    house.steps.act(step_id or "")

    assert house.runs == []
    assert house.row(step_id).state is StepState.ENDED
    assert "failed" in (house.row(step_id).result or {})


@pytest.mark.parametrize("unknown", ["person", "group"])
def test_who_is_not_known_yet_is_waited_for_and_not_for_ever(
    house: House, clock: FakeClock, unknown: str
) -> None:
    step_id = house.arrive()
    if unknown == "person":
        house.people.otherwise[MAYA.user_id] = None
    else:
        house.policy.put(Policy(workflows=Workflows(people=("S0DESK",))))
    house.steps.act(step_id or "")
    assert (house.runs, house.row(step_id).state) == ([], StepState.WAITING)

    clock.advance(seconds=service.LOOKS_AGAIN.total_seconds())
    house.steps.look_after(9)
    assert len(house.jobs) == 2, "the clock takes it up again"

    clock.advance(seconds=service.UNKNOWN_FOR.total_seconds())
    house.steps.act(step_id or "")
    assert (house.runs, house.row(step_id).state) == ([], StepState.ENDED)


def test_a_group_that_is_not_known_keeps_nobody_waiting_who_may_without_it(house: House) -> None:
    house.policy.put(Policy(workflows=Workflows(people=("S0GONE", MAYA.user_id))))
    house.given = {Role.SENDER: ["S0GONE", MAYA.user_id]}
    house.steps.act(house.arrive() or "")
    assert len(house.runs) == 1


def test_no_number_is_told_in_what_smsit_says(house: House) -> None:
    text = house.text(SendState.QUEUED)
    with house.database.read() as conn:
        sent = sends.get(conn, text)
    assert sent is not None
    refused = replace(sent, state=SendState.REFUSED, outcome_sentence="+1 415 555 0123 is barred.")
    told = came_of(refused)
    assert isinstance(told, Failed)
    assert told.sentence == "Nothing was sent: •••0123 is barred."


def test_a_code_is_never_written_down_and_is_lost_with_its_process(house: House, clock: FakeClock) -> None:
    step_id = house.arrive(step=Step.VERIFY_CODE)
    assert house.row(step_id).inputs is None
    assert house.jobs == []
    house.steps.act(step_id or "", {"code": "abcd"})
    assert house.runs[0].inputs.given == {"code": "abcd"}

    lost = house.arrive(step=Step.VERIFY_CODE, execution_id="Fx2")
    clock.advance(seconds=service.LEASE.total_seconds())
    house.steps.look_after(9)
    assert house.row(lost).result == {"failed": service.RESTARTED}


@pytest.mark.parametrize("error", [UserError("Not now."), RuntimeError(SECRET)])
def test_what_goes_wrong_fails_the_step_and_not_where_a_text_was_handed_over(
    house: House, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    house.comes = error
    first = house.arrive()
    house.steps.act(first or "")
    said = service.UNFORESEEN if isinstance(error, RuntimeError) else "Not now."
    assert house.row(first).result == {"failed": said}
    assert SECRET not in caplog.text

    second = house.arrive(execution_id="Fx2")
    sent = house.text(SendState.QUEUED, "workflow:Fx2")
    house.steps.act(second or "")
    assert (house.row(second).state, house.row(second).send_id) == (StepState.FOLLOWING, sent)
    assert len(house.runs) == 1  # it was there already: nothing is asked or sent again


def test_a_text_is_followed_until_it_is_decided(house: House) -> None:
    house.comes = Sent(house.text(SendState.DRAFT, "another"))
    with house.database.write() as conn:
        sends.move(conn, house.comes.send_id, SendState.QUEUED, now=house.clock())
    step_id = house.arrive()
    house.steps.act(step_id or "")
    assert house.steps.look_after(9) == ()
    assert house.row(step_id).state is StepState.FOLLOWING
    with house.database.write() as conn:
        sends.move(conn, house.comes.send_id, SendState.CANCELLED, now=house.clock())

    (ended,) = house.steps.look_after(9)

    assert ended.result == {"failed": "Nothing was sent: the text was cancelled."}


def test_a_step_whose_job_was_lost_is_taken_up_once(house: House, clock: FakeClock) -> None:
    step_id = house.arrive()
    house.steps.look_after(9)
    assert len(house.jobs) == 1
    clock.advance(seconds=service.LEASE.total_seconds())
    for _ in range(2):
        house.steps.look_after(9)
    assert len(house.jobs) == 2
    assert house.jobs[1] != f"{step_id} {step_id}"


def test_slack_is_told_again_until_it_heard_and_not_for_ever(house: House, clock: FakeClock) -> None:
    house.slack.answers = False
    step_id = house.steps.refuse(Arrival(Step.SEND_TEXT, "Fx1", TOM, {"message": SECRET}), "Not named.")
    assert house.steps.refuse(Arrival(Step.SEND_TEXT, "Fx1", TOM, {}), "Not named.") is None
    for _ in range(2):
        house.completion.tell(step_id or "")
    assert house.slack.told == [("Fx1", "Not named.")]
    clock.advance(seconds=FIRST_WAIT.total_seconds())
    house.completion.tell(step_id or "")
    assert len(house.slack.told) == 2
    clock.advance(seconds=(GIVES_UP + timedelta(hours=1)).total_seconds())
    house.completion.tell(step_id or "")
    assert house.row(step_id).state is StepState.UNTOLD
    assert house.row(step_id).result == {"not_told": "no_answer"}
    assert len(house.slack.told) == 2


def test_too_many_that_wait_are_not_taken_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 2)
    for nth in range(2):
        house.arrive(execution_id=f"Fx{nth}")
    with pytest.raises(UserError, match="too many"):
        house.arrive(execution_id="Fx3")
    house.steps.give_up(house.jobs[0].split()[0], "Busy.")
    assert house.arrive(execution_id="Fx3")


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_every_state_of_a_text_says_what_its_step_comes_to(house: House, state: SendState) -> None:
    send_id = house.text(SendState.DRAFT)
    with house.database.read() as conn:
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
    house: House, step: Step, comes: Result | Exception, refused: NotTaken
) -> tuple[WorkflowStep, list[str]]:
    """Have a step end that Slack never hears of; return it, and whom its message is for."""
    house.comes = comes
    step_id = house.arrive(step=step, execution_id=f"Fx{len(house.runs)}") or ""
    house.steps.act(step_id, {})
    house.slack.raises = refused
    house.completion.tell(step_id)
    with house.database.read() as conn:
        asked = messages.get(conn, step_id, Purpose.STEP)
    drawn = Renderer(house.database).draw(step_id) if asked else None
    told = [] if drawn is None else [drawn.user_id, drawn.content.text]
    return house.row(step_id), told


@pytest.mark.parametrize("code", ["parameter_validation_failed", "function_execution_not_found"])
def test_a_result_that_slack_never_takes_is_not_told_and_the_person_sees_what_was_done(
    house: House, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    refused = NotTaken(code, is_over=code in OVER)
    found, told = untold(house, Step.ADD_CONTACT, Done({"added": True}), refused)

    assert (found.state, found.result) == (StepState.UNTOLD, {"not_told": code})
    assert told[0] == MAYA.user_id
    assert "*Add a contact* ran in your name" in told[1]
    assert code in told[1]
    assert [each.levelname for each in caplog.records if code in each.message] == ["ERROR"]
    assert house.steps.look_after(10) == (), "nobody asks again"


@pytest.mark.parametrize(
    ("step", "comes"),
    [(Step.CHECK_CREDITS, Done({"available": 1})), (Step.ADD_CONTACT, UserError("Nothing was done."))],
)
def test_who_misses_nothing_is_not_told(house: House, step: Step, comes: Result | Exception) -> None:
    found, told = untold(house, step, comes, NotTaken("not_allowed", is_over=False))

    assert (found.state, told) == (StepState.UNTOLD, [])


def test_a_workflow_that_is_over_was_told_when_an_earlier_answer_got_lost(
    house: House, clock: FakeClock
) -> None:
    step_id = house.arrive() or ""
    house.steps.act(step_id)
    house.slack.answers = False
    house.completion.tell(step_id)
    house.slack.raises = NotTaken("execution_not_in_running_state", is_over=True)
    clock.advance(seconds=FIRST_WAIT.total_seconds())
    house.completion.tell(step_id)

    assert house.row(step_id).state is StepState.TOLD


@pytest.mark.parametrize(("state", "told"), [(SendState.UNKNOWN, True), (SendState.REFUSED, False)])
def test_a_text_that_may_have_gone_out_is_told_too(house: House, state: SendState, told: bool) -> None:  # noqa: FBT001
    send_id = a_send_in(house.database, state, key="workflow:Fx0").id

    _found, said = untold(house, Step.SEND_TEXT, Sent(send_id), NotTaken("not_allowed", is_over=False))

    assert bool(said) is told
    assert not told or f"/sms status {send_id}" in said[1]
