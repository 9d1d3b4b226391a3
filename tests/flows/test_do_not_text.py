"""Numbers on the do-not-text list get nothing, whichever way a text to them is begun."""

import pytest

from bot.access import Who
from bot.features.do_not_text.service import Listing
from bot.sandbox.slack.model import Message
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.sends import rows
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.broadcasting import Broadcasts
from tests.flows.house import ADA, GRACE, House, later, words_in
from tests.flows.staff import TOM, press_there, scheduled

pytestmark = pytest.mark.measured

HELLO = "See you tomorrow."
LISTED = "•••0100 is on the do-not-text list and cannot be texted. Nothing was sent."


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


@pytest.fixture
def house(shared_house: House) -> House:
    """A house in which nobody is on the list."""
    clear_list(shared_house)
    return staff.clear(shared_house)


def clear_list(house: House) -> None:
    numbers = house.bot.services.do_not_text
    for entry in numbers.page("", 0, 1000).entries:
        numbers.remove(entry.number, "another story", Who(TOM, "T0HARBOUR"))


def stop_texting(house: House, number: str, who: str = "U0MAYA") -> None:
    """Put a number on the list with one command."""
    answer = house.person(who).command(f"/sms do-not-text +{number} asked by phone")
    assert "is on the do-not-text list now" in staff.ephemeral(answer)


def test_a_text_by_number_is_refused_before_it_can_be_confirmed(house: House) -> None:
    stop_texting(house, ADA)

    house.compose(f"/sms {ADA} {HELLO}")
    house.check()

    house.modal("Not possible")
    assert LISTED in house.shown()
    assert house.texts == []


def test_a_text_by_name_is_refused(house: House) -> None:
    stop_texting(house, ADA)

    house.compose(f"/sms Ada Lovelace {HELLO}")
    house.check()

    house.modal("Not possible")
    assert LISTED in house.shown()


def test_words_of_a_message_are_not_texted_to_somebody_listed(house: House) -> None:
    stop_texting(house, ADA)
    said = house.maya.say("We open at nine.")

    house.maya.message_shortcut("text_this", said)
    house.modal("Send a text")
    house.maya.fill("or to a number", f"+{ADA}")
    house.check()

    house.modal("Not possible")
    assert LISTED in house.shown()


def test_whoever_is_listed_while_the_confirmation_is_read_gets_nothing(house: House) -> None:
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()
    stop_texting(house, ADA, TOM)

    house.maya.submit()

    house.modal("Not done")
    assert LISTED in house.shown()
    assert house.texts == []


def test_whoever_is_listed_while_a_text_waits_gets_nothing(house: House) -> None:
    house.hold(f"/sms {ADA} {HELLO}", later(house.clock, hours=2))
    stop_texting(house, ADA)

    house.tick(hours=2, minutes=1)

    house.until(SendState.REFUSED)
    assert LISTED in house.message("Ada Lovelace").text
    assert house.texts == []


def test_a_held_text_sent_early_to_somebody_listed_meanwhile_is_refused(house: House) -> None:
    house.hold(f"/sms {ADA} {HELLO}", later(house.clock, hours=2))
    stop_texting(house, ADA)
    scheduled(house)

    press_there(house, "Send now", says="It is on its way")

    house.until(SendState.REFUSED)
    assert house.texts == []


def test_a_text_smsit_is_to_hold_is_refused_as_well(house: House) -> None:
    stop_texting(house, ADA)
    house.compose(f"/sms {ADA} {HELLO}")
    house.maya.choose("When", staff.AT_SMSIT)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, days=1))

    house.check()

    house.modal("Not possible")
    assert LISTED in house.shown()
    house.clock.advance(days=2)
    assert house.texts == []


def refused_for_want_of_a_contact(house: House, number: str) -> Message:
    """Have a text refused because its number was taken out of the contacts before it left."""
    house.sandbox.smsit.call("addcontact", group="VIP", number=number, name="Iris Ray")
    house.compose(f"/sms {number} {HELLO}")
    house.check()
    house.sandbox.smsit.delete_contact(number)
    house.maya.submit()
    house.until(SendState.REFUSED)
    return house.message("Iris Ray")


def test_somebody_listed_is_not_added_to_contacts_to_be_texted(house: House) -> None:
    said = refused_for_want_of_a_contact(house, "14155550981")
    stop_texting(house, "14155550981")

    house.maya.press("Add to contacts and send", message=said)

    assert "do-not-text list" in house.message("•••0981 is on the").text
    assert house.texts == []


def test_somebody_listed_while_the_form_is_open_is_not_added_either(house: House) -> None:
    said = refused_for_want_of_a_contact(house, "14155550982")
    house.maya.press("Add to contacts and send", message=said)
    house.modal("Add and send?")
    house.wait_for(lambda: house.maya.suggestions("Group", "VIP"))
    house.maya.choose("Group", "VIP")
    stop_texting(house, "14155550982", TOM)

    house.maya.submit()

    house.modal("Not done")
    assert "•••0982 is on the do-not-text list" in house.shown()
    assert house.sandbox.smsit.book.find("14155550982") is None
    assert house.texts == []


def test_an_unknown_outcome_is_not_sent_again_to_somebody_listed_since(house: House) -> None:
    house.sandbox.smsit.faults.add("smscontact", Fault.DROPPED)
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.UNKNOWN)
    stop_texting(house, ADA)

    house.maya.press("Send again", message=house.message("Ada Lovelace"))

    house.wait_for_database(lambda: house.newest().outcome_code == "do_not_text")
    house.message("is on the do-not-text list")
    house.tick(hours=1)
    assert house.texts == []


def test_rows_of_a_list_are_left_out_when_it_is_read(house: House) -> None:
    stop_texting(house, ADA)

    shown = staff.text_list(house, (ADA, GRACE), HELLO)
    assert "1 to be sent, 1 left out" in shown
    assert "do-not-text list" in shown
    staff.confirm(house)

    house.wait_for_database(lambda: house.newest().state is SendState.ACCEPTED)
    assert house.texts == [(GRACE, HELLO)]


def test_rows_of_a_list_are_refused_at_the_moment_they_are_sent(house: House) -> None:
    staff.text_list(house, (ADA, GRACE), HELLO, later(house.clock, hours=2))
    staff.confirm(house)
    house.wait_for_database(lambda: house.newest().state is SendState.SCHEDULED)
    stop_texting(house, ADA)

    house.tick(hours=2, minutes=1)

    house.wait_for_database(lambda: house.newest().state is SendState.ACCEPTED)
    assert house.texts == [(GRACE, HELLO)]
    with house.bot.database.read() as conn:
        refused = [row for row in rows.page(conn, house.newest().id, 1, 2) if row.to_number == ADA]
    assert [(row.state, row.outcome_code) for row in refused] == [(SendState.REFUSED, "do_not_text")]


def test_a_broadcast_to_a_group_with_somebody_listed_is_refused(house: House) -> None:
    casts = Broadcasts(house)
    first, *_ = casts.group("With one listed", 3)
    stop_texting(house, first)

    casts.check(casts.compose("With one listed"))

    house.modal("Not possible")
    assert "do-not-text list" in house.shown()
    assert first not in house.shown()
    assert house.texts == []


def test_a_held_broadcast_reaches_nobody_once_somebody_in_it_is_listed(house: House) -> None:
    casts = Broadcasts(house)
    first, *_ = casts.group("With one listed later", 3)
    casts.hold("With one listed later", later(house.clock, hours=2))
    house.maya.submit()
    casts.until(SendState.SCHEDULED)
    stop_texting(house, first)

    house.tick(hours=2, minutes=1)

    asked = casts.message("With one listed later", "do-not-text list")
    assert "Send now" not in words_in(asked.blocks)
    scheduled(house)
    with pytest.raises(LookupError):
        house.maya.press("Send now")
    house.tick(hours=1)
    assert house.texts == []


def test_a_thousand_imported_numbers_are_all_honoured(house: House) -> None:
    numbers = house.bot.services.do_not_text
    listing = (Listing(f"1999555{last:04}", "old system") for last in range(1500))
    numbers.add_many(listing, Who(TOM, "T0HARBOUR"))

    shown = staff.text_list(house, [f"+1999555{last:04}" for last in (0, 999, 1000, 1499)] + [ADA], HELLO)

    assert "1 to be sent, 4 left out" in shown
