"""Who may do what, from what is known here and now."""

from collections.abc import Mapping

import pytest
from hypothesis import given, strategies

from bot.access import BRINGS, EVERYBODY, Role, Who, is_place
from tests.fakes.people import access_of
from tests.slack.interactions import MAYA, SAM, TEAM, ZED


class Known:
    """Knows who is in which group or channel because the test said so."""

    def __init__(self, places: Mapping[str, set[str]]) -> None:
        self.places = dict(places)

    def of(self, place: str) -> frozenset[str]:
        return frozenset(self.places.get(place, ()))

    def knows(self, place: str) -> bool:
        return place in self.places


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (Role.VIEWER, {Role.VIEWER}),
        (Role.SENDER, {Role.SENDER, Role.VIEWER}),
        (Role.BROADCASTER, {Role.BROADCASTER, Role.SENDER, Role.VIEWER}),
        (Role.APPROVER, {Role.APPROVER, Role.VIEWER}),
        (Role.ADMIN, set(Role)),
    ],
)
def test_a_role_brings_those_below_it_and_no_other(given: Role, held: set[Role]) -> None:
    access = access_of(TEAM, {given: [MAYA.user_id]})

    assert access.roles(MAYA) == held
    assert {role for role in Role if access.allows(MAYA, role)} == held
    assert {role for role in Role if access.holders(role)} == held


def test_whoever_sends_to_many_does_not_approve_it_by_that() -> None:
    assert Role.APPROVER not in BRINGS[Role.BROADCASTER]
    assert Role.BROADCASTER not in BRINGS[Role.APPROVER]


def test_roles_of_several_lines_add_up() -> None:
    access = access_of(TEAM, {Role.VIEWER: ["*"], Role.SENDER: ["U0PRIYA"], Role.APPROVER: ["U0PRIYA"]})

    assert access.roles(Who("U0PRIYA", TEAM)) == {Role.VIEWER, Role.SENDER, Role.APPROVER}
    assert access.roles(MAYA) == {Role.VIEWER}


@pytest.mark.parametrize(
    "stranger", [ZED, Who("", TEAM), Who("U0MAYA", ""), Who("U0MAYA", "T0LABWORKS"), Who("", "")]
)
def test_people_from_elsewhere_have_no_role_whatever_their_id(stranger: Who) -> None:
    members = Known({"C0UPDATES": {"U0ZED", "U0MAYA"}})
    access = access_of(TEAM, {Role.ADMIN: ["*", "U0MAYA", "C0UPDATES"]}, members)

    assert access.roles(stranger) == frozenset()
    assert not any(access.allows(stranger, role) for role in Role)


@pytest.mark.parametrize("place", ["S0DESK", "C0FRONT", "G0FRONT"])
def test_everybody_in_a_group_or_channel_has_its_role_for_as_long_as_they_are_in_it(place: str) -> None:
    members = Known({place: {"U0MAYA"}})
    access = access_of(TEAM, {Role.SENDER: ["U0TOM", place]}, members)

    assert access.allows(MAYA, Role.SENDER)
    assert not access.allows(SAM, Role.SENDER)
    assert access.holders(Role.SENDER) == {"U0MAYA", "U0TOM"}

    members.places[place] = {"U0SAM"}

    assert not access.allows(MAYA, Role.SENDER)
    assert access.allows(SAM, Role.SENDER)
    assert access.holders(Role.SENDER) == {"U0SAM", "U0TOM"}


def test_a_group_nobody_is_known_of_gives_nobody_anything() -> None:
    access = access_of(TEAM, {Role.SENDER: ["S0DESK"]})

    assert not access.allows(MAYA, Role.VIEWER)
    assert access.holders(Role.SENDER) == frozenset()


def test_a_groups_id_is_nobodys() -> None:
    access = access_of(TEAM, {Role.SENDER: ["S0DESK"]}, Known({"S0DESK": {"U0MAYA"}}))

    assert "S0DESK" not in access.holders(Role.SENDER)


def test_the_holders_of_a_role_include_those_whom_a_bigger_one_brings_it() -> None:
    given = {Role.APPROVER: ["U0LENA"], Role.ADMIN: ["S0BOSS"], Role.BROADCASTER: ["U0MAYA"]}
    access = access_of(TEAM, given, Known({"S0BOSS": {"U0TOM"}}))

    assert access.holders(Role.APPROVER) == {"U0LENA", "U0TOM"}
    assert access.holders(Role.BROADCASTER) == {"U0MAYA", "U0TOM"}


@pytest.mark.parametrize(
    ("read", "known"),
    [
        ({}, set()),
        ({"S0BOSS": {"U0TOM"}}, {Role.ADMIN}),
        ({"S0BOSS": set(), "C0YES": set()}, {Role.ADMIN, Role.APPROVER}),
        ({"S0BOSS": set(), "C0YES": set(), "S0DESK": set()}, set(Role)),
    ],
)
def test_all_holders_are_known_when_all_groups_that_bring_the_role_were_read(
    read: dict[str, set[str]], known: set[Role]
) -> None:
    given = {
        Role.APPROVER: ["U0LENA", "C0YES"],
        Role.ADMIN: ["S0BOSS"],
        Role.BROADCASTER: ["S0DESK"],
        Role.VIEWER: ["*"],
    }
    access = access_of(TEAM, given, Known(read))

    assert {role for role in (Role.ADMIN, Role.APPROVER) if access.all_known(role)} == known - {
        Role.BROADCASTER,
        Role.SENDER,
        Role.VIEWER,
    }
    assert access.all_known(Role.VIEWER) is (known == set(Role))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({Role.APPROVER: ["U0LENA"], Role.SENDER: ["S0DESK"]}, True),
        ({Role.APPROVER: ["U0LENA"], Role.ADMIN: ["S0BOSS"]}, False),
        ({Role.APPROVER: ["U0LENA", "C0YES"]}, False),
        ({}, True),
    ],
)
def test_all_holders_are_named_where_no_group_or_channel_brings_the_role(
    given: dict[Role, list[str]], *, named: bool
) -> None:
    assert access_of(TEAM, given, Known({"S0BOSS": {"U0TOM"}})).all_named(Role.APPROVER) is named


def test_without_groups_everybody_is_known_and_with_one_nobody_ever_read_they_are_not() -> None:
    assert access_of(TEAM, {Role.APPROVER: ["U0LENA"]}).all_known(Role.APPROVER)
    assert not access_of(TEAM, {Role.ADMIN: ["S0BOSS"]}).all_known(Role.APPROVER)


def test_a_role_everybody_holds_says_so() -> None:
    access = access_of(TEAM, {Role.APPROVER: ["*", "U0LENA"]})

    assert access.holders(Role.APPROVER) == {EVERYBODY, "U0LENA"}


@pytest.mark.parametrize(
    ("holder", "place"),
    [("S0DESK", True), ("C0FRONT", True), ("G0OLD", True), ("U0MAYA", False), ("*", False)],
)
def test_groups_and_channels_are_told_by_their_first_letter(holder: str, *, place: bool) -> None:
    assert is_place(holder) is place


def test_a_refusal_names_the_role_and_the_people_who_give_it_before_groups_and_channels() -> None:
    access = access_of(
        TEAM, {Role.VIEWER: ["*"], Role.ADMIN: ["S0DESK", "C0HELP", "U0TOM", "*", "U0TOM", "W0EVE"]}
    )

    assert access.refusal(Role.SENDER, SAM, "send a text") == (
        "You need the *sender* role to send a text. Ask <@U0TOM>, <@W0EVE> or <!subteam^S0DESK>."
    )
    assert access_of(TEAM, {Role.ADMIN: ["C0HELP"]}).whom_to_ask() == "Ask <#C0HELP>."


def test_where_nothing_was_refused_the_role_is_no_reproach() -> None:
    access = access_of(TEAM, {Role.VIEWER: ["*"], Role.ADMIN: ["U0TOM"]})

    assert access.invitation(Role.SENDER, SAM, "send texts") == (
        "To send texts, you need the *sender* role. Ask <@U0TOM>."
    )
    for nobody in (SAM, ZED):
        nothing = access_of(TEAM, {Role.ADMIN: ["U0TOM"]})
        assert nothing.invitation(Role.SENDER, nobody, "send texts") == nothing.refusal(
            Role.SENDER, nobody, "send texts"
        )


def test_without_an_admin_a_refusal_says_where_roles_come_from() -> None:
    assert "policy file" in access_of(TEAM, {Role.SENDER: ["U0MAYA"]}).refusal(
        Role.ADMIN, SAM, "export contacts"
    )


def test_people_from_elsewhere_are_told_that_no_role_would_help_them() -> None:
    assert "role" not in access_of(TEAM, {Role.ADMIN: ["U0TOM"]}).refusal(Role.SENDER, ZED, "send a text")


@given(strategies.lists(strategies.from_regex(r"[UWSCG][A-Z0-9]{1,10}|\*", fullmatch=True)))
def test_a_refusal_is_short_however_many_admins_there_are_and_everybody_is_no_name(ids: list[str]) -> None:
    told = access_of(TEAM, {Role.ADMIN: ids}).whom_to_ask()

    assert told.count("<") == min(3, len({each for each in ids if each != "*"}))
    assert "*" not in told
    assert told.endswith(".")


@pytest.mark.parametrize(
    ("named", "is_among"),
    [
        (["sender"], True),
        (["admin"], False),
        (["admin", "U0MAYA"], True),
        (["U0SAM"], False),
        (["S0DESK"], True),
        (["C0FRONT"], False),
        (["*"], True),
        ([], False),
    ],
)
def test_somebody_is_among_roles_and_ids_by_any_of_them(named: list[str], is_among: bool) -> None:  # noqa: FBT001 - what is expected
    known = Known({"S0DESK": {"U0MAYA"}, "C0FRONT": {"U0SAM"}})
    access = access_of(TEAM, {Role.SENDER: ["U0MAYA"]}, known)
    assert access.is_among(MAYA, named) is is_among
    assert not access.is_among(ZED, [*named, "*"])
