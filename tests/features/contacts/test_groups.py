"""Groups to choose from, whatever their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.contacts.groups import GroupChoice, is_key
from bot.features.contacts.service import ContactBook
from bot.slack.limits import OPTION_TEXT, OPTION_VALUE
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from bot.store.tables import contact_group
from tests.clock import FakeClock
from tests.features.contacts.directory import Directory

LONG = "A long name of a group " * 10


@pytest.fixture
def book(database: Database) -> ContactBook:
    return ContactBook(Directory(), database)


@pytest.fixture
def counted(database: Database, clock: FakeClock) -> None:
    figures = {
        "VIP": Counts(1200, 4, 2),
        "Patients": Counts(1),
        LONG + "one": Counts(),
        LONG + "two": Counts(),
    }
    with database.write() as conn:
        contact_groups.replace_counted(conn, figures, clock())
        conn.execute(contact_group.insert().values(name="Named", first_seen=clock(), seen_at=clock()))


def test_groups_are_found_by_a_part_of_their_name(book: ContactBook, counted: None) -> None:
    assert book.groups("pat") == ("Patients",)
    assert len(book.groups("")) == 5


def test_a_group_to_choose_tells_how_many_people_it_holds(book: ContactBook, counted: None) -> None:
    assert book.group_options("vip") == (("VIP", "1,200 people, 4 opted out"),)
    assert book.group_options("patients") == (("Patients", "1 person"),)
    assert book.group_options("named") == (("Named", "not counted yet"),)


def test_a_group_of_any_length_can_be_chosen(book: ContactBook, counted: None) -> None:
    one, two = book.group_options("long")
    vip = book.group_options("vip")[0]

    assert (vip.text, vip.value) == ("VIP", "VIP")
    assert one.text != two.text
    assert all(len(each.text) <= OPTION_TEXT and len(each.value) <= OPTION_VALUE for each in (one, two))
    assert [book.group_named(each.value) for each in (one, two, vip)] == [LONG + "one", LONG + "two", "VIP"]


def test_a_group_that_is_not_known_is_not_named(book: ContactBook, counted: None) -> None:
    assert book.group_named("vip") is None
    assert book.group_named("group-key:0000") is None


@given(st.text(min_size=1, max_size=400))
def test_every_name_has_a_value_and_a_text_slack_takes(name: str) -> None:
    choice = GroupChoice(name, "")

    assert len(choice.text) <= OPTION_TEXT
    assert len(choice.value.encode("utf-16-le", "surrogatepass")) <= 2 * OPTION_VALUE
    assert choice.value == name or is_key(choice.value)
