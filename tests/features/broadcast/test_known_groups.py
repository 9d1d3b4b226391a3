"""The groups that are known: by typed name, their sizes, and those of a similar name."""

import pytest

from bot.features.broadcast.known_groups import KnownGroups
from bot.features.contacts.views.options import group_option
from bot.features.groups.service import GroupChoice
from bot.sandbox.slack.blocks import problems_in_options
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import START

LONG = "Long " * 60
GROUPS = {
    "VIP": Counts(312, 4),
    "VIP 2": Counts(7),
    "Café": Counts(5),
    "Same": Counts(1),
    "SAME": Counts(2),
    LONG: Counts(9),
}


@pytest.fixture
def known(database: Database) -> KnownGroups:
    with database.write() as conn:
        contact_groups.replace_counted(conn, GROUPS, START)
    return KnownGroups(database)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("VIP", "VIP"), (" vip ", "VIP"), ("CAFÉ", "Café"), ("Same", "Same"), ("same", None), ("VI", None)],
)
def test_a_typed_name_is_known_in_any_case(known: KnownGroups, typed: str, name: str | None) -> None:
    choice = known.choice(typed)

    assert (choice.name if choice else None) == name


def test_the_size_of_a_chosen_group_is_its_newest_count(known: KnownGroups) -> None:
    long = known.choice(LONG)
    assert long is not None

    assert known.people("VIP") == 312
    assert known.people(long.value) == 9
    assert known.people("Nobody") == 0


def test_near_names_are_offered_the_likeliest_first(known: KnownGroups) -> None:
    assert known.near("vip 3")[0] == "VIP 2"
    assert known.near("vip")[:2] == ("VIP", "VIP 2")
    assert known.near("zzzzzzzz") == ()


def test_slack_takes_every_group_as_a_choice() -> None:
    options = [group_option(GroupChoice(name, "312 recipients · 4 opted out")) for name in GROUPS]

    assert problems_in_options({"options": options}) == []
