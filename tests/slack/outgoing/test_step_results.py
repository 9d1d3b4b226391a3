"""Telling Slack what came of a step of a workflow: what its answers mean, and what is told."""

import logging
from threading import Event, Thread

import pytest
from slack_sdk import WebClient

from bot.demo import manifest
from bot.sandbox.slack.manifest import Manifest
from bot.sandbox.slack.step_runs import StepRun, StepRuns
from bot.slack.outgoing import step_results
from bot.slack.outgoing.step_results import OVER, StepResults
from bot.store.workflow_steps import NotTaken
from tests.slack.conftest import Slack

GROUP = {"person": "U0MAYA", "query": "v"}


@pytest.fixture
def runs(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> StepRuns:
    workspace = slack.workspace
    made = StepRuns(workspace.pulse, workspace.ids, Manifest(manifest()))
    monkeypatch.setattr(workspace, "step_runs", made)
    return made


@pytest.fixture
def results(slack: Slack) -> StepResults:
    return StepResults(slack.client)


def choosing(runs: StepRuns) -> StepRun:
    return runs.begin("choose_group_step", GROUP)


def test_a_step_is_completed_once_and_told_twice_slack_says_that_it_is_over(
    runs: StepRuns, results: StepResults
) -> None:
    run = runs.begin("check_credits_step", {"person": "U0MAYA"})
    outputs = {"sms_credits": 5, "voice_credits": 1, "reserved": 0, "available": 5}

    assert results.complete(run.id, outputs)
    with pytest.raises(NotTaken, match="execution_not_in_running_state"):
        results.complete(run.id, outputs)
    assert runs.get(run.id).outputs == outputs


def test_a_failure_is_told_in_plain_words_and_bounded(runs: StepRuns, results: StepResults) -> None:
    first, second = choosing(runs), choosing(runs)

    assert results.fail(first.id, "You need the *sender* role. Ask <@U0TOM> or <!subteam^S0DESK>.")
    assert results.fail(second.id, "x" * 9999)

    assert runs.get(first.id).error == "You need the sender role. Ask an admin of the bot."
    assert len(runs.get(second.id).error) == step_results.LONGEST_REASON


@pytest.mark.parametrize("code", ["service_unavailable", "ratelimited", "internal_error"])
def test_what_slack_may_not_have_heard_is_told_again_later(
    slack: Slack, runs: StepRuns, results: StepResults, code: str
) -> None:
    slack.workspace.fail("functions.completeError", code)
    run = choosing(runs)

    assert not results.fail(run.id, "Not now.")
    assert results.fail(run.id, "Not now.")


def test_a_slack_that_is_not_there_is_told_later() -> None:
    nowhere = StepResults(
        WebClient(token="xoxb-nowhere", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    )

    assert not nowhere.complete("Fx1", {})


@pytest.mark.parametrize("code", [*sorted(OVER), "parameter_validation_failed"])
def test_what_slack_refuses_is_never_taken_for_told(
    slack: Slack, runs: StepRuns, results: StepResults, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    for method in ("functions.completeSuccess", "functions.completeError", "functions.completeSuccess"):
        slack.workspace.fail(method, code)

    with pytest.raises(NotTaken) as refused:
        results.complete(choosing(runs).id, {"options": []})
    assert (refused.value.code, refused.value.is_over) == (code, code in OVER)
    with pytest.raises(NotTaken):
        results.fail(choosing(runs).id, "Not now.")
    assert not results.offer(choosing(runs).id, [("VIP", "vip")])
    logged = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert bool(logged) is (code not in OVER)


def test_choices_are_told_and_of_many_at_once_only_some(
    runs: StepRuns, results: StepResults, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = choosing(runs)
    assert results.offer(run.id, [("VIP", "vip")])
    assert runs.get(run.id).outputs == {
        "options": [{"text": {"type": "plain_text", "text": "VIP", "emoji": True}, "value": "vip"}]
    }
    begun, go_on = Event(), Event()

    def slow(*_args: object) -> bool:
        begun.set()
        return go_on.wait(60)

    monkeypatch.setattr(results, "complete", slow)
    threads = []
    for _ in range(step_results.OFFERED_AT_ONCE):
        begun.clear()
        threads.append(Thread(target=results.offer, args=("Fx1", [])))
        threads[-1].start()
        assert begun.wait(60)
    assert not results.offer("Fx1", [])
    assert not results.decline("Fx1", "Not now.")
    go_on.set()
    for thread in threads:
        thread.join()
