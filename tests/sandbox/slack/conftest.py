from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from bot.sandbox.slack.person import Person
from bot.sandbox.slack.view_stacks import ViewStacks
from bot.sandbox.slack.workspace import Workspace
from tests.clock import FakeClock
from tests.patience import ACK_SECONDS
from tests.sandbox.slack.fakes import SUNDAY, HttpLine, SocketLine, ToyBot
from tests.sandbox.slack.shapes import Json


@dataclass(frozen=True)
class SandboxHarness:
    """One running sandbox with the toy bot on the line."""

    sandbox: Sandbox
    bot: ToyBot
    clock: FakeClock
    line: SocketLine | HttpLine | None

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.slack

    @property
    def client(self) -> WebClient:
        return self.bot.client

    @property
    def maya(self) -> Person:
        return self.workspace.person("U0MAYA")

    @property
    def problems(self) -> list[str]:
        """What was noted so far; looking at it settles it."""
        noted, self.workspace.problems[:] = list(self.workspace.problems), []
        return noted

    def show(self, view: Json, person: Person | None = None) -> None:
        """Open this modal on somebody's screen."""
        trigger = self.workspace.triggers.issue((person or self.maya).id)
        self.client.views_open(trigger_id=trigger, view=view)

    def tidy(self) -> None:
        workspace = self.workspace
        workspace.views = ViewStacks(workspace.pulse, workspace.ids, team_id=workspace.team.id)
        workspace.ack_limit = ACK_SECONDS
        self.bot.on.clear()
        self.bot.seen.clear()
        self.bot.retries.clear()


def _world(kind: type[SocketLine] | type[HttpLine]) -> Iterator[SandboxHarness]:
    clock = FakeClock(SUNDAY)
    with Sandbox(clock=clock, contacts=5, ack_limit=ACK_SECONDS) as sandbox:
        bot = ToyBot(sandbox)
        line = kind(bot)
        yield SandboxHarness(sandbox, bot, clock, line)
        line.close()


@pytest.fixture(scope="session")
def socket_world() -> Iterator[SandboxHarness]:
    yield from _world(SocketLine)


@pytest.fixture(scope="session")
def http_world() -> Iterator[SandboxHarness]:
    yield from _world(HttpLine)


@pytest.fixture(scope="session")
def quiet_world() -> Iterator[SandboxHarness]:
    """Give a sandbox whose toy bot is on no line."""
    clock = FakeClock(SUNDAY)
    with Sandbox(clock=clock, contacts=5, ack_limit=ACK_SECONDS) as sandbox:
        yield SandboxHarness(sandbox, ToyBot(sandbox), clock, None)


@pytest.fixture(params=["socket", "http"])
def world(request: pytest.FixtureRequest) -> Iterator[SandboxHarness]:
    """Run the test over both kinds of delivery; nothing may be left that Slack would complain about."""
    there: SandboxHarness = request.getfixturevalue(f"{request.param}_world")
    yield there
    there.tidy()
    assert there.problems == []


@pytest.fixture
def web(socket_world: SandboxHarness) -> Iterator[SandboxHarness]:
    """Give a world for calls of the Web API, where the kind of delivery plays no part."""
    yield socket_world
    socket_world.tidy()
    assert socket_world.problems == []
