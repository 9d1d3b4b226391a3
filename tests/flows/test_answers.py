"""Questions: the balance, the standing of a text, the help, the Home tab; and who may ask what."""

import pytest

from bot.features.broadcast import ids as broadcast
from bot.features.lists import ids as lists
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.harness import ADA, LOU, NOBODY, Harness, later, words_in

pytestmark = pytest.mark.measured
WAYS = tuple(Mode)  # every kind of arrival


@pytest.mark.parametrize("line", ["/sms credits", "/sms-credits", "/sms CREDITS"])
def test_the_balance_is_told_to_who_asked(harness: Harness, line: str) -> None:
    harness.maya.command(line)

    said = harness.message("You have 5,000 SMS credits and 250 voice credits.")
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
    by_number = harness.message("The latest text")
    harness.maya.command(f"{line} {sent.id[:8]}")

    harness.wait_for(
        lambda: len([m for m in harness.maya.sees("C0FRONT") if "The latest text" in m.text]) >= 2
    )
    assert "Landline or unreachable carrier" in by_number.text
    assert by_number.ephemeral_to == "U0MAYA"
    assert "not delivered" in by_number.text
    assert LOU not in by_number.text


def test_a_number_nobody_texted_has_no_standing(harness: Harness) -> None:
    harness.maya.command(f"/sms status {NOBODY}")

    assert "No texts have been sent to this number" in harness.message("no report for this number").text


def test_a_standing_of_nothing_says_what_to_type(harness: Harness) -> None:
    answer = harness.maya.command("/sms status")
    assert "Add a number or text ID" in words_in(answer.body)

    harness.maya.command("/sms status what?")
    assert harness.message("isn't a number or text ID")


def test_the_help_names_what_this_person_may_do(harness: Harness) -> None:
    mayas = words_in(harness.maya.command("/sms help").body)
    sams = words_in(harness.person("U0SAM").command("/sms help").body)

    assert "*Send* `/sms` · " in mayas
    assert "*Send*" not in sams
    assert "/sms credits" in sams


@pytest.mark.parametrize(
    ("line", "meant"), [("/sms foo", ""), ("/sms staus", "status"), ("/sms credts", "credits")]
)
def test_a_mistyped_command_is_asked_about_and_not_answered_with_the_help(
    harness: Harness, line: str, meant: str
) -> None:
    answer = words_in(harness.maya.command(line).body)

    assert answer.startswith("There's no")
    assert (f"Did you mean `/sms {meant}`?" in answer) is bool(meant)
    assert "*Manage*" not in answer
    assert harness.maya.view is None


def test_the_command_that_was_meant_is_one_press_away(harness: Harness) -> None:
    harness.maya.command("/sms credts")
    harness.maya.press("Run /sms credits", message=harness.message("Did you mean"))
    assert harness.message("SMS credits and").ephemeral_to == "U0MAYA"

    harness.maya.command("/sms hepl")
    harness.maya.press("Run /sms help", message=harness.message("Did you mean `/sms help`"))
    assert harness.message("You can use").ephemeral_to == "U0MAYA"


def test_who_may_not_text_gets_the_mistyped_command_back_put_right(harness: Harness) -> None:
    answer = harness.person("U0SAM").command(f"/sms staus {ADA}")

    assert f"/sms status {ADA}" in words_in(answer.body)


def test_a_viewer_cannot_open_the_form_by_any_door(harness: Harness) -> None:
    sam = harness.person("U0SAM")
    said = harness.maya.say("Hello")

    answers = [sam.command("/sms"), sam.command(f"/sms {ADA} Hi"), sam.shortcut("send_text")]
    sam.message_shortcut("text_this", said)

    assert "sender" in words_in(answers[0].body)
    harness.wait_for(lambda: sam.title == "Not done")
    harness.quiet()
    assert sam.title == "Not done"
    assert harness.texts == []


def test_a_viewer_who_presses_anothers_button_changes_nothing(harness: Harness) -> None:
    harness.send(f"/sms {ADA} Hello")
    harness.until(SendState.ACCEPTED)
    sam = harness.person("U0SAM")

    sam.press("Show text", message=harness.message("Ada Lovelace"))

    assert harness.message("Only <@U0MAYA>", who=sam)
    assert sam.view is None


def test_a_stranger_from_another_workspace_may_do_nothing(harness: Harness) -> None:
    zed = harness.person("U0ZED")
    harness.send(f"/sms {ADA} Hello", channel="C0UPDATES")
    harness.until(SendState.ACCEPTED)

    zed.press("Show text", message=harness.message("Ada Lovelace", channel="C0UPDATES"))

    assert harness.message("Only people in this workspace", channel="C0UPDATES", who=zed)
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
    shown = words_in(sam.home.view)
    assert shown.startswith("Look up texts and contacts")
    assert "To send texts, you need the *sender* role." in shown
    assert "Send a text" not in shown


def test_the_home_tab_leads_to_what_is_scheduled_and_to_the_words_of_a_text(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} See you tomorrow", later(harness.clock, hours=1))
    harness.maya.command("/sms credits")
    harness.message("You have")
    harness.maya.open_home()
    harness.wait_for(lambda: harness.maya.home and "1 scheduled" in words_in(harness.maya.home.view))
    assert harness.maya.home is not None
    assert "*5,000 credits*" in words_in(harness.maya.home.view)

    harness.maya.press("View")
    harness.modal("Scheduled")
    harness.wait_for(lambda: "See you tomorrow" in harness.shown())
    harness.maya.close()

    harness.maya.press("Show text")
    harness.modal("Text")
    assert "See you tomorrow" in harness.shown()
    harness.maya.close()
    harness.maya.press("Show ID")
    harness.modal("Text ID")
    assert harness.newest().id in harness.shown()


@pytest.mark.parametrize(
    ("button", "opened"), [("Broadcast", broadcast.Modal.COMPOSE), ("Text a list", lists.Modal.COMPOSE)]
)
def test_the_home_tab_begins_what_goes_to_many(harness: Harness, button: str, opened: str) -> None:
    tom = harness.person("U0TOM")
    tom.open_home()
    harness.wait_for(lambda: tom.home)

    tom.press(button)

    harness.wait_for(lambda: tom.view and tom.view.view["callback_id"] == opened)
