"""Steps of workflows under another policy, at night, and over a restart."""

from collections.abc import Iterator

import pytest

from bot.features.sms.steps import TEMPLATES_ONLY
from bot.features.workflow_steps.service import RESTARTED
from bot.store import workflow_steps
from bot.store.states import SendState
from bot.store.workflow_steps import NewStep
from tests.flows.broadcasting import own_harness
from tests.flows.harness import ADA, Harness
from tests.flows.test_workflow_steps import came_of, failed, over, with_templates

pytestmark = pytest.mark.measured

POLICY = """
[roles]
sender = ["U0MAYA"]
[quiet_hours]
default = "00:00-23:59"
[workflows]
people = ["S0DESK"]
templates_only = true
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    own = own_harness(tmp_path_factory.mktemp("house"), POLICY)
    with_templates(own)
    yield own
    own.close()


def template(house: Harness) -> str:
    flows = house.sandbox.slack.workflows
    return flows.value_of(
        flows.choices("send_template_step", "template", "", {"person": "U0MAYA"}), "Hours (en)"
    )


def test_a_policy_may_let_workflows_text_templates_alone(house: Harness) -> None:
    assert failed(house, "send_text_step", number=ADA, message="Hello") == TEMPLATES_ONLY
    assert house.sends() == ()


def test_at_night_a_text_waits_until_the_quiet_hours_are_over(house: Harness) -> None:
    found = came_of(house, "send_template_step", contact=ADA, template=template(house), values="Day: Monday")

    assert found.outputs is not None
    assert (found.outputs["status"], found.outputs["text_id"]) == ("waiting", house.newest().id)
    assert house.newest().state is SendState.SCHEDULED
    assert house.texts == []


def test_what_was_left_when_the_bot_stopped_is_told_after_the_restart(house: Harness) -> None:
    slack = house.sandbox.slack
    slack.fail("functions.completeSuccess", "service_unavailable")
    run, answer = slack.workflows.run("check_credits_step", {"person": "U0MAYA"})
    house.wait_for(lambda: any(each.kind == "functions.completeSuccess" for each in slack.traffic))
    assert not slack.step_runs.get(run.id).is_over
    lost = slack.step_runs.begin("verify_code_step", {"person": "U0MAYA", "code_id": "1", "code": "abcd"})
    new = NewStep(execution_id=lost.id, step=lost.step, team_id="T0HARBOUR", user_id="U0MAYA", inputs=None)
    with house.bot.database.write() as conn:
        workflow_steps.insert_new(conn, new, not_before=house.clock(), now=house.clock())
    house.bot.stop()
    house.start_bot()

    assert over(house, run).outputs is not None
    assert over(house, lost).error == RESTARTED
    assert slack.redeliver(answer).acked
