"""The demo's policy fits the people, channels and groups of its pretend business, and tells its story."""

from pathlib import Path

import pytest

from bot.access import Role, Who
from bot.policy.model import Policy
from bot.policy.notices import policy_notices
from bot.policy.reader import read
from bot.sandbox.slack import people
from bot.sandbox.smsit.contacts import ContactBook, Search
from bot.sandbox.smsit.seed import fill
from bot.slack.incoming.role_members import places
from tests.clock import START
from tests.fakes.people import access_of

FILE = Path(people.__file__).parent.parent / "policy.toml"
SEED, CONTACTS = 1, 300
"""Those of the demo, unless it is told otherwise."""


class Seeded:
    """Groups and channels as the workspace is set up."""

    def of(self, place: str) -> frozenset[str]:
        groups = {group.id: frozenset(group.users) for group in people.user_groups()}
        return groups.get(place, frozenset())

    def knows(self, _place: str) -> bool:
        return True


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read(FILE)


@pytest.fixture(scope="module")
def book() -> ContactBook:
    book = ContactBook()
    fill(book, CONTACTS, SEED, START.replace(tzinfo=None))
    return book


def reached(book: ContactBook, group: str) -> list[str]:
    rows = book.search(Search(group=group, subscribed=True))
    return [row.contact.number for row in rows if row.group == group]


def test_it_names_nobody_and_nothing_that_is_not_there(policy: Policy) -> None:
    there = {member.id for member in people.people()} | {channel.id for channel in people.channels()}
    there |= {group.id for group in people.user_groups()}
    named = {each for given in policy.roles.values() for each in given} - {"*"}

    assert named <= there
    assert places(policy.roles) == {people.DESK_GROUP}
    assert policy.approval.channel == policy.alerts.channel == people.APPROVALS
    assert {*policy.budgets.people, *policy.budgets.channels} <= there


def test_everybody_has_their_part(policy: Policy) -> None:
    access = access_of(people.TEAM.id, policy.roles, Seeded())
    allowed = {
        user: {role for role in Role if access.allows(Who(user, people.TEAM.id), role)}
        for user in (people.MAYA, people.PRIYA, people.SAM, people.LENA, people.TOM)
    }

    assert allowed == {
        people.MAYA: {Role.VIEWER, Role.SENDER, Role.BROADCASTER},
        people.PRIYA: {Role.VIEWER, Role.SENDER},
        people.SAM: {Role.VIEWER},
        people.LENA: {Role.VIEWER, Role.APPROVER},
        people.TOM: set(Role),
    }
    assert access.holders(Role.APPROVER) == {people.LENA, people.TOM}


def test_whoever_approves_reads_the_channel_where_they_are_asked(policy: Policy) -> None:
    (channel,) = [each for each in people.channels() if each.id == policy.approval.channel]

    assert channel.members == {people.LENA, people.TOM, people.BOT_USER_ID}


def test_a_small_group_needs_nobody_and_big_ones_do(policy: Policy, book: ContactBook) -> None:
    most = policy.approval.people
    assert most is not None
    assert 0 < len(reached(book, "VIP")) <= most
    assert len(reached(book, "Physio")) > most
    assert len(reached(book, "Newsletter")) > most


def test_small_and_big_groups_go_out_at_any_hour_but_one_meets_quiet_hours(
    policy: Policy, book: ContactBook
) -> None:
    def abroad(group: str) -> list[str]:
        return [number for number in reached(book, group) if number.startswith(("44", "49"))]

    assert set(policy.quiet_hours.windows) == {"GB", "DE"}
    assert not abroad("VIP")
    assert not abroad("Physio")
    assert abroad("Newsletter")


def test_maya_sees_whole_numbers_and_only_tom_takes_contacts_home(policy: Policy) -> None:
    access = access_of(people.TEAM.id, policy.roles, Seeded())

    def whoever_may(role: Role) -> set[str]:
        return {each.id for each in people.people() if access.allows(Who(each.id, people.TEAM.id), role)}

    assert whoever_may(policy.contacts.full_numbers) == {people.MAYA, people.TOM}
    assert whoever_may(policy.contacts.export) == {people.TOM}


def test_a_code_goes_out_in_one_segment(policy: Policy) -> None:
    access = access_of(people.TEAM.id, policy.roles, Seeded())

    assert "Password reset" in policy.otp.purposes
    assert not [told for told in policy_notices(policy, access) if "one-time" in told]
