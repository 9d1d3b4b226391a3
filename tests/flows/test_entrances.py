"""Nobody in who does not belong: every way in, for all who may not, about everything that is not theirs.

To them nothing happens: no row changes, no text leaves, no window opens, and nothing anybody wrote is said.
"""

import json
from collections.abc import Iterator

import pytest

from bot.access import BRINGS, Role, Who
from bot.slack.incoming.registry import Kind, Registration
from tests.every import every
from tests.flows.arrivals import OUTSIDE, ArrivalHarness
from tests.flows.broadcasting import own_harness
from tests.flows.things import NUMBER, TEAM, WORDS
from tests.flows.who_may import doors
from tests.flows.whose import ASKED, NOBODYS, OWNED

pytestmark = [pytest.mark.long, pytest.mark.measured]

LADDER = {
    "U0NIA": frozenset[Role](),
    "U0SAM": BRINGS[Role.VIEWER],
    "U0PRIYA": BRINGS[Role.SENDER],
    "U0BEA": BRINGS[Role.BROADCASTER],
    "U0LENA": BRINGS[Role.APPROVER],
    "U0TOM": BRINGS[Role.ADMIN],
}
COLLEAGUES = tuple(Who(user_id, TEAM) for user_id in ("U0BEA", "U0APO"))
"""May send whatever there is, and approve it; and nothing of Maya's is theirs."""
POLICY = """
[roles]
viewer = ["U0SAM"]
sender = ["U0PRIYA"]
broadcaster = ["U0MAYA", "U0BEA", "U0APO"]
approver = ["U0LENA", "U0APO"]
admin = ["U0TOM"]
[approval]
channel = "C0APPROVE"
people = 2
[colleagues]
appointments = "admin"
contacts = "admin"
"""
EVERYBODY = "[roles]\nadmin = ['*']\n"
REFUSALS = ("You need the *", "Only people in this workspace", "Guests can use the SMS bot only")
NOT_THEIRS = (
    *("because it's <@U0MAYA>'s", "Only <@U0MAYA>", "no longer exists", "Someone else started"),
    "is no longer available",
)
ASKING_AGAIN = ("help.run", "app_home_opened")
"""They run commands, which ask for a role of their own, or say which role is wanting."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArrivalHarness]:
    own = ArrivalHarness(own_harness(tmp_path_factory.mktemp("house"), POLICY))
    yield own
    own.close()


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArrivalHarness]:
    """A bot whose policy makes everybody an admin."""
    own = ArrivalHarness(own_harness(tmp_path_factory.mktemp("open"), EVERYBODY))
    yield own
    own.close()


def test_every_way_in_stands_in_the_table_under_its_role(house: ArrivalHarness) -> None:
    registry = {(each.kind, each.id): each.role for each in house.harness.bot.registry}

    assert registry == {(each.kind, each.id): each.role for each in doors()}


def test_of_every_button_and_form_it_is_written_whose_thing_it_is_about(house: ArrivalHarness) -> None:
    for kind in (Kind.ACTION, Kind.SUBMISSION):
        known = {*OWNED[kind], *ASKED, *NOBODYS}
        assert {each.id for each in house.harness.bot.registry if each.kind is kind} <= known


@every("door", doors())
def test_who_has_not_the_role_is_told_so_and_nothing_happens(
    house: ArrivalHarness, door: Registration
) -> None:
    for user_id, roles in LADDER.items():
        came = house.arrive(door, Who(user_id, TEAM))
        if door.role in roles:
            assert not came.says(*REFUSALS) or door.kind is Kind.COMMAND or door.id in ASKING_AGAIN
            continue
        assert came.opened == []
        needed = f"You need the {door.role} role" if door.kind is Kind.STEP else "You need the *"
        assert came.says(needed) is (door.kind not in {Kind.OPTIONS, Kind.EVENT})
        house.nothing_happened(came)


@every("door", doors())
def test_who_does_not_belong_is_told_so_and_nothing_happens_though_everybody_is_an_admin(
    open_house: ArrivalHarness, door: Registration
) -> None:
    about = OWNED.get(door.kind, {}).get(door.id, "")
    for who in OUTSIDE:
        came = open_house.arrive(door, who, about)
        assert came.opened == []
        assert came.says(*REFUSALS) is (door.kind not in {Kind.OPTIONS, Kind.EVENT}), who
        assert door.kind is not Kind.OPTIONS or json.loads(came.response.body) == {"options": []}
        open_house.nothing_happened(came)


@every(
    ("door", "about"),
    [
        (Registration(kind, each, Role.ADMIN), about)
        for kind, ids in OWNED.items()
        for each, about in ids.items()
    ],
)
def test_what_is_a_colleagues_is_not_decided_read_or_sent_by_a_button_that_names_it(
    house: ArrivalHarness, door: Registration, about: str
) -> None:
    for who in COLLEAGUES:
        came = house.arrive(door, who, about)

        assert came.says(*NOT_THEIRS), came.everything
        house.nothing_happened(came, (WORDS, NUMBER))  # approvers see the names of all that waits
