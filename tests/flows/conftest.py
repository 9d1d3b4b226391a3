"""A bot for each test module."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import Mode
from tests.clock import FakeClock
from tests.flows import fallbacks, outgoing, policies
from tests.flows.broadcasting import own_harness
from tests.flows.harness import Harness, patient
from tests.flows.templating import Templates

OpenHouse = Callable[..., Harness]
REFUSED = "Slack would have refused something"


@pytest.fixture(scope="package", autouse=True)
def _quick_hands() -> Iterator[None]:
    """Stories happen faster than people act: the care for Slack's limits would hold messages back.

    As the pretend Slack waits ten times as long for an answer, an answer waits longer, too.
    """
    with pytest.MonkeyPatch.context() as patch, patient():
        patch.setattr("bot.slack.outgoing.poster.UPDATES_A_MINUTE", 100_000)
        patch.setattr("bot.slack.outgoing.poster.POSTS_A_MINUTE", 100_000)
        yield


@pytest.fixture(scope="package")
def heard() -> Iterator[list[str]]:
    """The text of every message of every story, in the order in which they were written."""
    with pytest.MonkeyPatch.context() as patch, fallbacks.heard(patch) as said:
        yield said


@pytest.fixture(autouse=True)
def _whole_sentences(heard: list[str]) -> Iterator[None]:
    """Hold what each story's messages say to notifications and screen readers to whole sentences."""
    heard.clear()
    yield
    wrong = {text: found for text in heard if (found := fallbacks.faults(text))}
    assert not wrong, "A message's text is not whole sentences"


@pytest.fixture(scope="package")
def sent() -> Iterator[list[object]]:
    """All that the bots of every story send to Slack."""
    with pytest.MonkeyPatch.context() as patch, outgoing.collected(patch) as everything:
        yield everything


@pytest.fixture(autouse=True)
def _no_number_in_values(sent: list[object], request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold each story to this: no value that a browser keeps holds a contact's number."""
    sent.clear()
    yield
    house = next((each for each in request.node.funcargs.values() if isinstance(each, Harness)), None)
    if house is not None:
        numbers = frozenset(each.number for each in house.sandbox.smsit.book.contacts)
        assert outgoing.in_values(sent, numbers) == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have the stories of a file go by Socket Mode, or by the ``WAYS`` it names.

    What arrives and what is answered is the same by either: `tests/slack/incoming/test_both_ways.py`.
    """
    if "mode" in metafunc.fixturenames:
        ways = getattr(metafunc.module, "WAYS", (Mode.SOCKET,))
        metafunc.parametrize("mode", ways, indirect=True, scope="module", ids=str)


@pytest.fixture(scope="module")
def mode(request: pytest.FixtureRequest) -> Mode:
    """Tell the way in."""
    return Mode(request.param)


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    shared = Harness(tmp_path_factory.mktemp("house"), FakeClock(), mode).open()
    yield shared
    shared.close()


@pytest.fixture(scope="module")
def under_policy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Harness]:
    """The running bot of a module under a policy of its own: the module's ``POLICY``."""
    own = own_harness(tmp_path_factory.mktemp("house"), request.module.POLICY)
    yield own
    own.close()


@pytest.fixture
def harness(shared_harness: Harness) -> Iterator[Harness]:
    """The running bot of this module and mode, with empty screens and an empty ledger."""
    yield shared_harness.fresh()
    assert not shared_harness.sandbox.slack.problems, REFUSED


@pytest.fixture
def unbounded(harness: Harness) -> Iterator[None]:
    """A policy that lets everything be left with SMS-iT: without approvals, budgets and limits."""
    path = policies.copied(harness.folder)
    before = path.read_text("utf-8")
    path.write_text(policies.unbounded(), "utf-8")
    harness.bot.read_policy_again()
    yield
    path.write_text(before, "utf-8")
    harness.bot.read_policy_again()


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


pytestmark = pytest.mark.measured

JABS = "Flu jabs are in on %%Day%% at %%Place|the clinic%%."


@pytest.fixture
def templates(harness: Harness) -> Iterator[Templates]:
    """A house in which the templates of earlier stories are archived."""
    desk = Templates(harness)
    yield desk
    for name in _template_names(desk):
        desk.decide("Archive", name, "Archived")


def _template_names(desk: Templates) -> list[str]:
    desk.look()
    texts = [str(each["text"]["text"]) for each in desk.blocks if "accessory" in each]
    return [each.split("*")[1].split(" · ")[0] for each in texts]
