"""Who may do what, and every mistake a policy file can hold."""

from pathlib import Path

import pytest

from bot.slack.roles import BRINGS, DEFAULT_POLICY, Access, PolicyError, Role, Who, read_policy
from tests.slack.arrivals import MAYA, TEAM, ZED


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
    access = Access(TEAM, {given: [MAYA.user_id]})

    assert access.roles(MAYA) == held
    assert {role for role in Role if access.allows(MAYA, role)} == held


def test_whoever_sends_to_many_does_not_approve_it_by_that() -> None:
    assert Role.APPROVER not in BRINGS[Role.BROADCASTER]
    assert Role.BROADCASTER not in BRINGS[Role.APPROVER]


def test_roles_of_several_lines_add_up() -> None:
    access = Access(TEAM, {Role.VIEWER: ["*"], Role.SENDER: ["U0PRIYA"], Role.APPROVER: ["U0PRIYA"]})

    assert access.roles(Who("U0PRIYA", TEAM)) == {Role.VIEWER, Role.SENDER, Role.APPROVER}
    assert access.roles(MAYA) == {Role.VIEWER}


@pytest.mark.parametrize("stranger", [ZED, Who("U0MAYA", ""), Who("U0MAYA", "T0LABWORKS"), Who("", "")])
def test_people_from_elsewhere_have_no_role_whatever_their_id(stranger: Who) -> None:
    access = Access(TEAM, {Role.ADMIN: ["*", "U0MAYA"]})

    assert access.roles(stranger) == frozenset()
    assert not any(access.allows(stranger, role) for role in Role)


def test_without_a_policy_everybody_sends_single_texts_and_nobody_more() -> None:
    assert read_policy(None) is DEFAULT_POLICY
    assert Access(TEAM, read_policy(None)).roles(MAYA) == {Role.SENDER, Role.VIEWER}


def policy(folder: Path, text: str | bytes) -> Path:
    path = folder / "policy.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_policy_gives_the_roles_it_names(tmp_path: Path) -> None:
    given = read_policy(policy(tmp_path, '[roles]\nviewer = ["*"]\nadmin = ["U0TOM", "U0PRIYA"]\n'))

    assert given == {Role.VIEWER: ("*",), Role.ADMIN: ("U0TOM", "U0PRIYA")}


@pytest.mark.parametrize("text", ["", "[roles]\n"])
def test_an_empty_policy_gives_nobody_anything(tmp_path: Path, text: str) -> None:
    assert read_policy(policy(tmp_path, text)) == {}


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("roles", "is not TOML"),
        (b"\xff\xfe", "is not TOML"),
        ("roles = 3", '"roles" is a table'),
        ('[rolls]\nsender = ["*"]', "[rolls] is not a table of the policy"),
        ('[roles]\nsendr = ["*"]', "sendr: is not a role (viewer, sender, broadcaster, approver, admin)"),
        ("[roles]\nsender = '*'", "sender: is a list of user ids"),
        ("[roles]\nsender = [7]", "sender: is a list of user ids"),
        ('[roles]\nsender = ["U0MAYA", ""]', "sender: is a list of user ids"),
    ],
)
def test_a_mistake_in_a_policy_is_named(tmp_path: Path, text: str | bytes, mistake: str) -> None:
    with pytest.raises(PolicyError) as refused:
        read_policy(policy(tmp_path, text))

    assert mistake in str(refused.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as refused:
        read_policy(policy(tmp_path, "[extra]\n[roles]\nboss = []\nsender = 'U0MAYA'\n"))

    assert len(str(refused.value).splitlines()) == 3


def test_a_policy_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read: Is a directory"):
        read_policy(tmp_path)
