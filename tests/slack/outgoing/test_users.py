"""What Slack knows of people, asked for once an hour."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.slack.outgoing import users
from bot.slack.outgoing.users import KEPT_SECONDS, Users
from tests.slack.conftest import Slack
from tests.slack.outgoing.test_poster import Seconds


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def asked(slack: Slack) -> int:
    return len(slack.calls("users.info"))


def test_a_persons_own_zone_is_asked_for_once_an_hour(slack: Slack, seconds: Seconds) -> None:
    known = Users(slack.client, seconds)
    assert known.zone("U0MAYA").key == "America/Los_Angeles"
    seconds.now += KEPT_SECONDS - 1
    known.zone("U0MAYA")
    assert asked(slack) == 1

    seconds.now += 1
    assert known.zone("U0MAYA").key == "America/Los_Angeles"
    assert asked(slack) == 2


def test_when_slack_does_not_say_the_last_answer_stands(slack: Slack, seconds: Seconds) -> None:
    known = Users(slack.client, seconds)
    known.zone("U0MAYA")
    seconds.now += 2 * KEPT_SECONDS
    slack.workspace.fail("users.info", "internal_error")

    assert known.zone("U0MAYA").key == "America/Los_Angeles"


def test_a_person_slack_does_not_know_lives_by_utc_until_it_does(slack: Slack, seconds: Seconds) -> None:
    known = Users(slack.client, seconds)
    slack.workspace.fail("users.info", "user_not_found")

    assert known.zone("U0MAYA").key == "UTC"
    assert known.zone("U0MAYA").key == "America/Los_Angeles"


def test_without_slack_everybody_lives_by_utc(nowhere: WebClient) -> None:
    assert Users(nowhere).zone("U0MAYA").key == "UTC"


class Zoneless:
    """A Slack that knows people but not where they live."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def users_info(self, *, user: str) -> dict[str, Any]:
        self.asked.append(user)
        return {"user": {"id": user}}


def test_a_person_without_a_zone_lives_by_utc() -> None:
    assert Users(Zoneless()).zone("U0MAYA").key == "UTC"


def test_no_more_people_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "MOST_KEPT", 2)
    slack = Zoneless()
    known = Users(slack)

    for user in ("U1", "U2", "U3", "U3", "U1"):
        known.zone(user)

    assert slack.asked == ["U1", "U2", "U3", "U1"]
