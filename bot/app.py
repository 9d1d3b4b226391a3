"""The bot as a whole: started, stopped, and asked how it is."""

import ctypes
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from bot.assembly.features import Features
from bot.assembly.infrastructure import Infrastructure
from bot.assembly.services import empty_renderers, share
from bot.assembly.traces import begin, nothing
from bot.logs import describe
from bot.ops import pages
from bot.ops.vitals import Front, Vitals
from bot.settings import Mode, Settings
from bot.slack.incoming.http import Signatures
from bot.slack.incoming.http_server import HttpServer
from bot.slack.incoming.socket_mode import SocketMode
from bot.slack.incoming.web_server import Server
from bot.slack.mark import NO_MARK, Mark
from bot.store import number_hashes, smsit_accounts, unrecorded
from bot.texting.clock import Clock, utc_now

log = logging.getLogger(__name__)

POLLING_SECONDS: Final = 0.25
EDIT_SECONDS: Final = 1.0
"""How long the edit of a message waits for what else changes: Slack takes fifty a minute, of everybody's."""
SWITCH_SECONDS: Final = 0.0005
"""Python lets a busy thread run ten times as long by default, while those whom Slack waits for stand by."""


OTHER_ACCOUNT: Final = (
    "these records were kept with another SMSIT_API_KEY so far: if this is the key of another account, stop "
    "the bot and set the key it had, for what waits goes out through this one; doctor goes on saying it"
)
MALLOC_ARENAS: Final = 1
"""Else the C library keeps memory apart for nearly every thread, and most of it lies idle."""
_M_ARENA_MAX: Final = -8


class Bot:
    """The whole bot on one set of settings. Built without touching the network but for one ``auth.test``.

    Where it is one of several behind one Slack app, ``mark`` is on everything it shows.

    Raises :exc:`SlackUnavailable` or :exc:`PolicyError` when it cannot be built.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = utc_now,
        polling_seconds: float = POLLING_SECONDS,
        edit_seconds: float = EDIT_SECONDS,
        mark: Mark = NO_MARK,
    ) -> None:
        _tune_process()
        self.settings = settings
        self._infrastructure = Infrastructure(settings, clock, polling_seconds, edit_seconds, mark)
        self.database = self._infrastructure.database
        self.bolt = self._infrastructure.bolt
        self.seals = self._infrastructure.seals
        self.engine = self._infrastructure.engine
        renderers = empty_renderers(self._infrastructure.policy.approval)
        self.services = share(self._infrastructure, renderers)
        self.features = Features(self._infrastructure, self.services, renderers)
        self.features.register(self._infrastructure.registry)
        self.tick = self.features.tick
        self.jobs = self.features.jobs
        self.commands = self.services.commands
        self.registry = tuple(self._infrastructure.registry.registered)
        self._receiver = self._receive(settings)
        self._operations = self._operate(settings, mark.key)
        self._stop_traces: Callable[[], None] = nothing

    @property
    def team_id(self) -> str:
        """The workspace whose token it has."""
        return self._infrastructure.team_id

    @property
    def port(self) -> int | None:
        """The port Slack's requests come to; none in Socket Mode."""
        return self._receiver.port if isinstance(self._receiver, HttpServer) else None

    @property
    def ops_port(self) -> int | None:
        """The port that tells how the bot is; none where the settings name none."""
        return self._operations.port if self._operations else None

    def start(self, *, clocks: bool = True) -> None:
        """Create or update the tables, start the engine, then let Slack in.

        Raises :exc:`KeyMissing` when it could not recognise all numbers that must not be texted, and
        :exc:`NoTraces` when it was to record traces and can't.

        ``clocks=False`` leaves out what runs by the clock, for whoever turns it by hand.
        """
        infrastructure = self._infrastructure
        self._stop_traces = begin(self.settings, self.database)
        if self._operations:
            self._operations.start()
        self.database.migrate()
        with self.database.write() as conn:
            number_hashes.begin(conn, self._infrastructure.clock())
            key = self.settings.smsit_api_key.get_secret_value()
            is_known = smsit_accounts.begin(conn, smsit_accounts.id_of(key))
        if not is_known:
            log.warning(OTHER_ACCOUNT)
        self._settle_unrecorded()
        if clocks:
            self.features.set_clocks()
        infrastructure.engine.launch(self.jobs)
        self.features.catch_up()
        infrastructure.background.run(infrastructure.get_to_know_people)
        if clocks:
            infrastructure.members.keep_fresh()
        self._receiver.start()

    def stop(self) -> bool:
        """Let nobody in any more, finish what runs within seconds, and give everything back.

        Returns False when a job still runs, waiting for SMS-iT perhaps: the process should be left then, and
        the next one takes up what the job left.
        """
        self._receiver.stop()
        self.features.stop()
        if self._operations:  # it looks into the database, which is closed next
            self._operations.stop()
        finished = self._infrastructure.stop()
        self._stop_traces()  # the last edits are in them
        self._stop_traces = nothing
        return finished

    def read_policy_again(self) -> None:
        """Read the policy file now. One with mistakes changes nothing, and admins are told."""
        try:
            self.services.policies.read_again()
        except Exception as error:  # noqa: BLE001 - whoever asked is a signal, and the bot goes on
            log.error("the policy file could not be read again: %s", describe(error))

    def is_alive(self) -> bool:
        """Tell whether Slack can reach the bot, and the bot its records."""
        return self._receiver.is_alive() and self.database.is_there

    def is_quiet(self) -> bool:
        """Tell whether everything listeners handed over has been done."""
        return self._infrastructure.is_quiet()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _settle_unrecorded(self) -> None:
        """Have a person decide about what was attempted, and of which the database lost that it was."""
        latest = {} if self.database.journal is None else self.database.journal.latest()
        if not latest:
            return
        with self.database.write() as conn:
            count = unrecorded.make_unknown(conn, latest, now=self._infrastructure.clock())
            numbers = self.database.lost_listings.take(conn, latest)
        if count:
            log.error(
                "the database lost what was done about %d texts or requests: people are asked now",
                count,
            )
        if numbers:
            log.error("the database lost %d numbers of the do-not-text list: they stay refused", numbers)

    def _receive(self, settings: Settings) -> SocketMode | HttpServer:
        """Return what lets Slack in: a connection from here where there is an app token, else a server."""
        if settings.mode is Mode.SOCKET and settings.slack_app_token:
            return SocketMode(self.bolt, settings.slack_app_token.get_secret_value())
        secret = settings.slack_signing_secret
        return HttpServer(
            self.bolt,
            Signatures(secret.get_secret_value() if secret else ""),
            (settings.http_host, settings.http_port),
            threads=settings.http_threads,
            most_bytes=settings.http_max_body_kb * 1024,
            healthy=self.is_alive,
        )

    def _operate(self, settings: Settings, account: str) -> Server | None:
        """Return what tells how the bot is, where the settings name a port for it."""
        if settings.ops_port is None:
            return None
        receiver, infrastructure = self._receiver, self._infrastructure
        front = Front(is_open=receiver.is_alive, age=lambda: receiver.age)
        tick, clock = self.tick, infrastructure.clock
        vitals = Vitals(self.database, infrastructure.engine, front, lambda: tick.ended_at, clock)
        return pages.served(vitals, settings.ops_host, settings.ops_port, account)


def _tune_process() -> None:
    """Set what holds for the whole process: how long a thread runs on, and how memory is kept."""
    sys.setswitchinterval(SWITCH_SECONDS)
    with suppress(OSError, AttributeError, TypeError):  # only glibc has this knob
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, MALLOC_ARENAS)
