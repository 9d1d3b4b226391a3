"""A hundred thousand contacts: found and turned page by page with as few requests as a handful."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.features.contacts.directory import ON_A_PAGE
from bot.features.contacts.query import PAGE_ROWS
from bot.sandbox.smsit.contacts import Contact, Membership
from tests.flows import cards, people
from tests.flows.harness import Harness
from tests.flows.people import Contacts

CONTACTS = 100_000
EVERY = 7
"""So many people apart stand those who are in the other group too."""
BIG, OTHER = "Large practice", "Large practice recall"
"""One name holds the other: whoever asks SMS-iT for the first gets rows of both."""


@pytest.fixture(scope="module")
def crowded(shared_harness: Harness) -> Harness:
    """The bot after a large import, which the bot has not counted yet."""
    people.ready(shared_harness)
    smsit = shared_harness.sandbox.smsit
    book, now = smsit.book, smsit.local_now()
    with smsit.lock:
        book.changed()
        for place in range(CONTACTS):
            contact = book.make(
                Contact(book.next_id(), f"14156{place:06}", f"Person {place:06}", f"p{place}@example.com")
            )
            for group in (BIG, OTHER) if place % EVERY == 0 else (BIG,):
                book.join(Membership(contact, group, now - timedelta(minutes=place)))
        book.changed()
    return shared_harness


@pytest.fixture
def maya(crowded: Harness, harness: Harness) -> Iterator[Contacts]:
    assert harness is crowded
    yield Contacts(harness)
    harness.quiet()


@pytest.mark.parametrize(
    ("line", "most"),
    [
        ("", 1),
        ("Person 077777", 1 + 1),  # the page was not full: one request more, and everybody is counted
        ("p77777@example.com sort:number", 1 + 1),
        ("4156077777", 1 + 1),
        ("sort:newest", 1 + ON_A_PAGE),  # rows of the same people may stand further on
        (f'group:"{OTHER}"', 1 + ON_A_PAGE),  # their other groups are looked up one by one
    ],
)
def test_a_page_takes_as_many_requests_as_it_would_of_few_contacts(
    maya: Contacts, line: str, most: int
) -> None:
    before = maya.calls("getcontacts")

    shown = maya.find(line)

    assert maya.calls("getcontacts") - before <= most
    if "77777" in line:
        assert [cards.digits(row) for row in maya.rows] == ["14156077777"]
        assert "1 contact" in shown
    else:
        assert len(maya.rows) == ON_A_PAGE
        assert " · more on the next page" in shown


def test_turning_pages_reads_no_more_than_what_lies_before_them(maya: Contacts) -> None:
    maya.find("Person sort:number")
    seen = list(maya.rows)
    for page in range(1, 25):
        before = maya.calls("getcontacts")
        maya.press("Next")
        rows = (page + 1) * ON_A_PAGE * (EVERY + 1) // EVERY
        assert maya.calls("getcontacts") - before <= 1 + (rows + 1) // PAGE_ROWS
        seen += maya.rows

    assert [cards.digits(row) for row in seen] == [f"14156{place:06}" for place in range(250)]
    assert "241 to 250 · more on the next page" in maya.shown


def test_a_group_inside_another_ones_name_is_found_by_its_exact_name(maya: Contacts) -> None:
    maya.find(f'group:"{BIG}" sort:number')
    assert [cards.digits(row) for row in maya.rows] == [f"14156{place:06}" for place in range(ON_A_PAGE)]
    maya.find(f'group:"{OTHER}" sort:number')
    assert [cards.digits(row) for row in maya.rows] == [
        f"14156{place * EVERY:06}" for place in range(ON_A_PAGE)
    ]
    assert f"{BIG} and {OTHER}" in maya.shown
