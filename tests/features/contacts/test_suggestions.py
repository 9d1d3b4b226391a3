"""What is offered while somebody types a contact or a number."""

import threading
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.features.contacts import suggestions
from bot.features.contacts.service import (
    PAGE_ROWS,
    Card,
    ContactBook,
    NoMatch,
    Suggestion,
    TypedNumber,
)
from bot.features.contacts.suggestions import (
    AT_ONCE,
    BUSY,
    HURRY_SECONDS,
    LEAST_SECONDS,
    MOST,
    NOBODY,
    Suggestions,
)
from bot.features.contacts.views.options import suggestion_option
from bot.sandbox.slack.blocks import problems_in_options
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.recipient import RecipientField
from bot.smsit import Unavailable
from bot.store.database import Database
from bot.texting import phones
from bot.texting.phones import PhoneError
from tests.blind_orders import ORDER
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
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
def directory() -> FakeContactList:
    return FakeContactList(ADA, ADA_TOO, ADA_BYRON, MARY_ANN, MARY, ALEX, ALEX_TOO, NAMELESS)


@pytest.fixture
def book(directory: FakeContactList, database: Database, clock: FakeClock) -> ContactBook:
    return ContactBook(directory, database)


def names(found: tuple[Suggestion, ...]) -> list[str]:
    return [each.name for each in found if isinstance(each, Card)]


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
    assert names(book.suggest(typed, MAYA)) == found


@pytest.mark.parametrize("typed", ["Room 12", "Room 1204", "room 1204", "1204 room"])
def test_a_name_with_digits_is_still_a_name(database: Database, clock: FakeClock, typed: str) -> None:
    directory = FakeContactList(row("Room 1204 room", "14155550177"))

    assert names(ContactBook(directory, database).suggest(typed, MAYA)) == ["Room 1204 room"]
    assert "number" not in directory.asked[0]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("07700 900762", "7700900762"),
        ("+44 7700 900762", "7700900762"),
        ("447700900762", "7700900762"),
        ("7700 900762", "7700900762"),
        ("900762", "900762"),
        ("07700 9", "77009"),
        ("\u0660\u0667\u0667\u0660\u0660 \u0669\u0660\u0660\u0667\u0666\u0662", "7700900762"),
    ],
)
def test_type_ahead_reads_a_number_as_the_search_for_contacts_does(
    database: Database, clock: FakeClock, typed: str, asked: str
) -> None:
    directory = FakeContactList(row("Ada", "447700900762"))

    assert names(ContactBook(directory, database, "GB").suggest(typed, MAYA)) == ["Ada"]
    assert directory.asked[0]["number"] == asked


@pytest.mark.parametrize("typed", ["", "   ", "12", "0012", "1" * 16, "@example"])
def test_type_ahead_never_breaks(book: ContactBook, typed: str) -> None:
    assert book.suggest(typed, MAYA)


def offered(book: ContactBook, typed: str) -> list[str]:
    """What is offered, in a few words each."""
    return [suggestion_option(each, None)["text"]["text"] for each in book.suggest(typed, MAYA)]


@pytest.mark.parametrize("region", [None, "US", "GB"])
def test_a_number_that_is_no_contacts_can_be_chosen_all_the_same(
    directory: FakeContactList, database: Database, region: str | None
) -> None:
    book = ContactBook(directory, database, region)

    for typed in ("+1 (415) 555-0177", "14155550177", "tel: +14155550177"):
        (found,) = book.suggest(typed, MAYA)
        assert isinstance(found, TypedNumber)
        assert (found.phone.digits, found.is_new) == ("14155550177", True)
    assert "5550177" not in repr(found)


def test_who_has_the_number_that_was_typed_is_offered_by_name_and_first(database: Database) -> None:
    directory = FakeContactList(
        row("Aaron", "491415555010"), row("Zoe", "1415555010"), row("Mo", "14155550109")
    )

    assert offered(ContactBook(directory, database, "US"), "+1 415 555 0109") == ["Mo (+1 415-555-0109)"]
    assert offered(ContactBook(FakeContactList(ADA), database, "US"), "415 555 0100") == [
        "Ada Lovelace (+1 415-555-0100)"
    ]


def test_each_way_to_read_a_number_is_offered(database: Database) -> None:
    assert offered(ContactBook(FakeContactList(), database, "GB"), "2015550123") == [
        "+44 20 1555 0123 · not in your contacts",
        "+20 15 550123 · not in your contacts",
    ]
    known = FakeContactList(row("Omar", "442015550123"))
    assert offered(ContactBook(known, database, "GB"), "2015550123") == [
        "Omar (+44 20 1555 0123)",
        "+20 15 550123 · not in your contacts",
    ]


def test_nothing_is_said_of_a_number_that_could_not_be_looked_for(
    directory: FakeContactList, book: ContactBook
) -> None:
    directory.trouble = Unavailable("getcontacts", "timeout")
    assert offered(book, "+14155550177") == ["+1 415-555-0177"]

    directory.trouble = None
    many = FakeContactList(*(row(f"Ada {nth}", f"1415555{nth:04d}99") for nth in range(PAGE_ROWS)))
    assert " · not in" not in offered(ContactBook(many, book._database), "1415555")[0]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("zorro", NOBODY),
        ("@example", NOBODY),
        ("12", NOBODY),
        ("777 777", "This number is too short."),
        ("4155550177", "The country code is missing."),
        ("+999 777 777", "No country uses this country code."),
        ("7" * 16, "This number is too long."),
    ],
)
def test_where_nothing_fits_a_hint_says_what_to_do(book: ContactBook, typed: str, hint: str) -> None:
    assert book.suggest(typed, MAYA) == (NoMatch(hint),)
    (option,) = (suggestion_option(each, None) for each in book.suggest(typed, MAYA))
    assert (option["text"]["text"], option["description"]["text"]) == ("No matches", hint)


@given(st.text("0123456789+ ()-.", max_size=24), st.sampled_from([None, "US", "GB", "DE", "BR"]))
def test_what_is_offered_for_a_number_is_the_number_that_is_meant(typed: str, region: str | None) -> None:
    try:
        wanted = [phones.parse(typed, region).digits]
    except PhoneError:
        wanted = [each.digits for each in phones.readings(typed, region)]
        assert len(wanted) != 1
    found = Suggestions(FakeContactList(), region, order=ORDER).of(typed)

    assert [each.phone.digits for each in found if isinstance(each, TypedNumber)] == wanted
    assert problems_in_options({"options": [suggestion_option(each, region) for each in found]}) == []
    for each in found:
        errors: dict[str, str] = {}
        meant = recipient.meant(RecipientField(suggestion_option(each, region)), region, errors)
        assert (meant is None) is isinstance(each, NoMatch)
        assert meant is None or meant.digits in wanted


def test_type_ahead_is_one_short_request_with_a_short_answer(database: Database, clock: FakeClock) -> None:
    directory = FakeContactList(*(row(f"Ada {number}", str(number)) for number in range(3 * PAGE_ROWS)))

    found = ContactBook(directory, database).suggest("ada", MAYA)

    assert len(found) == MOST
    [asked] = directory.asked
    assert (asked["timeout"], asked["retry"]) == (HURRY_SECONDS, False)


def test_a_type_ahead_that_used_up_its_time_asks_no_second_time(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = FakeContactList(row("Jos\u00e9", "14155550177"))
    moments = iter((0.0, HURRY_SECONDS - LEAST_SECONDS + 0.01))
    monkeypatch.setattr(suggestions, "time", SimpleNamespace(monotonic=lambda: next(moments)))

    assert ContactBook(directory, database).suggest("Jose", MAYA) == (NoMatch(BUSY),)
    assert len(directory.asked) == 1


def test_while_many_type_aheads_wait_for_smsit_the_next_is_answered_at_once(
    directory: FakeContactList, book: ContactBook
) -> None:
    directory.pause()
    found: list[tuple[Suggestion, ...]] = []
    waiting = [
        threading.Thread(target=lambda: found.append(book.suggest("mary", MAYA))) for _ in range(AT_ONCE)
    ]
    for thread in waiting:
        thread.start()
    directory.wait_until_asked(AT_ONCE)

    assert [book.suggest("mary", MAYA) for _ in range(40)] == [(NoMatch(BUSY),)] * 40
    assert len(directory.asked) == AT_ONCE

    directory.resume()
    for thread in waiting:
        thread.join(PATIENCE_SECONDS)
    assert [names(cards) for cards in found] == [["Mary", "Mary Ann Lee"]] * AT_ONCE
    assert names(book.suggest("mary", MAYA)) == ["Mary", "Mary Ann Lee"]


def test_a_type_ahead_that_breaks_makes_room_for_the_next(
    directory: FakeContactList, book: ContactBook
) -> None:
    directory.trouble = Unavailable("getcontacts", "timeout")
    for _ in range(2 * AT_ONCE):
        assert book.suggest("mary", MAYA) == (NoMatch(BUSY),)
    directory.trouble = None

    assert names(book.suggest("mary", MAYA)) == ["Mary", "Mary Ann Lee"]


@pytest.mark.parametrize("number", ["", "1" * 16, "1" * 151])
def test_who_has_no_number_that_could_be_texted_is_not_offered(
    database: Database, clock: FakeClock, number: str
) -> None:
    book = ContactBook(FakeContactList(row("Ada Odd", number), ADA), database)

    assert names(book.suggest("ada", MAYA)) == ["Ada Lovelace"]
    assert [each.card.name for each in book.address("Ada Odd hi", MAYA).candidates] == ["Ada Lovelace"]


def test_when_smsit_does_not_answer_type_ahead_and_the_rest_say_so(
    book: ContactBook, directory: FakeContactList
) -> None:
    directory.trouble = Unavailable("getcontacts", "timeout")

    assert book.suggest("ada", MAYA) == (NoMatch(BUSY),)
    for ask in (book.lookup, lambda line: book.address(line, MAYA)):
        with pytest.raises(UserError) as told:
            ask("14155550100")
        assert told.value.sentence == directory.trouble.sentence


def test_suggestions_without_a_name_come_last(database: Database) -> None:
    directory = FakeContactList(row("", "14155550198"), ADA, MARY, NAMELESS)
    found = ContactBook(directory, database).suggest("415555", MAYA)  # type: ignore[arg-type] # in memory
    assert [card.name for card in found] == ["Ada Lovelace", "Mary", "", ""]
