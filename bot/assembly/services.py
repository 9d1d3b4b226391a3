"""Everything the bot does, before anybody can ask it to: services, jobs, and what the clock does."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.assembly.ground import Ground
from bot.engine.port import JobArgs
from bot.features.approvals import standing
from bot.features.approvals.drawing import Drawing as ApprovalDrawing
from bot.features.approvals.service import Approvals
from bot.features.broadcast import jobs as broadcast_jobs
from bot.features.broadcast.drawing import Drawing as BroadcastDrawing
from bot.features.broadcast.following import Following
from bot.features.broadcast.preflight import Preflight
from bot.features.broadcast.progress import Progress as BroadcastProgress
from bot.features.broadcast.service import Broadcasting, Rules
from bot.features.budgets.service import Budgets
from bot.features.contacts.audience import Audiences
from bot.features.contacts.jobs import GROUPS, GroupRefresh
from bot.features.contacts.service import ContactBook
from bot.features.contacts.sync import GroupSync
from bot.features.credits.service import Credits
from bot.features.delivery.board import Board, Draw, Drawings
from bot.features.delivery.jobs import RETENTION, TICK, Retention, Tick, Watch
from bot.features.delivery.questions import Questions
from bot.features.delivery.service import Delivery
from bot.features.do_not_text.service import DoNotText
from bot.features.lists import lanes
from bot.features.lists.decisions import Decisions as ListDecisions
from bot.features.lists.drawing import Drawing as ListDrawing
from bot.features.lists.pacer import Pacer
from bot.features.lists.pausing import Pausing
from bot.features.lists.preparing import Preparing
from bot.features.lists.progress import Progress as ListProgress
from bot.features.lists.results import Results
from bot.features.lists.running import Rules as ListRules
from bot.features.lists.running import Running
from bot.features.lists.upkeep import Upkeep
from bot.features.outbox.decisions import Decisions
from bot.features.outbox.service import Outbox
from bot.features.outbox.waiting import Waiting
from bot.features.scheduled.changing import Changing
from bot.features.scheduled.service import Scheduled
from bot.features.sms import jobs as sms_jobs
from bot.features.sms.again import Again
from bot.features.sms.message_view import message
from bot.features.sms.service import Texting, follow
from bot.slack.roles import EVERYBODY, Role, Who
from bot.store import approvals as approval_store
from bot.store.sends import Send, SendKind

HOME_TEXTS: Final = 10


class Services:
    """The services of one bot, on its ground. Nothing runs yet."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        database, clock, policy = ground.database, ground.clock, ground.policy
        zone = ground.settings.smsit_timezone
        may = ground.access.allows
        self.board = self._board()
        show = self.board.show_soon

        self.contacts = ContactBook(ground.smsit, database)
        self.sync = GroupSync(ground.smsit, database, clock)
        self.credit = Credits(ground.smsit, database)
        self.do_not_text = DoNotText(database, clock)
        self.budgets = Budgets(policy.budgets, zone, clock)
        self.approvals = Approvals(
            database,
            policy.approval,
            clock,
            approvers=self._approvers,
            release=self._release,
            show=show,
        )
        self._lanes = lanes.Lanes(ground.engine, ground.lanes)
        self.outbox = Outbox(
            database,
            clock,
            budgets=self.budgets,
            approvals=self.approvals,
            dispatch={
                SendKind.CONTACT: partial(sms_jobs.enqueue_attempt, ground.engine),
                SendKind.GROUP: partial(broadcast_jobs.enqueue_attempt, ground.engine),
                SendKind.LIST: self._lanes.start,
            },
            show=show,
        )
        self.questions = Questions(ground.smsit, clock)
        self.delivery = Delivery(ground.smsit, database, clock, ground.settings.default_region)
        self._following = Following(self.questions, ground.follow_for)
        self.decisions = Decisions(
            database,
            self.outbox,
            clock,
            budgets=self.budgets,
            approvals=self.approvals,
            follow={
                SendKind.CONTACT: self._follow,
                SendKind.LIST: self._follow,
                SendKind.GROUP: self._following.begin,
            },
            allows=may,
            quiet_role=policy.quiet_hours.override,
            latest=ground.latest,
            show=show,
        )
        self.scheduled = Scheduled(database, ground.access, clock, account_zone=zone)
        self.changing = Changing(
            database, ground.access, clock, budgets=self.budgets, approvals=self.approvals, show=show
        )

        self.texting = Texting(
            database,
            self.contacts,
            self.credit,
            self.do_not_text,
            clock,
            account_zone=zone,
            quiet=policy.quiet_hours.windows,
        )
        self.again = Again(database, self.outbox, self.budgets, clock, show=show)
        self._texts = sms_jobs.Attempts(
            database,
            ground.engine,
            ground.smsit,
            self.do_not_text,
            clock,
            follow_for=ground.follow_for,
            latest=ground.latest,
            request_seconds=ground.request_seconds,
            show=show,
        )

        audiences = Audiences(ground.smsit)
        self.broadcasting = Broadcasting(
            database,
            audiences,
            self.credit,
            self.do_not_text,
            self.outbox,
            approvals=self.approvals,
            budgets=self.budgets,
            rules=Rules(
                windows=policy.quiet_hours.windows,
                most_people=policy.limits.group_people,
                may_override=self._may_override,
                account_zone=zone,
            ),
            clock=clock,
        )
        preflight = Preflight(
            database,
            ground.smsit,
            audiences,
            do_not_text=self.do_not_text,
            approvals=self.approvals,
            clock=clock,
            windows=policy.quiet_hours.windows,
            account_zone=zone,
            budgets=self.budgets,
        )
        self._broadcasts = broadcast_jobs.Attempts(
            database,
            ground.engine,
            ground.smsit,
            clock,
            preflight=preflight,
            outbox=self.outbox,
            following=self._following,
            latest=ground.latest,
            connect_seconds=ground.settings.smsit_connect_timeout,
            show=show,
        )

        self.preparing = Preparing(
            database,
            self.credit,
            clock,
            download=ground.files.download,
            listed=self.do_not_text.listed,
            budgets=self.budgets,
            approval=self.approvals.reasons,
            limits=policy.limits,
            windows=policy.quiet_hours.windows,
            region=ground.settings.default_region,
        )
        self._pacer = Pacer(policy.limits.list_per_second)
        pausing = Pausing(database, clock, show)
        self._running = Running(
            database,
            self._lanes,
            pausing,
            clock,
            attempt_row=self._texts.attempt,
            take=self._pacer.take,
            beat=ListProgress(database, clock, show).beat,
            outbox=self.outbox,
            changed=self.approvals.changed,
            rules=ListRules(policy.quiet_hours.windows, ground.latest),
            show=show,
        )
        self.list_decisions = ListDecisions(
            database,
            self._lanes,
            clock,
            budgets=self.budgets,
            follow=self._follow,
            allows=may,
            quiet_role=policy.quiet_hours.override,
            show=show,
        )
        self._upkeep = Upkeep(
            database,
            self._lanes,
            pausing,
            clock,
            finish=self._running.finish,
            latest=ground.latest,
            follow_for=ground.follow_for,
            show=show,
        )
        self.tick = self._tick()
        self.jobs = self._jobs()

    def stop(self) -> None:
        """Have what counts and what keeps pace leave off, so that nobody waits for it."""
        self.sync.stop()
        self._pacer.stop()

    def quiet_then(self, send: Send, at: datetime) -> str:
        """Return a sentence when a text to one number would come in quiet hours; nothing otherwise."""
        return self.texting.night_sentence(send.to_number, at) if send.to_number else ""

    def _approvers(self) -> frozenset[str]:
        """Return who may approve. While not all are known, everybody counts: nobody is the only one then."""
        access = self._ground.access
        known = access.holders(Role.APPROVER)
        return known if access.all_known(Role.APPROVER) else known | {EVERYBODY}

    def _release(self, conn: Connection, send: Send) -> None:
        self.outbox.release(conn, send)

    def _reasons(self, send: Send) -> tuple[str, ...]:
        return self.approvals.reasons(send)

    def _may_override(self, who: Who) -> bool:
        return self._ground.access.allows(who, self._ground.policy.quiet_hours.override)

    def _follow(self, conn: Connection, send: Send, now: datetime) -> None:
        follow(conn, send, now, self._ground.follow_for)

    def _board(self) -> Board:
        ground = self._ground
        approvers = ground.policy.approval.channel
        broadcasts = BroadcastDrawing(ground.database, ground.clock, approvers)
        lists = ListDrawing(ground.database, ground.clock, self._approval_in_words)
        main: Mapping[SendKind, Draw] = {
            SendKind.CONTACT: message,
            SendKind.GROUP: broadcasts.main,
            SendKind.LIST: lists.main,
        }
        details: Mapping[SendKind, Draw] = {
            SendKind.GROUP: broadcasts.details,
            SendKind.LIST: lists.details,
        }
        request = ApprovalDrawing(ground.database, self._reasons).draw
        drawings = Drawings(main, details, request, approvers)
        return Board(ground.database, ground.poster, drawings, ground.clock, ground.drawing)

    def _approval_in_words(self, send: Send) -> str:
        with self._ground.database.read() as conn:
            asked = approval_store.get(conn, send.id)
        channel = self._ground.policy.approval.channel
        return "" if asked is None else f"Approval: {standing.in_words(send, asked, channel)}."

    def _tick(self) -> Tick:
        ground = self._ground
        waiting = Waiting(
            ground.database,
            self.outbox,
            ground.clock,
            latest=ground.latest,
            show=self.board.show_soon,
        )
        watch = Watch(
            ground.database,
            self.questions,
            self.delivery,
            self.board,
            ground.clock,
            polls={SendKind.GROUP: self._following.poll},
            executor=ground.reports,
        )
        return Tick(
            {
                "fire": waiting.fire,
                "repair": waiting.repair,
                "expire": self.approvals.expire,
                "broadcasts": BroadcastProgress(ground.database, ground.clock).show,
                **self._upkeep.parts(),
                **watch.parts(),
            }
        )

    def _jobs(self) -> dict[str, Callable[[JobArgs], None]]:
        ground = self._ground
        retention = Retention(ground.database, ground.clock, timedelta(days=ground.settings.retention_days))
        results = Results(ground.database, self._lanes, ground.files, ground.poster.post)
        return {
            sms_jobs.ATTEMPT: self._texts.run,
            broadcast_jobs.ATTEMPT: self._broadcasts.run,
            lanes.START: self._running.start,
            lanes.CHUNK: self._running.chunk,
            lanes.TIDY: self.list_decisions.tidy,
            lanes.SETTLE: self.list_decisions.settle,
            lanes.RESULT: results.run,
            TICK: self.tick.run,
            RETENTION: retention.run,
            GROUPS: GroupRefresh(self.sync).run,
        }
