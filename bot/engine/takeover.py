"""Taking over the jobs of processes that are gone, and forgetting old ones."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.engine.library import DBOSClient, WorkflowStatus
from bot.engine.process_slots import ProcessSlots, slot_of, taken_if_free

_BATCH = 500
_log = logging.getLogger(__name__)


def take_over(client: DBOSClient, slots: ProcessSlots, *, own: str) -> int:
    """Queue again the unfinished jobs of every process whose slot is free; return how many.

    The slot is held meanwhile, so neither a new process nor another taker is at the same jobs.
    """
    gone = {job.executor_id for job in _started(client)} - {own, None}
    return sum(_take_over_from(client, slots, name) for name in sorted(filter(None, gone)))


def take_back(client: DBOSClient, *, own: str) -> int:
    """Queue again what whoever had this process's slot before left unfinished; return how many.

    For the moment before this process begins any job of its own. The library would try once, in a thread of
    its own, after that moment: a job it could not reach would wait for the next start, and one that had just
    begun would run twice.
    """
    taken = 0
    while jobs := _started(client, own):
        taken += _resume(client, jobs, own)
    return taken


def forget(client: DBOSClient, *, keep: timedelta) -> int:
    """Delete the rows of jobs that ended longer than `keep` ago; return how many."""
    before = (datetime.now(UTC) - keep).isoformat()
    deleted = 0
    while batch := client.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED"],
        completed_before=before,
        limit=_BATCH,
        load_input=False,
        load_output=False,
    ):
        client.delete_workflows([job.workflow_id for job in batch])
        deleted += len(batch)
    return deleted


def _take_over_from(client: DBOSClient, slots: ProcessSlots, executor: str) -> int:
    slot = slot_of(executor)
    if slot is None:
        return 0
    with taken_if_free(slots, slot) as is_free:
        if not is_free:
            return 0
        return _resume(
            client, _started(client, executor), executor
        )  # read again: only now do they stand still


def _resume(client: DBOSClient, jobs: Sequence[WorkflowStatus], executor: str) -> int:
    by_queue: defaultdict[str | None, list[str]] = defaultdict(list)
    for job in jobs:
        by_queue[job.queue_name].append(job.workflow_id)
    for queue, ids in by_queue.items():
        client.resume_workflows(ids, queue_name=queue)
        _log.warning("Took over %d jobs of %s", len(ids), executor)
    return len(jobs)


def _started(client: DBOSClient, executor: str | None = None) -> list[WorkflowStatus]:
    return client.list_workflows(
        status="PENDING", executor_id=executor, limit=_BATCH, load_input=False, load_output=False
    )
