"""Steps of workflows, in the database: one for each execution, and each move once."""

from dataclasses import fields, replace
from datetime import timedelta

from sqlalchemy import Connection, select, update

from bot.store import workflow_steps
from bot.store.database import Database
from bot.store.tables import workflow_step
from bot.store.workflow_steps import NewStep, StepState, WorkflowStep
from tests.clock import START

NEW = NewStep(
    execution_id="Fx1",
    step="send_text_step",
    team_id="T0HARBOUR",
    user_id="U0MAYA",
    inputs={"number": "14155550100", "message": "Grüße"},
)
SOON, LATER = START + timedelta(minutes=8), START + timedelta(hours=1)


def recorded(database: Database, new: NewStep = NEW) -> WorkflowStep | None:
    with database.write() as conn:
        return workflow_steps.insert_new(conn, new, not_before=SOON, now=START)


def now(database: Database, seen: WorkflowStep) -> WorkflowStep:
    with database.read() as conn:
        found = workflow_steps.get(conn, seen.id)
    assert found is not None
    return found


def test_columns_are_fields() -> None:
    assert [each.name for each in fields(WorkflowStep)] == [each.name for each in workflow_step.c]


def test_an_execution_is_recorded_once_and_goes_its_way_once(either: Database) -> None:
    made = recorded(either)
    assert made is not None
    assert recorded(either) is None
    assert (made.inputs, made.state, now(either, made)) == (NEW.inputs, StepState.WAITING, made)
    with either.write() as conn:
        assert workflow_steps.count_waiting(conn, "U0MAYA") == 1
        assert workflow_steps.count_waiting(conn, "U0TOM") == 0
        assert workflow_steps.follow(conn, made.id, "s1", now=LATER)
        assert not workflow_steps.follow(conn, made.id, "s2", now=LATER)
        assert workflow_steps.decided(conn, 9) == (now_in(conn, made),)  # there is no such text
        assert workflow_steps.due(conn, LATER, 9) == ()
        assert not workflow_steps.end(conn, made.id, StepState.WAITING, {"failed": "x"}, now=LATER)
        assert workflow_steps.end(conn, made.id, StepState.FOLLOWING, {"failed": "x"}, now=LATER)
    ended = now(either, made)
    assert (ended.inputs, ended.result, ended.send_id) == (None, {"failed": "x"}, "s1")
    with either.write() as conn:
        assert workflow_steps.due(conn, LATER, 9) == (ended,)
        assert workflow_steps.claim(conn, ended, LATER + timedelta(seconds=30), now=LATER)
        assert not workflow_steps.claim(conn, ended, LATER, now=LATER)
        assert workflow_steps.due(conn, LATER, 9) == ()
        assert workflow_steps.told(conn, made.id, now=LATER)
        assert not workflow_steps.told(conn, made.id, now=LATER)
    assert (now(either, made).result, now(either, made).failures) == (None, 1)


def now_in(conn: Connection, made: WorkflowStep) -> WorkflowStep:
    found = workflow_steps.get(conn, made.id)
    assert found is not None
    return found


def test_steps_are_forgotten_when_they_are_old(either: Database) -> None:
    old, fresh = recorded(either), recorded(either, replace(NEW, execution_id="Fx2"))
    assert old is not None
    assert fresh is not None
    with either.write() as conn:
        conn.execute(update(workflow_step).where(workflow_step.c.id == fresh.id).values(updated_at=LATER))
        assert workflow_steps.forget(conn, LATER, 9) == 1
        assert conn.execute(select(workflow_step.c.id)).scalars().all() == [fresh.id]
