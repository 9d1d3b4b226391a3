"""What SMS-iT answers when a code is made, texted and checked, as a person sees it."""

from collections.abc import Iterator

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.smsit import Endpoint
from bot.smsit.codes import DOCUMENTED
from bot.store.states import SendState
from bot.store.verifications import Stage
from tests.flows.codes import CONFIRMATION, FORM, Codes, opened
from tests.flows.harness import Harness

MAKING, TEXTING, CHECKING = Endpoint.GENERATE_OTP, Endpoint.SMS_CONTACT, Endpoint.VALIDATE_OTP
NOT_SENT = (Stage.FAILED, "not_sent")
NEVER_MADE = "SMS-iT's answer was unclear, so no text was sent. Send a new one."
UNDOCUMENTED = -99
BROKEN = (
    Fault.DROPPED,
    Fault.REPLY_LOST,
    Fault.HTTP500,
    Fault.HTTP502,
    Fault.HTML,
    Fault.EMPTY,
    Fault.EMPTY_LIST,
    Fault.TRUNCATED,
)


def sentences(endpoint: Endpoint) -> dict[int, str]:
    """What a person reads of every documented code of an endpoint, and of one that is not."""
    known = {code: meaning.sentence for (at, code), meaning in DOCUMENTED.items() if at is endpoint}
    return known | {UNDOCUMENTED: f"SMS-iT gave error code {UNDOCUMENTED}"}


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        yield shared


@pytest.fixture
def codes(harness: Harness) -> Codes:
    return Codes(harness)


def answer(codes: Codes, endpoint: Endpoint, body: str) -> None:
    codes.smsit.faults.add(endpoint, Fault.OTHER_ANSWER, answer=body)


# --- generateOTP


@pytest.mark.parametrize("code", sentences(MAKING))
def test_a_code_that_is_not_made_is_told_in_words_and_no_text_leaves(codes: Codes, code: int) -> None:
    answer(codes, MAKING, f'{{"status":"{code}"}}')
    sent = codes.send(until=SendState.REFUSED)
    said = codes.message(sent, "Not sent").text
    assert sentences(MAKING)[code] in said
    assert "*Not verified*: the code wasn't sent" in said
    assert codes.buttons(sent) == ["Send a new code"]
    assert codes.stands(sent) == NOT_SENT
    assert codes.harness.texts == []


@pytest.mark.parametrize("fault", BROKEN, ids=str)
def test_an_unclear_answer_instead_of_a_code_means_no_text_and_no_second_try(
    codes: Codes, fault: Fault
) -> None:
    before = codes.calls(MAKING)
    codes.smsit.faults.add(MAKING, fault)
    sent = codes.send(until=SendState.REFUSED)
    codes.harness.tick(minutes=5)
    assert NEVER_MADE in codes.message(sent, "Not sent").text
    assert codes.stands(sent) == NOT_SENT
    assert codes.calls(MAKING) == before + 1
    assert codes.harness.texts == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"status":"Success"}', NEVER_MADE),
        ('{"status":"Success","otp":""}', NEVER_MADE),
        ('{"status":"Success","otp":null}', NEVER_MADE),
        ('{"status":"Success","otp":["94b87b"]}', NEVER_MADE),
        ('{"status":"1","otp":"94b87b"}', NEVER_MADE),
        ('{"status":"Success","otp":"94"}', "a code that can't be read out"),
        ('{"status":"Success","otp":"%%Code%%"}', "a code that can't be read out"),
    ],
)
def test_what_cannot_be_a_code_is_never_texted(codes: Codes, body: str, said: str) -> None:
    answer(codes, MAKING, body)
    sent = codes.send(until=SendState.REFUSED)
    assert said in codes.message(sent, "Not sent").text
    assert codes.stands(sent) == NOT_SENT
    assert codes.harness.texts == []


# --- smscontact


@pytest.mark.parametrize("code", sentences(TEXTING))
def test_a_text_that_smsit_refuses_is_told_in_words_and_its_code_is_void(codes: Codes, code: int) -> None:
    before = codes.calls(TEXTING)
    answer(codes, TEXTING, f'[{{"status":"{code}"}}]')
    sent = codes.send(until=SendState.REFUSED)
    codes.harness.tick(minutes=5)
    said = codes.message(sent, "Not sent").text
    assert sentences(TEXTING)[code] in said
    assert "*Not verified*: the code wasn't sent" in said
    assert codes.buttons(sent) == ["Send a new code"]
    assert codes.stands(sent) == NOT_SENT
    assert codes.verification(sent).code_hash is None
    assert codes.calls(TEXTING) == before + 1


@pytest.mark.parametrize("fault", BROKEN, ids=str)
def test_an_unclear_answer_to_the_text_is_unknown_and_a_person_may_mark_it_as_sent(
    codes: Codes, fault: Fault
) -> None:
    before = codes.calls(TEXTING)
    codes.smsit.faults.add(TEXTING, fault)
    sent = codes.send(until=SendState.UNKNOWN)
    codes.harness.tick(seconds=30)
    codes.message(sent, "Last checked")
    said = codes.message(sent, "We couldn't confirm this was sent")
    assert codes.buttons(sent) == ["Verify", "Send a new code", "Check again", "It was sent"]

    codes.harness.maya.press("It was sent", message=said)
    codes.until(SendState.ACCEPTED)
    assert codes.stands(sent) == (Stage.OPEN, None)
    assert codes.calls(TEXTING) == before + 1


def test_who_reads_the_code_out_has_got_the_text(codes: Codes) -> None:
    codes.smsit.faults.add(TEXTING, Fault.REPLY_LOST)
    sent = codes.send(until=SendState.UNKNOWN)
    assert "Verified." in codes.verify(sent, codes.code())
    codes.until(SendState.DELIVERED)
    assert "*Verified* by <@U0MAYA>" in codes.message(sent, "Delivered").text


# --- validateOtp


@pytest.mark.parametrize("body", ['{"status":"0"}', '[{"status":0}]', '{"status":"Success"}'])
def test_a_clear_yes_verifies(codes: Codes, body: str) -> None:
    sent = codes.send()
    answer(codes, CHECKING, body)
    assert "Verified." in codes.verify(sent, codes.code())
    assert "*Verified* by <@U0MAYA>" in codes.message(sent, "Verified").text


REFUSING = {code: f'{{"status":"{code}"}}' for code in sentences(CHECKING)}


@pytest.mark.parametrize(
    ("bodies", "why"),
    [
        (['{"status":"OK"}'], "SMS-iT didn't clearly confirm the code"),
        (['{"status":["0"]}'], "SMS-iT didn't clearly confirm the code"),
        (['"Success"'], "SMS-iT didn't clearly confirm the code"),
        ([REFUSING[-2]], "SMS-iT says the code isn't valid"),
        ([REFUSING[-1], REFUSING[-20], REFUSING[-99]], "SMS-iT didn't clearly confirm the code"),
    ],
    ids=["an odd word", "an odd shape", "no object", "refused", "other refusals"],
)
def test_whatever_is_no_clear_yes_is_not_verified_and_says_so(
    codes: Codes, bodies: list[str], why: str
) -> None:
    for body in bodies:
        before = codes.calls(CHECKING)
        sent = codes.send()
        answer(codes, CHECKING, body)
        said = codes.verify(sent, codes.code())
        assert f"*Not verified*: {why}." in said, body
        assert "Send a new code" in said, body
        shown = codes.message(sent, why).text
        assert "*Verified*" not in shown, body
        assert codes.stands(sent)[0] is Stage.FAILED, body
        assert codes.calls(CHECKING) == before + 1, body


@pytest.mark.parametrize("fault", BROKEN, ids=str)
def test_no_answer_about_the_code_is_not_verified_and_not_asked_for_again(codes: Codes, fault: Fault) -> None:
    before = codes.calls(CHECKING)
    sent = codes.send()
    codes.smsit.faults.add(CHECKING, fault)
    said = codes.verify(sent, codes.code())
    codes.harness.tick(minutes=5)
    assert "*Not verified*: SMS-iT didn't clearly confirm" in said
    assert codes.stands(sent) == (Stage.FAILED, "unclear")
    assert codes.calls(CHECKING) == before + 1


def test_after_an_unclear_answer_a_new_code_can_be_asked_for_right_there(codes: Codes) -> None:
    sent = codes.send()
    codes.smsit.faults.add(CHECKING, Fault.EMPTY)
    person = codes.ask(sent)
    assert "*Not verified*" in codes.type(codes.code())
    person.press("Send a new code")
    codes.harness.modal(FORM)
    assert person.submit().acked
    codes.harness.modal(CONFIRMATION)
    assert codes.harness.sandbox.slack.problems == []
