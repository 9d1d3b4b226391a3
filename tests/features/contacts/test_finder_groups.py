"""Which group a search means, and whom an export of it holds."""

import pytest

from bot.errors import UserError
from bot.features.contacts.finder import Finder
from bot.features.contacts.groups import value
from bot.features.contacts.search import Search
from bot.features.contacts.service import ContactBook
from bot.store.database import Database
from tests.features.contacts.hall import GROUPS, Hall
from tests.features.contacts.register import ADA, GRACE, NORA, Register, entry


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


def test_a_group_is_known_by_its_name_in_any_case_or_by_its_choice(hall: Hall) -> None:
    long = "N" * 200
    assert long in GROUPS
    assert hall.finder.group_name("VIP") == "VIP"
    assert hall.finder.group_name("newsletter") == "Newsletter"
    assert hall.finder.group_name(value(long)) == long
    assert hall.finder.group_name("Night shift") == "Night shift"
    with pytest.raises(UserError, match="no longer known"):
        hall.finder.look(Search(group=value("X" * 200)))


def test_a_group_only_smsit_knows_is_found_in_any_case_and_by_no_part_of_its_name(hall: Hall) -> None:
    hall.register.rows += [
        entry("14155550201", group="Night shift"),
        entry("14155550202", group="Night shift 2"),
    ]
    found = hall.finder.look(Search(group="night SHIFT"))
    assert [each.number for each in found.people] == ["14155550201"]
    assert [each.number for each in hall.finder.everybody(Search(group="night SHIFT"))] == ["14155550201"]


def test_a_group_the_bot_knows_is_found_by_its_exact_name(hall: Hall) -> None:
    hall.register.rows = [entry(ADA, group="VIP"), entry(GRACE, group="vip")]
    assert [each.number for each in hall.finder.look(Search(group="VIP")).people] == [ADA]


def test_the_book_answers_for_groups(database: Database) -> None:
    assert Finder(Register(), ContactBook(Register(), database)).group_name("VIP") == "VIP"


def test_everybody_comes_once_by_number_with_the_rows_that_match(hall: Hall) -> None:
    assert [each.number for each in hall.finder.everybody(Search(sort="newest"))] == [ADA, GRACE, NORA]
    assert [each.groups for each in hall.finder.everybody(Search(group="VIP"))] == [("VIP",)]
    assert list(hall.finder.everybody(Search("nobody"))) == []
