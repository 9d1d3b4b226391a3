"""What every feature stands on: the policy, the database, the engine, and the ways to Slack and SMS-iT."""

import hmac
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final

from bot import foreground, metrics
from bot.access import Access
from bot.engine.dbos_engine import DbosEngine
from bot.features import infrastructure
from bot.features.broadcast.attempts import QUEUE as BROADCASTS
from bot.features.imports.lanes import QUEUE as IMPORTS
from bot.features.lists.lanes import QUEUE as ROWS
from bot.features.sends.attempts import QUEUE as TEXTS
from bot.features.workflow_steps.jobs import QUEUE as STEPS
from bot.policy.file import PolicyFile
from bot.policy.in_force import PolicyInForce
from bot.policy.notices import policy_notices
from bot.settings import Settings
from bot.slack.incoming.connect import bolt_app, identify, web_client
from bot.slack.incoming.newcomers import Newcomers
from bot.slack.incoming.registry import Registry
from bot.slack.incoming.role_members import RoleMembers, places
from bot.slack.incoming.sealed import Unsealing
from bot.slack.mark import Mark
from bot.slack.outgoing.background import Background, stop_together
from bot.slack.outgoing.channel_access import absence
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.files import Files
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.mention_names import MentionNames
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.poster import Poster
from bot.slack.outgoing.reach import reaches
from bot.slack.outgoing.replies import Replies
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.shared_channels import SharedChannels
from bot.slack.outgoing.step_results import StepResults
from bot.slack.outgoing.uploads import Uploads
from bot.slack.outgoing.users import Users
from bot.slack.outgoing.view_order import OwnOrder, SharedOrder
from bot.slack.seals import Seals
from bot.smsit import SmsItClient
from bot.store.database import Database
from bot.texting.blind_order import BlindOrder
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders

log = logging.getLogger(__name__)

DRAWING_THREADS: Final = 2
"""Few, for Slack takes one message a second in a channel, and who submits should not wait for them."""
CHECK_THREADS: Final = 8
"""For what is looked at right before a text goes: nothing else may hold these."""
CHECKS_AT_ONCE: Final = 2
"""Of one person: who closes a window and sends from another one need not wait for the first."""
LOOKUP_THREADS: Final = 8
"""For what people ask SMS-iT and send nothing with: contacts, the balance, how a text fares."""
LONG_THREADS: Final = 4
"""For counting a group's people and reading a list, which may take minutes: never those that open modals."""
COUNTING_THREADS: Final = 3
"""A count of all groups, a look at what is new in them, and one that shows everybody how far it is."""
BROADCASTS_AT_ONCE: Final = 8
"""Each keeps its thread for as long as SMS-iT sends, hours perhaps; one that waits too long asks first."""
STEPS_AT_ONCE: Final = 2
"""Steps of workflows: nobody waits for them, and each asks SMS-iT before its text takes its turn."""
SELDOM: Final = 4
"""How much more seldom than for texts the queues are looked at that people do not sit and wait for."""


class Infrastructure(infrastructure.Infrastructure):
    """Built from settings without touching the network, but for one ``auth.test``.

    Raises :exc:`SlackUnavailable` or :exc:`PolicyError` when it cannot be built.
    """

    def __init__(
        self, settings: Settings, clock: Clock, polling_seconds: float, edit_seconds: float, mark: Mark
    ) -> None:
        self.settings = settings
        self.region = settings.default_region
        self.clock = clock
        self.policy_file = PolicyFile(settings.policy_file)
        self.in_force = PolicyInForce(self.policy_file.read())
        self.policy = policy = self.in_force.live
        self.slack = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, mark)
        identity = identify(self.slack)
        self.team_id = identity.team_id
        self.bot_id = identity.bot_id
        self.bolt = bolt_app(self.slack, identity)
        self.database = Database(
            settings.database_url,
            settings.number_key,
            settings.data_keys,
            order=BlindOrder(self.key_for(b"order")),
        )
        self.engine: DbosEngine = DbosEngine(
            self.database,
            queues={
                TEXTS: settings.smsit_parallel,
                ROWS: settings.smsit_parallel,
                BROADCASTS: BROADCASTS_AT_ONCE,
                IMPORTS: settings.smsit_parallel,
                STEPS: STEPS_AT_ONCE,
            },
            polling_seconds={
                TEXTS: polling_seconds,
                ROWS: polling_seconds * SELDOM,
                BROADCASTS: polling_seconds * SELDOM,
                IMPORTS: polling_seconds * SELDOM,
                STEPS: polling_seconds * SELDOM,
            },
        )
        self.smsit = SmsItClient(
            settings.smsit_api_key.get_secret_value(),
            base_url=settings.smsit_base_url,
            timezone=settings.smsit_timezone,
            connect_timeout=settings.smsit_connect_timeout,
            read_timeout=settings.smsit_read_timeout,
            clock=clock,
        )
        self.smsit.observed_by(metrics.smsit_call)
        self.background = Background()
        self.drawing = Background(threads=DRAWING_THREADS, waiting=5000)
        self.edits = Coalescer(self.drawing, seconds=edit_seconds)
        self.checks = Background(threads=CHECK_THREADS, waiting=None)
        self.lookups = Background(threads=LOOKUP_THREADS, waiting=None)
        self.long = Background(threads=LONG_THREADS, waiting=None)
        self.counting = Background(threads=COUNTING_THREADS, waiting=COUNTING_THREADS)
        self.reports: ThreadPoolExecutor = ThreadPoolExecutor(
            settings.smsit_parallel, thread_name_prefix="reports"
        )
        self.users = Users(self.slack, identity.team_id)
        self.members = RoleMembers(
            self.slack,
            self.users,
            lambda: places(policy.roles, (*policy.templates.writers, *policy.workflows.people)),
        )
        in_force = self.in_force
        self.access = Access(identity.team_id, lambda: in_force.now.roles, self.members, self.users)
        self.shared_channels = SharedChannels(self.slack, lambda: policy.channels.shared)
        self.poster = Poster(self.slack, is_closed=self.shared_channels.is_closed)
        self.step_results = StepResults(self.slack)
        self.mention_names = MentionNames(self.slack, self.users)
        self.files = Files(self.slack, policy.limits)
        self.uploads = Uploads(self.files.download, limits=policy.limits, region=settings.default_region)
        self.seals = Seals(self.key_for(b"seals"), clock)
        self.bolt.use(Unsealing(self.seals, mark))
        self.modals = Modals(self.slack, self.seals)
        replies = Replies(self.poster, self.background, mark, self.modals)
        order = OwnOrder() if self.database.is_sqlite else SharedOrder(self.database)
        self.responder = Responder(self.modals, replies, self.background, self.lookups, order)
        self.loading = LoadingView(self.modals, self.checks, at_once=CHECKS_AT_ONCE)
        self.long_loading = LoadingView(self.modals, self.long)
        self.browsing = LoadingView(self.modals, self.lookups)
        newcomers = Newcomers(self.users, self.background)
        self.registry = Registry(
            self.bolt,
            self.access,
            self.responder.replies,
            newcomers,
            self.database.check,
            self.in_force.steady,
        )
        self.senders = Senders(settings.smsit_from, settings.smsit_alpha_sender)
        self.keep = timedelta(days=settings.retention_days)

    def lanes(self) -> int:
        """Return how many jobs of one list may run side by side: no more than its pace leaves work for."""
        return min(self.settings.smsit_parallel, max(2, 2 * self.policy.limits.list_per_second))

    def import_lanes(self) -> int:
        """Return how many jobs of one import may run side by side."""
        return min(self.settings.smsit_parallel, max(2, 2 * self.policy.contacts.import_per_second))

    def key_for(self, purpose: bytes) -> bytes:
        """Return a secret key for one purpose: made of a secret that all processes of the bot have anyway."""
        return hmac.digest(self.settings.smsit_api_key.get_secret_value().encode(), purpose, "sha256")

    def reaches_slack(self) -> bool:
        """Tell whether Slack answers now: asks it once."""
        return reaches(self.slack)

    def get_to_know_people(self) -> None:
        """Learn who is in the user groups and channels the policy names, and say what it leaves open."""
        for trouble in self.members.refresh():
            log.warning("%s", trouble)
        for notice in policy_notices(self.in_force.now, self.access):
            log.warning("%s", notice)
        for channel, lacks in (
            (self.policy.approval.channel, "no one can be asked to approve"),
            (self.policy.alerts.channel, "alerts can't be posted"),
            (self.policy.birthdays.channel, "birthday texts can't be shown"),
        ):
            if channel and (trouble := absence(self.slack, channel)):
                log.warning("%s: %s", lacks, trouble)

    def is_quiet(self) -> bool:
        """Tell whether everything listeners handed over has been done.

        Not where a piece of work was handed over while this looked: one may have gone from a room that was
        not looked at yet to one that was.
        """
        pools = (*self._pools, self.drawing)
        before = [pool.handed_over for pool in pools]
        # In this order: what was put off until after an answer is handed over to these.
        return (
            foreground.is_quiet()
            and all(pool.is_quiet() for pool in pools)
            and self.edits.is_quiet()
            and before == [pool.handed_over for pool in pools]
        )

    def stop(self) -> bool:
        """Finish what runs within seconds and give everything back; False when a job still runs."""
        self.members.stop()
        self.reports.shutdown(wait=False, cancel_futures=True)
        finished = all([stop_together(self._pools), self.engine.stop(), self._stop_drawing()])
        if finished:
            self.database.close()
        return finished

    @property
    def _pools(self) -> tuple[Background, ...]:
        """The threads that people wait for; those of drawing are stopped last."""
        return (self.long, self.counting, self.lookups, self.checks, self.background)

    def _stop_drawing(self) -> bool:
        """Draw what is out of date, also by the last jobs, as far as that takes seconds."""
        self.edits.stop()
        self.drawing.finish()
        return self.drawing.stop()
