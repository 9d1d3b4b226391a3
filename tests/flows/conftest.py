"""A bot for each test module, once by Socket Mode and once by signed HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import Mode
from tests.clock import FakeClock
from tests.flows.harness import Harness

OpenHouse = Callable[..., Harness]
REFUSED = "Slack would have refused something"


@pytest.fixture(scope="package", autouse=True)
def _quick_hands() -> Iterator[None]:
    """Stories happen faster than people act: the care for Slack's limits would hold messages back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.slack.outgoing.poster.UPDATES_A_MINUTE", 100_000)
        patch.setattr("bot.slack.outgoing.poster.POSTS_A_MINUTE", 100_000)
        yield


@pytest.fixture(scope="module", autouse=True)
def _measured_where_it_tells(request: pytest.FixtureRequest) -> None:
    """Leave coverage out of most stories: they go where a feature's own tests and its first story have been.

    A file that is the only one to reach something says so: ``pytestmark = pytest.mark.measured``.
    """
    if request.node.get_closest_marker("measured") is None:
        request.getfixturevalue("unmeasured")


@pytest.fixture(scope="module", params=list(Mode), ids=str)
def mode(request: pytest.FixtureRequest) -> Mode:
    """Tell the way in. Behind the second one lie the same lines: run again, and not measured again."""
    mode = Mode(request.param)
    if mode is not Mode.SOCKET:
        request.getfixturevalue("unmeasured")
    return mode


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    shared = Harness(tmp_path_factory.mktemp("house"), FakeClock(), mode).open()
    yield shared
    shared.close()


@pytest.fixture
def harness(shared_harness: Harness) -> Iterator[Harness]:
    """The running bot of this module and mode, with empty screens and an empty ledger."""
    yield shared_harness.fresh()
    assert not shared_harness.sandbox.slack.problems, REFUSED


@pytest.fixture
def open_harness(tmp_path: Path, clock: FakeClock) -> Iterator[OpenHouse]:
    """Start a bot of one's own; changed settings are named as in the environment, None removes one."""
    opened: list[Harness] = []

    def make(mode: Mode = Mode.SOCKET, **changed: str | None) -> Harness:
        own = Harness(tmp_path, clock, mode, changed).open()
        opened.append(own)
        return own

    yield make
    for own in opened:
        own.close()
        assert not own.sandbox.slack.problems, REFUSED
