"""One person is one, in whatever spellings SMS-iT keeps their number."""

import pytest

from bot.access import Who
from bot.features.contacts.addition import Addition, Additions
from bot.features.contacts.directory import Directory
from bot.features.contacts.outcomes import Came
from bot.features.contacts.search import Search
from bot.features.contacts.service import Card, ContactBook
from bot.features.groups import group_count
from bot.features.groups.audience import Audience, Audiences, Member
from bot.features.groups.tally import Tally
from bot.smsit import DOCUMENTED, AlreadySubscribed, Contact, Endpoint
from bot.store.contact_groups import Counts
from bot.store.database import Database
from bot.texting import phones
from tests.clock import START, FakeClock
from tests.fakes.people import ANYBODY
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.rows import LONG_AGO, row
from tests.features.slack_harness import MAYA

AR, AR_SPELT = "5491123456789", "541123456789"
PAIRS = pytest.mark.parametrize(
    ("phone", "spelt"),
    [
        (AR, AR_SPELT),
        ("525512345678", "5215512345678"),
        ("5511987654321", "551187654321"),
        ("447700900123", "4407700900123"),
        ("14155550112", "4155550112"),
        ("14155550112", "04155550112"),
        ("14155550112", "0014155550112"),
    ],
)


def book(database: Database, *rows: Contact, region: str | None = "US") -> ContactBook:
    return ContactBook(FakeContactList(*rows), database, region)  # type: ignore[arg-type] # in memory


def count(*rows: Contact, region: str | None = "US") -> Audience:
    return Audiences(FakeContactList(*rows), region, key=b"secret").count("VIP")  # type: ignore[arg-type] # in memory


# --- looking somebody up


@PAIRS
def test_somebody_kept_in_another_spelling_is_found_and_texted_as_smsit_keeps_them(
    database: Database, phone: str, spelt: str
) -> None:
    found = book(database, row("Eva", spelt)).lookup(phone)

    assert found == Card(spelt, "Eva", ("VIP",), subscribed=True)


def test_the_spelling_that_was_typed_is_the_one_that_is_texted(database: Database) -> None:
    rows = row("Eva", AR_SPELT), row("Eva", AR, "Patients")

    for typed in (AR, AR_SPELT):
        found = book(database, *rows).lookup(typed)
        assert found is not None
        assert (found.number, set(found.groups)) == (typed, {"VIP", "Patients"})


def test_who_opted_out_in_one_spelling_is_texted_in_the_one_that_is_subscribed(database: Database) -> None:
    rows = row("Eva", AR, subscribed=False), row("Eva", AR_SPELT)

    assert book(database, *rows).lookup(AR) == Card(AR_SPELT, "Eva", ("VIP",), subscribed=True)


def test_who_opted_out_in_every_spelling_has_opted_out(database: Database) -> None:
    found = book(database, row("Eva", AR, subscribed=False), row("Eva", AR_SPELT, subscribed=False)).lookup(
        AR
    )

    assert found is not None
    assert not found.subscribed


def test_digits_that_may_be_somebody_else_are_nobody(database: Database) -> None:
    rows = row("Max", "13012345678")  # in Maryland, or without its country code in China

    assert book(database, rows, region="CN").lookup("8613012345678") is None
    assert book(database, rows, region="CN").lookup("13012345678") is not None
    assert book(database, row("Bia", "551123456789")).lookup("5511923456789") is None
    assert book(database, row("Eva", "4155550112"), region=None).lookup("14155550112") is None


def test_a_number_with_its_country_code_is_nobody_at_home_who_has_the_same_digits(database: Database) -> None:
    """A number of Singapore, and one in Minnesota as it is written without its country code."""
    assert book(database, row("Ole", "16517347766")).lookup("6517347766") is None
    assert book(database, row("Ole", "16592345678")).lookup("6592345678") is None
    found = book(database, row("Wei", "6517347766")).lookup("6517347766")
    assert found is not None
    assert found.name == "Wei"


def test_somebody_is_found_among_many_who_share_the_last_digits(database: Database) -> None:
    many = [row("Other", f"44{place:04}{AR[-6:]}") for place in range(150)]

    found = book(database, *many, row("Eva", AR)).lookup(AR)

    assert found is not None
    assert found.name == "Eva"


# --- lists of people


def test_one_person_in_two_spellings_is_shown_once(database: Database) -> None:
    directory = FakeContactList(row("Eva", AR_SPELT), row("Eva", AR, "Patients"), row("Max", "14155550101"))
    contacts = ContactBook(directory, database, "US")  # type: ignore[arg-type] # in memory

    found = Directory(directory, contacts, "US").look(Search(sort="number"))  # type: ignore[arg-type] # in memory

    assert [person.name for person in found.people] == ["Max", "Eva"]
    assert found.people[1].groups == ("Patients", "VIP")
    assert [card.name for card in contacts.suggest("eva", MAYA)] == ["Eva"]
    assert contacts.address("Eva hello", MAYA).card is not None


@PAIRS
def test_a_whole_number_finds_the_contact_and_nobody_else(database: Database, phone: str, spelt: str) -> None:
    directory = FakeContactList(
        row("Eva", spelt), row("Max", f"33{phone[-6:]}123"), row("Zoe", "14155550101")
    )
    directory = Directory(directory, ContactBook(directory, database), "US")  # type: ignore[arg-type] # in memory

    for typed in (f"+{phone}", phone, spelt):
        found = directory.look(Search(number=typed, sort="number"))
        assert [person.name for person in found.people] == ["Eva"]


def test_a_contact_that_is_there_in_another_spelling_is_said_to_be_there(
    database: Database, clock: FakeClock
) -> None:
    class Full(FakeContactList):
        def add_contact(self, *_args: object, **_kept: object) -> None:
            meaning = DOCUMENTED[Endpoint.ADD_CONTACT, -7]
            raise AlreadySubscribed(
                Endpoint.ADD_CONTACT, -7, meaning.cause, meaning.audience, meaning.sentence
            )

    register = Full(row("Eva", AR_SPELT))
    additions = Additions(database, register, clock, ANYBODY, request_seconds=35, region="US")  # type: ignore[arg-type] # in memory

    assert additions.add(Addition(AR, "VIP"), Who("U0MAYA", "T0HARBOUR"), "key").came is Came.ALREADY


# --- groups


@PAIRS
def test_a_person_in_two_spellings_is_one_of_a_group_and_one_entry_too_many(phone: str, spelt: str) -> None:
    found = count(row("Eva", spelt), row("Eva", phone), row("Max", "14155550101"))

    assert len(found.numbers) == 2
    assert (found.duplicates, found.entries) == (1, 3)
    assert not found.unreadable


def test_an_opt_out_in_one_spelling_is_told_beside_the_entry_that_is_texted() -> None:
    found = count(row("Eva", AR_SPELT, subscribed=False), row("Eva", AR))

    assert (found.numbers, found.opted_out, found.stopped_too) == ((AR,), 0, 1)


@pytest.mark.parametrize(("number", "region"), [("4155550112", None), ("123456", "US"), ("1" * 16, "US")])
def test_who_has_no_number_that_can_be_read_is_told_by_name(number: str, region: str | None) -> None:
    found = count(row("Eva", number), row("Max", "14155550101"), region=region)

    assert found.unreadable == (Member("Eva", f"•••{number[-4:]}"),)
    assert "Eva" not in repr(found)


def test_who_opted_out_may_have_any_number() -> None:
    assert not count(row("Eva", "123456", subscribed=False)).unreadable


def test_groups_are_counted_by_people_too() -> None:
    tally = Tally("US")
    tally.add((row("Eva", AR), row("Eva", AR_SPELT), row("Max", "4155550112"), row("Max", "14155550112")))

    assert tally.counts() == {"VIP": Counts(2, 0, 2)}


def test_a_new_entry_in_another_spelling_makes_no_group_larger() -> None:
    old = row("Eva", AR_SPELT, created=LONG_AGO)
    counted = group_count.count_all(FakeContactList(old), START, lambda _rows: None, "US")  # type: ignore[arg-type] # in memory
    new = row("Eva", AR, created=LONG_AGO.replace(year=2021), id_="2")

    news = group_count.newer(FakeContactList(old, new), counted.horizon, "US")  # type: ignore[arg-type] # in memory

    assert news is not None
    assert news.groups == {"VIP": Counts(0, 0, 1)}


@pytest.mark.parametrize(
    ("kept", "region", "is_read"),
    [
        ("4155550112", None, False),
        ("04155550112", None, False),
        ("0014155550112", None, True),
        ("4155550112", "US", True),
        ("04155550112", "US", True),
        ("0014155550112", "GB", True),
        ("4155550112", "GB", False),  # a number of no network there, so somebody's abroad
        ("04155550112", "FR", False),
        ("07911123456", "GB", True),
        ("7911123456", "US", False),
    ],
)
def test_whose_number_is_of_no_country_anybody_knows_is_named_and_not_texted(
    kept: str, region: str | None, *, is_read: bool
) -> None:
    found = count(row("Ada", kept), region=region)

    assert [each.masked for each in found.unreadable] == [] if is_read else [phones.mask(kept)]
