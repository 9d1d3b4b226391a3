"""The services of each kind of send: single texts, broadcasts to a group, lists."""

from collections.abc import Callable, Mapping

from bot.assembly.common import Common
from bot.assembly.ground import Ground
from bot.engine.pacer import Pacer
from bot.engine.port import JobArgs
from bot.features.appointments.reminding import Reminders
from bot.features.broadcast import jobs as broadcast_jobs
from bot.features.broadcast.preflight import Preflight
from bot.features.broadcast.service import Broadcasting, Rules
from bot.features.contacts.audience import Audiences
from bot.features.lists import lanes
from bot.features.lists.asking import Asking
from bot.features.lists.decisions import Decisions as ListDecisions
from bot.features.lists.pausing import Pausing
from bot.features.lists.ports import AttemptRow
from bot.features.lists.preparing import Preparing
from bot.features.lists.progress import Progress as ListProgress
from bot.features.lists.results import Results
from bot.features.lists.running import Rules as ListRules
from bot.features.lists.running import Running
from bot.features.lists.upkeep import Upkeep
from bot.features.sms import jobs as sms_jobs
from bot.features.sms.again import Again
from bot.features.sms.service import Texting

Jobs = Mapping[str, Callable[[JobArgs], None]]


class Texts:
    """Texts to one number."""

    def __init__(self, ground: Ground, common: Common) -> None:
        database, clock, policy = ground.database, ground.clock, ground.policy
        zone = ground.settings.smsit_timezone
        self.texting = Texting(
            database,
            common.contacts,
            common.credit,
            common.do_not_text,
            clock,
            account_zone=zone,
            quiet=policy.quiet_hours.windows,
        )
        self.again = Again(database, common.outbox, common.budgets, clock)
        self.attempts = sms_jobs.Attempts(
            database,
            ground.engine,
            ground.smsit,
            common.do_not_text,
            clock,
            follow_for=ground.follow_for,
            latest=ground.latest,
            request_seconds=ground.request_seconds,
            last_look=Reminders(
                database,
                clock,
                lookup=common.contacts.lookup,
                quiet=policy.quiet_hours.windows,
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
        database, clock, policy = ground.database, ground.clock, ground.policy
        zone = ground.settings.smsit_timezone
        audiences = Audiences(ground.smsit, ground.settings.default_region)
        self.broadcasting = Broadcasting(
            database,
            audiences,
            common.credit,
            common.do_not_text,
            common.outbox,
            approvals=common.approvals,
            budgets=common.budgets,
            rules=Rules(
                windows=policy.quiet_hours.windows,
                most_people=policy.limits.group_people,
                may_override=lambda who: ground.access.allows(who, policy.quiet_hours.override),
                account_zone=zone,
                numbers=len(ground.senders.numbers),
            ),
            clock=clock,
        )
        preflight = Preflight(
            database,
            ground.smsit,
            audiences,
            do_not_text=common.do_not_text,
            approvals=common.approvals,
            clock=clock,
            windows=policy.quiet_hours.windows,
            account_zone=zone,
            budgets=common.budgets,
        )
        self._attempts = broadcast_jobs.Attempts(
            database,
            ground.engine,
            ground.smsit,
            clock,
            preflight=preflight,
            outbox=common.outbox,
            following=common.following,
            latest=ground.latest,
            connect_seconds=ground.settings.smsit_connect_timeout,
        )

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {broadcast_jobs.ATTEMPT: self._attempts.run}


class Lists:
    """Texts to many numbers, each its own."""

    def __init__(self, ground: Ground, common: Common, attempt_row: AttemptRow) -> None:
        database, clock, policy = ground.database, ground.clock, ground.policy
        self.preparing = Preparing(
            database,
            common.credit,
            clock,
            sheets=ground.sheets,
            listed=common.do_not_text.listed,
            budgets=common.budgets,
            approval=common.approvals.reasons,
            limits=policy.limits,
            windows=policy.quiet_hours.windows,
        )
        self.asking = Asking(database, ground.sheets, clock)
        self.pacer = Pacer(policy.limits.list_per_second)
        pausing = Pausing(database, clock)
        self._running = Running(
            database,
            common.lanes,
            pausing,
            clock,
            attempt_row=attempt_row,
            take=self.pacer.take,
            beat=ListProgress(database, clock).beat,
            outbox=common.outbox,
            changed=common.approvals.changed,
            rules=ListRules(policy.quiet_hours.windows, ground.latest),
        )
        self.decisions = ListDecisions(
            database,
            common.lanes,
            clock,
            budgets=common.budgets,
            follow=common.follow,
            allows=ground.access.allows,
            quiet_role=policy.quiet_hours.override,
        )
        self.upkeep = Upkeep(
            database,
            common.lanes,
            pausing,
            clock,
            finish=self._running.finish,
            latest=ground.latest,
            follow_for=ground.follow_for,
        )
        self._results = Results(database, common.lanes, ground.files, ground.poster.post)

    @property
    def jobs(self) -> Jobs:
        """The jobs by name."""
        return {
            lanes.START: self._running.start,
            lanes.CHUNK: self._running.chunk,
            lanes.TIDY: self.decisions.tidy,
            lanes.SETTLE: self.decisions.settle,
            lanes.RESULT: self._results.run,
        }
