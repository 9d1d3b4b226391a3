"""What people, groups and channels are called, asked of Slack once an hour."""

import pytest

from bot.slack.blocks.plain_text.reading import Kind, Mention
from bot.slack.outgoing.mention_names import MOST_ASKED, PATIENCE_SECONDS, MentionNames
from bot.slack.outgoing.users import KEPT_SECONDS, Users
from tests.slack.conftest import Slack
from tests.slack.interactions import TEAM
from tests.slack.outgoing.test_poster import Seconds

TOM, DESK, FRONT = (
    Mention(Kind.PERSON, "U0TOM"),
    Mention(Kind.GROUP, "S0DESK"),
    Mention(Kind.CHANNEL, "C0FRONT"),
)
CALLED = {TOM: "Tom Okafor", DESK: "Front and help desk", FRONT: "front-desk"}
METHODS = {TOM: "users.info", DESK: "usergroups.list", FRONT: "conversations.info"}


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def mention_names(slack: Slack, seconds: Seconds) -> MentionNames:
    return MentionNames(slack.client, Users(slack.client, TEAM, seconds), seconds)


def test_each_is_called_as_people_know_it_and_asked_for_once_an_hour(
    slack: Slack, mention_names: MentionNames, seconds: Seconds
) -> None:
    for _ in range(2):
        assert mention_names.of((TOM, DESK, FRONT)) == CALLED
    seconds.now += KEPT_SECONDS - 1
    assert mention_names.of((TOM, DESK, FRONT)) == CALLED
    assert {method: len(slack.calls(method)) for method in METHODS.values()} == dict.fromkeys(
        METHODS.values(), 1
    )
    seconds.now += 1
    assert mention_names.of((TOM, DESK, FRONT)) == CALLED
    assert {method: len(slack.calls(method)) for method in METHODS.values()} == dict.fromkeys(
        METHODS.values(), 2
    )


@pytest.mark.parametrize("mention", list(METHODS), ids=str)
def test_when_slack_does_not_say_the_last_name_stands(
    slack: Slack, mention_names: MentionNames, seconds: Seconds, mention: Mention
) -> None:
    slack.workspace.fail(METHODS[mention], "internal_error")
    assert mention_names.of((mention,)) == {}
    assert mention_names.of((mention,)) == {mention: CALLED[mention]}
    seconds.now += KEPT_SECONDS
    slack.workspace.fail(METHODS[mention], "internal_error")
    assert mention_names.of((mention,)) == {mention: CALLED[mention]}


@pytest.mark.parametrize("kind", list(Kind))
def test_what_slack_does_not_know_has_no_name(slack: Slack, mention_names: MentionNames, kind: Kind) -> None:
    assert mention_names.of((Mention(kind, "X0NONE"),)) == {}
    slack.workspace.problems.clear()


def test_of_very_many_only_some_are_asked_for(slack: Slack, mention_names: MentionNames) -> None:
    many = [Mention(Kind.CHANNEL, f"C{number}") for number in range(MOST_ASKED)]
    assert mention_names.of([*many, TOM]) == {}
    assert len(slack.calls("conversations.info")) == MOST_ASKED
    assert slack.calls("users.info") == []
    slack.workspace.problems.clear()


def test_when_slack_is_slow_the_rest_goes_without_a_name(slack: Slack, seconds: Seconds) -> None:
    class Slow(Users):
        def name(self, user_id: str) -> str:
            seconds.now += PATIENCE_SECONDS
            return super().name(user_id)

    mention_names = MentionNames(slack.client, Slow(slack.client, seconds), seconds)
    assert mention_names.of((TOM, FRONT)) == {TOM: "Tom Okafor"}


def test_more_than_is_kept_is_forgotten_and_asked_for_again(
    slack: Slack, mention_names: MentionNames, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.outgoing.mention_names.MOST_KEPT", 1)
    for mention in (FRONT, DESK, FRONT):
        assert mention_names.of((mention,)) == {mention: CALLED[mention]}
    assert len(slack.calls("conversations.info")) == 2
