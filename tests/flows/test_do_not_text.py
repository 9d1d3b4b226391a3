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
from tests.flows.harness import ADA, GRACE, Harness, later, words_in
from tests.flows.staff import TOM, press_there, scheduled

pytestmark = pytest.mark.measured

HELLO = "See you tomorrow."
LISTED = "•••0100 is on the do-not-text list and cannot be texted. Nothing was sent."


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


@pytest.fixture
def harness(shared_harness: Harness) -> Harness:
    """A bot with which nobody is on the list."""
    clear_list(shared_harness)
    return staff.clear(shared_harness)


def clear_list(harness: Harness) -> None:
    numbers = harness.bot.services.do_not_text
    for entry in numbers.page("", 0, 1000).entries:
        numbers.remove(entry.number, "another story", Who(TOM, "T0HARBOUR"))


def stop_texting(harness: Harness, number: str, who: str = "U0MAYA") -> None:
    """Put a number on the list with one command."""
    answer = harness.person(who).command(f"/sms do-not-text +{number} asked by phone")
    assert "is on the do-not-text list now" in staff.ephemeral(answer)


def test_a_text_by_number_is_refused_before_it_can_be_confirmed(harness: Harness) -> None:
    stop_texting(harness, ADA)

    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()

    harness.modal("Not possible")
    assert LISTED in harness.shown()
    assert harness.texts == []


def test_a_text_by_name_is_refused(harness: Harness) -> None:
    stop_texting(harness, ADA)

    harness.compose(f"/sms Ada Lovelace {HELLO}")
    harness.check()

    harness.modal("Not possible")
    assert LISTED in harness.shown()


def test_words_of_a_message_are_not_texted_to_somebody_listed(harness: Harness) -> None:
    stop_texting(harness, ADA)
    said = harness.maya.say("We open at nine.")

    harness.maya.message_shortcut("text_this", said)
    harness.modal("Send a text")
    harness.maya.fill("or to a number", f"+{ADA}")
    harness.check()

    harness.modal("Not possible")
    assert LISTED in harness.shown()


def test_whoever_is_listed_while_the_confirmation_is_read_gets_nothing(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()
    stop_texting(harness, ADA, TOM)

    harness.maya.submit()

    harness.modal("Not done")
    assert LISTED in harness.shown()
    assert harness.texts == []


def test_whoever_is_listed_while_a_text_waits_gets_nothing(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {HELLO}", later(harness.clock, hours=2))
    stop_texting(harness, ADA)

    harness.tick(hours=2, minutes=1)

    harness.until(SendState.REFUSED)
    assert LISTED in harness.message("Ada Lovelace").text
    assert harness.texts == []


def test_a_held_text_sent_early_to_somebody_listed_meanwhile_is_refused(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {HELLO}", later(harness.clock, hours=2))
    stop_texting(harness, ADA)
    scheduled(harness)

    press_there(harness, "Send now", says="It is on its way")

    harness.until(SendState.REFUSED)
    assert harness.texts == []


def test_a_text_smsit_is_to_hold_is_refused_as_well(harness: Harness) -> None:
    stop_texting(harness, ADA)
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.maya.choose("When", staff.AT_SMSIT)
    harness.wait_for(lambda: "Send at" in harness.shown())
    harness.maya.fill("Send at", later(harness.clock, days=1))

    harness.check()

    harness.modal("Not possible")
    assert LISTED in harness.shown()
    harness.clock.advance(days=2)
    assert harness.texts == []


def refused_for_want_of_a_contact(harness: Harness, number: str) -> Message:
    """Have a text refused because its number was taken out of the contacts before it left."""
    harness.sandbox.smsit.call("addcontact", group="VIP", number=number, name="Iris Ray")
    harness.compose(f"/sms {number} {HELLO}")
    harness.check()
    harness.sandbox.smsit.delete_contact(number)
    harness.maya.submit()
    harness.until(SendState.REFUSED)
    return harness.message("Iris Ray")


def test_somebody_listed_is_not_added_to_contacts_to_be_texted(harness: Harness) -> None:
    said = refused_for_want_of_a_contact(harness, "14155550981")
    stop_texting(harness, "14155550981")

    harness.maya.press("Add to contacts and send", message=said)

    assert "do-not-text list" in harness.message("•••0981 is on the").text
    assert harness.texts == []


def test_somebody_listed_while_the_form_is_open_is_not_added_either(harness: Harness) -> None:
    said = refused_for_want_of_a_contact(harness, "14155550982")
    harness.maya.press("Add to contacts and send", message=said)
    harness.modal("Add and send?")
    harness.wait_for(lambda: harness.maya.suggestions("Group", "VIP"))
    harness.maya.choose("Group", "VIP")
    stop_texting(harness, "14155550982", TOM)

    harness.maya.submit()

    harness.modal("Not done")
    assert "•••0982 is on the do-not-text list" in harness.shown()
    assert harness.sandbox.smsit.book.find("14155550982") is None
    assert harness.texts == []


def test_an_unknown_outcome_is_not_sent_again_to_somebody_listed_since(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("smscontact", Fault.DROPPED)
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.UNKNOWN)
    stop_texting(harness, ADA)

    harness.maya.press("Send again", message=harness.message("Ada Lovelace"))

    harness.wait_for_database(lambda: harness.newest().outcome_code == "do_not_text")
    harness.message("is on the do-not-text list")
    harness.tick(hours=1)
    assert harness.texts == []


def test_rows_of_a_list_are_left_out_when_it_is_read(harness: Harness) -> None:
    stop_texting(harness, ADA)

    shown = staff.text_list(harness, (ADA, GRACE), HELLO)
    assert "1 to be sent, 1 left out" in shown
    assert "do-not-text list" in shown
    staff.confirm(harness)

    harness.wait_for_database(lambda: harness.newest().state is SendState.ACCEPTED)
    assert harness.texts == [(GRACE, HELLO)]


def test_rows_of_a_list_are_refused_at_the_moment_they_are_sent(harness: Harness) -> None:
    staff.text_list(harness, (ADA, GRACE), HELLO, later(harness.clock, hours=2))
    staff.confirm(harness)
    harness.wait_for_database(lambda: harness.newest().state is SendState.SCHEDULED)
    stop_texting(harness, ADA)

    harness.tick(hours=2, minutes=1)

    harness.wait_for_database(lambda: harness.newest().state is SendState.ACCEPTED)
    assert harness.texts == [(GRACE, HELLO)]
    with harness.bot.database.read() as conn:
        refused = [row for row in rows.page(conn, harness.newest().id, 1, 2) if row.to_number == ADA]
    assert [(row.state, row.outcome_code) for row in refused] == [(SendState.REFUSED, "do_not_text")]


def test_a_broadcast_to_a_group_with_somebody_listed_is_refused(harness: Harness) -> None:
    casts = Broadcasts(harness)
    first, *_ = casts.group("With one listed", 3)
    stop_texting(harness, first)

    casts.check(casts.compose("With one listed"))

    harness.modal("Not possible")
    assert "do-not-text list" in harness.shown()
    assert first not in harness.shown()
    assert harness.texts == []


def test_a_held_broadcast_reaches_nobody_once_somebody_in_it_is_listed(harness: Harness) -> None:
    casts = Broadcasts(harness)
    first, *_ = casts.group("With one listed later", 3)
    casts.hold("With one listed later", later(harness.clock, hours=2))
    harness.maya.submit()
    casts.until(SendState.SCHEDULED)
    stop_texting(harness, first)

    harness.tick(hours=2, minutes=1)

    asked = casts.message("With one listed later", "do-not-text list")
    assert "Send now" not in words_in(asked.blocks)
    scheduled(harness)
    with pytest.raises(LookupError):
        harness.maya.press("Send now")
    harness.tick(hours=1)
    assert harness.texts == []


def test_a_thousand_imported_numbers_are_all_honoured(harness: Harness) -> None:
    numbers = harness.bot.services.do_not_text
    listing = (Listing(f"1999555{last:04}", "old system") for last in range(1500))
    numbers.add_many(listing, Who(TOM, "T0HARBOUR"))

    shown = staff.text_list(harness, [f"+1999555{last:04}" for last in (0, 999, 1000, 1499)] + [ADA], HELLO)

    assert "1 to be sent, 4 left out" in shown
