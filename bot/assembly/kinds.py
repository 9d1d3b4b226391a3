"""The services of each kind of send: single texts, broadcasts to a group, lists."""

from collections.abc import Callable, Mapping

from bot.assembly.common import Common
from bot.assembly.ground import Ground
from bot.engine.batches.heartbeat import Heartbeat
from bot.engine.batches.runner import Runner
from bot.engine.pacer import Pacer
from bot.engine.port import JobArgs
from bot.features.appointments.reminding import Reminders
from bot.features.batches.results import Results
from bot.features.batches.service import Decisions
from bot.features.broadcast.attempts import ATTEMPT, Attempts
from bot.features.broadcast.jobs import Sending
from bot.features.broadcast.preflight import Preflight
from bot.features.broadcast.service import Broadcasting
from bot.features.contacts.audience import Audiences
from bot.features.lists import lanes
from bot.features.lists.asking import Asking
from bot.features.lists.batch import AttemptRow, ListBatch, note
from bot.features.lists.moves import ListMoves
from bot.features.lists.pausing import Pausing
from bot.features.lists.preparing import Preparing
from bot.features.lists.results import ListResults
from bot.features.lists.settling import Settling
from bot.features.lists.starting import Starting
from bot.features.lists.upkeep import ListUpkeep
from bot.features.sms import jobs as sms_jobs
from bot.features.sms.again import Again
from bot.features.sms.service import Texting

Jobs = Mapping[str, Callable[[JobArgs], None]]


class Texts:
    """Texts to one number."""

    def __init__(self, ground: Ground, common: Common) -> None:
        database, clock, _policy = ground.database, ground.clock, ground.policy
        self.texting = Texting(
            database,
            common.contacts,
            common.safeguards,
            common.rules,
            clock,
        )
        self.again = Again(database, common.outbox, common.budgets, clock)
        self.attempts = sms_jobs.Attempts(
            database,
            ground.engine,
            ground.smsit,
            common.do_not_text,
            common.rules,
            clock,
            last_look=Reminders(
                database,
                common.contacts,
                common.rules,
                clock,
                hold_back=common.outbox.hold_back,
            ),
        )

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {sms_jobs.ATTEMPT: self.attempts.run}


class Broadcasts:
    """Texts to everybody in a group."""

    def __init__(self, ground: Ground, common: Common) -> None:
        database, clock, _policy = ground.database, ground.clock, ground.policy
        audiences = Audiences(ground.smsit, ground.settings.default_region)
        self.broadcasting = Broadcasting(
            database,
            audiences,
            common.safeguards,
            common.outbox,
            ground.access,
            common.rules,
            clock,
        )
        preflight = Preflight(
            database,
            ground.smsit,
            audiences,
            common.safeguards,
            common.rules,
            clock,
        )
        attempts = Attempts(database, ground.engine, ground.smsit, common.following, common.rules, clock)
        self._sending = Sending(
            database, ground.engine, preflight, common.outbox, attempts, common.rules, clock
        )

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {ATTEMPT: self._sending.run}


class Lists:
    """Texts to many numbers, each its own."""

    def __init__(self, ground: Ground, common: Common, attempt_row: AttemptRow) -> None:
        database, clock, rules = ground.database, ground.clock, common.rules
        self.preparing = Preparing(database, ground.sheets, common.safeguards, rules, clock)
        self.asking = Asking(database, ground.sheets, clock)
        self.pacer = Pacer(rules.limits.list_per_second)
        pausing = Pausing(database, clock)
        self._starting = Starting(
            database,
            common.lanes,
            common.outbox,
            clock,
            changed=common.approvals.changed,
            rules=rules,
        )
        batch = ListBatch(
            database,
            pausing,
            clock,
            attempt_row=attempt_row,
            beat=Heartbeat(database, clock, note).beat,
            rules=rules,
        )
        self._runner = Runner(database, common.lanes, batch, take=self.pacer.take)
        moves = ListMoves(common.lanes, ground.access, rules, clock)
        self.decisions = Decisions(database, common.lanes, moves)
        self.settling = Settling(
            database, common.lanes, common.budgets, ground.access, rules, clock, common.follow
        )
        self.upkeep = ListUpkeep(
            database,
            common.lanes,
            clock,
            batch=batch,
            pausing=pausing,
            rules=rules,
        )
        out = Results(ground.files, ground.poster.post)
        self.results = ListResults(database, common.lanes, out, ground.access)

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {
            lanes.START: self._starting.run,
            lanes.CHUNK: self._runner.run,
            lanes.TIDY: self.upkeep.tidy_one,
            lanes.SETTLE: self.settling.run,
            lanes.RESULT: self.results.run,
        }
