"""One contact opened: what is known of it, and where it leads: a text, a code, the recent texts."""

import re
from collections.abc import Iterator

import pytest

from bot.access import Who
from bot.store.states import SendState
from tests.flows import people, staff
from tests.flows.harness import ADA, GRACE, NORA, Harness, words_in
from tests.flows.people import DIRECT, Contacts
from tests.flows.staff import MAYA, PRIYA, SAM, ZED

pytestmark = pytest.mark.measured

HELLO = "Your results are here."
TO_ONE = {"Text", "Send a code", "Recent texts", "Back to contacts"}


@pytest.fixture
def maya(harness: Harness) -> Iterator[Contacts]:
    yield Contacts(people.ready(harness))
    harness.quiet()


def opened(desk: Contacts, name: str = "Ada Lovelace") -> str:
    desk.find(name)
    return desk.open(name)


def test_a_contact_shows_what_is_known_and_leads_back_to_where_it_was_found(maya: Contacts) -> None:
    maya.find("sort:number")
    maya.press("Next")
    maya.press("Previous")
    listed = maya.shown

    shown = maya.open("Ada Lovelace")

    for fact in (
        *("*Ada Lovelace*\n+1 415-555-0100", "Newsletter, Tuesday clinic and VIP", "ada@example.com"),
        *("10 December 1985", "SMS", "subscribed", "October 2022"),
    ):
        assert fact in shown
    assert maya.buttons >= TO_ONE
    assert maya.press("Back to contacts").acked
    assert maya.shown == listed


def test_whoever_may_only_look_is_led_to_the_recent_texts_only(maya: Contacts) -> None:
    sam = maya.seat(SAM)
    shown = opened(sam)

    assert "•••0100" in shown
    assert sam.buttons == {"Recent texts", "Caller passport", "Back to contacts"}
    assert not re.search(r"\d{7}", shown)


def test_opt_outs_and_the_do_not_text_list_stand_on_the_contact(maya: Contacts) -> None:
    number = maya.put("14155550602", "Dora Donot")
    maya.harness.bot.services.do_not_text.add(number, "asked", Who(MAYA, "T0HARBOUR"))

    assert "On the do-not-text list" in opened(maya, "Dora Donot")
    assert ":no_bell: opted out of Newsletter" in opened(maya, "Polly Partial")
    assert ":no_bell: opted out\n" in opened(maya, "Nora Quiet")


def test_somebody_deleted_meanwhile_is_told(maya: Contacts) -> None:
    number = maya.put("14155550603", "Gone Gwen")
    maya.find("Gone Gwen")
    maya.smsit.delete_contact(number)

    maya.open("Gone Gwen")

    assert "This contact no longer exists in SMS-iT." in maya.shown
    maya.press("Back to contacts")
    assert "No contacts match." in maya.shown


@pytest.mark.parametrize("who", [MAYA, PRIYA])
def test_a_text_is_written_on_top_of_the_contact_and_goes_out_once(maya: Contacts, who: str) -> None:
    desk = maya.seat(who)
    opened(desk, "Grace Hopper")

    desk.person.press("Text")
    maya.harness.modal("Send a text", desk.person)
    desk.person.fill("Message", HELLO)
    said = staff.checked(maya.harness, who)
    assert "Grace Hopper" in said
    answer = desk.person.submit()
    maya.harness.wait_for(lambda: maya.harness.texts)
    maya.again(answer)

    assert maya.harness.texts == [(GRACE, HELLO)]
    maya.harness.message("Grace Hopper", DIRECT, desk.person)  # there is no channel to tell
    assert maya.harness.messages() == []


def test_the_filled_in_form_can_be_left_for_the_contact(maya: Contacts) -> None:
    opened(maya)
    maya.person.press("Text")
    maya.harness.modal("Send a text")
    assert "+1 415-555-0100" in maya.shown

    maya.person.back()

    assert maya.title == "Contact"
    assert maya.harness.texts == []


def test_who_opted_out_is_not_texted_from_there_either(maya: Contacts) -> None:
    opened(maya, "Nora Quiet")
    maya.person.press("Text")
    maya.harness.modal("Send a text")
    maya.person.fill("Message", HELLO)

    said = staff.checked(maya.harness)

    assert "has opted out" in said
    assert maya.title == "Send a text"
    assert (NORA, HELLO) not in maya.harness.texts


def test_a_code_is_sent_on_top_of_the_contact_and_stands_among_its_texts(maya: Contacts) -> None:
    opened(maya, "Grace Hopper")
    maya.person.press("Send a code")
    maya.harness.modal("Send a code")
    assert "+1 415-555-0101" in maya.shown
    maya.person.choose("Purpose", "Password reset")

    assert "Grace Hopper" in staff.checked(maya.harness)
    assert maya.title == "Review code"
    maya.person.submit()
    maya.harness.wait_for(lambda: maya.harness.texts)
    [(number, body)] = maya.harness.texts
    code = maya.smsit.codes[-1]
    assert number == GRACE
    assert code in body

    maya.harness.quiet()
    opened(maya, "Grace Hopper")
    maya.person.press("Recent texts")
    maya.harness.modal("Recent texts")
    assert "*One-time code*" in maya.shown
    maya.person.press("Show text")
    maya.harness.modal("Text")
    assert code not in maya.shown
    assert "your code is" in maya.shown
    assert code not in words_in([each.blocks for each in maya.person.sees(DIRECT)])


def test_the_recent_texts_tell_what_became_of_each_and_their_words_to_senders_only(maya: Contacts) -> None:
    number = maya.put("14155550604", "Rita Recent")
    opened(maya, "Rita Recent")
    maya.person.press("Recent texts")
    maya.harness.modal("Recent texts")
    assert "No texts have been sent to this number from Slack." in maya.shown
    for words in ("First words.", "Second words."):
        maya.harness.send(f"/sms {number} {words}")
        maya.harness.until(SendState.ACCEPTED)
        maya.harness.clock.advance(seconds=1)
    maya.harness.compose(f"/sms {number} Never confirmed words.")
    maya.harness.check()

    for who, may_read in ((MAYA, True), (SAM, False)):
        desk = maya.seat(who)
        opened(desk, "Rita Recent")
        desk.person.press("Recent texts")
        maya.harness.modal("Recent texts", desk.person)
        shown = desk.shown
        assert "Texts sent to *•••0604* from Slack, newest first" in shown
        assert shown.count(f"by <@{MAYA}>") == 2
        assert "delivery report" in shown
        assert "words." not in shown
        assert ("Show text" in shown) is may_read
        assert number not in shown
    maya.person.press("Show text")
    maya.harness.modal("Text")
    assert "Second words." in maya.shown
    maya.person.back()
    maya.person.back()
    assert maya.title == "Contact"


def test_a_forged_press_opens_nothing_for_people_without_the_role(maya: Contacts) -> None:
    opened(maya)
    presses = []
    for button in ("Text", "Send a code"):
        pressed = maya.person.press(button)
        assert pressed
        presses.append(pressed)
        maya.harness.wait_for(lambda: maya.title != "Contact")
        maya.person.back()
    sam = maya.seat(SAM)

    for place, pressed in enumerate(presses):
        sam.forged(pressed, trigger_id=f"1.{place}")

    sam.told("You need the *sender* role to ")
    maya.harness.quiet()
    assert sam.person.view is None
    zed = maya.seat(ZED).person.command("/sms contacts ada", channel="C0UPDATES")
    assert "Only people in this workspace" in staff.ephemeral(zed)
    assert ADA not in maya.shown
