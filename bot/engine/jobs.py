"""A plain job, dressed for the engine."""

import logging
import threading
from collections.abc import Callable

from bot.engine.port import Job
from bot.logs import describe

_log = logging.getLogger(__name__)


class JobError(Exception):
    """A job ended in an error. Its text names the job and the kind of error only: dbos stores and logs it."""


class RunningJobs:
    """Counts the jobs that run in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.count = 0

    def job(self, name: str, job: Job) -> Callable[[object, object], None]:
        """Return `job` in the shape dbos calls: with its arguments, or with a clock's time and context.

        It has no steps, so after a crash it runs again from its start, whatever its code looks like by then.
        """

        def run(given: object, _context: object = None) -> None:
            with self._lock:
                self.count += 1
            try:
                job(_args(given))
            except Exception as error:  # noqa: BLE001 -- raised again without its text
                _log.error("The job %s failed: %s", name, describe(error))
                raise JobError(f"{name}: {type(error).__name__}") from None
            finally:
                with self._lock:
                    self.count -= 1

        return run


def _args(given: object) -> dict[str, str]:
    # A clock gives its time instead, as an ISO string, because what jobs are given travels as JSON.
    return given if isinstance(given, dict) else {"at": str(given)}
