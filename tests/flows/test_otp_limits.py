"""What stops a code: its time, its tries, the policy's limits, whom nobody may text, and no money."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.smsit.codes import DOCUMENTED
from bot.smsit.endpoints import Endpoint
from bot.store.states import SendState
from bot.store.verifications import Stage
from tests.flows.codes import POLICY, PURPOSE, Codes, member, opened
from tests.flows.harness import ADA, GRACE, LOU, NOBODY, NORA, SUE, Harness
from tests.flows.staff import MAYA, TOM, checked

STRICT = (
    POLICY.replace("cooldown_seconds = 0", "cooldown_seconds = 60")
    .replace("number_per_day = 1000", "number_per_day = 3")
    .replace("person_per_day = 1000", "person_per_day = 4")
)
ALEX = "14155550110"
NO_CREDITS = DOCUMENTED[Endpoint.GENERATE_OTP, -2].sentence


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), STRICT) as shared:
        yield shared


@pytest.fixture
def codes(harness: Harness) -> Codes:
    """Somebody on a new day, when nobody has sent any code yet."""
    harness.tick(days=1)
    return Codes(harness)


def refused(codes: Codes, to: str = ADA, who: str = MAYA) -> str:
    """Ask for a code that is not to be, and return what is said instead of a confirmation."""
    texts = codes.harness.texts
    person = codes.compose(f"/sms otp {to} {PURPOSE}", who)
    said = checked(codes.harness, who)
    assert person.view is not None
    assert person.view.title in {"Not possible", "Send a code"}, said
    person.close()
    assert codes.harness.texts == texts
    return said


# --- time and tries


def test_a_code_counts_to_the_last_second_of_its_time_and_no_longer(codes: Codes) -> None:
    sent = codes.send()
    code = codes.code()
    before = codes.calls("validateOtp")
    person = codes.ask(sent)
    codes.harness.clock.advance(minutes=9, seconds=58)
    assert "That's not the code.* 2 attempts left" in codes.type("zzzzzz")
    codes.harness.clock.advance(seconds=3)
    assert "*Not verified*: the code expired." in codes.type(code)
    assert "Send a new code" in codes.harness.shown()
    person.close()
    assert codes.stands(sent) == (Stage.FAILED, "expired")
    assert codes.calls("validateOtp") == before


def test_the_clock_ends_a_code_nobody_typed_and_its_message_says_so(codes: Codes) -> None:
    sent = codes.send()
    codes.harness.tick(minutes=10)
    codes.message(sent, "*Not verified*: the code expired")
    assert codes.buttons(sent) == ["Send a new code"]
    codes.harness.maya.command("/sms otp verify")
    codes.harness.modal("Verify a code")
    assert "You have no codes waiting" in codes.harness.shown()


def test_three_wrong_codes_use_it_up_and_the_right_one_comes_too_late(codes: Codes) -> None:
    sent = codes.send()
    before = codes.calls("validateOtp")
    person = codes.ask(sent)
    assert "No attempt was used" in codes.type("?")
    assert "That's not the code.* 2 attempts left" in codes.type("zzzzzz")
    assert "That's not the code.* 1 attempt left" in codes.type("zzzzzz")
    assert "*Not verified*: too many wrong attempts." in codes.type("zzzzzz")
    person.close()
    codes.message(sent, "*Not verified*: too many wrong attempts")
    assert codes.buttons(sent) == ["Send a new code"]
    assert codes.calls("validateOtp") == before


def test_a_window_left_open_says_that_the_tries_are_used_up(codes: Codes) -> None:
    sent = codes.send()
    person = codes.ask(sent)
    for nth in range(3):
        codes.verifier.compare(sent.id, member(MAYA), "zzzzzz", f"another window {nth}")
    assert "*Not verified*: too many wrong attempts." in codes.type(codes.code())
    person.close()


def test_a_newer_code_takes_the_place_of_an_older_one_for_the_same(codes: Codes) -> None:
    older = codes.send()
    code = codes.code()
    person = codes.ask(older)
    codes.harness.clock.advance(minutes=1)
    tom = codes.send(who=TOM)
    codes.harness.clock.advance(minutes=1)
    assert codes.stands(older) == (Stage.OPEN, None)
    person.close()
    newer = codes.send()
    codes.message(older, "*Not verified*: a newer code replaced it")
    assert "2 attempts left" in codes.verify(newer, code)
    assert codes.stands(tom) == (Stage.OPEN, None)


# --- limits of the policy


def test_the_next_code_to_a_number_waits_for_its_cooldown_whoever_asks(codes: Codes) -> None:
    codes.send()
    codes.harness.clock.advance(seconds=18)
    said = "A code was just sent to this number. You can send the next one in 42 seconds."
    assert said in refused(codes)
    assert said in refused(codes, who=TOM)
    codes.send(GRACE)
    codes.harness.clock.advance(seconds=42)
    codes.send()


def test_a_number_gets_no_more_codes_a_day_than_the_policy_says(codes: Codes) -> None:
    for who in (MAYA, TOM, MAYA):
        codes.send(who=who)
        codes.harness.clock.advance(minutes=1)
    assert "This number was already sent 3 codes today, its daily limit. Try again tomorrow." in refused(
        codes
    )
    assert "This number was already sent 3 codes today" in refused(codes, who=TOM)
    codes.harness.tick(days=1)
    codes.send()


def test_a_person_has_no_more_codes_made_a_day_than_the_policy_says(codes: Codes) -> None:
    for to in (ADA, GRACE, LOU):
        codes.send(to)
    codes.smsit.set_credits(1)
    codes.ready(SUE)
    codes.smsit.set_credits(0)
    codes.confirm()
    codes.until(SendState.REFUSED)
    codes.smsit.set_credits(100)
    assert "You already sent 4 codes today, your daily limit. Try again tomorrow." in refused(codes, SUE)
    codes.send(SUE, who=TOM)


def test_of_two_confirmations_of_the_same_minute_only_one_sends(codes: Codes) -> None:
    codes.ready()
    codes.ready(who=TOM)
    codes.confirm()
    codes.until(SendState.ACCEPTED)
    codes.confirm(TOM)
    tom = codes.harness.modal("Not done", codes.harness.person(TOM))
    assert "A code was just sent to this number" in codes.harness.shown(tom)
    assert len(codes.harness.texts) == 1


# --- who must not be texted


def test_numbers_that_cannot_be_texted_are_told_before_anything_is_made(codes: Codes) -> None:
    before = codes.calls("generateOTP")
    assert "isn't in your contacts" in refused(codes, NOBODY)
    assert "has opted out" in refused(codes, NORA)
    block(codes, LOU)
    assert "is on the do-not-text list" in refused(codes, LOU)
    codes.smsit.set_credits(0)
    assert "This takes 1 credit, but the balance is" in refused(codes)
    assert codes.calls("generateOTP") == before


def test_a_number_blocked_after_the_confirmation_was_shown_cannot_be_confirmed(codes: Codes) -> None:
    codes.ready(ALEX)
    block(codes, ALEX)
    codes.confirm()
    codes.harness.modal("Not done")
    assert "is on the do-not-text list" in codes.harness.shown()
    assert codes.harness.texts == []


def test_a_number_blocked_before_its_turn_came_gets_nothing(codes: Codes) -> None:
    before = codes.calls("generateOTP")
    with stopped(codes):
        codes.ready(SUE)
        codes.harness.bot.engine.stop()
        codes.confirm()
        block(codes, SUE)
    sent = codes.until(SendState.REFUSED)
    assert "is on the do-not-text list" in codes.message(sent, "Not sent").text
    assert codes.stands(sent) == (Stage.FAILED, "not_sent")
    assert codes.calls("generateOTP") == before


def test_a_contact_who_left_meanwhile_gets_nothing_and_the_code_is_void(codes: Codes) -> None:
    codes.ready(GRACE)
    codes.smsit.opt_out(GRACE)
    codes.confirm()
    sent = codes.until(SendState.REFUSED)
    codes.message(sent, "Not sent")
    assert codes.stands(sent) == (Stage.FAILED, "not_sent")
    assert codes.harness.texts == []


def test_no_credits_to_make_a_code_are_told_in_words(codes: Codes) -> None:
    codes.ready()
    codes.smsit.set_credits(0)
    codes.confirm()
    sent = codes.until(SendState.REFUSED)
    assert NO_CREDITS in codes.message(sent, "Not sent").text


def test_a_bot_that_comes_back_too_late_makes_no_code(codes: Codes) -> None:
    before = codes.calls("generateOTP")
    with stopped(codes):
        codes.ready()
        codes.harness.bot.engine.stop()
        codes.confirm()
        codes.harness.clock.advance(minutes=11)
    sent = codes.until(SendState.REFUSED)
    assert "too late: the bot wasn't running" in codes.message(sent, "Not sent").text
    assert codes.stands(sent) == (Stage.FAILED, "not_sent")
    assert codes.calls("generateOTP") == before
    assert codes.harness.texts == []


@contextmanager
def stopped(codes: Codes) -> Iterator[None]:
    """Have a new bot go on, on the same database, after what is done meanwhile."""
    try:
        yield
    finally:
        codes.harness.bot.stop()
        codes.harness.start_bot()


def block(codes: Codes, number: str) -> None:
    """Put a number on the do-not-text list."""
    codes.harness.bot.services.do_not_text.add(number, "Asked by phone", member(TOM))
