"""A caller reads out the code their phone got, and the channel sees what came of it."""

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from bot.store.verifications import Stage
from tests.flows import filling
from tests.flows.codes import FORM, PURPOSE, VERIFY, Codes
from tests.flows.harness import ADA, GRACE, LOU, Harness, words_in
from tests.flows.staff import MAYA, PRIYA, SAM, TOM, checked, know_the_desk

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

PRETTY = "+1 415-555-0100"
TEXT = "Harbour Street Clinic: your code is {}. It expires in 10 minutes."


@pytest.fixture
def codes(harness: Harness) -> Codes:
    """Somebody after the cooldown of whatever was sent before."""
    harness.tick(minutes=11)
    return Codes(harness)


def recent(codes: Codes, who: str = MAYA) -> str:
    """Ask for the record and return what is shown, to nobody else."""
    person = codes.harness.person(who)
    assert person.command("/sms otp recent", channel="C0HELP").acked
    said = codes.harness.message(
        "Recent codes from everyone" if who == TOM else "Your recent codes", "C0HELP", person
    )
    assert said.ephemeral_to == who
    return said.text


def test_a_caller_is_verified_and_the_channel_and_the_record_say_by_whom(codes: Codes) -> None:
    harness = codes.harness
    said = codes.ready()
    assert f"Ada Lovelace ({PRETTY})" in said
    assert TEXT.format("••••••") in said
    assert "expires after 10 minutes and allows 3 attempts. Only you can verify it." in said
    codes.confirm()
    sent = codes.until(SendState.ACCEPTED)

    code = codes.code()
    assert harness.texts == [(ADA, TEXT.format(code))]
    channel = codes.message(sent, "Not verified yet: <@U0MAYA> has 3 attempts left, until")
    assert f"Code to *Ada Lovelace* (•••0100) for *{PURPOSE}*" in channel.text

    person = codes.ask(sent)
    asked = harness.shown()
    assert "•••0100" in asked
    assert "3 attempts left, expires in 10 minutes" in asked
    assert "That's not the code.* 2 attempts left" in codes.type("Hello")
    said = codes.type(f" {code[:2].upper()} {code[2:4]}\N{EN DASH}{code[4:].upper()} ")
    assert "(•••0100), Password reset" in said
    person.close()
    harness.tick(seconds=30)
    codes.until(SendState.DELIVERED)
    verified = codes.message(sent, "*Verified* by <@U0MAYA>, <!date^")
    assert "(America/Los_Angeles)" in verified.text
    assert codes.buttons(sent) == ["Caller passport"]

    line = f"<@U0MAYA> to *Ada Lovelace (•••0100)* for *{PURPOSE}*"
    assert line in recent(codes)
    assert "*Verified* by <@U0MAYA>" in recent(codes)
    assert line in recent(codes, TOM)
    everything = words_in([[each.text, each.blocks] for each in harness.messages()])
    assert [each for each in (code, code.upper(), ADA, "555-0100") if each in everything] == []
    assert len(harness.texts) == 1


def test_by_the_contact_picker_and_verified_by_the_command(codes: Codes) -> None:
    harness = codes.harness
    person = codes.compose("/sms-otp", channel="C0HELP")
    assert "Your code" not in harness.shown()
    person.suggestions("To", "Grace")
    person.choose("To", "Grace Hopper (+1 415-555-0101)")
    person.choose("Purpose", "Address change")
    assert "Grace Hopper (+1 415-555-0101)" in checked(harness)
    codes.confirm()
    grace = codes.until(SendState.ACCEPTED)
    codes.message(grace, "Not verified yet", "C0HELP")
    ada = codes.send()

    assert person.command("/sms otp verify", channel="C0HELP").acked
    harness.modal(VERIFY)
    person.choose("Which code", "Grace Hopper (•••0101) · Address change")
    assert "That's not the code.* 2 attempts left" in codes.type(codes.code(ADA))
    assert "*Verified.* Grace Hopper (•••0101), Address change" in codes.type(codes.code(GRACE))
    person.close()
    codes.message(grace, "*Verified* by <@U0MAYA>", "C0HELP")
    assert codes.stands(ada) == (Stage.OPEN, None)


@pytest.mark.parametrize("line", ["/sms otp", "/sms-otp"])
def test_a_named_contact_fills_the_form_and_an_unknown_purpose_is_asked_for(codes: Codes, line: str) -> None:
    person = codes.compose(f"{line} Ada Lovelace because I say so")
    harness = codes.harness
    harness.wait_for(lambda: f"Ada Lovelace ({PRETTY})" in harness.shown())
    assert "Choose what the code is for below." in harness.shown()
    person.choose("Purpose", "Address change")
    assert "Send now" in checked(harness)


def test_nobody_but_who_asked_can_verify_and_a_viewer_can_do_nothing(codes: Codes) -> None:
    harness = codes.harness
    sent = codes.send()
    message = codes.message(sent, "Not verified yet")
    for who, said in (
        (TOM, "Only <@U0MAYA>, who sent this code, can verify it."),
        (SAM, "You need the *sender* role to verify a one-time code."),
    ):
        person = harness.person(who)
        person.press("Verify", message=message)
        assert harness.message(said, who=person).ephemeral_to == who
        assert person.view is None
    assert "sender" in words_in(harness.person(SAM).command(f"/sms otp {ADA}").body)
    harness.person(TOM).command("/sms otp verify")
    harness.modal(VERIFY, harness.person(TOM))
    assert "You have no codes waiting" in harness.shown(harness.person(TOM))
    assert codes.verification(sent).tries_left == 3


def test_people_see_their_own_codes_in_the_record_and_admins_everybodys(codes: Codes) -> None:
    know_the_desk(codes.harness)
    codes.send(LOU, "Address change", who=PRIYA)
    assert "Lou Landline (•••0130)" in recent(codes, PRIYA)
    assert "Lou Landline (•••0130)" in recent(codes, TOM)
    assert "Lou Landline" not in recent(codes)


def test_a_new_code_is_asked_for_from_the_message_of_one_that_failed(codes: Codes) -> None:
    harness = codes.harness
    older = codes.send()
    codes.ask(older)
    assert "too many wrong attempts" in [codes.type("zzzzzz") for _ in range(3)][-1]
    harness.maya.close()
    harness.clock.advance(minutes=1)

    codes.harness.maya.press("Send a new code", message=codes.message(older, "too many wrong attempts"))
    harness.modal(FORM)
    assert "Ada Lovelace (•••0100)" in harness.shown()
    assert "555-0100" not in harness.shown()
    checked(harness)
    codes.confirm()
    harness.wait_for(lambda: len(harness.texts) == 2)
    newer = codes.until(SendState.ACCEPTED)
    assert "Verified." in codes.verify(newer, codes.code())
    assert codes.stands(older) == (Stage.FAILED, "tries")


def test_the_home_tab_opens_the_empty_form_and_its_message_goes_to_the_person(codes: Codes) -> None:
    harness = codes.harness
    harness.maya.open_home()
    harness.wait_for(lambda: harness.maya.home)
    harness.maya.press("Send a code")
    person = harness.modal(FORM)
    filling.to(person, PRETTY)
    person.choose("Purpose", PURPOSE)
    assert "as a direct message" in checked(harness)
    codes.confirm()
    sent = codes.until(SendState.ACCEPTED)
    assert codes.message(sent, "Not verified yet", "@smsit").channel.startswith("D")


def test_who_may_send_reads_the_words_of_the_text_without_the_code(codes: Codes) -> None:
    harness = codes.harness
    sent = codes.send()
    harness.maya.press("Show text", message=codes.message(sent))
    harness.modal("Text")
    assert "Harbour Street Clinic: your code is" in harness.shown()
    assert codes.code() not in harness.shown()


def test_the_template_of_a_code_is_not_copied_into_a_text(codes: Codes) -> None:
    harness = codes.harness
    sent = codes.send()

    harness.maya.message_shortcut("text_this", codes.message(sent, "Not verified yet"))

    person = harness.modal("Send a text")
    assert "A text with a code can't be copied. Write yours below." in harness.shown()
    assert "%%" not in str(person.view)
