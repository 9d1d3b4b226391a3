"""Numbers that are not contacts, and people who said stop."""

from datetime import timedelta

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.sms.resend import Resend
from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store import sends
from bot.store.states import SendState
from tests.flows.harness import ADA, NORA, Harness

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

HELLO = "Welcome to the clinic."


def add_and_send(harness: Harness, number: str, group: str) -> None:
    harness.compose(f"/sms {number} {HELLO}")
    harness.check()
    assert "This number isn't in your contacts yet" in harness.shown()
    harness.wait_for(lambda: harness.maya.suggestions("Group", "VIP"))
    harness.maya.choose("Group", group)
    harness.maya.submit()


def groups_of(harness: Harness, number: str) -> set[str]:
    rows = harness.sandbox.smsit.call("getcontacts", number=number)["contacts"]
    return {str(row["group"]) for row in rows}


def test_a_number_that_is_no_contact_is_added_to_a_group_and_texted(harness: Harness) -> None:
    add_and_send(harness, "14155550991", "VIP 2")

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [("14155550991", HELLO)]
    assert groups_of(harness, "14155550991") == {"VIP 2"}


def test_groups_are_offered_as_somebody_types(harness: Harness) -> None:
    harness.compose(f"/sms 14155550992 {HELLO}")
    harness.check()

    harness.wait_for(lambda: harness.maya.suggestions("Group", "vip"))
    offered = [each["text"]["text"] for each in harness.maya.suggestions("Group", "vip")]
    assert offered[:2] == ["VIP", "VIP 2"]
    assert [each["text"]["text"] for each in harness.maya.suggestions("Group", "no such group")] == [
        "Use “no such group”"
    ]


def test_when_the_addition_is_lost_no_text_goes_out_and_the_message_says_so(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("addcontact", Fault.REPLY_LOST)

    add_and_send(harness, "14155550993", "VIP")

    harness.until(SendState.REFUSED)
    assert "we couldn't confirm that the number was added" in harness.message("Not sent").text
    assert harness.texts == []


def test_when_the_addition_is_refused_no_text_goes_out(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("addcontact", Fault.OTHER_ERROR)

    add_and_send(harness, "14155550994", "VIP")

    harness.until(SendState.REFUSED)
    assert harness.texts == []
    # The same -6 that means "not a contact" elsewhere: adding it once more is not the way on.
    assert "Add to contacts and send" not in str(harness.message("Not sent").blocks)


def test_somebody_who_is_added_meanwhile_is_texted_all_the_same(harness: Harness) -> None:
    harness.compose(f"/sms 14155550995 {HELLO}")
    harness.check()
    harness.sandbox.smsit.call("addcontact", group="VIP", number="14155550995")
    harness.wait_for(lambda: harness.maya.suggestions("Group", "VIP"))
    harness.maya.choose("Group", "VIP")
    harness.maya.submit()

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [("14155550995", HELLO)]


def test_who_has_opted_out_cannot_be_texted(harness: Harness) -> None:
    harness.compose(f"/sms {NORA} {HELLO}")
    harness.check()

    harness.refused("•••0120) has opted out")
    assert HELLO in harness.shown()
    assert HELLO in harness.shown()
    assert harness.texts == []


def test_who_opts_out_before_the_text_leaves_is_refused_and_not_added_again(harness: Harness) -> None:
    harness.sandbox.smsit.call("addcontact", group="VIP", number="14155550996", name="Iris Ray")
    harness.compose(f"/sms 14155550996 {HELLO}")
    harness.check()
    harness.sandbox.smsit.opt_out("14155550996")
    harness.maya.submit()
    harness.until(SendState.REFUSED)
    said = harness.message("Iris Ray")
    assert "Not sent" in said.text

    harness.maya.press("Add to contacts and send", message=said)

    assert harness.message("•••0996) has opted out").ephemeral_to == "U0MAYA"
    assert harness.maya.view is None
    assert harness.texts == []


def refused(harness: Harness, number: str, name: str) -> Message:
    """Have a text refused because its contact is deleted before it leaves, and return its message."""
    harness.sandbox.smsit.call("addcontact", group="VIP", number=number, name=name)
    harness.compose(f"/sms {number} {HELLO}")
    harness.check()
    harness.sandbox.smsit.delete_contact(number)
    harness.maya.submit()
    harness.until(SendState.REFUSED)
    return harness.message(name)


def add(harness: Harness, who: Person, message: Message) -> Answer:
    """Press Add to contacts and send, choose a group, and submit."""
    who.press("Add to contacts and send", message=message)
    harness.modal("Review text", who)
    who.suggestions("Group", "VIP")
    who.choose("Group", "VIP")
    return who.submit()


def test_a_refused_text_goes_out_after_adding_its_number(harness: Harness) -> None:
    answer = add(harness, harness.maya, refused(harness, "14155550997", "Olga Novak"))
    harness.wait_for(lambda: harness.texts)
    harness.sandbox.slack.redeliver(answer)
    harness.tick(seconds=30)

    assert harness.texts == [("14155550997", HELLO)]


def test_its_form_says_what_the_second_try_costs(harness: Harness) -> None:
    said = refused(harness, "14155550990", "Omar Diaz")

    harness.maya.press("Add to contacts and send", message=said)

    harness.modal("Review text")
    for fact in ("Omar Diaz (+1 415-555-0990)", HELLO, "1 credit", "5,000"):
        assert fact in harness.shown()


def test_two_people_who_add_and_send_send_one_text(harness: Harness) -> None:
    said = refused(harness, "14155550989", "Ines Prado")
    tom = harness.person("U0TOM")

    add(harness, harness.maya, said)
    harness.wait_for(lambda: harness.texts)
    add(harness, tom, said)

    assert "has sent this text again already" in harness.shown(tom)
    harness.tick(seconds=30)
    assert harness.texts == [("14155550989", HELLO)]


def test_whoever_is_listed_while_their_group_is_chosen_is_not_texted(harness: Harness) -> None:
    harness.maya.press("Add to contacts and send", message=refused(harness, "14155550986", "Ruth Amsel"))
    harness.modal("Review text")
    assert harness.bot.services.do_not_text.add("14155550986", "asked by phone", Who("U0TOM", "T0HARBOUR"))
    harness.maya.suggestions("Group", "VIP")
    harness.maya.choose("Group", "VIP")
    harness.maya.submit()

    assert "Ruth Amsel (•••0986) is on the do-not-text list" in harness.shown()
    harness.tick(seconds=30)
    assert harness.texts == []


def test_a_text_refused_for_another_reason_cannot_be_sent_by_that_door(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    sent = harness.until(SendState.ACCEPTED)

    services = harness.bot.services
    again = Resend(
        harness.bot.database,
        services.send_service,
        services.safeguards.budgets,
        services.permissions,
        harness.clock,
    )
    with pytest.raises(UserError, match="isn't in the contacts"):
        again.with_group(sent.id, "VIP", Who("U0MAYA", "T0HARBOUR"))
    assert harness.texts == [(ADA, HELLO)]


def test_too_little_credit_is_told_before_the_button(harness: Harness) -> None:
    harness.sandbox.smsit.set_credits(0)
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()

    assert "but the balance is" in harness.shown()
    assert harness.maya.view is not None
    assert harness.maya.view.title == "Not possible"


def test_when_the_service_does_not_answer_nothing_can_be_confirmed(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("getcreditbalance", Fault.HTML, times=None)
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()

    assert "SMS-iT gave no usable answer" in harness.shown()
    assert harness.texts == []


def test_a_refused_text_whose_words_are_forgotten_is_not_offered_again(harness: Harness) -> None:
    said = refused(harness, "14155550988", "Nils Berg")
    with harness.bot.database.write() as conn:
        sends.forget_bodies(conn, harness.clock() + timedelta(days=1))

    harness.maya.press("Add to contacts and send", message=said)

    assert harness.message("no longer stored").ephemeral_to == "U0MAYA"
    assert harness.maya.view is None
