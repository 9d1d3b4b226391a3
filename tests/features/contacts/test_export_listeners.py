"""Contacts as a file: to who asked, by direct message, and only where the role allows."""

import csv
import io
from dataclasses import replace

import pytest

from bot.access import Role
from bot.features.contacts import export
from bot.features.contacts.search import Search
from bot.features.contacts.views import export as export_view
from bot.policy.model import Contacts
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.posting_errors import Unreachable
from bot.smsit import Endpoint, Unavailable
from bot.store.database import Database
from tests.fakes.slack import FakeRegistry
from tests.features.contacts.entries import ADA, GRACE, NORA, entry
from tests.features.contacts.search_harness import SearchHarness
from tests.features.slack_harness import ADA as ADMIN
from tests.features.slack_harness import buttons


@pytest.fixture
def search_harness(database: Database) -> SearchHarness:
    return SearchHarness(database)


def press(search_harness: SearchHarness, line: str = "") -> Interaction:
    return search_harness.slack_harness.press(search_harness.find(line, ADMIN), who=ADMIN)


def exported(search_harness: SearchHarness, line: str = "") -> str:
    """Export what a search finds, and return what is shown in the end."""
    search_harness.export_listeners.export(press(search_harness, line))
    return search_harness.shown


def lines(search_harness: SearchHarness) -> list[list[str]]:
    upload = search_harness.slack.uploads[-1]
    assert upload.thread_ts == "7.7"
    return list(csv.reader(io.StringIO(upload.content.decode("utf-8-sig"))))


def test_the_policy_says_which_role_may_export(search_harness: SearchHarness) -> None:
    for role in (Role.ADMIN, Role.APPROVER):
        registry = FakeRegistry()
        export_listeners = replace(search_harness.export_listeners, policy=Contacts(export=role))
        export_listeners.register(registry)  # type: ignore[arg-type] # a pretend registry
        assert registry.roles == {"contacts.export": role}


def test_who_asked_gets_every_person_once_by_direct_message(
    search_harness: SearchHarness, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    search_harness.numbers.add(GRACE, "asked", ADMIN)
    search_harness.register.rows.append(entry("14155550199", '=HYPERLINK("http://example.com")'))
    shown = exported(search_harness)
    assert "A file with 4 contacts is in your direct messages." in shown
    ((to, text),) = search_harness.slack.posts
    (upload,) = search_harness.slack.uploads
    assert upload.thread_ts == "7.7"
    assert (to, upload.channel, upload.name) == ("U0ADA", "D0ADA", "contacts-2026-11-23.csv")
    assert "Here are the 4 contacts you exported, with full numbers. Handle the file with care." in text
    titles, ada, grace, nora, odd = lines(search_harness)
    assert titles == list(export.TITLES)
    assert ada == [
        f"+{ADA}",
        "Ada Lovelace",
        "ada@example.com",
        "1985-12-10",
        "Newsletter, VIP",
        "Newsletter",
        "yes",
        "",
        "SMS",
        "2021-03-12",
    ]
    assert grace[7] == "yes"
    assert (nora[0], nora[6], nora[8]) == (f"+{NORA}", "no", "Kiosk")
    assert odd[1].startswith("'=HYPERLINK")
    assert "4 contacts were exported by U0ADA" in caplog.text


def test_a_file_holds_what_the_search_finds_and_says_what_it_leaves_out(
    search_harness: SearchHarness,
) -> None:
    exported(search_harness, "group:VIP")
    assert [line[:1] + line[4:5] for line in lines(search_harness)[1:]] == [[f"+{ADA}", "VIP"]]
    assert export_view.PARTLY in search_harness.slack.posts[0][1]


def test_the_way_back_leads_to_the_same_contacts(search_harness: SearchHarness) -> None:
    exported(search_harness, "ada")
    view = search_harness.slack_harness.windows.last
    assert set(buttons(view)) == {"contacts.back"}
    search_harness.turn("back", view, ADMIN)
    assert "Contacts matching “ada”" in search_harness.shown


def test_the_same_press_again_hands_out_no_second_file(search_harness: SearchHarness) -> None:
    pressed = press(search_harness)
    for _ in range(2):
        search_harness.export_listeners.export(pressed)
        assert "A file with 3 contacts" in search_harness.shown
        assert len(search_harness.slack.uploads) == 1
    exported(search_harness)
    assert len(search_harness.slack.uploads) == 2


def test_people_are_written_a_portion_at_a_time_and_told(
    search_harness: SearchHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PORTION", 2)
    told: list[int] = []
    assert search_harness.exports.write(Search(), told.append).people == 3
    assert told == [2, 3]
    exported(search_harness)
    assert len(lines(search_harness)) == 4


def test_more_people_than_a_file_holds_are_refused(
    search_harness: SearchHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_PEOPLE", 2)
    assert "finds more than 100,000 contacts" in exported(search_harness)
    assert search_harness.slack.posts == []


def test_there_is_no_file_of_nobody(search_harness: SearchHarness) -> None:
    assert "No contacts match this search any more" in exported(search_harness, "nobody")
    assert search_harness.slack.posts == []


def test_a_silent_smsit_or_slack_is_told_and_asked_again_by_the_next_press(
    search_harness: SearchHarness,
) -> None:
    search_harness.slack.refuse = Unreachable("down")
    assert "Slack didn't accept the file" in exported(search_harness)
    search_harness.slack.refuse = None
    pressed = press(search_harness)
    search_harness.register.trouble = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")
    search_harness.export_listeners.export(pressed)
    assert search_harness.register.trouble.sentence in search_harness.shown
    search_harness.register.trouble = None
    search_harness.export_listeners.export(press(search_harness))
    assert "A file with 3 contacts" in search_harness.shown
