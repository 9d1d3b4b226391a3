"""One phone in several spellings: what is said of one holds for all, and a text goes where SMS-iT knows it.

In each story SMS-iT keeps somebody in one spelling, and people write another.
"""

import pytest

from bot.access import Who
from bot.sandbox.smsit.contacts import Contact, Membership
from bot.store.states import SendState
from tests.flows import filling, staff
from tests.flows.booking import Bookings
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, later
from tests.flows.listing import Lists
from tests.flows.people import Contacts
from tests.flows.staff import TOM

pytestmark = pytest.mark.measured

HELLO = "See you tomorrow."
PAIRS = [
    ("5491123456789", "541123456789"),
    ("5491123456780", "54111523456780"),
    ("525512345678", "5215512345678"),
    ("5511987654321", "551187654321"),
    ("5511987654320", "55011987654320"),
    ("447700900123", "4407700900123"),
    ("4915112345678", "49015112345678"),
    ("14155550612", "4155550612"),
    ("14155550613", "04155550613"),
    ("14155550614", "0014155550614"),
    ("2290197123456", "22997123456"),
]
"""A number as people write it today, and as SMS-iT keeps it here."""
ABROAD = ("447400123456", "07400123456")
"""The same of somebody whose country SMS-iT doesn't know: in the region's it would be a number of others."""
NEW_RANGE = ("6517347766", "6517347766")
"""A number of Singapore that is in no plan yet: the same digits are a number in Minnesota."""
TWIN = ("970599123456", "972599123456")
"""A phone in Palestine, behind either of its country codes."""
KEPT = pytest.mark.parametrize(("phone", "kept"), PAIRS)
A_FEW = [PAIRS[0], PAIRS[5], PAIRS[7]]
A_FEW_KEPT = pytest.mark.parametrize(("phone", "kept"), A_FEW)
"""A second spelling, one left over, and a country code left out; the rest is told apart in `texting`."""
LISTED_KEPT = pytest.mark.parametrize(("phone", "kept"), [*A_FEW, ABROAD, NEW_RANGE, TWIN])
LISTED_LATER = pytest.mark.parametrize(("phone", "kept"), [PAIRS[0], ABROAD, NEW_RANGE, TWIN])


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    numbers = harness.bot.services.do_not_text
    for entry in numbers.page("", 0, 1000).entries:
        numbers.remove(entry.number, "another story", Who(TOM, "T0HARBOUR"))
    return Broadcasts(harness)


def name_of(kept: str) -> str:
    return f"Eva {chr(ord('A') + [each for _, each in (*PAIRS, ABROAD, NEW_RANGE, TWIN)].index(kept))}quist"


def keep(shop: Broadcasts, kept: str, group: str = "Abroad") -> str:
    """Have SMS-iT keep somebody under these digits, and return their name."""
    book = shop.smsit.book
    with shop.smsit.lock:
        contact = book.find(kept) or book.make(Contact(book.next_id(), kept, name_of(kept)))
        if not any(row.group == group for row in contact.rows):
            book.join(Membership(contact, group, shop.smsit.local_now()))
    return contact.name


def stop(shop: Broadcasts, number: str, who: str = "U0MAYA") -> None:
    """Put a number on the list with one command."""
    said = filling.stop_texting(shop.harness, f"+{number} asked by phone", shop.harness.person(who))
    assert "to the do-not-text list" in said


def refused(shop: Broadcasts, line: str) -> str:
    shop.harness.compose(line)
    shop.harness.check()
    assert shop.maya.title == "Send a text"
    return shop.harness.shown()


@KEPT
def test_a_text_goes_to_the_number_as_smsit_keeps_it_and_is_followed(
    shop: Broadcasts, phone: str, kept: str
) -> None:
    keep(shop, kept)

    shop.harness.send(f"/sms +{phone} {HELLO}")

    shop.harness.until(SendState.ACCEPTED)
    assert shop.harness.texts == [(kept, HELLO)]
    shop.maya.command(f"/sms status +{phone}")
    assert shop.harness.newest().id[:8] in shop.harness.message("The latest text").text


@A_FEW_KEPT
def test_a_contact_leads_to_the_texts_of_all_spellings(shop: Broadcasts, phone: str, kept: str) -> None:
    name = keep(shop, kept)
    shop.harness.send(f"/sms +{phone} {HELLO}")
    sent = shop.harness.until(SendState.ACCEPTED)
    desk = Contacts(shop.harness)
    desk.find(f"+{phone}")
    assert name in desk.open(name)

    desk.press("Recent texts")

    shop.harness.wait_for(lambda: sent.id[:8] in shop.harness.shown())


@LISTED_KEPT
def test_whoever_asked_for_no_texts_gets_none_by_name(shop: Broadcasts, phone: str, kept: str) -> None:
    name = keep(shop, kept)
    stop(shop, phone)

    said = refused(shop, f"/sms {name} {HELLO}")

    assert (
        f"(•••{phone[-4:]}) is on the do-not-text list, so this text can't be sent. See /sms do-not-text."
        in said
    )
    assert shop.harness.texts == []


@LISTED_LATER
def test_whoever_is_listed_while_the_review_is_read_gets_none(
    shop: Broadcasts, phone: str, kept: str
) -> None:
    name = keep(shop, kept)
    shop.harness.compose(f"/sms {name} {HELLO}")
    shop.harness.check()
    stop(shop, phone, TOM)

    shop.maya.submit()

    shop.harness.modal("Not done")
    assert "is on the do-not-text list" in shop.harness.shown()
    assert shop.harness.texts == []


@LISTED_LATER
def test_whoever_is_listed_while_a_text_waits_gets_none(shop: Broadcasts, phone: str, kept: str) -> None:
    name = keep(shop, kept)
    shop.harness.hold(f"/sms {name} {HELLO}", later(shop.harness.clock, hours=2))
    stop(shop, phone)

    shop.harness.tick(hours=2, minutes=1)

    assert shop.harness.until(SendState.REFUSED).outcome_code == "do_not_text"
    assert shop.harness.texts == []


@A_FEW_KEPT
def test_a_broadcast_to_somebody_listed_in_another_spelling_is_refused(
    shop: Broadcasts, phone: str, kept: str
) -> None:
    group = f"Group of {kept[-4:]}"
    keep(shop, kept, group)
    shop.count()
    stop(shop, phone)

    shop.check(shop.compose(group))

    assert "1 contact in this group is on" in shop.harness.shown()
    assert shop.harness.texts == []


@LISTED_KEPT
def test_no_code_goes_to_somebody_listed_in_another_spelling(shop: Broadcasts, phone: str, kept: str) -> None:
    name = keep(shop, kept)
    stop(shop, phone)

    assert shop.maya.command(f"/sms otp {name} Password reset").acked
    shop.harness.modal("Send a code")

    assert "is on the do-not-text list" in staff.checked(shop.harness)


@LISTED_KEPT
def test_an_appointment_of_somebody_listed_in_another_spelling_sends_no_texts(
    shop: Broadcasts, phone: str, kept: str
) -> None:
    name = keep(shop, kept)
    stop(shop, phone)
    desk = Bookings(shop.harness)
    desk.compose(name)
    desk.fill(later(shop.harness.clock, days=2), confirmation="See you %%Date%%.")

    said = desk.check()

    assert "is on the do-not-text list, so no texts will be sent" in said


@pytest.mark.parametrize("listed", ["5491123456789", "5511987654321", "447700900123", "14155550612"])
def test_a_row_of_a_list_is_left_out_however_it_is_spelt(shop: Broadcasts, listed: str) -> None:
    spelt = {"54": "541123456789", "55": "5501511987654321", "44": "4407700900123", "14": "4155550612"}
    stop(shop, listed)
    lists = Lists(shop.harness)
    numbers = lists.people(1)

    said = lists.ready([*numbers, spelt[listed[:2]]])

    assert "1 row skipped" in said


def test_two_spellings_in_a_list_are_one_person(shop: Broadcasts) -> None:
    assert "1 row skipped" in Lists(shop.harness).ready(["5491123456789", "541123456789"])


def test_listing_the_other_spelling_says_that_it_stands_there_already(shop: Broadcasts) -> None:
    stop(shop, "5491123456789")

    said = filling.stop_texting(shop.harness, "+54 11 2345 6789 asked again", shop.maya)

    assert "is already on the do-not-text list" in said


def test_a_person_in_a_group_twice_counts_once(shop: Broadcasts) -> None:
    group = "Twice"
    for number in ("5491123450001", "541123450001"):
        shop.join(group, "Eva", number=number)
    shop.count()

    shop.ready(group)

    said = shop.harness.shown()
    assert "Twice · 1 recipient" in said
    assert "1 duplicate entry" in said


def test_a_number_nobody_can_read_stops_a_broadcast_and_is_shown(shop: Broadcasts) -> None:
    group = "Odd numbers"
    shop.join(group, "Otto Odd", number="123456")
    shop.group(group, 2)

    shop.check(shop.compose(group))

    said = shop.harness.shown()
    assert "We can't read 1 phone number in this group: Otto Odd (•••3456)." in said
    assert shop.harness.texts == []


def test_a_held_broadcast_asks_when_a_number_has_become_unreadable(shop: Broadcasts) -> None:
    group = "Odd later"
    shop.group(group, 2)
    shop.hold(group, later(shop.harness.clock, hours=2)).submit()
    shop.until(SendState.SCHEDULED)
    shop.join(group, "Otto Odd", number="12345")

    shop.harness.tick(hours=2, minutes=1)

    message = shop.message(group, "can't read 1 phone number")
    assert "Send now" not in str(message.blocks)
    assert shop.harness.texts == []


def test_a_newer_text_in_another_spelling_ends_the_following_of_the_older(shop: Broadcasts) -> None:
    phone, kept = "5491123450002", "541123450002"
    shop.join("Abroad", "Eva", number=kept)
    shop.harness.send(f"/sms +{phone} {HELLO}")
    first = shop.harness.until(SendState.ACCEPTED)
    shop.harness.clock.advance(seconds=1)
    shop.join("Abroad", "Eva", number=phone)

    shop.harness.send(f"/sms +{phone} Again: {HELLO}")

    shop.harness.wait_for_database(lambda: len(shop.harness.texts) == 2)
    shop.harness.wait_for_database(
        lambda: (first.id, SendState.SUPERSEDED) in {(each.id, each.state) for each in shop.harness.sends()}
    )
    assert [number for number, _ in shop.harness.texts] == [kept, phone]


def test_the_cooldown_of_codes_is_the_phones(shop: Broadcasts) -> None:
    phone, kept = "525512345678", "5215512345678"
    name = keep(shop, kept)
    shop.harness.tick(days=1)
    assert shop.maya.command(f"/sms otp +{phone} Password reset").acked
    shop.harness.modal("Send a code")
    staff.checked(shop.harness)
    assert shop.maya.submit().acked
    shop.harness.wait_for_database(lambda: [number for number, _ in shop.harness.texts] == [kept])
    shop.harness.clock.advance(seconds=5)

    assert shop.maya.command(f"/sms otp {name} Password reset").acked
    shop.harness.modal("Send a code")

    assert "A code was just sent to this number" in staff.checked(shop.harness)
