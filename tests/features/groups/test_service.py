"""Groups to choose from, whatever their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.contacts.service import ContactBook
from bot.features.groups.service import NOT_KNOWN, GroupChoice, is_key, typed_name
from bot.slack.blocks.limits import OPTION_TEXT, OPTION_VALUE
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from bot.store.tables import contact_group
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import FakeContactList

LONG = "A long name of a group " * 10


@pytest.fixture
def book(database: Database) -> ContactBook:
    return ContactBook(FakeContactList(), database)


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
    assert book.group_options("vip") == (GroupChoice("VIP", "1,200 recipients · 4 opted out"),)
    assert book.group_options("patients") == (GroupChoice("Patients", "1 recipient"),)
    assert book.group_options("named") == (GroupChoice("Named", "not counted yet"),)


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


@given(st.text(min_size=1, max_size=400))
def test_every_typed_name_is_one_choice_that_slack_takes_and_means_that_name(name: str) -> None:
    choice = GroupChoice.typed(name)
    if choice is None:
        assert not name.strip() or len(name.strip().encode("utf-16-le", "surrogatepass")) > 200
        return
    assert len(choice.text) <= OPTION_TEXT
    assert len(choice.value.encode("utf-16-le", "surrogatepass")) <= 2 * OPTION_VALUE
    assert typed_name(choice.value) == name.strip()
    assert typed_name(GroupChoice(choice.value, "").value) is None  # a known group may be named like a value


def test_what_is_typed_is_offered_unless_a_known_group_has_that_name(
    book: ContactBook, counted: None
) -> None:
    def offered(typed: str) -> list[str]:
        return [choice.text for choice in book.groups_to_join(typed)]

    assert offered("New patients") == ["Use “New patients”"]
    assert offered(" vi ") == ["VIP", "Use “vi”"]
    assert offered("vip") == ["VIP"]
    assert len(offered("")) == 5
    assert [each.description for each in book.groups_to_join("x")] == [NOT_KNOWN]
    assert offered("x" * 200) == []


def test_a_typed_choice_means_a_known_group_once_it_is_known(
    book: ContactBook, counted: None, database: Database, clock: FakeClock
) -> None:
    (typed,) = book.groups_to_join("Night clinic")
    assert book.group_to_join(typed.value) == "Night clinic"
    with database.write() as conn:
        contact_groups.add_counted(conn, {"NIGHT CLINIC": Counts(1)}, clock())
    assert book.group_to_join(typed.value) == "NIGHT CLINIC"
    assert book.group_to_join("VIP") == "VIP"
    assert book.group_to_join("gone") is None


@pytest.mark.parametrize("odd", ["typed-group:VIP", "group-key:0000", "typed-group:"])
def test_a_group_named_like_a_value_is_told_apart_from_it(
    odd: str, book: ContactBook, counted: None, database: Database, clock: FakeClock
) -> None:
    with database.write() as conn:
        contact_groups.add_counted(conn, {odd: Counts(1)}, clock())
    (choice,) = book.groups_to_join(odd)
    assert is_key(choice.value)
    assert book.group_to_join(choice.value) == book.group_named(choice.value) == odd
    assert book.group_to_join("typed-group:VIP") == "VIP"
