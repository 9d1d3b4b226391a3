"""A plain job, dressed for the engine."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from bot import request_ids, spans
from bot.engine.port import Job, JobArgs
from bot.logs import describe
from bot.spans import Step

_log = logging.getLogger(__name__)


REQUEST: Final = "request"
"""Under this name the id of the request that a job was enqueued for stands beside its arguments."""


def with_request(args: JobArgs) -> dict[str, str]:
    """Return what is stored of a job: its arguments, and the request it is enqueued for, if any."""
    request_id = request_ids.current()
    return {**args, REQUEST: request_id} if request_id else dict(args)


CLOCK: Final = "at"
"""Under this name a job that the clock began has its time, and nothing else."""


class JobError(Exception):
    """A job ended in an error. Its text names the job and the kind of error only: dbos stores and logs it."""


class RunningJobs:
    """Counts the jobs that run in this process, and calls `ended` after each."""

    def __init__(self, ended: Callable[[], None]) -> None:
        self._ended = ended
        self._changed = threading.Condition()
        self._ticking = True
        self._count = 0

    @property
    def count(self) -> int:
        """How many run."""
        return self._count

    def stop_ticking(self) -> None:
        """Have no tick begin any more; one that has begun by then is counted."""
        with self._changed:
            self._ticking = False

    def wait(self, seconds: float) -> bool:
        """Wait until none runs, so many seconds at most; return whether that came about."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._count, seconds)

    def tick(self, name: str, job: Job) -> Callable[[], None]:
        """Return `job` in the shape a ticker calls. After :meth:`stop_ticking` it does nothing."""

        def run() -> None:
            with self._changed:
                if not self._ticking:
                    return
                self._count += 1
            with suppress(JobError):  # it has been logged
                self._run(name, job, {})

        return run

    def job(self, name: str, job: Job) -> Callable[[object, object], None]:
        """Return `job` in the shape dbos calls: with its arguments, or with a clock's time and context.

        It has no steps, so after a crash it runs again from its start, whatever its code looks like by then.
        """

        def run(given: object, _context: object = None) -> None:
            with self._changed:
                self._count += 1
            self._run(name, job, given)

        return run

    def _run(self, name: str, job: Job, given: object) -> None:
        """Run a job that has been counted. Raises :exc:`JobError`."""
        args = _args(given)
        try:
            with request_ids.during(args.pop(REQUEST, request_ids.NONE)):
                _log.debug("job %s", name)
                with spans.span(Step.JOB, f"job {name}", _subject(args)):
                    job(args)
        except Exception as error:  # noqa: BLE001 -- raised again without its text
            _log.error("The job %s failed: %s", name, describe(error))
            raise JobError(f"{name}: {type(error).__name__}") from None
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()
            self._ended()


def _subject(args: JobArgs) -> str:
    """Return the id of what a job is about: its first argument. What the clock does is about nothing."""
    return "" if CLOCK in args else next(iter(args.values()), "")


def _args(given: object) -> dict[str, str]:
    # A clock gives its time instead, as an ISO string, because what jobs are given travels as JSON.
    return dict(given) if isinstance(given, dict) else {CLOCK: str(given)}
