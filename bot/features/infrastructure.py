"""What every feature stands on."""

from concurrent.futures import Executor
from datetime import timedelta

from bot.access import Access
from bot.engine.port import Engine
from bot.policy.in_force import PolicyInForce
from bot.policy.model import Policy
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.files import Files
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.mention_names import MentionNames
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.poster import Poster
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.step_results import StepResults
from bot.slack.outgoing.uploads import Uploads
from bot.slack.outgoing.users import Users
from bot.smsit import SmsItClient
from bot.store.database import Database
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders


class Infrastructure:
    """The policy, the database, the engine, threads, and the ways to Slack and SMS-iT.

    Threads: ``background`` is for what is quick, ``long`` for what may take minutes, ``counting`` for
    counting the groups, ``reports`` for asking SMS-iT side by side. Views that wait: ``loading`` for what is
    looked at right before a send or another write, ``long_loading`` where that may take minutes,
    ``browsing`` for looking around.

    ``region`` is the two-letter default for numbers without a country code. What people wrote is kept for
    ``keep``. ``policy`` is live: its sections may be kept, its values may not. ``in_force`` holds it.
    """

    access: Access
    background: Background
    bot_id: str
    loading: LoadingView
    long_loading: LoadingView
    browsing: LoadingView
    clock: Clock
    database: Database
    responder: Responder
    engine: Engine
    files: Files
    keep: timedelta
    long: Background
    counting: Background
    modals: Modals
    mention_names: MentionNames
    users: Users
    policy: Policy
    in_force: PolicyInForce
    poster: Poster
    region: str | None
    reports: Executor
    step_results: StepResults
    senders: Senders
    uploads: Uploads
    smsit: SmsItClient

    def reaches_slack(self) -> bool:
        """Tell whether Slack answers now: asks it once."""
        raise NotImplementedError

    def lanes(self) -> int:
        """Return how many jobs of one list may run side by side."""
        raise NotImplementedError

    def import_lanes(self) -> int:
        """Return how many jobs of one import may run side by side."""
        raise NotImplementedError

    def key_for(self, purpose: bytes) -> bytes:
        """Return a secret key for one purpose, the same in all processes of the bot and after a restart."""
        raise NotImplementedError
