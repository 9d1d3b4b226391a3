"""What somebody once asked for lets nobody in: without the role, or gone, they may not touch their own."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.access import BRINGS, Role, Who
from bot.slack.incoming.registry import Kind, Registration
from bot.store import tables
from tests.every import every
from tests.flows.broadcasting import own_harness
from tests.flows.test_entrances import (
    EVERYBODY,
    LADDER,
    OUTSIDE,
    OWNED,
    POLICY,
    REFUSALS,
    ArrivalHarness,
)
from tests.flows.things import OWNER, TEAM

pytestmark = [pytest.mark.measured, pytest.mark.long]

OWN = [(kind, each, about) for kind, ids in OWNED.items() for each, about in ids.items()]
"""Every button and form about something that is somebody's, and what that is."""
TABLES = (
    *(tables.send, tables.appointment, tables.contact_import, tables.contact_addition),
    *(tables.assistant_draft, tables.change_plan, tables.free_time, tables.verification),
)
"""Where it stands whose something is."""
ROLES = [Who(user_id, TEAM) for user_id in LADDER]


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArrivalHarness]:
    own = ArrivalHarness(own_harness(tmp_path_factory.mktemp("own house"), POLICY))
    yield own
    own.close()


@pytest.fixture(scope="module")
def open_own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArrivalHarness]:
    """A bot whose policy makes everybody an admin."""
    own = ArrivalHarness(own_harness(tmp_path_factory.mktemp("open own house"), EVERYBODY))
    yield own
    own.close()


def given_to(house: ArrivalHarness, who: Who) -> None:
    """Make everything somebody's own, and remember how it stands then."""
    house.things.give_to(who.user_id, who.team_id)
    house.rows = house.things.rows()
    with house.harness.bot.database.read() as conn:
        owners = {owner for table in TABLES for owner in conn.execute(select(table.c.user_id)).scalars()}
    assert owners == {who.user_id}


def role_of(house: ArrivalHarness, kind: Kind, each: str) -> Role:
    """The least role that opens a door."""
    return next(door.role for door in house.harness.bot.registry if (door.kind, door.id) == (kind, each))


@every("who", OUTSIDE)
def test_who_does_not_belong_may_not_touch_their_own_though_everybody_is_an_admin(
    open_own_house: ArrivalHarness, who: Who
) -> None:
    given_to(open_own_house, who)
    for kind, each, about in OWN:
        came = open_own_house.arrive(Registration(kind, each, Role.ADMIN), who, about)

        assert came.opened == [], each
        assert came.says(*REFUSALS), each
        open_own_house.nothing_happened(came)


@every("who", ROLES)
def test_who_has_not_the_role_any_more_may_not_touch_their_own(own_house: ArrivalHarness, who: Who) -> None:
    given_to(own_house, who)
    for kind, each, about in OWN:
        needed = role_of(own_house, kind, each)
        if needed in LADDER[who.user_id]:
            continue  # it is theirs to press
        came = own_house.arrive(Registration(kind, each, needed), who, about)

        assert came.opened == [], each
        assert came.says("You need the *"), each
        own_house.nothing_happened(came)


def test_its_owner_is_not_told_that_it_is_somebody_elses(own_house: ArrivalHarness) -> None:
    """Else nothing above would be about what is one's own."""
    given_to(own_house, Who(OWNER, TEAM))
    for name in ("outbox.show_text", "list.result"):
        door = Registration(Kind.ACTION, name, Role.VIEWER)
        mine = own_house.arrive(door, Who(OWNER, TEAM), OWNED[Kind.ACTION][name])
        other = own_house.arrive(door, Who("U0BEA", TEAM), OWNED[Kind.ACTION][name])
        assert not mine.says("<@U0MAYA>'s", *REFUSALS), mine.everything
        assert other.says("<@U0MAYA>'s", "Only <@U0MAYA>"), other.everything


def test_every_role_below_the_one_that_is_needed_is_among_those_tried() -> None:
    needed = {role for roles in BRINGS.values() for role in roles}
    assert any(needed - LADDER[who.user_id] for who in ROLES)
