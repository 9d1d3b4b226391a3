"""The bot as a whole: started, stopped, and asked how it is."""

import logging
import sys
from functools import partial
from types import TracebackType
from typing import Final, Self

from bot.assembly.doors import open_doors
from bot.assembly.ground import Ground
from bot.assembly.services import Services
from bot.features.contacts.jobs import EVERY_QUARTER_HOUR, GROUPS
from bot.features.delivery.jobs import DAILY, EVERY_FIVE_SECONDS, RETENTION, TICK
from bot.policy.notices import policy_notices
from bot.settings import Mode, Settings
from bot.slack.http import HttpServer
from bot.slack.presence import absence
from bot.slack.socket_mode import SocketMode
from bot.texting.clock import Clock, utc_now

log = logging.getLogger(__name__)

POLLING_SECONDS: Final = 0.25
SWITCH_SECONDS: Final = 0.0005
"""Python lets a busy thread run ten times as long by default, while those whom Slack waits for stand by."""


class Bot:
    """The whole bot on one set of settings. Built without touching the network but for one ``auth.test``.

    Raises :exc:`SlackUnavailable` or :exc:`PolicyError` when it cannot be built.
    """

    def __init__(
        self, settings: Settings, *, clock: Clock = utc_now, polling_seconds: float = POLLING_SECONDS
    ) -> None:
        self.settings = settings
        self._ground = Ground(settings, clock, polling_seconds)
        self.database = self._ground.database
        self.bolt = self._ground.bolt
        self.engine = self._ground.engine
        self.services = Services(self._ground)
        self.tick = self.services.tick
        self.jobs = self.services.jobs
        self.commands = open_doors(self._ground, self.services)
        self.entrances = tuple(self._ground.entrances.registered)
        self._front: SocketMode | HttpServer = (
            SocketMode(self.bolt, settings.slack_app_token.get_secret_value())
            if settings.mode is Mode.SOCKET and settings.slack_app_token
            else HttpServer(
                self.bolt,
                host=settings.http_host,
                port=settings.http_port,
                threads=settings.http_threads,
                most_bytes=settings.http_max_body_kb * 1024,
                healthy=self.is_alive,
            )
        )

    @property
    def port(self) -> int | None:
        """The port Slack's requests come to; none in Socket Mode."""
        return self._front.port if isinstance(self._front, HttpServer) else None

    def start(self, *, clocks: bool = True) -> None:
        """Create or update the tables, start the engine, then let Slack in.

        ``clocks=False`` leaves out what runs by the clock, for whoever turns it by hand.
        """
        ground = self._ground
        sys.setswitchinterval(SWITCH_SECONDS)
        self.database.migrate()
        if clocks:
            ground.engine.clock(TICK, EVERY_FIVE_SECONDS)
            ground.engine.clock(RETENTION, DAILY)
            ground.engine.clock(GROUPS, EVERY_QUARTER_HOUR)
        ground.engine.launch(self.jobs)
        ground.long.run(partial(self.jobs[GROUPS], {}))  # its time may have passed while nobody was running
        ground.background.run(partial(self.jobs[RETENTION], {}))
        ground.background.run(self._get_to_know_people)
        if clocks:
            ground.members.keep_fresh()
        self._front.start()

    def stop(self) -> bool:
        """Let nobody in any more, finish what runs within seconds, and give everything back.

        Returns False when a job still runs, waiting for SMS-iT perhaps: the process should be left then, and
        the next one takes up what the job left.
        """
        self._front.stop()
        self.services.stop()
        return self._ground.stop()

    def is_alive(self) -> bool:
        """Tell whether Slack can reach the bot."""
        return self._front.is_alive()

    def is_quiet(self) -> bool:
        """Tell whether everything listeners handed over has been done."""
        return self._ground.is_quiet()

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

    def _get_to_know_people(self) -> None:
        """Learn who is in the user groups and channels the policy names, and say what it leaves open."""
        ground = self._ground
        for trouble in ground.members.refresh():
            log.warning("%s", trouble)
        for notice in policy_notices(ground.policy, ground.access):
            log.warning("%s", notice)
        if (channel := ground.policy.approval.channel) and (trouble := absence(ground.slack, channel)):
            log.warning("nobody can be asked to approve: %s", trouble)
