"""Numbers that are not contacts, and people who said stop."""

from datetime import timedelta

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.sms.again import Again
from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.slack.person import Person
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store import sends
from bot.store.states import SendState
from tests.flows.house import ADA, NORA, House

HELLO = "Welcome to the clinic."


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.HTTP


def add_and_send(house: House, number: str, group: str) -> None:
    house.compose(f"/sms {number} {HELLO}")
    house.check()
    assert "This number is not in your contacts" in house.shown()
    house.wait_for(lambda: house.maya.suggestions("Group", "VIP"))
    house.maya.choose("Group", group)
    house.maya.submit()


def groups_of(house: House, number: str) -> set[str]:
    rows = house.sandbox.smsit.call("getcontacts", number=number)["contacts"]
    return {str(row["group"]) for row in rows}


def test_a_number_that_is_no_contact_is_added_to_a_group_and_texted(house: House) -> None:
    add_and_send(house, "14155550991", "VIP 2")

    house.until(SendState.ACCEPTED)
    assert house.texts == [("14155550991", HELLO)]
    assert groups_of(house, "14155550991") == {"VIP 2"}


def test_groups_are_offered_as_somebody_types(house: House) -> None:
    house.compose(f"/sms 14155550992 {HELLO}")
    house.check()

    house.wait_for(lambda: house.maya.suggestions("Group", "vip"))
    offered = [each["text"]["text"] for each in house.maya.suggestions("Group", "vip")]
    assert offered[:2] == ["VIP", "VIP 2"]
    assert [each["text"]["text"] for each in house.maya.suggestions("Group", "no such group")] == [
        "Use “no such group”"
    ]


def test_when_the_addition_is_lost_no_text_goes_out_and_the_message_says_so(house: House) -> None:
    house.sandbox.smsit.faults.add("addcontact", Fault.REPLY_LOST)

    add_and_send(house, "14155550993", "VIP")

    house.until(SendState.REFUSED)
    assert "not known whether the number was added" in house.message("Not sent").text
    assert house.texts == []


def test_when_the_addition_is_refused_no_text_goes_out(house: House) -> None:
    house.sandbox.smsit.faults.add("addcontact", Fault.OTHER_ERROR)

    add_and_send(house, "14155550994", "VIP")

    house.until(SendState.REFUSED)
    assert house.texts == []
    # The same -6 that means "not a contact" elsewhere: adding it once more is not the way on.
    assert "Add to contacts and send" not in str(house.message("Not sent").blocks)


def test_somebody_who_is_added_meanwhile_is_texted_all_the_same(house: House) -> None:
    house.compose(f"/sms 14155550995 {HELLO}")
    house.check()
    house.sandbox.smsit.call("addcontact", group="VIP", number="14155550995")
    house.wait_for(lambda: house.maya.suggestions("Group", "VIP"))
    house.maya.choose("Group", "VIP")
    house.maya.submit()

    house.until(SendState.ACCEPTED)
    assert house.texts == [("14155550995", HELLO)]


def test_who_has_opted_out_cannot_be_texted(house: House) -> None:
    house.compose(f"/sms {NORA} {HELLO}")
    house.check()

    assert house.maya.view is not None
    assert house.maya.view.title == "Not possible"
    assert "•••0120 has opted out" in house.shown()
    house.maya.back()
    assert house.maya.view.title == "Send a text"
    assert HELLO in house.shown()
    assert house.texts == []


def test_who_opts_out_before_the_text_leaves_is_refused_and_not_added_again(house: House) -> None:
    house.sandbox.smsit.call("addcontact", group="VIP", number="14155550996", name="Iris Ray")
    house.compose(f"/sms 14155550996 {HELLO}")
    house.check()
    house.sandbox.smsit.opt_out("14155550996")
    house.maya.submit()
    house.until(SendState.REFUSED)
    said = house.message("Iris Ray")
    assert "Not sent" in said.text

    house.maya.press("Add to contacts and send", message=said)

    assert house.message("•••0996 has opted out").ephemeral_to == "U0MAYA"
    assert house.maya.view is None
    assert house.texts == []


def refused(house: House, number: str, name: str) -> Message:
    """Have a text refused because its contact is deleted before it leaves, and return its message."""
    house.sandbox.smsit.call("addcontact", group="VIP", number=number, name=name)
    house.compose(f"/sms {number} {HELLO}")
    house.check()
    house.sandbox.smsit.delete_contact(number)
    house.maya.submit()
    house.until(SendState.REFUSED)
    return house.message(name)


def add(house: House, who: Person, message: Message) -> Answer:
    """Press Add to contacts and send, choose a group, and submit."""
    who.press("Add to contacts and send", message=message)
    house.modal("Add and send?", who)
    who.suggestions("Group", "VIP")
    who.choose("Group", "VIP")
    return who.submit()


def test_a_refused_text_goes_out_after_adding_its_number(house: House) -> None:
    answer = add(house, house.maya, refused(house, "14155550997", "Olga Novak"))
    house.wait_for(lambda: house.texts)
    house.sandbox.slack.redeliver(answer)
    house.tick(seconds=30)

    assert house.texts == [("14155550997", HELLO)]


def test_its_form_says_what_the_second_try_costs(house: House) -> None:
    said = refused(house, "14155550990", "Omar Diaz")

    house.maya.press("Add to contacts and send", message=said)

    house.modal("Add and send?")
    for fact in ("Omar Diaz (+1 415-555-0990)", HELLO, "1 credit", "5,000"):
        assert fact in house.shown()


def test_two_people_who_add_and_send_send_one_text(house: House) -> None:
    said = refused(house, "14155550989", "Ines Prado")
    tom = house.person("U0TOM")

    add(house, house.maya, said)
    house.wait_for(lambda: house.texts)
    add(house, tom, said)

    assert "has sent this text again already" in house.shown(tom)
    house.tick(seconds=30)
    assert house.texts == [("14155550989", HELLO)]


def test_a_text_refused_for_another_reason_cannot_be_sent_by_that_door(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}")
    sent = house.until(SendState.ACCEPTED)

    services = house.bot.services
    again = Again(house.bot.database, services.outbox, services.safeguards.budgets, house.clock)
    with pytest.raises(UserError, match="not in the contacts"):
        again.with_group(sent.id, "VIP", Who("U0MAYA", "T0HARBOUR"))
    assert house.texts == [(ADA, HELLO)]


def test_too_little_credit_is_told_before_the_button(house: House) -> None:
    house.sandbox.smsit.set_credits(0)
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()

    assert "does not cover" in house.shown()
    assert house.maya.view is not None
    assert house.maya.view.title == "Not possible"


def test_when_the_service_does_not_answer_nothing_can_be_confirmed(house: House) -> None:
    house.sandbox.smsit.faults.add("getcreditbalance", Fault.HTML, times=None)
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()

    assert "SMS-iT gave no usable answer" in house.shown()
    assert house.texts == []


def test_a_refused_text_whose_words_are_forgotten_is_not_offered_again(house: House) -> None:
    said = refused(house, "14155550988", "Nils Berg")
    with house.bot.database.write() as conn:
        sends.forget_bodies(conn, house.clock() + timedelta(days=1))

    house.maya.press("Add to contacts and send", message=said)

    assert house.message("no longer kept").ephemeral_to == "U0MAYA"
    assert house.maya.view is None
