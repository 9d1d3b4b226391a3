"""The engine on dbos, the only place that knows it. Its rows live in the bot's own database.

What it does not do is done elsewhere: a job may run twice (`bot.engine.attempts` makes that harmless), and
the jobs of a process that died for good are taken over in `bot.engine.takeover`.
"""

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import Connection

from bot.engine import enqueuing, takeover
from bot.engine.jobs import RunningJobs
from bot.engine.port import Handlers, JobArgs
from bot.engine.process_slots import name_of, slots_of, take_lowest
from bot.store import Database

NAME = "smsit-bot"
# For ever: the library's own default is a hash of the code, and any edit would strand what is waiting.
# A job whose shape changes gets a new name instead.
VERSION = "1"
TAKE_OVER = "engine.take_over"
FORGET = "engine.forget"
KEEP = timedelta(days=2)
PATIENCE_SECONDS = 5.0
POLLING_SECONDS = 0.25
LOOK_UP_SECONDS = 0.1
"""How soon an idle thread of the library sees that it is to end; stopping waits for it."""


class DbosEngine:
    """The durable engine. One per process, because dbos is one per process.

    `queues` maps each queue's name to how many of its jobs run at once in this process. `polling_seconds`
    is how often a queue looks for work, for all or by name, so it also bounds the jobs a second:
    concurrency / polling. Looking costs about 2 ms of CPU, so a queue nobody waits for may look seldom.
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
        self._slot: int | None = None
        self._running = RunningJobs()
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
        if delay <= 0 and self._database.is_sqlite:
            enqueuing.enqueue(conn, name, args, key=key, queue=queue, application=NAME, version=VERSION)
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
        self._client.enqueue_in_transaction(conn, options, dict(args))

    def cancel(self, key: str) -> None:
        """Keep a job from starting; one that runs, ended or never was is left alone."""
        waiting = {"ENQUEUED", "DELAYED"}
        found = self._client.list_workflows(workflow_ids=[key], load_input=False, load_output=False)
        if any(job.status in waiting for job in found):
            self._client.cancel_workflow(key)

    def clock(self, name: str, cron: str) -> None:
        """Run the job `name` at the times of `cron`; see the port. Raises RuntimeError after `launch`."""
        if self._slot is not None:
            raise RuntimeError("clocks are told before the launch")
        self._clocks[name] = cron

    def launch(self, handlers: Handlers) -> None:
        """Start working. Raises RuntimeError when it works already, KeyError for a clock without a job."""
        if self._slot is not None:
            raise RuntimeError("the engine is running")
        jobs: Handlers = {**handlers, TAKE_OVER: self._take_over, FORGET: self._forget}
        clocks = {name: (jobs[name], cron) for name, cron in self._clocks.items()}
        self._slot = take_lowest(self._slots)
        _keep_console_quiet()
        DBOS(config=self._config(name_of(self._slot)))
        workflows = {
            name: DBOS.workflow(name=name)(self._running.job(name, job)) for name, job in jobs.items()
        }
        DBOS.launch()
        for name, (concurrency, seconds) in self._queues.items():
            DBOS.register_queue(name, worker_concurrency=concurrency, polling_interval_sec=seconds)
        for schedule in DBOS.list_schedules():
            if schedule["schedule_name"] not in clocks:
                DBOS.delete_schedule(schedule["schedule_name"])
        DBOS.apply_schedules(
            [
                {"schedule_name": name, "workflow_fn": workflows[name], "schedule": cron, "context": None}
                for name, (_job, cron) in clocks.items()
            ]
        )

    def stop(self) -> bool:
        """Stop starting jobs and wait a few seconds for those that run; see the port."""
        if self._slot is None:
            return True
        # In a thread of its own, and not waited for without end: leaving matters more than tidiness.
        patience = PATIENCE_SECONDS if self._running.count else 0.0
        ending = threading.Thread(target=_destroy, args=(int(patience),), name="engine-stop", daemon=True)
        ending.start()
        ending.join(patience + PATIENCE_SECONDS)
        left = self._running.count
        if not left:
            # A job that still runs keeps its slot, so that nobody takes it over while it does.
            self._slots.let_go(self._slot)
        self._slot = None
        return not left

    def _take_over(self, _args: JobArgs) -> None:
        if self._slot is not None:
            takeover.take_over(self._client, self._slots, own=name_of(self._slot))

    def _forget(self, _args: JobArgs) -> None:
        takeover.forget(self._client, keep=KEEP)

    def _config(self, executor: str) -> DBOSConfig:
        return {
            "name": NAME,
            "system_database_engine": self._database.engine,  # WAL and full sync come with it
            "application_version": VERSION,
            "executor_id": executor,
            "serializer": self._serializer,
            "log_level": "WARNING",
            "use_listen_notify": False,  # nothing here waits for its messages or events
            "notification_listener_polling_interval_sec": LOOK_UP_SECONDS,
            "enable_otlp": False,
        }


def _destroy(patience: int) -> None:
    DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience)


def _keep_console_quiet() -> None:
    # dbos adds a console handler of its own unless its logger has one; the bot's log gets its records.
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
