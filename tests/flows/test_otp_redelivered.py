"""Slack delivers everything twice: one code, one text, one try, one verification."""

import pytest

from bot.sandbox.slack.model import Answer
from bot.settings import Mode
from bot.store.states import SendState
from bot.store.verifications import Stage
from tests.flows.codes import FORM, PURPOSE, VERIFY, Codes
from tests.flows.harness import ADA, Harness

WAYS = tuple(Mode)  # each marks differently what it delivers again

REPEATED = {"exchanged_trigger_id", "expired_trigger_id", "duplicate_external_id", "not_found"}
"""What Slack says to a window that is opened once more, or filled in after it was closed."""
CALLS = ("generateOTP", "smscontact", "validateOtp")


@pytest.fixture
def codes(harness: Harness) -> Codes:
    harness.tick(minutes=11)
    return Codes(harness)


def again(codes: Codes, answer: Answer | None, *, times: int = 2) -> None:
    """Have Slack deliver the same payload again."""
    assert answer is not None
    for _ in range(times):
        assert codes.harness.sandbox.slack.redeliver(answer).acked


def quiet(codes: Codes) -> None:
    """Wait until the bot has done all it was told."""
    codes.harness.quiet()


def test_a_story_delivered_twice_is_one_text_one_try_and_one_verification(
    codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness, maya = codes.harness, codes.harness.maya
    before = [codes.calls(each) for each in CALLS]
    opening = maya.command(f"/sms otp {ADA} {PURPOSE}")
    harness.modal(FORM)
    again(codes, opening)
    asking = maya.submit()
    again(codes, asking)
    harness.modal("Review code")
    again(codes, asking)
    confirming = maya.submit()
    again(codes, confirming)
    sent = codes.until(SendState.ACCEPTED)
    again(codes, confirming)
    quiet(codes)
    while maya.view:
        maya.close()
    assert [codes.calls(each) for each in CALLS] == [before[0] + 1, before[1] + 1, before[2]]

    pressing = maya.press("Verify", message=codes.message(sent, "Not verified yet"))
    harness.modal(VERIFY)
    again(codes, pressing)
    maya.fill("Code", "zzzzzz")
    wrong = maya.submit()
    again(codes, wrong)
    assert codes.verification(sent).tries_left == 2
    maya.fill("Code", codes.code())
    right = maya.submit()
    again(codes, right)
    codes.message(sent, "*Verified* by <@U0MAYA>")
    decided = codes.verification(sent)
    assert (decided.state, decided.tries_left) == (Stage.VERIFIED, 1)
    monkeypatch.setattr(
        "bot.slack.outgoing.loading_view.SHOW_TRIES", 1
    )  # nothing is open that could be filled in
    while maya.view:
        maya.close()
    for each in (opening, asking, confirming, pressing, wrong, right):
        again(codes, each, times=1)
    quiet(codes)

    assert codes.verification(sent) == decided
    assert [codes.calls(each) for each in CALLS] == [each + 1 for each in before]
    assert [number for number, _ in harness.texts] == [ADA]
    assert [each.id for each in harness.sends()] == [sent.id]
    assert {each.partition(": ")[2] for each in harness.sandbox.slack.problems} <= REPEATED
    harness.sandbox.slack.problems.clear()
