"""What Slack knows of people, asked for once an hour."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.slack.outgoing import pages, users
from bot.slack.outgoing.users import KEPT_SECONDS, STANDING_SECONDS, Users
from bot.standing import Standing
from tests.slack.conftest import Slack
from tests.slack.interactions import TEAM
from tests.slack.outgoing.test_poster import Seconds


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def asked(slack: Slack) -> int:
    return len(slack.calls("users.info"))


def test_a_persons_own_zone_is_asked_for_once_an_hour(slack: Slack, seconds: Seconds) -> None:
    known = Users(slack.client, TEAM, seconds)
    assert known.zone("U0MAYA").key == "America/Los_Angeles"
    seconds.now += KEPT_SECONDS - 1
    known.zone("U0MAYA")
    assert asked(slack) == 1

    seconds.now += 1
    assert known.zone("U0MAYA").key == "America/Los_Angeles"
    assert asked(slack) == 2


def test_when_slack_does_not_say_the_last_answer_stands(slack: Slack, seconds: Seconds) -> None:
    known = Users(slack.client, TEAM, seconds)
    known.zone("U0MAYA")
    seconds.now += 2 * KEPT_SECONDS
    slack.workspace.fail("users.info", "internal_error")

    assert known.zone("U0MAYA").key == "America/Los_Angeles"


def test_a_person_slack_does_not_know_lives_by_utc_until_it_does(slack: Slack, seconds: Seconds) -> None:
    known = Users(slack.client, TEAM, seconds)
    slack.workspace.fail("users.info", "user_not_found")

    assert known.zone("U0MAYA").key == "UTC"
    seconds.now += KEPT_SECONDS
    assert known.zone("U0MAYA").key == "America/Los_Angeles"


def test_without_slack_everybody_lives_by_utc(nowhere: WebClient) -> None:
    assert Users(nowhere, TEAM).zone("U0MAYA").key == "UTC"


class Zoneless:
    """A Slack that knows people but not where they live."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def users_info(self, *, user: str) -> dict[str, Any]:
        self.asked.append(user)
        return {"user": {"id": user}}


def test_a_person_without_a_zone_lives_by_utc() -> None:
    assert Users(Zoneless(), TEAM).zone("U0MAYA").key == "UTC"


def test_no_more_people_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "MOST_KEPT", 2)
    slack = Zoneless()
    known = Users(slack, TEAM)

    for user in ("U1", "U2", "U3", "U3", "U1"):
        known.zone(user)

    assert slack.asked == ["U1", "U2", "U3", "U1"]


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({}, Standing.MEMBER),
        ({"is_admin": True}, Standing.MEMBER),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_restricted": True, "is_ultra_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_bot": True}, Standing.OUTSIDER),
        ({"deleted": True}, Standing.OUTSIDER),
        ({"deleted": True, "is_restricted": True}, Standing.OUTSIDER),
        ({"is_stranger": True}, Standing.OUTSIDER),
        ({"team_id": "T0LABWORKS"}, Standing.OUTSIDER),
        ({"team_id": None}, Standing.OUTSIDER),
        ({"id": "USLACKBOT"}, Standing.OUTSIDER),
    ],
    ids=str,
)
def test_what_somebody_is_in_the_workspace_stands_in_what_slack_says(
    told: dict[str, object], standing: Standing
) -> None:
    class Telling:
        def users_info(self, *, user: str) -> dict[str, Any]:
            return {"user": {"id": user, "team_id": TEAM, **told}}

    known = Users(Telling(), TEAM)

    assert known.standing("U1") is None
    assert known.meet("U1") is standing


def test_what_somebody_is_counts_for_a_quarter_of_an_hour_and_looking_asks_nobody(
    slack: Slack, seconds: Seconds
) -> None:
    known = Users(slack.client, TEAM, seconds)
    known.refresh()
    seconds.now += STANDING_SECONDS - 1
    assert known.standing("U0MAYA") is Standing.MEMBER
    assert known.standing("U0GIA") is Standing.GUEST
    assert known.standing("U0ZED") is Standing.OUTSIDER

    seconds.now += 1

    assert known.standing("U0MAYA") is None
    assert asked(slack) == 0
    assert known.meet("U0MAYA") is Standing.MEMBER
    assert asked(slack) == 1


@pytest.mark.parametrize("error", ["internal_error", "ratelimited", "missing_scope"])
def test_while_slack_does_not_say_it_is_not_known_what_somebody_is(slack: Slack, error: str) -> None:
    known = Users(slack.client, TEAM)
    slack.workspace.fail("users.info", error)

    assert known.meet("U0MAYA") is None
    assert known.standing("U0MAYA") is None


def test_an_id_that_is_nobodys_is_an_outsiders(slack: Slack, nowhere: WebClient) -> None:
    assert Users(slack.client, TEAM).meet("U0NOBODY") is Standing.OUTSIDER
    assert Users(nowhere, TEAM).meet("U0NOBODY") is None


def test_of_a_large_workspace_the_first_pages_are_read(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 2)
    monkeypatch.setattr(users, "MOST_PAGES", 2)
    known = Users(slack.client, TEAM)

    known.refresh()

    assert len(slack.calls("users.list")) == 2
    assert known.standing("U0ZED") is None
    assert known.meet("U0ZED") is Standing.OUTSIDER
