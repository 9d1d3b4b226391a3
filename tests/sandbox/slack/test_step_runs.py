"""Steps of workflows as the pretend Slack runs them: only as declared, and each ends once."""

import pytest

from bot.demo import manifest
from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.manifest import Manifest
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.step_runs import StepRuns

CREDITS = {"sms_credits": 5, "voice_credits": 1, "reserved": 0, "available": 5}


@pytest.fixture
def runs() -> StepRuns:
    return StepRuns(Pulse(), Ids(), Manifest(manifest()))


@pytest.mark.parametrize(
    ("step", "inputs", "said"),
    [
        ("gone", {}, "no step gone"),
        ("check_credits_step", {}, "person is missing"),
        ("check_credits_step", {"person": "U0MAYA", "more": "x"}, "more is not declared"),
        ("check_credits_step", {"person": 7}, "person is no slack#/types/user_id"),
    ],
)
def test_inputs_are_those_that_are_declared(
    runs: StepRuns, step: str, inputs: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        runs.begin(step, inputs)


def test_a_step_ends_once_with_the_outputs_that_are_declared(runs: StepRuns) -> None:
    run = runs.begin("check_credits_step", {"person": "U0MAYA"})
    for wrong in ({}, CREDITS | {"reserved": "0"}, CREDITS | {"reserved": True}, CREDITS | {"more": 1}):
        with pytest.raises(Refusal, match="parameter_validation_failed"):
            runs.complete(run.id, wrong)
    assert not runs.get(run.id).is_over

    runs.complete(run.id, CREDITS)

    assert runs.get(run.id).outputs == CREDITS
    with pytest.raises(Refusal, match="execution_not_in_running_state"):
        runs.fail(run.id, "Too late.")
    with pytest.raises(Refusal, match="function_execution_not_found"):
        runs.complete("Fx0", CREDITS)


def test_the_steps_of_a_workflow_follow_one_that_was_completed(runs: StepRuns) -> None:
    first, other = (runs.begin("check_credits_step", {"person": "U0MAYA"}) for _ in range(2))
    assert first.workflow != other.workflow
    with pytest.raises(ValueError, match="has not been completed"):
        runs.begin("check_credits_step", {"person": "U0MAYA"}, first)
    runs.complete(first.id, CREDITS)
    second = runs.begin("check_credits_step", {"person": "U0MAYA"}, first)

    assert [each.id for each in runs.of(first.workflow)] == [first.id, second.id]
    runs.fail(second.id, "No.")
    with pytest.raises(ValueError, match="has not been completed"):
        runs.begin("check_credits_step", {"person": "U0MAYA"}, second)


@pytest.mark.parametrize("lacks", ["org_deploy_enabled", "event_subscriptions"])
def test_without_what_slack_wants_for_them_there_are_no_steps(lacks: str) -> None:
    declared = manifest()
    settings = declared["settings"]
    assert isinstance(settings, dict)
    del settings[lacks]

    assert Manifest(declared).functions == {}
    assert Manifest(None).functions == {}
