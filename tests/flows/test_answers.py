"""Questions: the balance, the standing of a text, the help, the Home tab; and who may ask what."""

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows.house import ADA, LOU, NOBODY, House, words_in


@pytest.mark.parametrize("line", ["/sms credits", "/sms-credits", "/sms CREDITS"])
def test_the_balance_is_told_to_who_asked(house: House, line: str) -> None:
    house.maya.command(line)

    said = house.message("SMS credits: 5,000; Voice credits: 250")
    assert said.ephemeral_to == "U0MAYA"


def test_a_balance_that_cannot_be_asked_for_is_told_in_words(house: House) -> None:
    house.sandbox.smsit.faults.add("getcreditbalance", Fault.HTML, times=None)

    house.maya.command("/sms credits")

    assert house.message("SMS-iT gave no usable answer").ephemeral_to == "U0MAYA"


@pytest.mark.parametrize("line", ["/sms status", "/sms-status"])
def test_the_standing_of_a_number_and_of_a_text(house: House, line: str) -> None:
    house.send(f"/sms {LOU} Hello")
    house.until(SendState.ACCEPTED)
    house.tick(seconds=30)
    sent = house.until(SendState.UNDELIVERED)

    house.maya.command(f"{line} {LOU}")
    by_number = house.message("Newest text from here")
    house.maya.command(f"{line} {sent.id[:8]}")

    house.wait_for(lambda: len([m for m in house.maya.sees("C0FRONT") if "Newest text" in m.text]) >= 2)
    assert "Landline or unreachable carrier" in by_number.text
    assert by_number.ephemeral_to == "U0MAYA"
    assert "not delivered" in by_number.text
    assert LOU not in by_number.text


def test_a_number_nobody_texted_has_no_standing(house: House) -> None:
    house.maya.command(f"/sms status {NOBODY}")

    assert "The bot has sent no text to this number" in house.message("no report for this number").text


def test_a_standing_of_nothing_says_what_to_type(house: House) -> None:
    answer = house.maya.command("/sms status")
    assert "Type a number behind the command" in words_in(answer.body)

    house.maya.command("/sms status what?")
    assert "Give the number or the id of a text" in house.message("Give the number").text


def test_the_help_lists_what_this_person_may_do(house: House) -> None:
    mayas = words_in(house.maya.command("/sms help").body)
    sams = words_in(house.person("U0SAM").command("/sms help").body)

    assert "Text somebody" in mayas
    assert "Text somebody" not in sams
    assert "/sms credits" in sams


@pytest.mark.parametrize("line", ["/sms foo", "/sms staus", "/sms credts"])
def test_an_unknown_verb_leads_to_the_help(house: House, line: str) -> None:
    answer = house.maya.command(line)

    assert "There is no" in words_in(answer.body)
    assert "/sms help" in words_in(answer.body)
    assert house.maya.view is None


def test_a_viewer_cannot_open_the_form_by_any_door(house: House) -> None:
    sam = house.person("U0SAM")
    said = house.maya.say("Hello")

    answers = [sam.command("/sms"), sam.command(f"/sms {ADA} Hi"), sam.shortcut("send_text")]
    sam.message_shortcut("text_this", said)

    assert "sender" in words_in(answers[0].body)
    assert sam.view is None
    assert house.texts == []


def test_a_viewer_who_presses_anothers_button_changes_nothing(house: House) -> None:
    house.send(f"/sms {ADA} Hello")
    house.until(SendState.ACCEPTED)
    sam = house.person("U0SAM")

    sam.press("Show text", message=house.message("Ada Lovelace"))

    assert "You may not do that" in house.message("You may not", who=sam).text
    assert sam.view is None


def test_a_stranger_from_another_workspace_may_do_nothing(house: House) -> None:
    zed = house.person("U0ZED")
    house.send(f"/sms {ADA} Hello", channel="C0UPDATES")
    house.until(SendState.ACCEPTED)

    zed.press("Show text", message=house.message("Ada Lovelace", channel="C0UPDATES"))

    assert house.message("You may not", channel="C0UPDATES", who=zed)
    assert zed.view is None


def test_the_home_tab_shows_ones_newest_texts_and_starts_another(house: House) -> None:
    house.send(f"/sms {ADA} Hello")
    house.until(SendState.ACCEPTED)
    house.maya.open_home()
    house.wait_for(lambda: house.maya.home and "Ada Lovelace (•••0100)" in words_in(house.maya.home.view))

    house.maya.press("Send a text")

    house.modal("Send a text")


def test_the_home_tab_of_a_viewer_has_no_button_to_send(house: House) -> None:
    sam = house.person("U0SAM")
    sam.open_home()
    house.wait_for(lambda: sam.home)

    assert sam.home is not None
    assert "Send a text" not in words_in(sam.home.view)
