"""Numbers on the do-not-text list get nothing, whichever way a text to them is begun."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.access import Who
from bot.features.do_not_text.service import Listing
from bot.sandbox.slack.model import Message
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store import number_hashes
from bot.store.erasing import empty
from bot.store.erasing.find import Person
from bot.store.sends import rows
from bot.store.states import SendState
from bot.store.tables import do_not_text, do_not_text_erased
from tests.clock import FakeClock
from tests.flows import filling, staff
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, GRACE, Harness, later, words_in
from tests.flows.staff import TOM, press_there, scheduled

pytestmark = pytest.mark.measured

HELLO = "See you tomorrow."
LISTED = "is on the do-not-text list, so this text can't be sent. See /sms do-not-text."


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    """A bot that can tell numbers again whose people were erased."""
    changed = {"ERASURE_KEY": "k" * 43}
    shared = Harness(tmp_path_factory.mktemp("house"), FakeClock(), mode, changed).open()
    yield shared
    shared.close()


@pytest.fixture(autouse=True, params=["readable", "erased"])
def _kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell each story twice: of a number that is on the list, and of one of which a hash is left there."""
    if request.param == "erased":
        monkeypatch.setattr(f"{__name__}.stop_texting", stop_texting_and_erase)


@pytest.fixture
def harness(shared_harness: Harness) -> Harness:
    """A bot with which nobody is on the list."""
    clear_list(shared_harness)
    return staff.clear(shared_harness)


def clear_list(harness: Harness) -> None:
    numbers = harness.bot.services.do_not_text
    for entry in numbers.page("", 0, 1000).entries:
        numbers.remove(entry.number, "another story", Who(TOM, "T0HARBOUR"))
    with harness.bot.database.write() as conn:
        conn.execute(do_not_text_erased.delete())


def stop_texting(harness: Harness, number: str, who: str = "U0MAYA") -> None:
    """Put a number on the list."""
    said = filling.stop_texting(harness, f"+{number} asked by phone", harness.person(who))
    assert "to the do-not-text list." in said


def stop_texting_and_erase(harness: Harness, number: str, who: str = "U0MAYA") -> None:
    """Put a number on the list, and erase who it belongs to from there alone: it waits for its text still."""
    said = filling.stop_texting(harness, f"+{number} asked by phone", harness.person(who))
    assert "to the do-not-text list." in said
    with harness.bot.database.write() as conn:
        key = number_hashes.key_of(conn)
        assert key is not None
        assert empty.listed(conn, Person(number, None), (number,), key) == 1
        assert conn.execute(select(do_not_text.c.number).where(do_not_text.c.number == number)).all() == []


def test_a_text_by_number_is_refused_before_it_can_be_confirmed(harness: Harness) -> None:
    stop_texting(harness, ADA)

    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()

    harness.refused(LISTED)
    assert harness.texts == []


def test_a_text_by_name_is_refused(harness: Harness) -> None:
    stop_texting(harness, ADA)

    harness.compose(f"/sms Ada Lovelace {HELLO}")
    harness.check()

    harness.refused(LISTED)


def test_words_of_a_message_are_not_texted_to_somebody_listed(harness: Harness) -> None:
    stop_texting(harness, ADA)
    said = harness.maya.say("We open at nine.")

    harness.maya.message_shortcut("text_this", said)
    harness.modal("Send a text")
    filling.to(harness.maya, f"+{ADA}")
    harness.check()

    harness.refused(LISTED)


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

    press_there(harness, "Send now", says="Sending now.")

    harness.until(SendState.REFUSED)
    assert harness.texts == []


def test_a_text_smsit_is_to_hold_is_refused_as_well(harness: Harness) -> None:
    stop_texting(harness, ADA)
    harness.compose(f"/sms {ADA} {HELLO}")
    filling.when(harness, filling.AT_SMSIT, later(harness.clock, days=1))

    harness.check()

    harness.refused(LISTED)
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

    assert "do-not-text list" in harness.message("•••0981) is on the").text
    assert harness.texts == []


def test_somebody_listed_while_the_form_is_open_is_not_added_either(harness: Harness) -> None:
    said = refused_for_want_of_a_contact(harness, "14155550982")
    harness.maya.press("Add to contacts and send", message=said)
    harness.modal("Review text")
    harness.wait_for(lambda: harness.maya.suggestions("Group", "VIP"))
    harness.maya.choose("Group", "VIP")
    stop_texting(harness, "14155550982", TOM)

    harness.maya.submit()

    harness.modal("Not done")
    assert "•••0982) is on the do-not-text list" in harness.shown()
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
    assert "1 row skipped" in shown
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

    assert harness.maya.title == "Not possible"
    assert "do-not-text list" in harness.shown()
    assert ", one at a time" in harness.shown()
    assert first not in str(harness.maya.view)
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

    assert "4 rows skipped" in shown


def test_a_pasted_list_of_nobody_else_is_refused_beside_its_field(harness: Harness) -> None:
    stop_texting(harness, ADA)
    assert harness.maya.command("/sms list").acked
    harness.modal("Text a list")
    harness.maya.fill("Or paste numbers, one per line", f"+{ADA}")
    harness.maya.fill("Message", HELLO)
    harness.drawn()

    assert harness.maya.submit().acked

    said = "None of these rows can be texted. Line 1: This number is on the do-not-text list."
    assert harness.errors() == {"pasted": said}
    assert harness.sends() == ()
