"""Finding people: one card a person, whatever SMS-iT's rows look like, and what a typed line means."""

import pytest

from bot.features.contacts.service import (
    NAME_PAGES,
    PAGE_ROWS,
    Card,
    ContactBook,
    Suggestion,
)
from bot.smsit import Contact
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.rows import (
    ADA,
    ADA_BYRON,
    ADA_TOO,
    ALEX,
    ALEX_TOO,
    MARY,
    MARY_ANN,
    NAMELESS,
    row,
)
from tests.features.slack_harness import MAYA


@pytest.fixture
def directory() -> FakeContactList:
    return FakeContactList(ADA, ADA_TOO, ADA_BYRON, MARY_ANN, MARY, ALEX, ALEX_TOO, NAMELESS)


@pytest.fixture
def book(directory: FakeContactList, database: Database, clock: FakeClock) -> ContactBook:
    return ContactBook(directory, database)


def names(found: tuple[Suggestion, ...]) -> list[str]:
    return [each.name for each in found if isinstance(each, Card)]


# --- what a typed line means


@pytest.mark.parametrize(
    ("line", "name", "message"),
    [
        ("Ada Lovelace Hello there", "Ada Lovelace", "Hello there"),
        ("ada LOVELACE", "Ada Lovelace", ""),
        ("Ada   Lovelace   two  blanks", "Ada Lovelace", "two  blanks"),
        ("Ada\u00a0Lovelace, your table is ready", "Ada Lovelace", "your table is ready"),
        ("Ada Lovelace\nfirst line\n\nsecond", "Ada Lovelace", "first line\n\nsecond"),
        ("Mary Ann Lee hi", "Mary Ann Lee", "hi"),
        ("Mary hi", "Mary", "hi"),
        ("Mary: Ann said hi", "Mary", "Ann said hi"),
        ('"Ada Lovelace" Hello', "Ada Lovelace", "Hello"),
        ("„Ada Lovelace“, Hello", "Ada Lovelace", "Hello"),
        ('"Mary"Hello', "Mary", "Hello"),
    ],
)
def test_a_whole_name_is_an_answer_and_the_text_stands_behind_it(
    book: ContactBook, line: str, name: str, message: str
) -> None:
    addressed = book.address(line, MAYA)

    assert addressed.card is not None
    assert (addressed.card.name, addressed.message) == (name, message)
    assert addressed.candidates == ()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("Ada Byron's table is ready", [("Ada Byron", "Ada "), ("Ada Lovelace", "Ada ")]),
        ("Lovelace Hello", [("Ada Lovelace", "Lovelace ")]),
        ("Lovelace, Ada: Hello", [("Ada Lovelace", "Lovelace, Ada: "), ("Ada Byron", "")]),
        ("ada Hello", [("Ada Byron", "ada "), ("Ada Lovelace", "ada ")]),
        ("Mary Lee hi", [("Mary Ann Lee", "Mary Lee "), ("Mary", "Mary ")]),
        ("Mary Ann said hi", [("Mary Ann Lee", "Mary Ann "), ("Mary", "Mary ")]),
        ('"Ada" Hello', [("Ada Byron", '"Ada" '), ("Ada Lovelace", '"Ada" ')]),
        ('"Ada Kim" Hello', [("Ada Byron", '"Ada Kim" '), ("Ada Lovelace", '"Ada Kim" ')]),
    ],
)
def test_a_part_of_a_name_is_a_question_and_nothing_typed_is_dropped(
    book: ContactBook, line: str, offered: list[tuple[str, str]]
) -> None:
    addressed = book.address(line, MAYA)

    assert addressed.card is None
    assert not addressed.is_name
    assert addressed.message == line
    found = [(each.card.name, line[: each.taken]) for each in addressed.candidates]
    assert [each for each in found if each in offered] == [each for each in offered if each[1]]


def test_a_name_two_contacts_have_is_a_question_about_those_two(book: ContactBook) -> None:
    for line in ("Alex Kim See you", "“alex kim” See you", "Alex Kim"):
        addressed = book.address(line, MAYA)

        assert addressed.is_name
        assert {each.card.number for each in addressed.candidates} == {"14155550110", "14155550111"}


@pytest.mark.parametrize(
    "line",
    [
        "Zorro will be late",
        "Ada's table is ready",
        '"unfinished Hello',
        '"Zoe Zorro" hi',
        '"  " hi',
        "“ ” hi",
        '"" hi',
        '"',
        "… hi",
        "\u202e hi",
    ],
)
def test_a_line_that_begins_with_nobodys_name_is_all_text(book: ContactBook, line: str) -> None:
    addressed = book.address(line, MAYA)

    assert (addressed.card, addressed.candidates, addressed.message) == (None, (), line)


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Jos\u00e9 Garc\u00eda", "Jose Garcia"),
        ("Jose\u0301 Garcia", "Jos\u00e9 Garcia"),
        ("Jose Garcia", "Jos\u00e9 Garc\u00eda"),
        ("Se\u00e1n O\u2019Neill", "Sean O'Neill"),
        ("Sean O'Neill", "Sean O\u2019Neill"),
        ("Nu\u00f1ez", "Nunez"),
        ("S\u00f8ren \u0141uk", "Soren Luk"),
        ("J. R. Ewing", "J R Ewing"),
        ("Jean\u2011Luc Picard", "Jean-Luc Picard"),
        ("Zoe\u00a0 Hall", "Zoe Hall"),
        ('William "Bill" Gates', "William Bill Gates"),
    ],
)
def test_a_name_is_found_however_it_is_written(
    database: Database, clock: FakeClock, kept: str, typed: str
) -> None:
    book = ContactBook(FakeContactList(row(kept, "14155550177"), ADA), database)

    addressed = book.address(f"{typed}, see you", MAYA)
    assert addressed.card is not None
    assert (addressed.card.name, addressed.message) == (kept, "see you")
    assert names(book.suggest(typed, MAYA)) == [kept]
    assert names(book.suggest(typed.rsplit(maxsplit=1)[-1], MAYA)) == [kept]


def test_a_person_without_a_name_is_never_addressed_by_chance(database: Database, clock: FakeClock) -> None:
    class Careless(FakeContactList):
        def get_contacts(self, **filters: object) -> tuple[Contact, ...]:
            return self.rows

    book = ContactBook(Careless(NAMELESS), database)

    assert book.address("Hello there", MAYA).candidates == ()


def test_somebody_on_a_later_page_is_still_found(database: Database, clock: FakeClock) -> None:
    many = [row(f"Ada {number}", str(number)) for number in range(2 * PAGE_ROWS)]
    directory = FakeContactList(*many, ADA)

    found = ContactBook(directory, database).address("Ada Lovelace Hi", MAYA)

    assert found.card is not None
    assert found.card.name == "Ada Lovelace"
    assert [each["page"] for each in directory.asked if each["name"] == "Ada"] == [1, 2, 3]


def test_no_more_pages_are_read_than_a_person_waits_for(database: Database, clock: FakeClock) -> None:
    directory = FakeContactList(*(row(f"Ada {number}", str(number)) for number in range(10 * PAGE_ROWS)))

    ContactBook(directory, database).address("Ada Lovelace Hi", MAYA)

    assert [each["name"] for each in directory.asked] == ["Ada"] * NAME_PAGES + ["d"]


@pytest.mark.parametrize("typed", ["Zoe", "Zo\u00eb", "ZOE\u0308"])
def test_two_names_that_differ_by_an_accent_are_a_question_however_one_is_typed(
    database: Database, typed: str
) -> None:
    directory = FakeContactList(row("Zoe", "14155550131"), row("Zo\u00eb", "14155550132"))

    found = ContactBook(directory, database).address(f"{typed} Hi", MAYA)

    assert found.card is None
    assert found.is_name
    assert {each.card.number for each in found.candidates} == {"14155550131", "14155550132"}


def test_somebody_of_the_same_first_name_does_not_hide_one_with_an_accent(database: Database) -> None:
    directory = FakeContactList(row("Jose Perez", "14155550131"), row("Jos\u00e9 D\u00edaz", "14155550132"))

    found = ContactBook(directory, database).address("Jose Diaz Hi", MAYA)

    assert found.card is not None
    assert (found.card.number, found.message) == ("14155550132", "Hi")


# --- looking people up


def test_a_number_is_looked_up_whole(book: ContactBook) -> None:
    found = book.lookup("14155550100")

    assert found == Card("14155550100", "Ada Lovelace", ("VIP", "Patients"), subscribed=True)
    assert book.lookup("1415555010") is None
    assert book.lookup("4155550100") is None
