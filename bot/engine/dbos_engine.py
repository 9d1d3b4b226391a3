"""The engine on dbos, the only place that knows it. Its rows live in the bot's own database.

What it does not do is done elsewhere: a job may run twice (`bot.engine.attempts` makes that harmless), and
the jobs of a process that died for good are taken over in `bot.engine.takeover`.
"""

import logging
import threading
import time
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from bot.engine import job_rows, takeover
from bot.engine.jobs import RunningJobs, with_request
from bot.engine.library import (
    DBOS,
    DBOSClient,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    EnqueueOptions,
    GlobalParams,
)
from bot.engine.port import Handlers, Job, JobArgs
from bot.engine.process_slots import OwnSlot, slot_of
from bot.engine.queue_workers import QueueWorkers, launched_without_workers
from bot.engine.slot_locks import slots_of
from bot.engine.ticker import Ticker
from bot.engine.waiting_jobs import Depth, depths
from bot.store import Database, leases
from bot.store.launches import Launch

NAME = "smsit-bot"
# For ever: the library's own default is a hash of the code, and any edit would strand what is waiting.
# A job whose shape changes gets a new name instead.
VERSION = "1"
TAKE_OVER = "engine.take_over"
FORGET = "engine.forget"
KEEP_SLOT = "engine.keep_slot"
STARTING = "starting"
"""The process's name while the library is launched. No job has it, so the library finds none to take back."""
SLOT_SECONDS = 5.0
KEEP = timedelta(days=2)
PATIENCE_SECONDS = 5.0
POLLING_SECONDS = 0.25


class DbosEngine:
    """The durable engine. One per process, because dbos is one per process.

    `queues` maps each queue's name to how many of its jobs run at once in this process. A job that this
    process enqueues starts as soon as its transaction is committed and there is room. `polling_seconds` is
    how often a queue looks for the jobs of other processes, for all or by name.
    """

    def __init__(
        self,
        database: Database,
        *,
        queues: Mapping[str, int],
        polling_seconds: float | Mapping[str, float] = POLLING_SECONDS,
    ) -> None:
        self._database = database
        by_name = polling_seconds if isinstance(polling_seconds, Mapping) else {}
        usual = POLLING_SECONDS if isinstance(polling_seconds, Mapping) else polling_seconds
        self._queues = {name: (count, by_name.get(name, usual)) for name, count in queues.items()}
        self._clocks: dict[str, str] = {TAKE_OVER: "*/30 * * * * *", FORGET: "0 17 3 * * *"}
        self._slots = slots_of(database)
        self._own_slot = OwnSlot(self._slots)
        self._looking = threading.Lock()
        self._is_launched = False
        self._tickers: list[Ticker] = []
        self._workers = QueueWorkers(
            database, NAME, ((name, seconds) for name, (_count, seconds) in self._queues.items())
        )
        self._running = RunningJobs(self._workers.job_ended)
        # Ids only, as JSON: dbos pickles by default, and a pickle breaks when a class moves.
        self._serializer = DBOSPortableJSONSerializer()
        # A client, because inside a job the library's own calls would become steps of that job.
        self._client = DBOSClient(
            system_database_engine=database.engine,
            serializer=self._serializer,
            application_name=NAME,
            lazy=True,
        )

    def enqueue(
        self,
        conn: Connection,
        name: str,
        args: Mapping[str, str],
        *,
        key: str,
        queue: str,
        delay: float = 0.0,
    ) -> None:
        """Have a job run once `conn` commits; see the port. Raises KeyError for an unknown queue."""
        if queue not in self._queues:
            raise KeyError(queue)
        args = with_request(args)
        if delay <= 0:
            self._workers.wake_after(conn, queue)
        if delay <= 0 and self._database.is_sqlite:
            job_rows.enqueue(conn, name, args, key=key, queue=queue, application=NAME, version=VERSION)
            return
        options: EnqueueOptions = {
            "workflow_name": name,
            "queue_name": queue,
            "workflow_id": key,
            "app_version": VERSION,
        }
        if delay > 0:  # a row that waits, never a thread
            options["delay_seconds"] = delay
        # Any other way to enqueue would wait for ever for the write lock that `conn` holds.
        self._client.enqueue_in_transaction(conn, options, args)

    def cancel(self, key: str) -> None:
        """Keep a job from starting; one that runs, ended or never was is left alone."""
        waiting = {"ENQUEUED", "DELAYED"}
        found = self._client.list_workflows(workflow_ids=[key], load_input=False, load_output=False)
        if any(job.status in waiting for job in found):
            self._client.cancel_workflow(key)

    def clock(self, name: str, cron: str) -> None:
        """Run the job `name` at the times of `cron`; see the port. Raises RuntimeError after `launch`."""
        if self._is_launched:
            raise RuntimeError("clocks are told before the launch")
        self._clocks[name] = cron

    def every(self, seconds: float, name: str, job: Job) -> None:
        """Run a job every so many seconds; see the port. Raises RuntimeError after `launch`."""
        if self._is_launched:
            raise RuntimeError("tickers are told before the launch")
        self._tickers.append(Ticker(self._running.tick(name, job), seconds))

    def launch(self, handlers: Handlers) -> None:
        """Start working. Raises RuntimeError when it works already, KeyError for a clock without a job."""
        if self._is_launched:
            raise RuntimeError("the engine is running")
        jobs: Handlers = {**handlers, TAKE_OVER: self._take_over, FORGET: self._forget}
        clocks = {name: (jobs[name], cron) for name, cron in self._clocks.items()}
        self.every(SLOT_SECONDS, KEEP_SLOT, self._look_at_slot)
        slot = self._own_slot.take()
        self._database.launch = Launch(slot_of(slot), outlives=self._own_slot.outlives())
        if self._own_slot.is_alone():
            with self._database.write() as conn:
                leases.end_all(conn)
        self._is_launched = True
        _keep_console_quiet()
        library = DBOS(config=self._config())
        workflows = {
            name: DBOS.workflow(name=name)(self._running.job(name, job)) for name, job in jobs.items()
        }
        with launched_without_workers():
            DBOS.launch()
        takeover.take_back(self._client, own=slot)
        GlobalParams.executor_id = slot
        queues = [
            DBOS.register_queue(name, worker_concurrency=concurrency, polling_interval_sec=seconds)
            for name, (concurrency, seconds) in self._queues.items()
        ]
        self._workers.start(library, queues)
        for ticker in self._tickers:
            ticker.start()
        for schedule in DBOS.list_schedules():
            if schedule["schedule_name"] not in clocks:
                DBOS.delete_schedule(schedule["schedule_name"])
        DBOS.apply_schedules(
            [
                {"schedule_name": name, "workflow_fn": workflows[name], "schedule": cron, "context": None}
                for name, (_job, cron) in clocks.items()
            ]
        )

    @property
    def is_running(self) -> bool:
        """Whether it works: launched, and not stopped."""
        return self._is_launched

    def depths(self) -> dict[str, Depth]:
        """Return how deep each queue is. Raises :exc:`SQLAlchemyError`."""
        found = depths(self._database, NAME)
        return {name: found.get(name, Depth(0, 0.0)) for name in self._queues}

    def stop(self) -> bool:
        """Stop starting jobs and wait a few seconds for those that run, ticks too; see the port."""
        if not self._is_launched:
            return True
        self._running.stop_ticking()
        for ticker in self._tickers:
            ticker.stop()
        self._workers.stop()
        until = time.monotonic() + PATIENCE_SECONDS
        # In a thread of its own, and not waited for without end: leaving matters more than tidiness.
        patience = PATIENCE_SECONDS if self._running.count else 0.0
        ending = threading.Thread(target=_destroy, args=(int(patience),), name="engine-stop", daemon=True)
        ending.start()
        ending.join(patience + PATIENCE_SECONDS)
        # The library waits for its own jobs, and knows nothing of the ticks.
        ended = self._running.wait(until - time.monotonic())
        if ended:
            # A job that still runs keeps its slot, so that nobody takes it over while it does.
            self._own_slot.let_go()
        self._is_launched = False
        return ended

    def _take_over(self, _args: JobArgs) -> None:
        if (own := self._keep_slot()) is not None:
            takeover.take_over(self._client, self._slots, own=own)

    def _look_at_slot(self, _args: JobArgs) -> None:
        self._keep_slot()

    def _keep_slot(self) -> str | None:
        """Look at this process's slot and return its name; jobs it begins bear the name of the one it has.

        Those that run bear the name of before, and whoever has that one may run them a second time, which
        finds what they attempt claimed.
        """
        with self._looking:  # of two that look at once the later one names the process
            name = self._own_slot.look()
            if name is not None:
                GlobalParams.executor_id = name
                here = Launch(slot_of(name), outlives=self._own_slot.outlives())
                self._database.launch = self._database.launch.or_else(here)
            return name

    def _forget(self, _args: JobArgs) -> None:
        takeover.forget(self._client, keep=KEEP)

    def _config(self) -> DBOSConfig:
        return {
            "name": NAME,
            "system_database_engine": self._database.engine,  # WAL and full sync come with it
            "application_version": VERSION,
            "executor_id": STARTING,
            "serializer": self._serializer,
            "log_level": "ERROR",
            "use_listen_notify": False,  # nothing here waits for its messages or events
            "enable_otlp": False,
        }


def _destroy(patience: int) -> None:
    DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience)


def _keep_console_quiet() -> None:
    # dbos adds a console handler of its own unless its logger has one; the bot's log gets its records.
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
