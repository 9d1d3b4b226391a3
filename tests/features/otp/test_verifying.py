"""Who reads out the right code is verified once, to who asked for it; nobody and nothing else is."""

import logging

import pytest

from bot.errors import UserError
from bot.features.otp.verifying import Impossible, Right, Settled, Wrong, _Memory
from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.smsit.codes import refusal
from bot.store.verifications import Reason, Stage
from tests.features.otp.world import BOB, MAYA, TOM, World


def test_the_right_code_is_used_up_and_smsit_has_the_last_word(world: World) -> None:
    send_id, code = world.sent()
    answer = world.compare(send_id, f" {code[:3].upper()}-{code[3:]}")
    assert answer == Right(code)
    checking = world.verification(send_id)
    assert (checking.state, checking.code_hash, checking.tries_left) == (Stage.CHECKING, None, 2)
    assert code not in repr(answer)

    found = world.verifying.ask(send_id, code)
    assert (found.state, found.decided_at) == (Stage.VERIFIED, world.clock())
    assert world.account.asked == [code]
    assert world.shown[-1] == send_id


def test_a_wrong_code_takes_a_try_and_the_last_one_the_code(world: World) -> None:
    send_id, code = world.sent()
    assert [world.compare(send_id, "000000") for _ in range(2)] == [Wrong(2), Wrong(1)]
    answer = world.compare(send_id, "000000")
    assert isinstance(answer, Settled)
    assert answer.verification.reason is Reason.TRIES
    assert isinstance(world.compare(send_id, code), Settled)
    assert world.stands(send_id) == ("accepted", "failed", "tries")
    assert world.account.asked == []


def test_what_cannot_be_a_code_takes_no_try(world: World) -> None:
    send_id, _ = world.sent()
    assert [world.compare(send_id, typed) for typed in ("", "12", "<script>", "ü" * 6)] == [Impossible()] * 4
    assert world.verification(send_id).tries_left == 3


def test_nobody_else_can_verify_nor_use_anything_up(world: World) -> None:
    send_id, code = world.sent()
    for typed in (code, "000000"):
        with pytest.raises(UserError, match="Only <@U0MAYA>"):
            world.compare(send_id, typed, TOM)
    with pytest.raises(UserError, match="Only <@U0MAYA>"):
        world.verifying.about(send_id, TOM)
    assert world.verification(send_id).tries_left == 3
    assert world.verifying.open_of(TOM) == ()
    assert [each.send_id for each in world.verifying.open_of(MAYA)] == [send_id]


def test_a_code_that_is_right_for_another_number_does_not_verify_this_one(world: World) -> None:
    ada, code = world.sent()
    bob, other = world.sent(to=BOB)
    assert world.compare(ada, other) == Wrong(2)
    assert world.compare(bob, code) == Wrong(2)
    assert world.account.asked == []


def test_there_must_be_a_code(world: World) -> None:
    with pytest.raises(UserError, match="no longer there"):
        world.compare("0" * 32, "94k87w")
    send_id = world.confirmed()
    with pytest.raises(UserError, match="not been sent yet"):
        world.compare(send_id, "94k87w")
    with pytest.raises(UserError, match="not been sent yet"):
        world.verifying.about(send_id, MAYA)


def test_time_runs_out_to_the_second(world: World) -> None:
    send_id, code = world.sent()
    world.clock.advance(minutes=9, seconds=59)
    assert world.compare(send_id, "000000") == Wrong(2)
    world.clock.advance(seconds=1)
    assert world.verifying.open_of(MAYA) == ()
    answer = world.compare(send_id, code)
    assert isinstance(answer, Settled)
    assert world.stands(send_id) == ("accepted", "failed", "expired")
    assert world.verification(send_id).code_hash is None


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
    world: World, error: Exception | None, reason: Reason, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    send_id, code = world.sent()
    world.account.answers = False
    world.account.fails |= {"validate_otp": error} if error else {}
    found = world.verify(send_id, code)
    assert world.stands(send_id) == ("accepted", "failed", reason.value)
    assert found == world.verification(send_id)
    assert code not in caplog.text
    assert isinstance(world.compare(send_id, code), Settled)


def test_a_yes_that_comes_too_late_is_none(world: World) -> None:
    send_id, code = world.sent()

    def tick() -> None:
        world.clock.advance(seconds=65)
        world.upkeep.expire()

    world.account.before["validate_otp"] = tick
    world.verify(send_id, code)
    assert world.stands(send_id) == ("accepted", "failed", "unclear")


def test_what_is_not_asked_about_after_all_verifies_nobody(world: World) -> None:
    send_id, code = world.sent()
    world.compare(send_id, code)
    world.verifying.give_up(send_id)
    assert world.stands(send_id) == ("accepted", "failed", "unclear")


def test_a_right_code_delivered_again_is_answered_calmly(world: World) -> None:
    send_id, code = world.sent()
    assert world.compare(send_id, code, key="same") == Right(code)
    again = world.compare(send_id, code, key="same")
    assert isinstance(again, Settled)
    assert again.verification.state is Stage.CHECKING
    world.verifying.ask(send_id, code)
    again = world.compare(send_id, code, key="same")
    assert isinstance(again, Settled)
    assert again.verification.state is Stage.VERIFIED
    assert world.account.asked == [code]


def test_a_wrong_code_delivered_again_costs_no_second_try(world: World) -> None:
    send_id, _ = world.sent()
    assert [world.compare(send_id, "000000", key=key) for key in "aabb"] == [
        Wrong(2),
        Wrong(2),
        Wrong(1),
        Wrong(1),
    ]
    answers = [world.compare(send_id, "000000", key="c") for _ in range(2)]
    assert answers[0] == answers[1]
    assert world.verification(send_id).tries_left == 0
    # Another process knows nothing of it and counts on; it can only be stricter.
    assert isinstance(world.another_process().compare(send_id, MAYA, "000000", "c"), Settled)


def test_the_memory_of_submissions_is_bounded() -> None:
    memory = _Memory(2)
    for number, key in enumerate("abc"):
        memory.put(key, number)
    assert [memory.get(key) for key in "abc"] == [None, 1, 2]


def test_who_reads_the_code_out_has_got_the_text(world: World) -> None:
    world.account.fails["send_to_contact"] = OutcomeUnknown(Endpoint.SMS_CONTACT, "timeout")
    send_id, code = world.sent()
    assert world.stands(send_id) == ("unknown", "open", None)
    world.verify(send_id, code)
    assert world.stands(send_id) == ("delivered", "verified", None)
    assert world.send(send_id).outcome_sentence is None
