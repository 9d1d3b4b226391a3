"""What a step came to is told: to Slack until it heard, and to the person where it never does."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.workflow_steps.completion import FIRST_WAIT, GIVES_UP
from bot.features.workflow_steps.outcomes import UNCONFIRMED, came_of
from bot.features.workflow_steps.renderer import Renderer
from bot.features.workflow_steps.service import Arrival, Done, Failed, Result, Sent, Step
from bot.slack.outgoing.step_results import OVER
from bot.store import Database, messages, sends
from bot.store.messages import Purpose
from bot.store.states import SendState
from bot.store.workflow_steps import NotTaken, StepState, WorkflowStep
from tests.clock import FakeClock
from tests.features.workflow_steps.harness import MAYA, SECRET, TOM, StepHarness
from tests.store.samples import a_send_in


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> StepHarness:
    return StepHarness(database, clock)


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
