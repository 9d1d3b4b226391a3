"""What every feature stands on."""

from concurrent.futures import Executor
from datetime import timedelta

from bot.access import Access
from bot.engine.port import Engine
from bot.policy.model import Policy
from bot.slack.background import Background
from bot.slack.checking import Checking
from bot.slack.desk import Desk
from bot.slack.files import Files
from bot.slack.modals import Modals
from bot.slack.names import Names
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.slack.sheets import Sheets
from bot.smsit import SmsItClient
from bot.store.database import Database
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders


class Infrastructure:
    """The policy, the database, the engine, threads, and the ways to Slack and SMS-iT.

    ``background`` is for what is quick, ``long`` for what may take minutes, ``reports`` for asking SMS-iT
    side by side. ``region`` is the two-letter default for numbers without a country code. Up to ``lanes``
    jobs work on lists, ``import_lanes`` on imports. What people wrote is kept for ``keep``.
    """

    access: Access
    background: Background
    bot_id: str
    checking: Checking
    clock: Clock
    database: Database
    desk: Desk
    engine: Engine
    files: Files
    import_lanes: int
    keep: timedelta
    lanes: int
    long: Background
    modals: Modals
    names: Names
    people: People
    policy: Policy
    poster: Poster
    region: str | None
    reports: Executor
    senders: Senders
    sheets: Sheets
    smsit: SmsItClient

    def key_for(self, purpose: bytes) -> bytes:
        """Return a secret key for one purpose, the same in all processes of the bot and after a restart."""
        raise NotImplementedError
