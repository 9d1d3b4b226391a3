"""Which channels are closed to what is personal, by what Slack says of them."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.outgoing.shared_channels import KNOWN_SECONDS, MOST_KNOWN, SharedChannels


class Slack:
    """Says of a channel what it is told to, or raises it, and counts how often it was asked."""

    def __init__(self, says: dict[str, Any] | Exception) -> None:
        self.says = says
        self.asked = 0

    def conversations_info(self, *, channel: str) -> dict[str, Any]:
        assert channel
        self.asked += 1
        if isinstance(self.says, Exception):
            raise self.says
        return {"channel": self.says}


def refused(code: str) -> SlackApiError:
    return SlackApiError("no", {"error": code})  # type: ignore[no-untyped-call] # the SDK gives no types


@pytest.mark.parametrize(
    ("says", "closed"),
    [
        ({}, False),
        ({"is_ext_shared": True, "is_shared": True}, True),
        ({"is_pending_ext_shared": True}, True),
        ({"is_shared": True}, True),
        ({"is_shared": True, "is_org_shared": True}, False),
        (refused("channel_not_found"), False),
        (refused("missing_scope"), True),
        (OSError("down"), True),
    ],
)
def test_what_slack_says_of_a_channel_decides_and_silence_closes_it(says: Any, closed: bool) -> None:  # noqa: ANN401, FBT001 - both are given
    assert SharedChannels(Slack(says), lambda: ()).is_closed("C0LAB") is closed  # type: ignore[arg-type] # stands in


def test_people_and_named_channels_are_open_without_asking() -> None:
    slack = Slack({"is_ext_shared": True})
    channels = SharedChannels(slack, lambda: ("C0NAMED",))  # type: ignore[arg-type] # stands in

    assert not any(map(channels.is_closed, (None, "D0MAYA", "U0MAYA", "W0MAYA", "C0NAMED")))
    assert slack.asked == 0


def test_what_was_said_is_asked_again_after_minutes() -> None:
    slack, now = Slack({}), [0.0]
    channels = SharedChannels(slack, lambda: (), monotonic=lambda: now[0])  # type: ignore[arg-type] # stands in
    assert not channels.is_closed("C0LAB")
    slack.says = {"is_ext_shared": True}
    assert not channels.is_closed("C0LAB")
    now[0] += KNOWN_SECONDS

    assert channels.is_closed("C0LAB")
    assert slack.asked == 2


def test_channels_that_nobody_posts_in_any_more_are_forgotten() -> None:
    now = [0.0]
    channels = SharedChannels(Slack({}), lambda: (), monotonic=lambda: now[0])  # type: ignore[arg-type] # stands in
    for nth in range(3 * MOST_KNOWN):
        now[0] += 2 * KNOWN_SECONDS / MOST_KNOWN
        assert not channels.is_closed(f"C{nth}")
    assert len(channels._known) <= MOST_KNOWN
