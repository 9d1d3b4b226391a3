"""Steps of workflows: for nobody but those named, once for each execution, and ended whatever happens."""

from dataclasses import replace

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.workflow_steps import service
from bot.features.workflow_steps.outcomes import came_of
from bot.features.workflow_steps.service import Arrival, Failed, Sent, Step
from bot.policy.model import Policy, Workflows
from bot.standing import Standing
from bot.store import Database, sends
from bot.store.states import SendState
from bot.store.workflow_steps import StepState
from tests.clock import FakeClock
from tests.features.workflow_steps.harness import MAYA, SECRET, TEAM, TOM, StepHarness


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


def test_too_many_that_wait_are_not_taken_on(harness: StepHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 2)
    for nth in range(2):
        harness.arrive(execution_id=f"Fx{nth}")
    with pytest.raises(UserError, match="too many"):
        harness.arrive(execution_id="Fx3")
    harness.steps.give_up(harness.jobs[0].split()[0], "Busy.")
    assert harness.arrive(execution_id="Fx3")
