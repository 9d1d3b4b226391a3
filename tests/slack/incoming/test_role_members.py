"""Who is in user groups and channels: read beside the listeners, and never guessed."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.access import Role
from bot.sandbox import Sandbox
from bot.sandbox.slack.model import Member
from bot.slack.incoming import role_members as module
from bot.slack.incoming.connect import web_client
from bot.slack.incoming.role_members import RoleMembers, places
from bot.slack.outgoing import pages
from bot.slack.outgoing.users import Users
from bot.standing import Standing
from bot.texting.clock import utc_now
from tests.patience import ACK_SECONDS, PATIENCE_SECONDS
from tests.slack.conftest import Slack
from tests.slack.interactions import TEAM

DESK, UPDATES, APPROVE = "S0DESK", "C0UPDATES", "C0APPROVE"
STAFF = {"U0MAYA", "U0TOM", "U0PRIYA", "U0SAM", "U0LENA"}
METHODS = ("usergroups.users.list", "conversations.members", "users.list")


@pytest.fixture
def town(slack: Slack) -> Iterator[Slack]:
    """A workspace that is put back as it was."""
    workspace = slack.workspace
    before = workspace.people, workspace.channels, workspace.user_groups
    workspace.people, workspace.channels, workspace.user_groups = map(dict, before)
    yield slack
    workspace.people, workspace.channels, workspace.user_groups = before
    workspace.faults.clear()


def calls(slack: Slack) -> list[int]:
    return [len(slack.calls(method)) for method in METHODS]


def regroup(slack: Slack, *users: str) -> None:
    group = slack.workspace.user_groups[DESK]
    slack.workspace.user_groups[DESK] = replace(group, users=users)


def test_of_a_policy_of_users_only_it_learns_what_they_are_in_the_workspace(town: Slack) -> None:
    given = {Role.VIEWER: ["*"], Role.ADMIN: ["U0TOM", "W0TINA"]}
    users = Users(town.client, TEAM)

    assert RoleMembers(town.client, users, lambda: places(given)).refresh() == ()
    assert users.standing("U0TOM") is Standing.MEMBER
    assert calls(town) == [0, 0, 1]


def test_it_asks_about_the_groups_and_channels_a_policy_names() -> None:
    given = {Role.VIEWER: ["*", "C0FRONT"], Role.SENDER: ["S0DESK", "U0TOM"], Role.ADMIN: ["S0DESK"]}

    assert places(given) == {"C0FRONT", "S0DESK"}


def test_before_the_first_answer_nobody_is_in_anything(town: Slack) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [DESK])

    assert members.of(DESK) == frozenset()
    assert not members.knows(DESK)
    assert calls(town) == [0, 0, 0]


def test_it_learns_who_is_in_groups_and_channels(town: Slack) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [DESK, APPROVE])

    assert members.refresh() == ()
    assert members.of(DESK) == {"U0MAYA", "U0PRIYA"}
    assert members.of(APPROVE) == {"U0TOM", "U0LENA"}
    assert members.of(UPDATES) == frozenset()
    assert [members.knows(place) for place in (DESK, APPROVE, UPDATES)] == [True, True, False]


def test_apps_and_people_of_other_workspaces_are_left_out(town: Slack) -> None:
    workspace = town.workspace
    assert {"U0BOT", "U0ZED"} <= workspace.channels[UPDATES].members
    workspace.people["U0YAN"] = Member("U0YAN", "yan", "Yan", TEAM, is_stranger=True)
    full = replace(
        workspace.channels[UPDATES], members=workspace.channels[UPDATES].members | {"U0YAN", "U0X"}
    )
    workspace.put_channel(full)
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [UPDATES])

    assert members.refresh() == ()
    assert members.of(UPDATES) == STAFF


def test_many_people_come_in_pages(town: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 2)
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [UPDATES])

    assert members.refresh() == ()
    assert members.of(UPDATES) == STAFF
    assert calls(town) == [0, 4, 4]


def test_guests_have_what_a_user_group_of_theirs_is_given_and_not_what_a_channel_is(town: Slack) -> None:
    people, front = town.workspace.people, town.workspace.channel("C0FRONT")
    people["U0UMA"] = Member("U0UMA", "uma", "Uma", TEAM, is_ultra_restricted=True)
    town.workspace.put_channel(replace(front, members=front.members | {"U0UMA"}))
    regroup(town, "U0MAYA", "U0GIA", "U0UMA")
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [DESK, "C0FRONT"])

    members.refresh()

    assert members.of(DESK) == {"U0MAYA", "U0GIA", "U0UMA"}
    assert members.of("C0FRONT") == STAFF


def test_who_is_deactivated_is_gone_at_the_next_refresh(town: Slack) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [DESK])
    members.refresh()
    people = town.workspace.people
    people["U0PRIYA"] = replace(people["U0PRIYA"], is_deleted=True)

    members.refresh()

    assert members.of(DESK) == {"U0MAYA"}


def test_who_is_removed_is_gone_at_the_next_refresh(town: Slack) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [DESK])
    members.refresh()
    regroup(town, "U0PRIYA")
    assert members.of(DESK) == {"U0MAYA", "U0PRIYA"}

    members.refresh()

    assert members.of(DESK) == {"U0PRIYA"}


@pytest.mark.parametrize("error", ["internal_error", "ratelimited", "missing_scope"])
def test_a_refresh_that_fails_keeps_what_is_known_and_says_so(
    town: Slack, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [DESK, APPROVE])
    members.refresh()
    regroup(town)
    town.workspace.fail("usergroups.users.list", error)

    with caplog.at_level(logging.WARNING):
        troubles = members.refresh()

    assert troubles == (f"S0DESK couldn't be read: Slack says {error}",)
    assert troubles[0] in caplog.text
    assert members.of(DESK) == {"U0MAYA", "U0PRIYA"}
    assert members.knows(DESK)
    assert members.of(APPROVE) == {"U0TOM", "U0LENA"}
    assert members.refresh() == ()
    assert members.of(DESK) == frozenset()


def test_a_page_that_fails_keeps_all_of_a_channel(town: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [UPDATES])
    members.refresh()
    known = members.of(UPDATES)
    monkeypatch.setattr(pages, "PAGE", 2)
    town.workspace.slow("conversations.members", 0)
    town.workspace.fail("conversations.members", "fetch_members_failed")

    assert members.refresh() == ("C0UPDATES couldn't be read: Slack says fetch_members_failed",)
    assert members.of(UPDATES) == known


def test_a_group_or_channel_that_is_gone_loses_everybody(town: Slack) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [DESK, APPROVE])
    members.refresh()
    del town.workspace.user_groups[DESK], town.workspace.channels[APPROVE]

    assert members.refresh() == (
        "C0APPROVE couldn't be read: Slack says channel_not_found",
        "S0DESK couldn't be read: Slack says no_such_subteam",
    )
    assert members.of(DESK) == members.of(APPROVE) == frozenset()
    assert not members.knows(DESK)
    assert not members.knows(APPROVE)


def test_without_the_list_of_users_those_in_a_channel_are_asked_for_singly(town: Slack) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [APPROVE])
    town.workspace.fail("users.list", "internal_error")

    assert members.refresh() == ("the list of users couldn't be read: Slack says internal_error",)
    assert members.of(APPROVE) == {"U0TOM", "U0LENA"}


def test_of_whom_slack_does_not_say_what_they_are_count_as_there(
    town: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever is left would be the only approver, and might approve their own requests."""
    monkeypatch.setattr(module, "MOST_MET", 0)
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [APPROVE])
    town.workspace.fail("users.list", "internal_error")
    members.refresh()

    assert members.of(APPROVE) == {"U0TOM", "U0LENA", "U0BOT"}


def test_without_slack_nobody_is_known(nowhere: WebClient) -> None:
    members = RoleMembers(nowhere, Users(nowhere, TEAM), lambda: [DESK])

    assert members.refresh() == (
        "the list of users couldn't be read: Slack didn't answer (URLError)",
        "S0DESK couldn't be read: Slack didn't answer (URLError)",
    )
    assert members.of(DESK) == frozenset()


def test_a_scope_that_is_missing_is_named() -> None:
    document = {"oauth_config": {"scopes": {"bot": ["channels:read", "users:read"]}}}
    with Sandbox(clock=utc_now, contacts=1, manifest=document, ack_limit=ACK_SECONDS) as sandbox:
        client = web_client(sandbox.slack.bot_token, sandbox.slack_api_url)
        members = RoleMembers(client, Users(client, TEAM), lambda: [DESK, APPROVE])

        assert members.refresh() == (
            "S0DESK couldn't be read: Slack says missing_scope; give the app the scope usergroups:read",
        )
        assert members.of(APPROVE) == {"U0TOM", "U0LENA"}


def test_it_keeps_itself_fresh_until_it_is_stopped(town: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    members = RoleMembers(town.client, Users(town.client, TEAM), lambda: [DESK])
    broken = threading.Event()
    real = members.refresh

    def refresh() -> tuple[str, ...]:
        if not broken.is_set():
            broken.set()
            raise RuntimeError("nobody foresaw this")
        return real()

    monkeypatch.setattr(members, "refresh", refresh)
    members.keep_fresh(0.001)

    town.workspace.wait_for(lambda: members.of(DESK))
    members.stop()
    for thread in threading.enumerate():
        if thread.name == "members":
            thread.join(PATIENCE_SECONDS)

    assert broken.is_set()
    assert members.of(DESK) == {"U0MAYA", "U0PRIYA"}
