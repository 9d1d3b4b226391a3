"""Who reads out the right code is verified once, to who asked for it; nobody and nothing else is."""

import logging

import pytest

from bot.errors import UserError
from bot.features.otp.verification import Impossible, Right, Settled, Wrong, _Memory
from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.smsit.codes import refusal
from bot.store.verifications import Reason, Stage
from tests.features.otp.harness import BOB, MAYA, TOM, Harness


def test_the_right_code_is_used_up_and_smsit_has_the_last_word(harness: Harness) -> None:
    send_id, code = harness.sent()
    answer = harness.compare(send_id, f" {code[:3].upper()}-{code[3:]}")
    assert answer == Right(code)
    loading = harness.verification(send_id)
    assert (loading.state, loading.code_hash, loading.tries_left) == (Stage.CHECKING, None, 2)
    assert code not in repr(answer)

    found = harness.verifier.ask(send_id, code)
    assert (found.state, found.decided_at) == (Stage.VERIFIED, harness.clock())
    assert harness.account.asked == [code]
    assert harness.shown[-1] == send_id


def test_a_wrong_code_takes_a_try_and_the_last_one_the_code(harness: Harness) -> None:
    send_id, code = harness.sent()
    assert [harness.compare(send_id, "000000") for _ in range(2)] == [Wrong(2), Wrong(1)]
    answer = harness.compare(send_id, "000000")
    assert isinstance(answer, Settled)
    assert answer.verification.reason is Reason.TRIES
    assert isinstance(harness.compare(send_id, code), Settled)
    assert harness.stands(send_id) == ("accepted", "failed", "tries")
    assert harness.account.asked == []


def test_what_cannot_be_a_code_takes_no_try(harness: Harness) -> None:
    send_id, _ = harness.sent()
    assert [harness.compare(send_id, typed) for typed in ("", "12", "<script>", "ü" * 6)] == [
        Impossible()
    ] * 4
    assert harness.verification(send_id).tries_left == 3


def test_nobody_else_can_verify_nor_use_anything_up(harness: Harness) -> None:
    send_id, code = harness.sent()
    for typed in (code, "000000"):
        with pytest.raises(UserError, match="Only <@U0MAYA>"):
            harness.compare(send_id, typed, TOM)
    with pytest.raises(UserError, match="Only <@U0MAYA>"):
        harness.verifier.about(send_id, TOM)
    assert harness.verification(send_id).tries_left == 3
    assert harness.verifier.open_of(TOM) == ()
    assert [each.send_id for each in harness.verifier.open_of(MAYA)] == [send_id]


def test_a_code_that_is_right_for_another_number_does_not_verify_this_one(harness: Harness) -> None:
    ada, code = harness.sent()
    bob, other = harness.sent(to=BOB)
    assert harness.compare(ada, other) == Wrong(2)
    assert harness.compare(bob, code) == Wrong(2)
    assert harness.account.asked == []


def test_there_must_be_a_code(harness: Harness) -> None:
    with pytest.raises(UserError, match="no longer"):
        harness.compare("0" * 32, "94k87w")
    send_id = harness.confirmed()
    with pytest.raises(UserError, match="hasn't been sent yet"):
        harness.compare(send_id, "94k87w")
    with pytest.raises(UserError, match="hasn't been sent yet"):
        harness.verifier.about(send_id, MAYA)


def test_time_runs_out_to_the_second(harness: Harness) -> None:
    send_id, code = harness.sent()
    harness.clock.advance(minutes=9, seconds=59)
    assert harness.compare(send_id, "000000") == Wrong(2)
    harness.clock.advance(seconds=1)
    assert harness.verifier.open_of(MAYA) == ()
    answer = harness.compare(send_id, code)
    assert isinstance(answer, Settled)
    assert harness.stands(send_id) == ("accepted", "failed", "expired")
    assert harness.verification(send_id).code_hash is None


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (None, Reason.REFUSED),
        (OutcomeUnknown(Endpoint.VALIDATE_OTP, "timeout"), Reason.UNCLEAR),
        (NotSent(Endpoint.VALIDATE_OTP, "refused"), Reason.UNCLEAR),
        (refusal(Endpoint.VALIDATE_OTP, -1), Reason.UNCLEAR),
        (LookupError("94k87w"), Reason.UNCLEAR),
    ],
)
def test_without_a_clear_yes_of_smsit_nobody_is_verified(
    harness: Harness, error: Exception | None, reason: Reason, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    send_id, code = harness.sent()
    harness.account.replies = False
    harness.account.fails |= {"validate_otp": error} if error else {}
    found = harness.verify(send_id, code)
    assert harness.stands(send_id) == ("accepted", "failed", reason.value)
    assert found == harness.verification(send_id)
    assert code not in caplog.text
    assert isinstance(harness.compare(send_id, code), Settled)


def test_a_yes_that_comes_too_late_is_none(harness: Harness) -> None:
    send_id, code = harness.sent()

    def tick() -> None:
        harness.clock.advance(seconds=65)
        harness.upkeep.expire()

    harness.account.before["validate_otp"] = tick
    harness.verify(send_id, code)
    assert harness.stands(send_id) == ("accepted", "failed", "unclear")


def test_what_is_not_asked_about_after_all_verifies_nobody(harness: Harness) -> None:
    send_id, code = harness.sent()
    harness.compare(send_id, code)
    harness.verifier.give_up(send_id)
    assert harness.stands(send_id) == ("accepted", "failed", "unclear")


def test_a_right_code_delivered_again_is_answered_calmly(harness: Harness) -> None:
    send_id, code = harness.sent()
    assert harness.compare(send_id, code, key="same") == Right(code)
    again = harness.compare(send_id, code, key="same")
    assert isinstance(again, Settled)
    assert again.verification.state is Stage.CHECKING
    harness.verifier.ask(send_id, code)
    again = harness.compare(send_id, code, key="same")
    assert isinstance(again, Settled)
    assert again.verification.state is Stage.VERIFIED
    assert harness.account.asked == [code]


def test_a_wrong_code_delivered_again_costs_no_second_try(harness: Harness) -> None:
    send_id, _ = harness.sent()
    assert [harness.compare(send_id, "000000", key=key) for key in "aabb"] == [
        Wrong(2),
        Wrong(2),
        Wrong(1),
        Wrong(1),
    ]
    replies = [harness.compare(send_id, "000000", key="c") for _ in range(2)]
    assert replies[0] == replies[1]
    assert harness.verification(send_id).tries_left == 0
    # Another process knows nothing of it and counts on; it can only be stricter.
    assert isinstance(harness.another_process().compare(send_id, MAYA, "000000", "c"), Settled)


def test_the_memory_of_submissions_is_bounded() -> None:
    memory = _Memory(2)
    for number, key in enumerate("abc"):
        memory.put(key, number)
    assert [memory.get(key) for key in "abc"] == [None, 1, 2]


def test_who_reads_the_code_out_has_got_the_text(harness: Harness) -> None:
    harness.account.fails["send_to_contact"] = OutcomeUnknown(Endpoint.SMS_CONTACT, "timeout")
    send_id, code = harness.sent()
    assert harness.stands(send_id) == ("unknown", "open", None)
    harness.verify(send_id, code)
    assert harness.stands(send_id) == ("delivered", "verified", None)
    assert harness.send(send_id).outcome_sentence is None
