"""Numbers that texts do not reach: a page of them, and all as a file, each as somebody may see it."""

import csv
import io

import pytest

from bot.access import Role, Who
from bot.features.reach import service
from bot.features.reach.listeners import PAGE, ReachListeners, Readers
from bot.features.reach.results import ReachFiles
from bot.features.reach.service import Reach
from bot.policy.model import Contacts
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.posting_errors import Unreachable
from bot.store import do_not_text
from bot.store.database import Database
from bot.texting import phones
from tests.clock import START, FakeClock
from tests.fakes.slack import FakeBackground, FakeFiles, FakeRegistry
from tests.fakes.users import FakeUsers
from tests.features.arrived import missed
from tests.features.samples import words_in
from tests.features.slack_harness import ACCESS, ADA, MAYA, SAM, SlackHarness, buttons

NUMBER = "14155550142"


class ReachHarness:
    def __init__(self, database: Database, policy: Contacts) -> None:
        self.slack_harness, self.slack = SlackHarness(), FakeFiles()
        reach = Reach(database, "US")
        loading = LoadingView(self.slack_harness.windows, FakeBackground(), pause_seconds=0.0)  # type: ignore[arg-type] # in memory
        self.files = ReachFiles(reach, self.slack, self.slack, FakeClock())
        readers = Readers(ACCESS, policy, FakeUsers(), FakeClock())
        self.listeners = ReachListeners(self.slack_harness.responder, loading, reach, self.files, readers)

    def open(self, who: Who = MAYA) -> Block:
        self.listeners.command(self.slack_harness.command("", who), "")
        assert problems_in_view(self.slack_harness.windows.last) == []
        return self.slack_harness.windows.last

    def turn(self, action: str) -> Block:
        view = self.slack_harness.windows.last
        self.listeners.turn(self.slack_harness.press(view, buttons(view)[action][0]))
        return self.slack_harness.windows.last

    def export(self, who: Who) -> str:
        self.listeners.export(self.slack_harness.press(self.slack_harness.windows.last, "0", who))
        return words_in(self.slack_harness.windows.last)

    def lines(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.slack.uploads[-1].content.decode("utf-8-sig"))))


@pytest.fixture
def harness(database: Database) -> ReachHarness:
    return ReachHarness(database, Contacts(export=Role.SENDER, full_numbers=Role.ADMIN))


def test_everybody_reached_is_said_with_what_is_not_known(harness: ReachHarness) -> None:
    said = words_in(harness.open())
    assert "*Texts reach every number*" in said
    assert "Broadcasts don't" in said
    assert "texts reach every number again" in harness.export(ADA)


def test_numbers_are_whole_for_some_and_masked_for_the_others(
    harness: ReachHarness, database: Database
) -> None:
    missed(database, NUMBER, to_name="<Ada> 14155550142", report_error="no phone at 14155550142")
    masked, whole = words_in(harness.open()), words_in(harness.open(ADA))
    assert "*1 number* hasn't received the last three texts." in masked
    assert NUMBER not in masked.replace(" ", "")
    assert "&lt;Ada&gt;" in masked
    assert "+1 415-555-0142" in whole
    assert "no phone at 14155550142" in whole


def test_pages_are_turned_and_the_newest_comes_first(harness: ReachHarness, database: Database) -> None:
    numbers = [f"141555501{nth:02}" for nth in range(PAGE + 1)]
    missed(database, *numbers)
    first, second = words_in(harness.open()), words_in(harness.turn("reach.next"))
    ends = [each[-4:] for each in numbers]
    assert sorted(each for each in ends if each in first or each in second) == ends
    assert sum(each in second for each in ends) == 1
    assert "Numbers 11 to 11 of 11, last tried first" in second
    assert words_in(harness.turn("reach.previous")) == first


def test_the_file_is_for_whom_the_policy_says_and_runs_nothing(
    harness: ReachHarness, database: Database
) -> None:
    missed(database, NUMBER, to_name="=1+1", report_error="at 14155550142")
    with database.write() as conn:
        do_not_text.add(conn, {NUMBER: ""}, "U0ADA", START)
    assert "reach.export" not in buttons(harness.open(Who("U0VERA", MAYA.team_id)))
    assert "reach.export" in buttons(harness.open())

    assert "A file with 1 number is in your direct messages." in harness.export(SAM)
    titles, line = harness.lines()
    assert tuple(titles) == service.TITLES
    assert line[:2] == [phones.mask(NUMBER), "'=1+1"]
    assert "14155550142" not in str(line)
    assert line[-1] == "yes"
    harness.export(ADA)
    assert harness.lines()[1][0] == f"+{NUMBER}"
    assert harness.slack.uploads[-1].name == f"unreachable-{START:%Y-%m-%d}.csv"


def test_what_cannot_be_handed_out_is_told(
    harness: ReachHarness, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed(database, NUMBER)
    harness.open(ADA)
    harness.slack.refuse = Unreachable("down")
    assert "Slack didn't accept the file." in harness.export(ADA)
    with harness.files._busy:
        assert "a file for someone else is being made" in harness.export(ADA)
    monkeypatch.setattr(service, "MOST", 0)
    assert "More than 20,000 numbers aren't reached" in harness.export(ADA)
    assert "hasn't received" in words_in(harness.turn("reach.back"))


def test_looking_is_for_everybody_and_the_file_is_not(harness: ReachHarness) -> None:
    registry = FakeRegistry()
    harness.listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
    roles = dict(registry.roles)
    assert roles.pop("reach.export") is Role.SENDER
    assert set(roles.values()) == {Role.VIEWER}
