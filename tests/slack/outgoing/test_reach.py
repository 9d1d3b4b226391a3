"""Whether Slack answers at all."""

import pytest
from slack_sdk import WebClient

from bot.slack.outgoing.reach import reaches
from tests.slack.conftest import Slack


def test_slack_is_there(slack: Slack) -> None:
    assert reaches(slack.client)


@pytest.mark.parametrize(
    ("error", "is_there"),
    [
        ("invalid_auth", True),
        ("account_inactive", True),
        ("internal_error", False),
        ("service_unavailable", False),
    ],
)
def test_a_refusal_is_an_answer_too_but_a_breakdown_is_none(
    slack: Slack, error: str, *, is_there: bool
) -> None:
    slack.workspace.fail("auth.test", error)

    assert reaches(slack.client) is is_there


def test_where_nothing_listens_it_is_not(nowhere: WebClient) -> None:
    assert not reaches(nowhere)
