"""The composition root: the only place that names concrete classes and ties them together."""

import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection

from bot.engine.dbos_engine import DbosEngine
from bot.engine.port import JobArgs
from bot.features.contacts.jobs import GROUPS, HOURLY, GroupRefresh
from bot.features.contacts.service import ContactBook
from bot.features.credits import listeners as credit_listeners
from bot.features.credits.service import Credits
from bot.features.delivery import listeners as delivery_listeners
from bot.features.delivery.board import Board
from bot.features.delivery.jobs import DAILY, EVERY_FIVE_SECONDS, RETENTION, TICK, Retention, Tick, Watch
from bot.features.delivery.service import Delivery
from bot.features.help import listeners as help_listeners
from bot.features.home import listeners as home_listeners
from bot.features.sms.composing import Composing
from bot.features.sms.confirming import Confirming
from bot.features.sms.decisions import Decisions
from bot.features.sms.form import Senders
from bot.features.sms.ids import Action
from bot.features.sms.jobs import QUEUE, Attempts, enqueue_attempt
from bot.features.sms.message_view import message
from bot.features.sms.pressing import Pressing
from bot.features.sms.service import ATTEMPT, Texting
from bot.features.sms.waiting import Waiting
from bot.settings import Mode, Settings
from bot.slack import kit
from bot.slack.answers import Answers
from bot.slack.background import Background
from bot.slack.commands import CommandTable
from bot.slack.connect import bolt_app, identify, web_client
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.http import HttpServer
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.slack.roles import Access, Role, Who, read_policy
from bot.slack.socket_mode import SocketMode
from bot.smsit import SmsItClient
from bot.store.database import Database
from bot.store.sends import Send, notes
from bot.texting.clock import Clock, utc_now

log = logging.getLogger(__name__)

HOME_TEXTS: Final = 10
POLLING_SECONDS: Final = 0.25
SWITCH_SECONDS: Final = 0.0005
"""Python lets a busy thread run ten times as long by default, while those whom Slack waits for stand by."""
DRAWING_THREADS: Final = 2
"""Few, for Slack takes one message a second in a channel, and who submits should not wait for them."""


class Bot:
    """The whole bot on one set of settings. Built without touching the network but for one ``auth.test``.

    Raises :exc:`SlackUnavailable` or :exc:`PolicyError` when it cannot be built.
    """

    def __init__(
        self, settings: Settings, *, clock: Clock = utc_now, polling_seconds: float = POLLING_SECONDS
    ) -> None:
        self.settings = settings
        self.clock = clock
        given = read_policy(settings.policy_file)
        client = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        identity = identify(client)
        secret = settings.slack_signing_secret
        self.bolt = bolt_app(client, identity, secret.get_secret_value() if secret else None)
        self.database = Database(settings.database_url)
        self.engine = DbosEngine(
            self.database, queues={QUEUE: settings.smsit_parallel}, polling_seconds=polling_seconds
        )
        self._background = Background()
        self._drawing = Background(threads=DRAWING_THREADS, waiting=5000)
        smsit = SmsItClient(
            settings.smsit_api_key.get_secret_value(),
            base_url=settings.smsit_base_url,
            timezone=settings.smsit_timezone,
            connect_timeout=settings.smsit_connect_timeout,
            read_timeout=settings.smsit_read_timeout,
            clock=clock,
        )

        access = Access(identity.team_id, given)
        poster = Poster(client)
        desk = Desk(Modals(client), Answers(poster, self._background), self._background)
        entrances = Entrances(self.bolt, access, desk.answers)
        board = Board(self.database, poster, message, clock, self._drawing)
        contacts = ContactBook(smsit, self.database, clock)
        credit = Credits(smsit, self.database)
        delivery = Delivery(smsit, self.database, clock, settings.default_region)
        senders = Senders(settings.smsit_from, settings.smsit_alpha_sender)
        follow_for = timedelta(hours=settings.follow_up_hours)
        latest = timedelta(minutes=settings.held_late_minutes)

        def queue(conn: Connection, send_id: str, attempt: int) -> None:
            enqueue_attempt(self.engine, conn, send_id, attempt)

        texting = Texting(
            self.database,
            contacts,
            credit,
            queue,
            clock,
            account_zone=settings.smsit_timezone,
            show=board.show_soon,
        )
        self.decisions = Decisions(self.database, queue, clock, follow_for=follow_for, show=board.show_soon)
        attempts = Attempts(
            self.database,
            self.engine,
            smsit,
            clock,
            follow_for=follow_for,
            latest=latest,
            request_seconds=settings.smsit_connect_timeout + settings.smsit_read_timeout,
            show=board.show_soon,
        )
        waiting = Waiting(self.database, queue, clock, latest=latest, show=board.show_soon)
        composing = Composing(desk, contacts, senders, settings.default_region)

        self.commands = CommandTable(
            (
                *composing.verbs(),
                *credit_listeners.verbs(credit, desk),
                *delivery_listeners.verbs(delivery, desk),
            ),
            access,
        )
        self.commands.add(help_listeners.verb(self.commands.allowed))
        # Bolt asks its listeners one after the other, so what people wait for most comes first.
        Confirming(
            desk,
            texting,
            self.decisions,
            People(client),
            senders,
            settings.default_region,
            settings.smsit_timezone,
            clock,
        ).register(entrances)
        self.commands.register(entrances)
        composing.register(entrances)
        Pressing(desk, texting, self.decisions).register(entrances)
        home_listeners.register(
            entrances,
            desk,
            recent=self._recent,
            allowed=self.commands.allowed,
            button=lambda who: (
                kit.button("Send a text", Action.NEW, style="primary")
                if access.allows(who, Role.SENDER)
                else None
            ),
        )
        entrances.close()
        self.entrances = tuple(entrances.registered)

        watch = Watch(self.database, smsit, delivery, board, clock)
        self.tick = Tick({"fire": waiting.fire, "repair": waiting.repair, **watch.parts()})
        groups = GroupRefresh(contacts)
        retention = Retention(self.database, clock, timedelta(days=settings.retention_days))
        self.jobs: dict[str, Callable[[JobArgs], None]] = {
            ATTEMPT: attempts.run,
            TICK: self.tick.run,
            RETENTION: retention.run,
            GROUPS: groups.run,
        }
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
        sys.setswitchinterval(SWITCH_SECONDS)
        self.database.migrate()
        if clocks:
            self.engine.clock(TICK, EVERY_FIVE_SECONDS)
            self.engine.clock(RETENTION, DAILY)
            self.engine.clock(GROUPS, HOURLY)
        self.engine.launch(self.jobs)
        for job in (GROUPS, RETENTION):  # their hour may have passed while nobody was running
            self._background.run(partial(self.jobs[job], {}))
        self._front.start()

    def stop(self) -> bool:
        """Let nobody in any more, finish what runs within seconds, and give everything back.

        Returns False when a job still runs, waiting for SMS-iT perhaps: the process should be left then, and
        the next one takes up what the job left.
        """
        self._front.stop()
        finished = all([self._background.stop(), self._drawing.stop(), self.engine.stop()])
        if finished:
            self.database.close()
        return finished

    def is_alive(self) -> bool:
        """Tell whether Slack can reach the bot."""
        return self._front.is_alive()

    def is_quiet(self) -> bool:
        """Tell whether everything listeners handed over has been done."""
        return self._background.is_quiet() and self._drawing.is_quiet()

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

    def _recent(self, who: Who) -> tuple[Send, ...]:
        with self.database.read() as conn:
            return notes.newest_of(conn, who.user_id, HOME_TEXTS)
