"""Adding a contact: by the command and from the list, checked, once, and what a lost answer leads to."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.sandbox.slack.client_checks import NotSubmitted
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from tests.flows import people
from tests.flows.harness import ADA, Harness, words_in
from tests.flows.people import DIRECT, HELP, Contacts
from tests.flows.staff import PRIYA, SAM, ephemeral

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)


@pytest.fixture
def priya(harness: Harness) -> Iterator[Contacts]:
    yield Contacts(people.ready(harness), PRIYA)
    harness.quiet()


def number(harness: Harness, last: int) -> str:
    """A number nobody has yet, another one for each way the bot is connected."""
    return f"141555505{last:02}" if harness.mode == "socket" else f"141555506{last:02}"


def test_a_sender_adds_somebody_with_everything_that_was_written(priya: Contacts) -> None:
    new = number(priya.harness, 1)
    typed = f"({new[1:4]}) {new[4:7]}-{new[7:]}"
    priya.add(f"{typed} Zoe  Hall", "VIP 2", Email="zoe@example.com", Birthday=date(1990, 2, 3))

    said = priya.added()

    assert priya.title == "Contact added"
    assert ":white_check_mark: The contact was added." in said
    assert f"+1 {new[1:4]}-{new[4:7]}-{new[7:]}" in said  # to who wrote it, in full
    assert priya.groups_of(new) == {"VIP 2"}
    kept = priya.smsit.book.find(new)
    assert kept
    assert (kept.name, kept.email, kept.birthday) == ("Zoe Hall", "zoe@example.com", "1990-02-03")
    assert priya.harness.texts == []
    priya.person.back()
    assert priya.person.view is None  # the form is done with
    assert f"*Zoe Hall* (•••{new[-4:]})" in priya.find(new)


def test_somebody_is_added_from_the_list_and_the_list_is_still_there(priya: Contacts) -> None:
    priya.find("lovelace")
    priya.person.press("Add contact")
    priya.harness.modal(people.FORM, priya.person)
    new = number(priya.harness, 2)
    priya.person.fill("Number", f"+{new}")
    priya.fill("Group", "Physio")

    priya.person.submit()

    assert "was added" in priya.added()
    assert priya.groups_of(new) == {"Physio"}


def test_what_is_wrong_is_told_beside_its_field_and_asks_nothing_of_smsit(priya: Contacts) -> None:
    before = priya.calls("addcontact")
    assert priya.person.command("/sms contacts add Zoe", channel=HELP).acked
    priya.harness.modal(people.FORM, priya.person)
    with pytest.raises(NotSubmitted) as empty:
        priya.person.submit()
    assert set(empty.value.reasons) >= {"group"}
    priya.fill("Group", "Physio")
    priya.person.fill("Number", "555")
    priya.person.fill("Birthday", date(2027, 1, 1))

    priya.person.submit()

    view = priya.person.view
    assert view
    assert set(view.errors) == {"number", "birthday"}
    assert "too short" in view.errors["number"]
    assert "in the future" in view.errors["birthday"]
    assert priya.calls("addcontact") == before


def test_who_may_only_look_is_not_offered_it_and_may_not_do_it(priya: Contacts) -> None:
    priya.find("lovelace")
    pressed = priya.person.press("Add contact")
    assert pressed
    priya.harness.modal(people.FORM, priya.person)
    new = number(priya.harness, 3)
    priya.person.fill("Number", f"+{new}")
    priya.fill("Group", "VIP")
    submitted = priya.person.submit()
    priya.added()
    priya.person.close()
    before = priya.calls("addcontact")
    sam = priya.seat(SAM)
    sam.find("lovelace")
    assert "Add contact" not in sam.buttons

    assert "need the *sender* role" in ephemeral(sam.person.command("/sms contacts add", channel=HELP))
    sam.forged(pressed, trigger_id="1.1")
    sam.told("need the *sender* role")
    refused = sam.forged(submitted, trigger_id="1.2")

    assert "need the *sender* role" in ephemeral(refused)
    assert priya.calls("addcontact") == before


@pytest.mark.parametrize(
    ("fault", "says", "is_added"),
    [
        (Fault.REPLY_LOST, "SMS-iT's answer was unclear, but this number is in that group now.", True),
        (Fault.EMPTY_LIST, "SMS-iT's answer was unclear, but this number is in that group now.", True),
        (Fault.DROPPED, "We couldn't confirm this contact was added. It isn't in that group yet.", False),
        (Fault.HTTP502, "We couldn't confirm this contact was added. It isn't in that group yet.", False),
    ],
    ids=str,
)
def test_a_lost_answer_is_looked_into_and_never_sent_a_second_time(
    priya: Contacts, fault: Fault, says: str, *, is_added: bool
) -> None:
    new = number(priya.harness, 10 + [*Fault].index(fault))
    before = priya.calls("addcontact")
    priya.smsit.faults.add("addcontact", fault)

    answer = priya.add(f"+{new} Lost Lily", "VIP")

    assert says in priya.added()
    assert priya.title == ("Contact added" if is_added else "Unconfirmed")
    priya.again(answer)
    assert says in priya.shown
    assert priya.calls("addcontact") == before + 1
    assert priya.groups_of(new) == ({"VIP"} if is_added else set())


def test_a_lost_answer_that_nobody_can_look_into_says_so(
    priya: Contacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.smsit.delays._FIRST_PAUSE", 0.0)
    new = number(priya.harness, 4)
    before = priya.calls("addcontact")
    priya.smsit.faults.add("addcontact", Fault.REPLY_LOST)
    priya.smsit.faults.add("getcontacts", Fault.HTTP500, times=None)

    priya.add(f"+{new}", "VIP")

    assert "SMS-iT couldn't be asked whether it is in that group now." in priya.added()
    assert priya.calls("addcontact") == before + 1


def test_a_submission_that_slack_delivers_again_adds_once(priya: Contacts) -> None:
    new = number(priya.harness, 5)
    before = priya.calls("addcontact")

    answer = priya.add(f"+{new} Once Only", "VIP")
    priya.again(answer)  # while the first may still be under way
    assert "was added" in priya.added()
    priya.again(answer)

    assert priya.calls("addcontact") == before + 1
    assert len([row for row in priya.memberships(group="VIP") if row.contact.number == new]) == 1


def test_the_number_of_whoever_is_there_already_is_found_in_local_form(priya: Contacts) -> None:
    before = priya.groups_of(ADA)

    priya.add("415 555 0100", "VIP")

    assert "This number is already in that group. Nothing was changed." in priya.added()
    assert priya.groups_of(ADA) == before


def test_neither_name_nor_number_stands_in_the_log(priya: Contacts, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="bot")
    new = number(priya.harness, 6)
    priya.add(f"+{new} Quiet Quentin", "VIP", Email="quentin@example.com")
    priya.added()
    priya.find(new)
    priya.open("Quiet Quentin")

    assert f"adding a contact by {PRIYA}: added" in caplog.text
    for told in (new, new[1:], "Quentin", "quentin"):
        assert told not in caplog.text


def test_what_nobody_knows_is_left_to_the_person_in_a_message_and_added_again_once(
    priya: Contacts,
) -> None:
    new = number(priya.harness, 40)
    before = priya.calls("addcontact")
    priya.smsit.faults.add("addcontact", Fault.DROPPED)
    priya.add(f"+{new} Dot Drop", "VIP")
    assert "decide, in the direct message you got" in priya.added()
    priya.person.close()
    asked = f"We couldn't confirm that *Dot Drop (•••{new[-4:]})* was added to *VIP*."
    message = priya.harness.message(asked, DIRECT, priya.person)
    assert new not in words_in(message.blocks)

    priya.person.press("Check again", message=message)
    priya.harness.quiet()
    assert priya.calls("addcontact") == before + 1
    answer = priya.person.press("Add again", message=priya.harness.message(asked, DIRECT, priya.person))
    assert answer is not None
    priya.again(answer)

    priya.harness.message(f"*Dot Drop (•••{new[-4:]})* was added to *VIP*.", DIRECT, priya.person)
    assert priya.calls("addcontact") == before + 2
    assert priya.groups_of(new) == {"VIP"}
