"""A code is made and texted once, and is never anywhere but in the text."""

import base64
import logging

import pytest

from bot.features.otp.jobs import ATTEMPT, enqueue_attempt
from bot.smsit import Endpoint, NotAContact, NotSent, OutcomeUnknown, SmsItError
from bot.smsit.codes import refusal
from bot.store import sends, verifications
from bot.store.states import SendState
from bot.store.verifications import Reason, Stage
from tests.fakes.engine import FakeEngine
from tests.features.otp.harness import ADA, BOB, MAYA, PURPOSE, Harness


def test_the_code_is_in_the_text_and_its_hash_alone_is_kept(harness: Harness) -> None:
    send_id, code = harness.sent()
    to, text = harness.account.texts[0]
    assert (to, code in text, "%%" in text, "10 minutes" in text) == (ADA, True, False, True)
    assert harness.stands(send_id) == ("accepted", "open", None)
    found = harness.verification(send_id)
    assert found.expires_at == harness.clock.advance(minutes=10)
    assert code not in repr(found) + str(found.code_hash) + repr(harness.send(send_id))


def test_the_hash_is_committed_before_the_text_leaves(harness: Harness) -> None:
    stages: list[Stage] = []
    send_id = harness.confirmed()
    harness.account.before["generate_otp"] = lambda: stages.append(harness.verification(send_id).state)
    harness.account.before["send_to_contact"] = lambda: stages.append(harness.verification(send_id).state)
    harness.run()
    assert stages == [Stage.MAKING, Stage.OPEN]


def test_a_job_that_comes_again_makes_no_second_code(harness: Harness) -> None:
    send_id, _ = harness.sent()
    harness.attempts.run({"send_id": send_id})
    harness.attempts.run({"send_id": "0" * 32})
    assert len(harness.account.made) == len(harness.account.texts) == 1


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (
            refusal(Endpoint.GENERATE_OTP, -2),
            "generateOTP:-2",
            "There aren't enough SMS credits for a one-time code",
        ),
        (refusal(Endpoint.GENERATE_OTP, -1), "generateOTP:-1", ""),
        (OutcomeUnknown(Endpoint.GENERATE_OTP, "timeout"), "code_unknown", "o text was sent"),
        (NotSent(Endpoint.GENERATE_OTP, "refused"), "unreachable", "o text was sent"),
    ],
)
def test_without_a_code_no_text_leaves(harness: Harness, error: SmsItError, code: str, words: str) -> None:
    harness.account.fails["generate_otp"] = error
    send_id = harness.confirmed()
    harness.run()
    assert harness.stands(send_id) == ("refused", "failed", "not_sent")
    found = harness.send(send_id)
    assert found.outcome_code == code
    assert words in (found.outcome_sentence or "")
    assert harness.account.texts == []


@pytest.mark.parametrize("code", ["a b c d", "abc", "x" * 13, "äöüß12", "{a|b}"])
def test_a_code_that_cannot_be_read_out_is_not_texted(harness: Harness, code: str) -> None:
    harness.account.codes = iter([code])
    send_id = harness.confirmed()
    harness.run()
    assert harness.stands(send_id) == ("refused", "failed", "not_sent")
    assert harness.account.texts == []


@pytest.mark.parametrize(
    ("error", "stands"),
    [
        (refusal(Endpoint.SMS_CONTACT, -6), ("refused", "failed", "not_sent")),
        (NotSent(Endpoint.SMS_CONTACT, "refused"), ("refused", "failed", "not_sent")),
        (OutcomeUnknown(Endpoint.SMS_CONTACT, "timeout"), ("unknown", "open", None)),
        (ZeroDivisionError("94k87w"), ("unknown", "open", None)),
    ],
)
def test_what_becomes_of_the_text_decides_about_the_code(
    harness: Harness, error: Exception, stands: tuple[str, str, str | None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    harness.account.fails["send_to_contact"] = error
    send_id = harness.confirmed()
    harness.run()
    assert harness.stands(send_id) == stands
    assert harness.jobs == []
    assert len(harness.account.made) == 1
    assert harness.account.made[0] not in caplog.text + repr(harness.send(send_id))
    assert isinstance(error, NotAContact) == (harness.send(send_id).outcome_code == "-6")


def test_what_must_not_go_out_any_more_is_stopped_at_the_last_moment(harness: Harness) -> None:
    send_id = harness.confirmed()
    harness.do_not_text.add(ADA, "asked", MAYA)
    harness.run()
    assert harness.stands(send_id) == ("refused", "failed", "not_sent")
    assert "•••0100" in (harness.send(send_id).outcome_sentence or "")
    assert harness.account.made == []


def test_a_code_whose_turn_comes_after_its_time_is_not_made(harness: Harness) -> None:
    send_id = harness.confirmed()
    harness.clock.advance(minutes=10, seconds=1)
    harness.run()
    assert harness.stands(send_id) == ("refused", "failed", "not_sent")
    assert harness.send(send_id).outcome_code == "late"


def test_a_send_without_a_verification_is_refused(harness: Harness) -> None:
    draft = harness.checked().draft
    with harness.database.write() as conn:
        sends.move(conn, draft.id, SendState.QUEUED, now=harness.clock())
    harness.attempts.run({"send_id": draft.id})
    assert harness.send(draft.id).outcome_code == "otp_over"
    assert harness.account.made == []


def test_a_code_that_was_given_up_while_it_was_made_does_not_leave(harness: Harness) -> None:
    send_id = harness.confirmed()

    def give_up() -> None:
        with harness.database.write() as conn:
            verifications.fail(conn, send_id, Reason.REPLACED, harness.clock(), only_from=Stage.MAKING)

    harness.account.before["generate_otp"] = give_up
    harness.run()
    assert harness.stands(send_id) == ("refused", "failed", "replaced")
    assert harness.account.texts == []


def test_a_send_that_is_gone_while_its_code_is_made_does_not_leave(harness: Harness) -> None:
    send_id = harness.confirmed()

    def lose() -> None:
        with harness.database.write() as conn:
            conn.exec_driver_sql("DELETE FROM verification")

    harness.account.before["generate_otp"] = lose
    harness.run()
    assert harness.send(send_id).state is SendState.REFUSED
    assert harness.account.texts == []


def test_sending_a_code_again_sends_nothing_and_takes_nothing_back(harness: Harness) -> None:
    harness.account.fails["send_to_contact"] = OutcomeUnknown(Endpoint.SMS_CONTACT, "timeout")
    send_id = harness.confirmed()
    harness.run()
    with harness.database.write() as conn:  # no button leads here
        sends.move(conn, send_id, SendState.QUEUED, now=harness.clock(), risked=1)
    harness.account.fails.clear()
    harness.attempts.run({"send_id": send_id})
    assert harness.stands(send_id) == ("unknown", "open", None)
    assert (len(harness.account.made), harness.account.texts) == (1, [])
    harness.verify(send_id, harness.account.made[0])
    assert harness.stands(send_id) == ("delivered", "verified", None)


def test_no_byte_of_the_database_holds_the_code_whatever_becomes_of_it(harness: Harness) -> None:
    codes = []
    for to, typed in ((ADA, None), (BOB, "000000")):
        send_id, code = harness.sent(to=to)
        codes.append(code)
        harness.verify(send_id, typed or code)
        harness.verify(send_id, code[::-1])
    path = harness.database.path
    assert path is not None
    kept = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    assert PURPOSE.encode() in kept
    for code in codes:
        for told in (code, code.upper(), code[::-1]):
            assert told.encode() not in kept
            assert base64.b64encode(told.encode()).rstrip(b"=") not in kept


def test_the_same_attempt_twice_is_one_job(harness: Harness) -> None:
    engine = FakeEngine("texts")
    with harness.database.read() as conn:
        enqueue_attempt(engine, conn, "a" * 32, 2)
    (job,) = engine.jobs.values()
    assert job[:4] == (ATTEMPT, {"send_id": "a" * 32}, f"{'a' * 32}:2", "texts")


def test_the_job_says_of_a_code_only_which_one(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    send_id, code = harness.sent()
    assert send_id in caplog.text
    assert not any(each in caplog.text for each in (code, ADA, PURPOSE))
