"""The message that follows a text to a group from SMS-iT's own panel."""

import pytest

from bot.features.broadcast.elsewhere import GroupText
from bot.features.broadcast.views.elsewhere import message, report
from bot.sandbox.slack.blocks import problems_in_message
from bot.smsit import GroupReport
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from tests.every import every
from tests.features.samples import a_send, words_in


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": SendState.ACCEPTED}, "No report yet."),
        ({"state": SendState.NO_NEWS}, "No report yet."),
        (
            {"state": SendState.ACCEPTED, "successful": 3, "failed": 1},
            "3 handed to carriers, 1 failed so far.",
        ),
        ({"state": SendState.DELIVERED, "successful": 3, "failed": 0}, "3 handed to carriers, 0 failed."),
    ],
)
def test_figures_are_so_far_only_where_there_are_some(changes: dict[str, object], said: str) -> None:
    content = message(a_send(kind=SendKind.ELSEWHERE, remote_id="41001", **changes))

    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert f"panel: {said} " in content.text
    assert f"panel · {said}" in words_in(list(content.blocks))


@pytest.mark.parametrize(("failed", "icon"), [(0, ":white_check_mark:"), (1, ":warning:")])
def test_a_green_tick_means_that_none_failed(failed: int, icon: str) -> None:
    sent = a_send(kind=SendKind.ELSEWHERE, state=SendState.DELIVERED, successful=3, failed=failed)

    assert message(sent).blocks[0]["text"]["text"].startswith(icon)


@every("may_follow", [True, False])
@every("followed", [None, a_send(kind=SendKind.ELSEWHERE, remote_id="41001")])
@every("state", [None, *SendState])
def test_a_report_says_one_true_thing_and_offers_to_follow_only_what_nothing_follows(
    state: SendState | None, followed: Send | None, *, may_follow: bool
) -> None:
    ours = None if state is None else a_send(kind=SendKind.GROUP, state=state, to_name="VIP", people=4)
    content = report(GroupText("41001", GroupReport(3, 1), ours, followed), may_follow=may_follow)

    shown = words_in(list(content.blocks))
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert "3 handed to carriers, 1 failed." in content.text
    assert ("from SMS-iT's panel" in content.text) is (ours is None)
    assert ("Sent from Slack to *VIP (4 recipients)*" in content.text) is (ours is not None)
    assert ("Its message is in <#C0FRONT>." in content.text) is (ours is not None)
    assert ("already followed here" in content.text) is (ours is None and followed is not None)
    is_free = ours is None and followed is None
    assert ("\nFollow\n" in shown) is (may_follow and is_free)
    assert ("press Follow" in content.text) is (may_follow and is_free)
    assert "`/sms status group 41001`" in content.text
    assert "`/sms status group 41001`" in shown
