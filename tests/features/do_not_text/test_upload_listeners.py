"""Many numbers at once, from a file or pasted."""

import pytest

from bot.access import Role
from bot.features.do_not_text.listeners.entries import EntryListeners
from bot.features.do_not_text.listeners.upload import UploadListeners
from bot.features.do_not_text.service import DoNotText
from bot.policy.model import Contacts, Limits
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.uploads import Uploads
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.slack import FakeFiles, FakeRegistry
from tests.fakes.users import FakeUsers
from tests.features.slack_harness import ACCESS, ADA, SlackHarness, typed
from tests.slack.interactions import hand_in

NORA, LOU = "14155550120", "14155550130"
FILE = {"id": "F1", "name": "old.csv"}


class Harness:
    def __init__(self, database: Database) -> None:
        self.slack_harness = SlackHarness()
        self.files = FakeFiles()
        self.numbers = DoNotText(database, FakeClock())
        entry_listeners = EntryListeners(
            self.slack_harness.responder,
            self.numbers,
            FakeUsers(),
            ACCESS,
            "US",
            Contacts(full_numbers=Role.SENDER),
        )
        responder = self.slack_harness.responder
        loading = LoadingView(responder.modals, Background(), pause_seconds=0.0)
        uploads = Uploads(self.files.download, limits=Limits(), region="US")
        self.upload_listeners = UploadListeners(responder, loading, self.numbers, entry_listeners, uploads)
        entry_listeners.command(self.slack_harness.command("", ADA), "")
        self.list = self.slack_harness.windows.last

    def hand_in(
        self, pasted: str = "", files: list[dict[str, str]] | None = None, reason: str = "old"
    ) -> Block:
        self.upload_listeners.ask(self.slack_harness.press(self.list, who=ADA))
        values = {"pasted": typed(pasted), "reason": typed(reason), "file": {"files": files or []}}
        hand_in(
            self.upload_listeners.submitted,
            self.slack_harness.submit(self.slack_harness.windows.opened[-1], values, ADA),
        )
        return self.slack_harness.ack

    @property
    def result(self) -> str:
        external_id = self.slack_harness.ack["view"]["external_id"]
        return self.slack_harness.windows.drawn(external_id)[-1]


@pytest.fixture
def harness(database: Database) -> Harness:
    return Harness(database)


def test_a_file_is_read_and_its_numbers_listed(harness: Harness) -> None:
    harness.files.files["F1"] = b"name,phone\nNora,14155550120\nLou,14155550130\nNobody,12\n"
    harness.hand_in(files=[FILE], reason="kept by the old system")
    assert harness.numbers.listed((NORA, LOU)) == {NORA, LOU}
    entry = harness.numbers.entry(NORA)
    assert entry is not None
    assert (entry.reason, entry.added_by) == ("kept by the old system", "U0ADA")
    assert "Added *2 numbers* to the do-not-text list. 1 line skipped." in harness.result
    assert "Line 4:" in harness.result


def test_pasted_numbers_are_listed_and_those_there_already_counted(harness: Harness) -> None:
    harness.hand_in(pasted=NORA)
    ack = harness.hand_in(pasted=f"{NORA}\n{LOU}")
    assert ack["response_action"] == "update"
    assert "Added *1 number* to the do-not-text list. 1 was already on it." in harness.result


def test_the_list_below_shows_them_afterwards(harness: Harness) -> None:
    harness.hand_in(pasted=NORA)
    assert "555-0120" in harness.slack_harness.windows.drawn("VLIST")[-1]


@pytest.mark.parametrize("files", [[FILE], None])
def test_what_cannot_be_read_says_why(harness: Harness, files: list[dict[str, str]] | None) -> None:
    harness.hand_in(pasted="" if files else '"never closed', files=files)
    assert ":no_entry:" in harness.result
    assert harness.numbers.page("", 0, 1).total == 0


def test_people_who_said_no_to_texts_are_listed_like_all_others(harness: Harness) -> None:
    harness.files.files["F1"] = b"Phone,SMS opt-in\n14155550120,no\n14155550130,yes\n"
    harness.hand_in(files=[FILE])
    assert harness.numbers.listed((NORA, LOU)) == {NORA, LOU}


def test_where_two_columns_could_be_meant_nothing_is_listed_and_both_are_named(harness: Harness) -> None:
    harness.files.files["F1"] = b"Phone,Mobile\n14155550120,\n14155550130,14155550140\n"
    harness.hand_in(files=[FILE])
    assert "“Mobile” and “Phone” look like phone numbers" in harness.result
    assert harness.numbers.page("", 0, 1).total == 0


def test_mistakes_stand_beside_their_fields(harness: Harness) -> None:
    ack = harness.hand_in()
    assert (ack["response_action"], set(ack["errors"])) == ("errors", {"pasted"})


@pytest.mark.unmeasured
def test_progress_is_shown_while_many_are_written(harness: Harness) -> None:
    lines = "\n".join(f"1415{number:07}" for number in range(2_000_000, 2_012_500))
    harness.files.files["F1"] = lines.encode()
    harness.hand_in(files=[FILE])
    drawn = harness.slack_harness.windows.drawn(harness.slack_harness.ack["view"]["external_id"])
    assert len(drawn) == 2
    assert "10,000 of 12,500 numbers done" in drawn[0]
    assert "Added *12,500 numbers*" in drawn[1]


def test_whoever_closed_the_window_is_told_in_a_message(
    harness: Harness,
) -> None:
    harness.slack_harness.windows.update = lambda *_args, **_kwargs: False
    harness.hand_in(pasted=NORA)
    assert harness.numbers.is_listed(NORA)
    assert harness.slack_harness.told.texts == ["Added *1 number* to the do-not-text list."]


def test_importing_is_for_admins(harness: Harness) -> None:
    registry = FakeRegistry()
    harness.upload_listeners.register(registry)
    assert {each.role for each in registry.registered} == {Role.ADMIN}
