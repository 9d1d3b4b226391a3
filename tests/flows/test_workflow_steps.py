"""Steps of workflows: each is done once, for those the policy names, and its workflow is told of it."""

from collections.abc import Iterator

import pytest

from bot.features.sms import steps as text_steps
from bot.features.workflow_steps import service
from bot.sandbox.slack.model import Message
from bot.sandbox.slack.step_runs import StepRun
from bot.store import templates, verifications
from bot.store.tables import workflow_step
from bot.store.templates import NewTemplate
from tests.flows.harness import ADA, GRACE, NOBODY, Harness
from tests.flows.people import DIRECT

pytestmark = pytest.mark.measured

BODY = "Your order is ready."
TEXT = {"person": "U0MAYA", "number": ADA, "message": BODY}


def over(house: Harness, run: StepRun) -> StepRun:
    """Let the clock strike until Slack was told what came of a step."""

    def told() -> StepRun | None:
        house.tick(seconds=5)
        found = house.sandbox.slack.step_runs.get(run.id)
        return found if found.is_over else None

    found = house.wait_for(told)
    assert found is not None
    return found


def came_of(house: Harness, step: str, person: str = "U0MAYA", **inputs: str) -> StepRun:
    run, answer = house.sandbox.slack.workflows.run(step, {"person": person, **inputs})
    assert answer.acked, answer
    return over(house, run)


def failed(house: Harness, step: str, person: str = "U0MAYA", **inputs: str) -> str:
    found = came_of(house, step, person, **inputs)
    assert found.outputs is None
    return found.error


def kept(house: Harness) -> str:
    """Everything that is written down of steps."""
    with house.bot.database.read() as conn:
        return str(conn.execute(workflow_step.select()).all())


@pytest.fixture
def house(harness: Harness) -> Iterator[Harness]:
    yield harness
    with harness.bot.database.write() as conn:
        conn.execute(workflow_step.delete())


def test_a_text_is_sent_once_however_often_slack_delivers_its_step(house: Harness) -> None:
    run, answer = house.sandbox.slack.workflows.run("send_text_step", TEXT)
    assert house.sandbox.slack.redeliver(answer).acked

    found = over(house, run)

    assert house.sandbox.slack.redeliver(answer).acked
    house.quiet()
    assert house.texts == [(ADA, BODY)]
    sent = house.newest()
    assert found.outputs == {
        "status": "sent",
        "text_id": sent.id,
        "credits": 1,
        "details": "Accepted by SMS-iT.",
    }
    assert sent.user_id == "U0MAYA"
    assert "Ada" in house.message("Ada", DIRECT).text  # she sees what goes out in her name
    assert BODY not in kept(house)
    assert ADA not in kept(house)


def test_the_name_of_a_contact_is_filled_in(house: Harness) -> None:
    run, _answer = house.sandbox.slack.workflows.run(
        "send_text_step", TEXT | {"message": "%%Name%%, your table is ready."}
    )
    over(house, run)
    assert house.texts == [(ADA, "Ada, your table is ready.")]


def test_what_slack_marks_up_goes_out_as_a_person_would_type_it(house: Harness) -> None:
    marked = "See <@U0TOM> &amp; <#C0FRONT>, or <https://clinic.example/t|book *here*>."
    assert came_of(house, "send_text_step", number=ADA, message=marked).outputs

    assert house.texts == [(ADA, "See Tom Okafor & front-desk, or book *here* (https://clinic.example/t).")]


def test_what_a_step_did_is_told_to_its_person_where_slack_takes_no_result_of_it(house: Harness) -> None:
    house.sandbox.slack.fail("functions.completeSuccess", "parameter_validation_failed")
    words = "Your lamp is ready."
    run, answer = house.sandbox.slack.workflows.run("send_text_step", TEXT | {"message": words})
    assert answer.acked

    def untold() -> Message | None:
        house.tick(seconds=5)
        return next(
            (each for each in house.maya.sees(DIRECT) if "Before you run this workflow again" in each.text),
            None,
        )

    told = house.wait_for(untold)
    assert told is not None
    assert "*Send a text* ran in your name" in told.text
    assert house.newest().id in told.text
    assert house.texts == [(ADA, words)]
    assert not house.sandbox.slack.step_runs.get(run.id).is_over


def test_nobody_is_acted_for_whom_the_policy_does_not_name_whatever_their_role(house: Harness) -> None:
    for person in ("U0TOM", "U0PRIYA"):
        assert failed(house, "send_text_step", person, number=ADA, message=BODY) == service.NOT_NAMED
    assert "role to send a text" in failed(house, "send_text_step", "U0SAM", number=ADA, message=BODY)
    assert "Guests" in failed(house, "check_credits_step", "U0GIA")
    assert "Only people in this workspace" in failed(house, "check_credits_step", "U0ZED")
    assert house.texts == []
    assert house.sends() == ()


def test_what_cannot_go_out_says_why_and_names_nobody(house: Harness) -> None:
    house.sandbox.smsit.opt_out(GRACE)
    assert failed(house, "send_text_step", number="12", message=BODY)
    assert failed(house, "send_text_step", number=GRACE, message=BODY) == text_steps.NOT_TEXTED
    assert failed(house, "send_text_step", number=NOBODY, message=BODY) == text_steps.NO_CONTACT
    assert "@here mention" in failed(house, "send_text_step", number=ADA, message="See <!here> now")
    asked = failed(house, "send_text_step", number=ADA, message="Your table is %%Table%%.")
    assert asked == text_steps.WRITTEN_OUT.format(name="Table")
    house.sandbox.smsit.set_credits(0)
    assert "credit" in failed(house, "send_text_step", number=ADA, message=BODY)
    assert house.texts == []


def test_the_same_words_to_the_same_number_are_not_sent_twice_by_two_runs(house: Harness) -> None:
    came_of(house, "send_text_step", number=ADA, message="Twice?")

    assert failed(house, "send_text_step", number=ADA, message="Twice?") == text_steps.TWICE
    assert len(house.texts) == 1


def test_a_template_is_chosen_while_the_workflow_is_built_and_filled_in(house: Harness) -> None:
    with_templates(house)
    flows = house.sandbox.slack.workflows
    found = flows.choices("send_template_step", "template", "hours", {"person": "U0MAYA"})
    template = flows.value_of(found, "Hours (en)")
    chosen = {"contact": ADA, "template": template}

    assert flows.choices("send_template_step", "template", "", {"person": "U0TOM"}) == []
    assert "Day" in failed(house, "send_template_step", **chosen)
    assert failed(house, "send_template_step", **chosen, values="Day: a\nWeek: b").startswith("Remove")
    came_of(house, "send_template_step", **chosen, values="day: *Monday* &amp; Friday")

    assert house.texts == [(ADA, "Ada, we open on Monday & Friday.")]


def test_credits_and_contacts(house: Harness) -> None:
    found = came_of(house, "check_credits_step")
    assert found.outputs is not None
    assert (found.outputs["sms_credits"], found.outputs["available"]) == (5000, 5000)

    flows = house.sandbox.slack.workflows
    group = flows.value_of(flows.choices("add_contact_step", "group", "VI", {"person": "U0MAYA"}), "VIP")
    added = came_of(house, "add_contact_step", number="14155550998", group=group, name="Nia New")
    assert added.outputs is not None
    assert added.outputs["added"]
    assert house.sandbox.smsit.book.find("14155550998") is not None
    again = came_of(house, "add_contact_step", number="14155550998", group="VIP")
    assert again.outputs is not None
    assert not again.outputs["added"]
    assert "group" in failed(house, "add_contact_step", number="14155550997", group="Nobody's")
    assert failed(house, "add_contact_step", number="14155550997", group="VIP", email="x")


def test_a_code_is_sent_and_verifies_its_caller_once_and_is_written_down_nowhere(house: Harness) -> None:
    assert "purposes" in failed(house, "send_code_step", number=ADA, purpose="Anything")
    sent = came_of(house, "send_code_step", number=ADA, purpose="Password reset")
    assert sent.outputs is not None
    code_id, code = sent.outputs["text_id"], house.sandbox.smsit.codes[-1]

    wrong = came_of(house, "verify_code_step", code_id=code_id, code="nothing1")
    assert wrong.outputs is not None
    assert (wrong.outputs["verified"], wrong.outputs["attempts_left"]) == (False, 2)
    run, answer = house.sandbox.slack.workflows.run(
        "verify_code_step", {"person": "U0MAYA", "code_id": code_id, "code": code}
    )
    assert house.sandbox.slack.redeliver(answer).acked
    right = over(house, run)
    assert right.outputs is not None
    assert right.outputs["verified"]
    for typed in (code, "nothing1", "?"):
        again = came_of(house, "verify_code_step", code_id=code_id, code=typed)
        assert again.outputs is not None
        assert not again.outputs["verified"]
    assert "no longer exists" in failed(house, "verify_code_step", code_id="none", code=code)
    assert code not in kept(house)
    with house.bot.database.read() as conn:
        found = verifications.get(conn, code_id)
    assert found is not None
    assert found.state is verifications.Stage.VERIFIED


def with_templates(house: Harness) -> None:
    with house.bot.database.write() as conn:
        new = NewTemplate(key="hours", name="Hours", language="en", body="%%Name%%, we open on %%Day%%.")
        templates.insert(conn, new, "U0TOM", now=house.clock())
