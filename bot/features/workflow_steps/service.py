"""Steps of workflows, from Slack asking for one until its workflow was told what came of it.

Anybody in the workspace may build a workflow and name anybody in it. So a step acts for nobody but those the
policy names, within the role of that person, and does for them only what a sender does: what is big, or
somebody else's to decide, is no step.

Each execution is recorded once, under the id that Slack repeats. What a step sends carries the same id in its
key, so that a step which is done again after a crash finds its text and sends no other.

Whom it acts for is asked when it arrives and again when it is done: it may wait for a restart in between.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.access import Access, Who
from bot.errors import UserError
from bot.features.workflow_steps.inputs import Inputs, filled
from bot.features.workflow_steps.outcomes import NOT_SENT, came_of
from bot.features.workflow_steps.permitted import NOT_NAMED, Permitted
from bot.features.workflow_steps.runs import (
    UNWRITTEN,
    Act,
    Arrival,
    Choices,
    Done,
    Failed,
    Result,
    Run,
    Sent,
    Step,
)
from bot.logs import describe
from bot.policy.model import Workflows
from bot.store import audit, sends, workflow_steps
from bot.store.audit import Event
from bot.store.batched_writes import in_batches
from bot.store.database import Database
from bot.store.states import SendState
from bot.store.workflow_steps import NewStep, StepState, WorkflowStep
from bot.texting.clock import Clock

__all__ = [
    "NOT_NAMED",
    "Act",
    "Arrival",
    "Choices",
    "Done",
    "Failed",
    "Inputs",
    "Result",
    "Run",
    "Sent",
    "Step",
    "WorkflowSteps",
    "filled",
]

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=8)
"""How long one process is at a step before another may be; what it asks of SMS-iT takes less."""
UNKNOWN_FOR: Final = timedelta(hours=1)
"""How long a step waits until it is known who its person is; that takes seconds after a start."""
LOOKS_AGAIN: Final = timedelta(seconds=30)
MOST_WAITING: Final = 200
"""Steps for one person that nobody has begun with."""
FULL: Final = "Run it again later: too many steps are waiting for this person. Nothing was done."
RESTARTED: Final = "Run it again: the bot was restarted before this step was done."
UNFORESEEN: Final = (
    "Something went wrong on our side. Check the person's messages from the bot before you run it again."
)
Enqueue = Callable[[Connection, str, str], None]
"""Has a step (its id) done in the caller's transaction; the same key again is one job."""


class WorkflowSteps:
    """Records steps, does them, and knows what Slack is to be told of each."""

    def __init__(
        self,
        database: Database,
        access: Access,
        rules: Workflows,
        act: Callable[[Step, Run], Result],
        choices: Mapping[Step, Choices],
        enqueue: Enqueue,
        clock: Clock,
    ) -> None:
        self._database = database
        self._permitted = Permitted(access, rules)
        self._act = act
        self._choices = choices
        self._enqueue = enqueue
        self._clock = clock

    def choices(self, arrival: Arrival, typed: str) -> Iterable[tuple[str, str]]:
        """Return what can be chosen in a step that acts for this person. Raises :exc:`UserError`."""
        self._permitted.require(arrival.who)
        return self._choices[arrival.step](typed, arrival.who)

    def record(self, arrival: Arrival) -> str | None:
        """Write a step down, to be done: a short transaction. Returns its id; None when it is known.

        Raises :exc:`UserError` when the policy doesn't let workflows act for this person, or too many wait.
        """
        self._permitted.require(arrival.who)
        written = None if arrival.step in UNWRITTEN else arrival.inputs

        def write(conn: Connection) -> str | None:
            if workflow_steps.count_waiting(conn, arrival.who.user_id) >= MOST_WAITING:
                raise UserError(FULL)
            made = self._insert(conn, arrival, written)
            if made is not None and written is not None:
                self._enqueue(conn, made.id, made.id)
            return None if made is None else made.id

        return self._database.write_with_others(write)

    def refuse(self, arrival: Arrival, sentence: str) -> str | None:
        """Write down that a step fails; a short transaction. Returns its id; None when it is known."""

        def write(conn: Connection) -> str | None:
            made = self._insert(conn, arrival, None)
            if made is None:
                return None
            self._end(conn, made, Failed(sentence))
            return made.id

        return self._database.write_with_others(write)

    def act(self, step_id: str, inputs: Mapping[str, str] | None = None) -> None:
        """Do a step that waits, once; ``inputs`` where they were not written down."""
        with self._database.read() as conn:
            seen = workflow_steps.get(conn, step_id)
        if seen is None or seen.state is not StepState.WAITING:
            return
        step, who = Step(seen.step), Who(seen.user_id, seen.team_id)
        now = self._clock()
        is_new = now - seen.created_at < UNKNOWN_FOR
        if inputs is None and is_new and self._permitted.is_unknown(step, who):
            with self._database.write() as conn:
                workflow_steps.leave(conn, seen.id, now + LOOKS_AGAIN, now=now)
            return
        result = self._result(seen, seen.inputs if inputs is None else inputs)
        with self._database.write() as conn:
            if isinstance(result, Sent):
                self._follow(conn, seen, result.send_id)
            else:
                self._end(conn, seen, result)
        log.info("step %s of a workflow: %s", step_id, type(result).__name__.lower())
        self.settle(step_id)

    def settle(self, step_id: str) -> None:
        """End a step that follows a text, once it is decided what became of that."""
        with self._database.read() as conn:
            seen = workflow_steps.get(conn, step_id)
            if seen is None or seen.state is not StepState.FOLLOWING or seen.send_id is None:
                return
            found = sends.get(conn, seen.send_id)
        result = Failed(NOT_SENT.format(why="its recipient was erased.")) if found is None else came_of(found)
        if result is not None:
            with self._database.write() as conn:
                self._end(conn, seen, result)

    def give_up(self, step_id: str, sentence: str) -> None:
        """Have a step fail that can't be done after all."""
        with self._database.write(urgent=True) as conn:
            seen = workflow_steps.get(conn, step_id)
            if seen is not None and seen.state is StepState.WAITING:
                self._end(conn, seen, Failed(sentence))

    def look_after(self, limit: int) -> tuple[WorkflowStep, ...]:
        """Settle steps whose texts are decided, take up those that were left, and return those to be told."""
        with self._database.read() as conn:
            decided = workflow_steps.decided(conn, limit)
        for each in decided:
            self.settle(each.id)
        now = self._clock()
        with self._database.read() as conn:
            due = workflow_steps.due(conn, now, limit)
        for each in due:
            if each.state is StepState.WAITING:
                self._take_up(each)
        return tuple(each for each in due if each.state is StepState.ENDED)

    def forget(self, keep: timedelta) -> None:
        """Delete what last changed longer ago than that."""
        before = self._clock() - keep
        gone = in_batches(self._database, lambda conn, most: workflow_steps.forget(conn, before, most))
        log.info("forgot %d steps of workflows", gone)

    def _insert(
        self, conn: Connection, arrival: Arrival, inputs: Mapping[str, str] | None
    ) -> WorkflowStep | None:
        now = self._clock()
        new = NewStep(
            execution_id=arrival.execution_id,
            step=arrival.step.value,
            team_id=arrival.who.team_id,
            user_id=arrival.who.user_id,
            inputs=inputs,
        )
        return workflow_steps.insert_new(conn, new, not_before=now + LEASE, now=now)

    def _result(self, seen: WorkflowStep, inputs: Mapping[str, str] | None) -> Result | Failed:
        key = f"workflow:{seen.execution_id}"
        if (made := self._made(key)) is not None:
            return made
        if inputs is None:
            return Failed(RESTARTED)
        step, who = Step(seen.step), Who(seen.user_id, seen.team_id)
        try:
            self._permitted.require_still(step, who)
            return self._act(step, Run(key, who, Inputs(inputs)))
        except UserError as error:
            return self._made(key) or Failed(error.sentence)
        except Exception as error:  # noqa: BLE001 - its workflow must not wait for ever
            log.error("step %s of a workflow broke: %s", seen.id, describe(error))
            return self._made(key) or Failed(UNFORESEEN)

    def _made(self, key: str) -> Sent | None:
        """Return the text that was handed over under this key, at an earlier time perhaps."""
        with self._database.read() as conn:
            found = sends.by_key(conn, key)
        return None if found is None or found.state is SendState.DRAFT else Sent(found.id)

    def _follow(self, conn: Connection, seen: WorkflowStep, send_id: str) -> None:
        now = self._clock()
        if workflow_steps.follow(conn, seen.id, send_id, now=now):
            audit.note(conn, Event.BY_WORKFLOW, send_id, at=now)

    def _end(self, conn: Connection, seen: WorkflowStep, result: Done | Failed) -> None:
        kept = {"outputs": dict(result.outputs)} if isinstance(result, Done) else {"failed": result.sentence}
        workflow_steps.end(conn, seen.id, seen.state, kept, now=self._clock())

    def _take_up(self, seen: WorkflowStep) -> None:
        """Have a step done whose job was lost, or whose process died with what it was given."""
        now = self._clock()
        with self._database.write() as conn:
            if not workflow_steps.claim(conn, seen, now + LEASE, now=now):
                return
            if seen.inputs is None:
                self._end(conn, seen, Failed(RESTARTED))
            else:
                self._enqueue(conn, seen.id, f"{seen.id}:{int(now.timestamp())}")
