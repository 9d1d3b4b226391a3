"""Questions: the balance, the standing of a text, the help, the Home tab; and who may ask what."""

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows.harness import ADA, LOU, NOBODY, Harness, words_in

pytestmark = pytest.mark.measured


@pytest.mark.parametrize("line", ["/sms credits", "/sms-credits", "/sms CREDITS"])
def test_the_balance_is_told_to_who_asked(harness: Harness, line: str) -> None:
    harness.maya.command(line)

    said = harness.message("SMS credits: 5,000; Voice credits: 250")
    assert said.ephemeral_to == "U0MAYA"


def test_a_balance_that_cannot_be_asked_for_is_told_in_words(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("getcreditbalance", Fault.HTML, times=None)

    harness.maya.command("/sms credits")

    assert harness.message("SMS-iT gave no usable answer").ephemeral_to == "U0MAYA"


@pytest.mark.parametrize("line", ["/sms status", "/sms-status"])
def test_the_standing_of_a_number_and_of_a_text(harness: Harness, line: str) -> None:
    harness.send(f"/sms {LOU} Hello")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=30)
    sent = harness.until(SendState.UNDELIVERED)

    harness.maya.command(f"{line} {LOU}")
    by_number = harness.message("Newest text from here")
    harness.maya.command(f"{line} {sent.id[:8]}")

    harness.wait_for(lambda: len([m for m in harness.maya.sees("C0FRONT") if "Newest text" in m.text]) >= 2)
    assert "Landline or unreachable carrier" in by_number.text
    assert by_number.ephemeral_to == "U0MAYA"
    assert "not delivered" in by_number.text
    assert LOU not in by_number.text


def test_a_number_nobody_texted_has_no_standing(harness: Harness) -> None:
    harness.maya.command(f"/sms status {NOBODY}")

    assert "The bot has sent no text to this number" in harness.message("no report for this number").text


def test_a_standing_of_nothing_says_what_to_type(harness: Harness) -> None:
    answer = harness.maya.command("/sms status")
    assert "Type a number behind the command" in words_in(answer.body)

    harness.maya.command("/sms status what?")
    assert "Give the number or the id of a text" in harness.message("Give the number").text


def test_the_help_lists_what_this_person_may_do(harness: Harness) -> None:
    mayas = words_in(harness.maya.command("/sms help").body)
    sams = words_in(harness.person("U0SAM").command("/sms help").body)

    assert "Text somebody" in mayas
    assert "Text somebody" not in sams
    assert "/sms credits" in sams


@pytest.mark.parametrize("line", ["/sms foo", "/sms staus", "/sms credts"])
def test_an_unknown_verb_leads_to_the_help(harness: Harness, line: str) -> None:
    answer = harness.maya.command(line)

    assert "There is no" in words_in(answer.body)
    assert "/sms help" in words_in(answer.body)
    assert harness.maya.view is None


def test_a_viewer_cannot_open_the_form_by_any_door(harness: Harness) -> None:
    sam = harness.person("U0SAM")
    said = harness.maya.say("Hello")

    answers = [sam.command("/sms"), sam.command(f"/sms {ADA} Hi"), sam.shortcut("send_text")]
    sam.message_shortcut("text_this", said)

    assert "sender" in words_in(answers[0].body)
    assert sam.view is None
    assert harness.texts == []


def test_a_viewer_who_presses_anothers_button_changes_nothing(harness: Harness) -> None:
    harness.send(f"/sms {ADA} Hello")
    harness.until(SendState.ACCEPTED)
    sam = harness.person("U0SAM")

    sam.press("Show text", message=harness.message("Ada Lovelace"))

    assert "You may not do that" in harness.message("You may not", who=sam).text
    assert sam.view is None


def test_a_stranger_from_another_workspace_may_do_nothing(harness: Harness) -> None:
    zed = harness.person("U0ZED")
    harness.send(f"/sms {ADA} Hello", channel="C0UPDATES")
    harness.until(SendState.ACCEPTED)

    zed.press("Show text", message=harness.message("Ada Lovelace", channel="C0UPDATES"))

    assert harness.message("You may not", channel="C0UPDATES", who=zed)
    assert zed.view is None


def test_the_home_tab_shows_ones_newest_texts_and_starts_another(harness: Harness) -> None:
    harness.send(f"/sms {ADA} Hello")
    harness.until(SendState.ACCEPTED)
    harness.maya.open_home()
    harness.wait_for(
        lambda: harness.maya.home and "Ada Lovelace (•••0100)" in words_in(harness.maya.home.view)
    )

    harness.maya.press("Send a text")

    harness.modal("Send a text")


def test_the_home_tab_of_a_viewer_has_no_button_to_send(harness: Harness) -> None:
    sam = harness.person("U0SAM")
    sam.open_home()
    harness.wait_for(lambda: sam.home)

    assert sam.home is not None
    assert "Send a text" not in words_in(sam.home.view)
