"""Steps of workflows: recorded once for each execution, until Slack was told what came of them.

waiting -> following -> ended -> told
       |-> ended         |-> untold     (Slack refuses to hear of it, or could not be told for a day)
       (there is no text whose outcome has to be waited for)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, func, or_, select, update

from bot.store import lock_order
from bot.store.dialects import insert_or_ignore, is_any
from bot.store.looks import look
from bot.store.states import SendState
from bot.store.tables import IS_STEP_OPEN, send, workflow_step

Inputs = Mapping[str, str]
LONGEST_WAIT: Final = timedelta(hours=1)
"""Longer than nobody is ever let at a step: it is done, or Slack told of it again, within that."""


@unique
class StepState(StrEnum):
    """Where a step stands. The values are stored: never rename one."""

    WAITING = "waiting"
    FOLLOWING = "following"
    ENDED = "ended"
    TOLD = "told"
    UNTOLD = "untold"


class NotTaken(Exception):  # noqa: N818 - a case, named as callers read it
    """Slack takes no result of a step, now or later; ``code`` is its own.

    ``is_over``: the workflow does not wait for the step any more, perhaps because it was told before.
    """

    def __init__(self, code: str, *, is_over: bool) -> None:
        super().__init__(code)
        self.code = code
        self.is_over = is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A step Slack asks for. Without ``inputs`` they are kept by the process that has them, and nowhere."""

    execution_id: str
    step: str
    team_id: str
    user_id: str
    inputs: Inputs | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowStep:
    """One row. ``result`` is what Slack is to be told, once it is known; of one that is untold, why."""

    id: str
    execution_id: str
    step: str
    team_id: str
    user_id: str
    inputs: Inputs | None = field(repr=False)
    state: StepState
    send_id: str | None
    result: Mapping[str, Any] | None = field(repr=False)
    not_before: datetime
    failures: int
    created_at: datetime
    updated_at: datetime


def insert_new(conn: Connection, new: NewStep, *, not_before: datetime, now: datetime) -> WorkflowStep | None:
    """Write a step down; None when this execution is known already. Nobody is at it before that moment."""
    values = {
        "id": uuid4().hex,
        "execution_id": new.execution_id,
        "step": new.step,
        "team_id": new.team_id,
        "user_id": new.user_id,
        "inputs": None if new.inputs is None else json.dumps(dict(new.inputs), ensure_ascii=False),
        "state": StepState.WAITING.value,
        "not_before": not_before,
        "created_at": now,
        "updated_at": now,
    }
    row = conn.execute(
        insert_or_ignore(conn, workflow_step).values(values).returning(*workflow_step.c)
    ).one_or_none()
    return None if row is None else _from_row(row)


def get(conn: Connection, step_id: str) -> WorkflowStep | None:
    """Return the step, or None."""
    row = conn.execute(select(workflow_step).where(workflow_step.c.id == step_id)).one_or_none()
    return None if row is None else _from_row(row)


def count_waiting(conn: Connection, user_id: str) -> int:
    """Count the steps for a person that nobody has begun with."""
    waits = (workflow_step.c.user_id == user_id, workflow_step.c.state == StepState.WAITING.value)
    counted = select(func.count()).select_from(workflow_step).where(IS_STEP_OPEN, *waits)
    return int(conn.execute(counted).scalar_one())


def follow(conn: Connection, step_id: str, send_id: str, *, now: datetime) -> bool:
    """Wait for the outcome of a text; False where the step waits no more. What it was given is forgotten."""
    values = {"state": StepState.FOLLOWING.value, "send_id": send_id, "inputs": None, "not_before": now}
    return _move(conn, step_id, StepState.WAITING, values, now)


def end(conn: Connection, step_id: str, seen: StepState, result: Mapping[str, Any], *, now: datetime) -> bool:
    """Keep what Slack is to be told; False where the step moved on meanwhile."""
    kept = json.dumps(dict(result), ensure_ascii=False)
    values = {"state": StepState.ENDED.value, "result": kept, "inputs": None, "not_before": now}
    return _move(conn, step_id, seen, values, now)


def leave(conn: Connection, step_id: str, until: datetime, *, now: datetime) -> bool:
    """Leave a step that waits until a moment, for whoever comes then; False where it moved on meanwhile."""
    return _move(conn, step_id, StepState.WAITING, {"not_before": until}, now)


def told(conn: Connection, step_id: str, *, now: datetime) -> bool:
    """Note that Slack knows; what it was told is forgotten."""
    return _move(conn, step_id, StepState.ENDED, {"state": StepState.TOLD.value, "result": None}, now)


def untold(conn: Connection, step_id: str, why: str, *, now: datetime) -> bool:
    """Note that Slack knows nothing of a step that ended, and ``why``; False where it moved on meanwhile."""
    kept = json.dumps({"not_told": why})
    return _move(conn, step_id, StepState.ENDED, {"state": StepState.UNTOLD.value, "result": kept}, now)


def claim(conn: Connection, seen: WorkflowStep, until: datetime, *, now: datetime) -> bool:
    """Take a step until a moment; False when somebody else has it or it moved on. Each telling is counted."""
    table = workflow_step.c
    same = (table.id == seen.id, table.state == seen.state.value, table.not_before <= now)
    values: dict[str, object] = {"not_before": until}
    if seen.state is StepState.ENDED:
        values["failures"] = table.failures + 1
    return conn.execute(update(workflow_step).where(*same).values(values)).rowcount == 1


def due(conn: Connection, now: datetime, limit: int) -> tuple[WorkflowStep, ...]:
    """Return the steps somebody may be at now, those that waited longest first; none that follows a text."""
    return tuple(map(_from_row, conn.execute(_DUE.limit(limit), {"now": now})))


def decided(conn: Connection, limit: int) -> tuple[WorkflowStep, ...]:
    """Return steps whose text is no longer on its way to SMS-iT, or is gone."""
    return tuple(map(_from_row, conn.execute(_DECIDED.limit(limit))))


_IS_FOLLOWING: Final = workflow_step.c.state == StepState.FOLLOWING.value
_MAY_BE_DUE: Final = is_any(workflow_step.c.state, (StepState.WAITING.value, StepState.ENDED.value))
_DUE: Final = (
    select(workflow_step)
    .where(IS_STEP_OPEN, workflow_step.c.not_before <= bindparam("now"), _MAY_BE_DUE)
    .order_by(workflow_step.c.not_before)
)
_FOLLOWING: Final = select(workflow_step).where(IS_STEP_OPEN, _IS_FOLLOWING).cte("following")  # by the index
_ON_ITS_WAY: Final = is_any(send.c.state, (SendState.QUEUED.value, SendState.ATTEMPTING.value))
_DECIDED: Final = (
    select(_FOLLOWING)
    .outerjoin(send, send.c.id == _FOLLOWING.c.send_id)
    .where(or_(send.c.id.is_(None), ~_ON_ITS_WAY))
)
LOOKED_AFTER: Final = look(_DECIDED, _DUE)
"""Whether :func:`decided` or :func:`due` finds anything."""


def forget(conn: Connection, before: datetime, limit: int) -> int:
    """Delete up to ``limit`` steps that last changed before a moment. Returns how many."""
    some = select(workflow_step.c.id).where(workflow_step.c.updated_at < before).limit(limit)
    return lock_order.change(conn, delete(workflow_step).where(workflow_step.c.id.in_(some))).rowcount


def _move(
    conn: Connection, step_id: str, seen: StepState, values: Mapping[str, object], now: datetime
) -> bool:
    there = (workflow_step.c.id == step_id, workflow_step.c.state == seen.value)
    moved = update(workflow_step).where(*there).values({**values, "updated_at": now})
    return conn.execute(moved).rowcount == 1


def _from_row(row: Row[*tuple[Any, ...]]) -> WorkflowStep:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["state"] = StepState(str(values["state"]))
    for name in ("inputs", "result"):
        values[name] = None if values[name] is None else json.loads(values[name])
    return WorkflowStep(**values)  # the table's columns are its fields; a test says so
