"""Contacts as a file: to who asked, by direct message, and only where the role allows."""

import csv
import io
from dataclasses import replace

import pytest

from bot.access import Role
from bot.features.contacts import export_view, exports
from bot.features.contacts.search import Search
from bot.policy.model import Contacts
from bot.slack.poster import Unreachable
from bot.slack.visits import Visit
from bot.smsit import Endpoint, Unavailable
from bot.store.database import Database
from tests.features.contacts.hall import Hall
from tests.features.contacts.register import ADA, GRACE, NORA, entry
from tests.features.do_not_text.windows import ADA as ADMIN
from tests.features.do_not_text.windows import buttons
from tests.features.lists.front import Entries


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


def press(hall: Hall, line: str = "") -> Visit:
    return hall.front.press(hall.find(line, ADMIN), who=ADMIN)


def export(hall: Hall, line: str = "") -> str:
    """Export what a search finds, and return what is shown in the end."""
    hall.exporting.export(press(hall, line))
    return hall.shown


def lines(hall: Hall) -> list[list[str]]:
    return list(csv.reader(io.StringIO(hall.slack.files[-1][2].decode("utf-8-sig"))))


def test_the_policy_says_which_role_may_export(hall: Hall) -> None:
    for role in (Role.ADMIN, Role.APPROVER):
        doors = Entries()
        exporting = replace(hall.exporting, policy=Contacts(export=role))
        exporting.register(doors)  # type: ignore[arg-type] # pretend entrances
        assert doors.roles == {"contacts.export": role}


def test_who_asked_gets_every_person_once_by_direct_message(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    hall.numbers.add(GRACE, "asked", ADMIN)
    hall.register.rows.append(entry("14155550199", '=HYPERLINK("http://example.com")'))
    shown = export(hall)
    assert "A file of 4 people is in your direct messages." in shown
    ((to, text),) = hall.slack.posts
    ((channel, name, _content),) = hall.slack.files
    assert (to, channel, name) == ("U0ADA", "D0ADA", "contacts-2026-11-23.csv")
    assert "4 people, with whole numbers. Handle the file with care." in text
    titles, ada, grace, nora, odd = lines(hall)
    assert titles == list(exports.TITLES)
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


def test_a_file_holds_what_the_search_finds_and_says_what_it_leaves_out(hall: Hall) -> None:
    export(hall, "group:VIP")
    assert [line[:1] + line[4:5] for line in lines(hall)[1:]] == [[f"+{ADA}", "VIP"]]
    assert export_view.PARTLY in hall.slack.posts[0][1]


def test_the_way_back_leads_to_the_same_contacts(hall: Hall) -> None:
    export(hall, "ada")
    view = hall.front.windows.last
    assert set(buttons(view)) == {"contacts.back"}
    hall.turn("back", view, ADMIN)
    assert "name contains *ada*" in hall.shown


def test_the_same_press_again_hands_out_no_second_file(hall: Hall) -> None:
    pressed = press(hall)
    for _ in range(2):
        hall.exporting.export(pressed)
        assert "A file of 3 people" in hall.shown
        assert len(hall.slack.files) == 1
    export(hall)
    assert len(hall.slack.files) == 2


def test_people_are_written_a_portion_at_a_time_and_told(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PORTION", 2)
    told: list[int] = []
    assert hall.exports.write(Search(), told.append).people == 3
    assert told == [2, 3]
    export(hall)
    assert len(lines(hall)) == 4


def test_more_people_than_a_file_holds_are_refused(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_PEOPLE", 2)
    assert "finds more than 100,000 people" in export(hall)
    assert hall.slack.posts == []


def test_there_is_no_file_of_nobody(hall: Hall) -> None:
    assert "finds nobody any more" in export(hall, "nobody")
    assert hall.slack.posts == []


def test_a_silent_smsit_or_slack_is_told_and_asked_again_by_the_next_press(hall: Hall) -> None:
    hall.slack.refuses = Unreachable("down")
    assert "Slack did not take the file just now" in export(hall)
    hall.slack.refuses = None
    pressed = press(hall)
    hall.register.trouble = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")
    hall.exporting.export(pressed)
    assert hall.register.trouble.sentence in hall.shown
    hall.register.trouble = None
    hall.exporting.export(press(hall))
    assert "A file of 3 people" in hall.shown
