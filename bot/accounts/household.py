"""The front and the bots of all accounts as one service, started and stopped."""

import logging
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, cast

from sqlalchemy import Engine

from bot.accounts import file
from bot.accounts.front import Front, nothing_removed
from bot.accounts.house import House
from bot.accounts.houses import Houses, Vitals
from bot.accounts.memory import Memory
from bot.accounts.model import Account, Accounts
from bot.accounts.process import MOST_AT_ONCE
from bot.accounts.resolved import NOT_YET, Apart, Resolver
from bot.accounts.speaker import Access, Speaker
from bot.ops import pages, vitals
from bot.settings import EdgeSettings, Mode, Settings, SettingsError
from bot.slack.incoming.connect import web_client
from bot.slack.incoming.forwarded import Forwarding
from bot.slack.incoming.http import Signatures
from bot.slack.incoming.http_server import HttpServer, nothing_around
from bot.slack.incoming.installation import App, WorkspaceInstaller
from bot.slack.incoming.socket_mode import SocketMode
from bot.slack.outgoing.background import Background

log = logging.getLogger(__name__)


class Records(NamedTuple):
    """What belongs to no account: its database, and what is remembered there."""

    engine: Engine
    memory: Memory


class Household:
    """Several accounts, as one service. ``found`` are their settings by key."""

    def __init__(
        self,
        edge: EdgeSettings,
        accounts: Accounts,
        found: Mapping[str, Settings],
        resolver: Resolver,
        records: Records,
    ) -> None:
        self._edge = edge
        self._accounts = accounts
        self._found = found
        self._installer = self._install(edge, records)
        installer = self._installer
        self._resolver = resolver if installer is None else replace(resolver, token=installer.token)
        self._apart = Apart(self._resolver, found, records.memory)
        self._background = Background()
        self.houses = Houses(accounts, self._house)
        speaker = Speaker(self._access, self._background)
        removed = nothing_removed if self._installer is None else self._remove
        self._front = Front(accounts, self.houses, records.memory, speaker, self._background, removed)
        self._receiver = self._receive(edge)
        receiver = self._receiver
        seen = vitals.Front(is_open=receiver.is_alive, age=lambda: receiver.age)
        self._operations = (
            None
            if edge.ops_port is None
            else pages.served(Vitals(self.houses, seen), edge.ops_host, edge.ops_port)
        )

    @property
    def port(self) -> int | None:
        """The port Slack's requests come to; none in Socket Mode."""
        return self._receiver.port if isinstance(self._receiver, HttpServer) else None

    @property
    def ops_port(self) -> int | None:
        """The port that tells how the bots are; none where the settings name none."""
        return self._operations.port if self._operations else None

    def start(self) -> None:
        """Start each bot, then let Slack in."""
        if self._operations:
            self._operations.start()
        for workspace in filter(self._has_app, sorted(self._accounts.workspaces)):
            self.houses.start(workspace)
        self.houses.wait_until_tried()
        self._receiver.start()

    def stop(self) -> bool:
        """Let nobody in any more, and have all bots end; tell whether they did by themselves."""
        self._receiver.stop()
        finished = self.houses.end_all()
        if self._operations:
            self._operations.stop()
        return self._background.stop() and finished

    def read_policy_again(self) -> None:
        """Have each bot read its policy file now, and go by the accounts file as it is now.

        One with mistakes changes nothing, nor does one for which the bot has to be restarted: that is logged.
        """
        try:
            self._front.go_by(file.read_again(cast("Path", self._edge.accounts_file), self._accounts))
            log.info("the accounts file was read again")
        except SettingsError as error:
            for problem in error.problems:
                log.error("the accounts stay as they were: %s", problem)
        self.houses.hang_up(signal.SIGHUP)

    def _has_app(self, workspace: str) -> bool:
        return self._access(workspace).token != NOT_YET

    def _install(self, edge: EdgeSettings, records: Records) -> WorkspaceInstaller | None:
        """Return what has the app installed, where the settings say that it is installed by OAuth."""
        if not (edge.slack_client_id and edge.slack_client_secret):
            return None
        app = App(edge.slack_client_id, edge.slack_client_secret.get_secret_value(), edge.slack_api_url)
        installer = WorkspaceInstaller(app, records.engine, self._accounts.workspaces, self._begin)
        installer.create()
        return installer

    def _begin(self, workspace: str) -> None:
        """Start the bots of a workspace that has the app now. Whoever installed it does not wait for that."""
        self._background.run(lambda: self.houses.start(workspace))

    def _remove(self, workspace: str, event: Mapping[str, Any]) -> bool:
        """Forget the tokens of a workspace that has the app no more, and end its bots.

        Where the token is good still, or again, nothing is done, and Slack is to say it again.
        """
        if self._installer is None or not takes_the_bot(event):
            return True
        if not self._installer.is_over(workspace):
            return False
        self._installer.forget(workspace)
        if not self._has_app(workspace):
            log.warning("the app was removed from %s", workspace)
            self._background.run(lambda: self.houses.end(workspace))
        return True

    def _house(self, account: Account) -> House:
        return House(account, lambda: self._apart.variables(account))

    def _access(self, workspace: str) -> Access:
        here = self._accounts.of(workspace)
        if not here:
            return Access("", self._edge.slack_api_url)
        found = self._found[here[0].key]
        token = self._resolver.token(workspace) or found.slack_bot_token.get_secret_value()
        return Access(token, found.slack_api_url)

    def _receive(self, edge: EdgeSettings) -> SocketMode | HttpServer:
        app = Forwarding(self._front.answer, web_client("", edge.slack_api_url))
        # A slow bot keeps a thread for each arrival it has, and all of them may be slow at once.
        threads = edge.http_threads + MOST_AT_ONCE * len(self._accounts.all)
        if edge.mode is Mode.SOCKET and edge.slack_app_token:
            return SocketMode(app, edge.slack_app_token.get_secret_value(), threads)
        secret = edge.slack_signing_secret
        return HttpServer(
            app,
            Signatures(secret.get_secret_value() if secret else ""),
            (edge.http_host, edge.http_port),
            threads=threads,
            most_bytes=edge.http_max_body_kb * 1024,
            healthy=self.houses.is_any_up,
            around=nothing_around if self._installer is None else self._installer.around,
        )


def takes_the_bot(event: Mapping[str, Any]) -> bool:
    """Tell whether an event says that the bot's own token is over, and not only one of a person."""
    return event.get("type") == "app_uninstalled" or bool((event.get("tokens") or {}).get("bot"))
