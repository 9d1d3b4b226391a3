"""The bot as a whole: started, stopped, and asked how it is."""

import logging
import sys
from functools import partial
from types import TracebackType
from typing import Final, Self

from bot.assembly.features import Features
from bot.assembly.infrastructure import Infrastructure
from bot.assembly.services import empty_renderers, share
from bot.features.delivery.jobs import DAILY, EVERY_FIVE_SECONDS, RETENTION, TICK
from bot.features.groups.jobs import EVERY_QUARTER_HOUR, GROUPS
from bot.policy.notices import policy_notices
from bot.settings import Mode, Settings
from bot.slack.incoming.http import HttpServer
from bot.slack.incoming.socket_mode import SocketMode
from bot.slack.outgoing.channel_access import absence
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
        self._infrastructure = Infrastructure(settings, clock, polling_seconds)
        self.database = self._infrastructure.database
        self.bolt = self._infrastructure.bolt
        self.engine = self._infrastructure.engine
        renderers = empty_renderers(self._infrastructure.policy.approval.channel)
        self.services = share(self._infrastructure, renderers)
        self.features = Features(self._infrastructure, self.services, renderers)
        self.features.register(self._infrastructure.registry)
        self.tick = self.features.tick
        self.jobs = self.features.jobs
        self.commands = self.services.commands
        self.registry = tuple(self._infrastructure.registry.registered)
        self._receiver: SocketMode | HttpServer = (
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
        return self._receiver.port if isinstance(self._receiver, HttpServer) else None

    def start(self, *, clocks: bool = True) -> None:
        """Create or update the tables, start the engine, then let Slack in.

        ``clocks=False`` leaves out what runs by the clock, for whoever turns it by hand.
        """
        infrastructure = self._infrastructure
        sys.setswitchinterval(SWITCH_SECONDS)
        self.database.migrate()
        if clocks:
            infrastructure.engine.clock(TICK, EVERY_FIVE_SECONDS)
            infrastructure.engine.clock(RETENTION, DAILY)
            infrastructure.engine.clock(GROUPS, EVERY_QUARTER_HOUR)
        infrastructure.engine.launch(self.jobs)
        infrastructure.long.run(
            partial(self.jobs[GROUPS], {})
        )  # its time may have passed while nobody was running
        infrastructure.background.run(partial(self.jobs[RETENTION], {}))
        infrastructure.background.run(self._get_to_know_people)
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
        return self._infrastructure.stop()

    def is_alive(self) -> bool:
        """Tell whether Slack can reach the bot."""
        return self._receiver.is_alive()

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

    def _get_to_know_people(self) -> None:
        """Learn who is in the user groups and channels the policy names, and say what it leaves open."""
        infrastructure = self._infrastructure
        for trouble in infrastructure.members.refresh():
            log.warning("%s", trouble)
        for notice in policy_notices(infrastructure.policy, infrastructure.access):
            log.warning("%s", notice)
        if (channel := infrastructure.policy.approval.channel) and (
            trouble := absence(infrastructure.slack, channel)
        ):
            log.warning("nobody can be asked to approve: %s", trouble)
