"""The workers of the queues, woken by whoever enqueues.

They are the library's own loops. What they wait with is ours, and ends their wait when there is a job to
claim. Left alone, each of them would claim, and so write, several times a second all day long.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, cast

from sqlalchemy import Connection

from bot import foreground
from bot.engine.library import DBOS, Queue, SystemDatabase, _dbos, queue_worker_thread
from bot.engine.waiting_jobs import WaitingJobs
from bot.store import Database
from bot.store.database import after_commit

STOPPING_SECONDS: Final = 10.0
SETTLE_SECONDS: Final = 0.02
"""When a job has returned, its end is written; its place in the queue is free no later than this."""
GIVE_WAY_SECONDS: Final = 0.1
"""How long a queue that was woken waits at most while people are being answered: fifty at once take less."""
FOR_EVER: Final = 86_400.0


class WakeUp:
    """What the loop of a queue waits with in the place of an event, which is set when it is to end.

    A wait lasts until somebody wakes it, however short the loop would have it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._stopped = False
        self._at: float | None = None

    def wake(self, after: float = 0.0) -> None:
        """Have the loop look for jobs, in ``after`` seconds."""
        at = time.monotonic() + after
        with self._changed:
            self._at = at if self._at is None else min(at, self._at)
            self._changed.notify_all()

    def set(self) -> None:
        """Have the loop end."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def is_set(self) -> bool:
        """Tell whether the loop is to end."""
        return self._stopped

    def wait(self, timeout: float = FOR_EVER) -> bool:  # noqa: ARG002 -- the loop gives how often it would look
        """Wait until woken, or until the loop is to end; return whether it is to end."""
        with self._changed:
            while not self._stopped:
                left = FOR_EVER if self._at is None else self._at - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            self._at = None
        foreground.give_way(GIVE_WAY_SECONDS)
        return self._stopped


class QueueWorkers:
    """A thread for each queue, the library's own for the clocks' jobs included, and one that looks for all.

    What this process enqueues wakes its queue. For the jobs of other processes the database is looked at,
    each queue every so many seconds.
    """

    def __init__(self, database: Database, application: str, queues: Iterable[tuple[str, float]]) -> None:
        self._looking = dict(queues)
        self._waiting = WaitingJobs(database, application)
        self._wake_ups: dict[str, WakeUp] = {}
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()
        self._found = frozenset[str]()

    def start(self, library: DBOS, queues: Iterable[Queue]) -> None:
        """Begin to claim and run jobs, in the place of the threads the library would do so with."""
        library._background_jobs_stop_event.set()  # noqa: SLF001 -- it releases delayed jobs, and we do
        release = library._sys_db.transition_delayed_workflows  # noqa: SLF001 -- as above
        own = library._registry.get_internal_queue()  # noqa: SLF001 -- as above
        for queue in (*queues, own):
            wake_up = self._wake_ups[queue.name] = WakeUp()
            self._run(
                f"queue-{queue.name}",
                partial(queue_worker_thread, cast("threading.Event", wake_up), library, queue),
            )
        self._looking.setdefault(own.name, 1.0)
        self._run("queues", lambda: self._look(release))

    def wake_after(self, conn: Connection, queue: str) -> None:
        """Have a queue look for jobs once `conn`'s transaction is committed."""
        if queue in self._wake_ups:
            after_commit(conn, self._wake_ups[queue].wake)

    def job_ended(self) -> None:
        """Have the queues look in which jobs waited: in one of them there is room in a moment."""
        for name in self._found:
            self._wake_ups[name].wake(SETTLE_SECONDS)

    def stop(self) -> None:
        """Start no more jobs."""
        self._stopping.set()
        for wake_up in self._wake_ups.values():
            wake_up.set()
        for thread in self._threads:
            thread.join(STOPPING_SECONDS)

    def _run(self, name: str, work: Callable[[], object]) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _look(self, release: Callable[[], object]) -> None:
        """Wake the queues in which jobs wait, until stopped."""
        pause = min(self._looking.values())
        due = dict.fromkeys(self._looking, 0.0)
        while True:
            now = time.monotonic()
            self._found = self._waiting.look(release) & due.keys()
            for name in self._found:
                if due[name] <= now:
                    due[name] = now + self._looking[name] - pause / 2
                    self._wake_ups[name].wake()
            if self._stopping.wait(pause):
                self._waiting.close()
                return


@contextmanager
def launched_without_workers() -> Iterator[None]:
    """Keep the library, while it is launched, from beginning the workers of its queues, and its listener.

    What that would listen for are messages and events of jobs. There are none, and it would wake up ten times
    a second, or else hold the process for as long as it sleeps when that is to end.
    """
    library: Any = _dbos
    its_database: Any = SystemDatabase
    theirs = library.queue_thread, its_database.run_notification_listener
    library.queue_thread = its_database.run_notification_listener = _nothing
    try:
        yield
    finally:
        library.queue_thread, its_database.run_notification_listener = theirs


def _nothing(*_given: object) -> None:
    """Take the place of what begins the library's own workers, and its listener."""
