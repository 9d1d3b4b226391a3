"""What the bot asks of a durable engine. Features know this and nothing behind it."""

from collections.abc import Callable, Mapping
from typing import Protocol

from sqlalchemy import Connection

JobArgs = Mapping[str, str]

Job = Callable[[JobArgs], None]
"""A plain function. Its arguments are ids only, never a number, a name or a text: the engine stores them.

A job may run again after a crash, so it must be written to be repeated. What must not happen twice goes
through `bot.engine.attempts`.
"""

Handlers = Mapping[str, Job]
"""The jobs by name. A name stays for ever, as long as work under it may be waiting."""


class Engine(Protocol):
    """A durable queue and clock in the bot's own database."""

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
        """Have the job `name` run once `conn`'s transaction is committed, after `delay` seconds.

        The same `key` again does nothing, even after the job ended: a second attempt at something needs
        a key of its own. Raises KeyError for a queue that does not exist.
        """

    def cancel(self, key: str) -> None:
        """Keep a job from starting, if it has not. Not inside an open write transaction."""

    def clock(self, name: str, cron: str) -> None:
        """Run the job `name` at the times `cron` (six fields, seconds first, UTC), once per cluster.

        Told before `launch`. The job gets the planned time as `{"at": "<ISO 8601, UTC>"}`. Times that
        passed while no process was running are not made up for.
        """

    def every(self, seconds: float, name: str, job: Job) -> None:
        """Run a job in this process every so many seconds, whatever other processes do.

        Told before `launch`. It gets no arguments, and `name` is for the log. The next run comes in time
        even when the one before still works.
        """

    def launch(self, handlers: Handlers) -> None:
        """Start working, first of all on what an earlier process left behind."""

    def stop(self) -> bool:
        """Stop starting jobs and wait a few seconds for those that run.

        Returns whether all came to an end. If not, leave with `os._exit`: their threads would hold the
        process, and the next one picks the jobs up.
        """
