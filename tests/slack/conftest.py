"""A pretend Slack without a bot, for what talks to Slack and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from bot.sandbox.slack.model import Message
from bot.sandbox.slack.workspace import Workspace
from bot.slack.incoming.connect import web_client
from bot.slack.incoming.interaction import Interaction
from tests.clock import FakeClock
from tests.patience import ACK_SECONDS
from tests.slack.interactions import interaction, payload


@dataclass(frozen=True)
class Slack:
    """The workspace, and the bot's own client for it."""

    sandbox: Sandbox
    clock: FakeClock
    client: WebClient

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.slack

    def calls(self, method: str) -> list[str]:
        """What became of each call of a Web API method."""
        return [each.summary for each in self.workspace.traffic if each.kind == method]

    def trigger(self) -> str:
        return self.workspace.triggers.issue("U0MAYA")

    def texts(self, channel: str) -> list[str]:
        return [each.text for each in self.messages(channel)]

    def messages(self, channel: str) -> list[Message]:
        return self.workspace.person("U0MAYA").sees(channel)

    def interaction(self, *, channel: str | None = "C0FRONT", answerable: bool = True) -> Interaction:
        """Maya's press in a channel (or in none), with a way to answer it by response address or without."""
        url = ""
        if answerable and channel:
            url = f"{self.sandbox.url}/slack/response/{self.workspace.response_urls.issue(channel, 'U0MAYA')}"
        body = payload("block_actions", response_url=url, channel={"id": channel} if channel else {})
        return interaction(body | {"trigger_id": self.trigger()})


@pytest.fixture(scope="session")
def running_slack() -> Iterator[Slack]:
    clock = FakeClock()
    with Sandbox(clock=clock, contacts=1, ack_limit=ACK_SECONDS) as sandbox:
        yield Slack(sandbox, clock, web_client(sandbox.slack.bot_token, sandbox.slack_api_url))


@pytest.fixture
def slack(running_slack: Slack) -> Iterator[Slack]:
    workspace = running_slack.workspace
    workspace.messages = type(workspace.messages)(workspace.pulse, workspace.clock)
    workspace._traffic.clear()
    yield running_slack
    workspace.problems.clear()
    person = workspace.person("U0MAYA")
    while (view := person.view) is not None:
        workspace.views.close(view)


@pytest.fixture
def nowhere() -> WebClient:
    """A client of a Slack that is not there: a port nothing listens on."""
    return web_client("xoxb-nowhere", "http://127.0.0.1:9/api/")
