"""Which group a search means, and whom an export of it holds."""

import pytest

from bot.errors import UserError
from bot.features.contacts.directory import Directory
from bot.features.contacts.search import Search
from bot.features.contacts.service import ContactBook
from bot.features.groups.service import value
from bot.store.database import Database
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.entries import ADA, GRACE, NORA, entry
from tests.features.contacts.search_harness import GROUPS, SearchHarness


@pytest.fixture
def search_harness(database: Database) -> SearchHarness:
    return SearchHarness(database)


def test_a_group_is_known_by_its_name_in_any_case_or_by_its_choice(search_harness: SearchHarness) -> None:
    long = "N" * 200
    assert long in GROUPS
    assert search_harness.directory.group_name("VIP") == "VIP"
    assert search_harness.directory.group_name("newsletter") == "Newsletter"
    assert search_harness.directory.group_name(value(long)) == long
    assert search_harness.directory.group_name("Night shift") == "Night shift"
    with pytest.raises(UserError, match="no longer exists"):
        search_harness.directory.look(Search(group=value("X" * 200)))


def test_a_group_only_smsit_knows_is_found_in_any_case_and_by_no_part_of_its_name(
    search_harness: SearchHarness,
) -> None:
    search_harness.register.rows += [
        entry("14155550201", group="Night shift"),
        entry("14155550202", group="Night shift 2"),
    ]
    found = search_harness.directory.look(Search(group="night SHIFT"))
    assert [each.number for each in found.people] == ["14155550201"]
    assert [each.number for each in search_harness.directory.everybody(Search(group="night SHIFT"))] == [
        "14155550201"
    ]


def test_a_group_the_bot_knows_is_found_by_its_exact_name(search_harness: SearchHarness) -> None:
    search_harness.register.rows = [entry(ADA, group="VIP"), entry(GRACE, group="vip")]
    assert [each.number for each in search_harness.directory.look(Search(group="VIP")).people] == [ADA]


def test_the_book_answers_for_groups(database: Database) -> None:
    assert Directory(FakeContactList(), ContactBook(FakeContactList(), database)).group_name("VIP") == "VIP"


def test_everybody_comes_once_by_number_with_the_rows_that_match(search_harness: SearchHarness) -> None:
    assert [each.number for each in search_harness.directory.everybody(Search(sort="newest"))] == [
        ADA,
        GRACE,
        NORA,
    ]
    assert [each.groups for each in search_harness.directory.everybody(Search(group="VIP"))] == [("VIP",)]
    assert list(search_harness.directory.everybody(Search("nobody"))) == []
