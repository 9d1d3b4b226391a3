"""What the clock does every few seconds and once a day."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Executor
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot import metrics
from bot.engine.attempts import sweep
from bot.engine.followup import Answer, NotAsked, Poll, follow_all
from bot.engine.port import JobArgs
from bot.features.delivery.due_parts import DueParts
from bot.features.delivery.evidence import Evidence
from bot.features.delivery.reports import PAUSE_WHEN_DOWN, Paused, ReportClient
from bot.features.messages.service import Messages
from bot.features.sends.evidence import YOUNG
from bot.features.sends.ledger import LEFT_BEHIND
from bot.logs import describe
from bot.smsit import SmsItError
from bot.store import clock_set_back, due_messages, follow_ups, sends
from bot.store.batched_writes import in_batches
from bot.store.database import Database
from bot.store.database_file import DatabaseLost
from bot.store.looks import Look
from bot.store.sends import Send, SendKind, annotations
from bot.texting.clock import Clock, Pause

log = logging.getLogger(__name__)

TICK: Final = "clock.tick"
TICK_SECONDS: Final = 5.0
RETENTION: Final = "clock.retention"
DAILY: Final = "0 41 3 * * *"
DRAFT_KEPT: Final = timedelta(days=1)

Part = Callable[[], object]
Poller = Callable[[Send], Answer]
"""Asks for the report on a send of one kind. A kind without one has that on the number it went to."""


class Tick:
    """Runs the parts of the clock tick one after the other; one that breaks does not keep the others back.

    Nor does one that takes long: the next tick leaves it alone and runs the others, so that a text the bot
    holds goes out in time while SMS-iT or Slack is slow, and ticks do not pile up.

    Of the parts that ``due_parts`` can ask for, only those run that have something to do. Each changes
    what there is for the others, so it is asked again after one.
    """

    def __init__(self, parts: Mapping[str, Part], due_parts: DueParts | None = None) -> None:
        self._parts = dict(parts)
        self._due_parts = due_parts
        self._at_it = {name: threading.Lock() for name in parts}
        self.ended_at: float | None = None
        """When one last ended, by the monotonic clock."""

    def run(self, _args: JobArgs) -> None:
        """Run every part once, but for those an earlier tick of this process is still at."""
        began = time.monotonic()
        result = self._run_parts()
        self.ended_at = time.monotonic()
        metrics.TICKS.labels(result).observe(self.ended_at - began)

    def _run_parts(self) -> str:
        """Run them, and return in a word how that went."""
        result = metrics.OK
        due: Collection[str] | None = None
        try:
            for name, part in self._parts.items():
                if self._due_parts is not None and name in self._due_parts.names:
                    due = self._due_parts.look() if due is None else due
                    if name not in due:
                        continue
                    if len(due) < len(self._due_parts.names):  # else there is nobody left to ask for
                        due = None
                if not self._run_part(name, part):
                    result = "broke"
        except DatabaseLost:  # it has been said, and the parts that follow would find no more
            return "database_lost"
        return result

    def _run_part(self, name: str, part: Part) -> bool:
        """Run a part, unless an earlier tick is still at it; tell whether it did not break."""
        if not self._at_it[name].acquire(blocking=False):
            log.info("clock part %s is left out: an earlier tick is still at it", name)
            return True
        try:
            part()
        except DatabaseLost:
            raise
        except Exception as error:  # noqa: BLE001 - the next part, and the next tick, must still run
            log.error("clock part %s broke: %s", name, describe(error))
            return False
        finally:
            self._at_it[name].release()
        return True


class Watch:
    """The parts of the tick that learn what became of texts."""

    def __init__(
        self,
        database: Database,
        report_client: ReportClient,
        evidence: Evidence,
        messages: Messages,
        clock: Clock,
        *,
        polls: Mapping[SendKind, Poller],
        executor: Executor,
    ) -> None:
        self._database = database
        self._report_client = report_client
        self._polls = polls  # features that are built later are in it too
        self._executor = executor
        self._evidence = evidence
        self._messages = messages
        self._clock = clock
        self._pause = Pause(PAUSE_WHEN_DOWN)
        self._in_vain: Counter[str] = Counter()

    def parts(self) -> Mapping[str, Part]:
        """Return the parts in the order they run.

        Messages are drawn before SMS-iT is asked, which may take long. Texts are followed before evidence is
        looked for: a question that never gets an answer becomes rare there, and here it comes back for ever.
        """
        return {
            "clock": self._bring_back,
            "sweep": lambda: sweep(self._database, LEFT_BEHIND, self._clock),
            "show": self._messages.show_all,
            "follow": lambda: follow_all(self._database, self._clock, self._ask, self._executor),
            "evidence": self._explain,
            "show again": self._messages.show_all,
        }

    @staticmethod
    def looks() -> Mapping[str, Look]:
        """Return for each of them whether there is anything to do."""
        return {
            "clock": clock_set_back.AHEAD,
            "sweep": sends.ATTEMPTING,
            "show": due_messages.DUE,
            "follow": follow_ups.DUE,
            "evidence": annotations.open_question(YOUNG),
            "show again": due_messages.DUE,
        }

    def _bring_back(self) -> None:
        """Have what waits for a time too far ahead count from now: the clock was set back."""
        now = self._clock()
        with self._database.read() as conn:  # nearly always there is none, and nobody need wait for a write
            found = clock_set_back.any_ahead(conn, now)
        if found:
            with self._database.write(soon=False) as conn:
                count = clock_set_back.bring_back(conn, now)
            log.warning("the clock was set back: %d times that lay too far ahead count from now", count)

    def _explain(self) -> None:
        """Gather evidence until a question stays without an answer; the next time others come first."""
        if not self._pause.is_over(self._clock()):
            return
        found = self._evidence.due()
        self._in_vain = Counter({each: self._in_vain[each] for each in found})
        for send_id in sorted(found, key=lambda each: self._in_vain[each]):
            if not self._evidence.gather(send_id, self._report_client):
                self._in_vain[send_id] += 1
                self._pause.begin(self._clock())
                return

    def _ask(self, send: Send) -> Answer:
        return self._polls.get(send.kind, self._poll)(send)

    def _poll(self, send: Send) -> Answer:
        if not send.to_number:  # whose it was is forgotten
            return None
        try:
            report = self._report_client.report(send.to_number)
        except Paused as pause:
            return NotAsked(pause.until)
        except SmsItError:
            return None
        return Poll(report.status, report.error)


class Retention:
    """Forgets the words of old texts, and drafts nobody confirmed."""

    def __init__(
        self, database: Database, clock: Clock, keep: timedelta, others: Iterable[Callable[[], object]] = ()
    ) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep
        self._others = tuple(others)

    def run(self, _args: JobArgs) -> None:
        """Forget what is older than the setting says; states and figures stay. ``others`` forget theirs then.

        Each portion is a transaction of its own, so that whoever texts meanwhile need not wait for it.
        """
        now = self._clock()
        bodies = self._in_portions(lambda conn, most: sends.forget_bodies(conn, now - self._keep, most))
        drafts = self._in_portions(lambda conn, most: sends.purge_drafts(conn, now - DRAFT_KEPT, most))
        with self._database.read() as conn:
            lists = sends.purged_lists(conn)
        rows = sum(self._purge_rows(list_id) for list_id in lists)
        log.info("forgot %d texts, %d drafts and %d rows of lists", bodies, drafts, rows)
        for forget in self._others:
            forget()

    def _purge_rows(self, list_id: str) -> int:
        return self._in_portions(lambda conn, most: sends.purge_rows(conn, list_id, most))

    def _in_portions(self, forget: Callable[[Connection, int], int]) -> int:
        return in_batches(self._database, forget)
