"""Finding people: one card a person, whatever SMS-iT's rows look like, and what a typed line means."""

import threading

import pytest

from bot.features.contacts.service import (
    AT_ONCE,
    HURRY_SECONDS,
    NAME_PAGES,
    PAGE_ROWS,
    SUGGESTIONS,
    Card,
    ContactBook,
)
from bot.slack.errors import UserError
from bot.smsit import Contact, Unavailable
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.contacts.directory import (
    ADA,
    ADA_BYRON,
    ADA_TOO,
    ALEX,
    ALEX_TOO,
    MARY,
    MARY_ANN,
    NAMELESS,
    Directory,
    row,
)
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
def directory() -> Directory:
    return Directory(ADA, ADA_TOO, ADA_BYRON, MARY_ANN, MARY, ALEX, ALEX_TOO, NAMELESS)


@pytest.fixture
def book(directory: Directory, database: Database, clock: FakeClock) -> ContactBook:
    return ContactBook(directory, database)


def names(cards: tuple[Card, ...]) -> list[str]:
    return [card.name for card in cards]


# --- what a typed line means


@pytest.mark.parametrize(
    ("line", "found", "message"),
    [
        ("Ada Lovelace Hello there", ["Ada Lovelace"], "Hello there"),
        ("ada LOVELACE", ["Ada Lovelace"], ""),
        ("Ada   Lovelace   two  blanks", ["Ada Lovelace"], "two  blanks"),
        ("Ada Lovelace\nfirst line\n\nsecond", ["Ada Lovelace"], "first line\n\nsecond"),
        ("Mary Ann Lee hi", ["Mary Ann Lee"], "hi"),
        ("Mary hi", ["Mary"], "hi"),
        ("Mary Ann said hi", ["Mary"], "Ann said hi"),
        ("Alex Kim See you", ["Alex Kim", "alex  kim"], "See you"),
        ("ada Hello", ["Ada Lovelace", "Ada Byron"], "Hello"),
        ("Alex", ["Alex Kim", "alex  kim"], ""),
        ("Lovelace Hello", [], "Lovelace Hello"),
        ("Zorro will be late", [], "Zorro will be late"),
        ('"Ada Lovelace" Hello', ["Ada Lovelace"], "Hello"),
        ("“alex kim” See you", ["Alex Kim", "alex  kim"], "See you"),
        ('"Ada" Hello', [], '"Ada" Hello'),
        ('"Mary"Hello', ["Mary"], "Hello"),
        ('"unfinished Hello', [], '"unfinished Hello'),
        ('"  " hi', [], '"  " hi'),
        ("“ ” hi", [], "“ ” hi"),
        ('"" hi', [], '"" hi'),
        ('"', [], '"'),
    ],
)
def test_a_line_begins_with_a_name_or_is_all_text(
    book: ContactBook, line: str, found: list[str], message: str
) -> None:
    addressed = book.address(line)

    assert names(addressed.cards) == found
    assert addressed.message == message


def test_a_person_without_a_name_is_never_addressed_by_chance(database: Database, clock: FakeClock) -> None:
    class Careless(Directory):
        def get_contacts(self, **filters: object) -> tuple[Contact, ...]:
            return self.rows

    book = ContactBook(Careless(NAMELESS), database)

    assert book.address("Hello there").cards == ()


def test_somebody_on_a_later_page_is_still_found(database: Database, clock: FakeClock) -> None:
    many = [row(f"Ada {number}", str(number)) for number in range(2 * PAGE_ROWS)]
    directory = Directory(*many, ADA)

    found = ContactBook(directory, database).address("Ada Lovelace Hi")

    assert names(found.cards) == ["Ada Lovelace"]
    assert [each["page"] for each in directory.asked] == [1, 2, 3]


def test_no_more_pages_are_read_than_a_person_waits_for(database: Database, clock: FakeClock) -> None:
    directory = Directory(*(row(f"Ada {number}", str(number)) for number in range(10 * PAGE_ROWS)))

    ContactBook(directory, database).address("Ada Lovelace Hi")

    assert len(directory.asked) == NAME_PAGES


# --- looking people up


def test_a_number_is_looked_up_whole(book: ContactBook) -> None:
    found = book.lookup("14155550100")

    assert found == Card("14155550100", "Ada Lovelace", ("VIP", "Patients"), subscribed=True)
    assert book.lookup("1415555010") is None
    assert book.lookup("4155550100") is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ada", ["Ada Byron", "Ada Lovelace"]),
        (" mary ", ["Mary", "Mary Ann Lee"]),
        ("555-0104", ["Mary"]),
        ("+1 (415) 555 010", ["Ada Byron", "Ada Lovelace", "Mary", "Mary Ann Lee"]),
        ("zorro", []),
    ],
)
def test_type_ahead_finds_people_by_name_or_number(book: ContactBook, typed: str, found: list[str]) -> None:
    assert names(book.suggest(typed)) == found


def test_a_name_with_a_digit_or_two_is_still_a_name(book: ContactBook, directory: Directory) -> None:
    book.suggest("Room 12")

    assert directory.asked[-1]["name"] == "Room 12"
    assert directory.asked[-1]["number"] is None


def test_type_ahead_is_one_short_request_with_a_short_answer(database: Database, clock: FakeClock) -> None:
    directory = Directory(*(row(f"Ada {number}", str(number)) for number in range(3 * PAGE_ROWS)))

    found = ContactBook(directory, database).suggest("ada")

    assert len(found) == SUGGESTIONS
    [asked] = directory.asked
    assert (asked["timeout"], asked["retry"]) == (HURRY_SECONDS, False)


def test_while_many_type_aheads_wait_for_smsit_the_next_is_answered_at_once(
    directory: Directory, book: ContactBook
) -> None:
    directory.pause()
    found: list[tuple[Card, ...]] = []
    waiting = [threading.Thread(target=lambda: found.append(book.suggest("mary"))) for _ in range(AT_ONCE)]
    for thread in waiting:
        thread.start()
    directory.wait_until_asked(AT_ONCE)

    assert [book.suggest("mary") for _ in range(40)] == [()] * 40
    assert len(directory.asked) == AT_ONCE

    directory.resume()
    for thread in waiting:
        thread.join(PATIENCE_SECONDS)
    assert [names(cards) for cards in found] == [["Mary", "Mary Ann Lee"]] * AT_ONCE
    assert names(book.suggest("mary")) == ["Mary", "Mary Ann Lee"]


def test_a_type_ahead_that_breaks_makes_room_for_the_next(directory: Directory, book: ContactBook) -> None:
    directory.trouble = Unavailable("getcontacts", "timeout")
    for _ in range(2 * AT_ONCE):
        assert book.suggest("mary") == ()
    directory.trouble = None

    assert names(book.suggest("mary")) == ["Mary", "Mary Ann Lee"]


@pytest.mark.parametrize("number", ["", "1" * 16, "1" * 151])
def test_who_has_no_number_that_could_be_texted_is_not_offered(
    database: Database, clock: FakeClock, number: str
) -> None:
    book = ContactBook(Directory(row("Ada Odd", number), ADA), database)

    assert names(book.suggest("ada")) == ["Ada Lovelace"]
    assert names(book.address("Ada Odd hi").cards) == ["Ada Lovelace"]


def test_when_smsit_does_not_answer_type_ahead_is_empty_and_the_rest_says_so(
    book: ContactBook, directory: Directory
) -> None:
    directory.trouble = Unavailable("getcontacts", "timeout")

    assert book.suggest("ada") == ()
    for ask in (book.lookup, book.address):
        with pytest.raises(UserError) as told:
            ask("14155550100")
        assert told.value.sentence == directory.trouble.sentence
