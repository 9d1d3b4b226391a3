"""A believable business: Harbour Street Clinic, its contacts, groups and sending numbers.

Every number lies in a range reserved for fiction: 555-01xx in North America, the drama ranges of the
United Kingdom, Australia and Germany. Nobody can be reached by accident.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, islice

from bot.sandbox.smsit.contacts import SORT_KEYS, Contact, ContactBook, Membership, Search
from bot.sandbox.smsit.seed_names import AREA_CODES, CARRIERS, FIRST_NAMES, LAST_NAMES
from bot.sandbox.smsit.seed_people import FIXED_NUMBERS, KNOWN_PEOPLE

# Each group with the share of contacts in it. "VIP" is part of "VIP 2", and so on: the search trap.
GROUPS = {
    "VIP": 0.05,
    "VIP 2": 0.03,
    "Tuesday clinic": 0.12,
    "Tuesday clinic evening": 0.06,
    "New patients": 0.10,
    "New patients 2026": 0.05,
    "Physio": 0.12,
    "Physio recall": 0.06,
    "Flu shots": 0.25,
    "Newsletter": 0.45,
    "Staff": 0.03,
}
CATCH_ALL = "Newsletter"
EMPTY_GROUP = "Waiting list"  # exists, and holds nobody
OPTED_OUT = 0.04
ABROAD_EVERY = 25
FIRST_FREE = 50  # 555-0150 and up, so that the known people keep the lower half
DAYS_BACK = 1500


def fill(book: ContactBook, count: int, seed: int, now: datetime) -> None:
    """Fill the book with about `count` contacts (never fewer than the known people).

    `now` is wall-clock time in the account's zone; everybody joined in the four years before it. The
    same seed and time make the same book.
    """
    rng = random.Random(seed)  # noqa: S311 - pretend people, the same in every run
    for group in (*GROUPS, EMPTY_GROUP):
        book.add_group(group)
    for person in KNOWN_PEOPLE:
        contact = book.make(
            Contact(
                book.next_id(), person.number, person.name, person.email, person.birthday, person.carrier
            ),
        )
        for group in (*person.groups, *person.left):
            joined = now - timedelta(days=DAYS_BACK)
            book.join(Membership(contact, group, joined, subscribed=group in person.groups, source=1))
    for number in islice(_numbers(), max(0, count - len(KNOWN_PEOPLE))):
        _someone(book, rng, number, now)
    for sort_by in SORT_KEYS:  # the first page should be as quick as the others
        book.search(Search(sort_by=sort_by))


def _someone(book: ContactBook, rng: random.Random, number: str, now: datetime) -> None:
    first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    name = f"{first} {last}" if rng.random() < 0.96 else ""  # noqa: PLR2004 - a few left no name
    email = f"{first}.{last}@example.com".lower() if name and rng.random() < 0.7 else ""  # noqa: PLR2004 - as above
    birthday = f"{rng.randint(1940, 2007)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    contact = book.make(
        Contact(book.next_id(), number, name, email, birthday if email else "", rng.choice(CARRIERS)),
    )
    groups = [group for group, share in GROUPS.items() if rng.random() < share] or [CATCH_ALL]
    gone = rng.random() < OPTED_OUT
    for group in groups:
        joined = now - timedelta(minutes=rng.randrange(1, DAYS_BACK * 24 * 60))
        book.join(Membership(contact, group, joined, subscribed=not gone, source=rng.randrange(4)))


def _numbers() -> Iterator[str]:
    """Give fictional numbers without end, as far as anybody needs: about 150,000."""
    abroad = _abroad()
    for place, number in enumerate(_american()):
        if place % ABROAD_EVERY == ABROAD_EVERY - 1:
            yield next(abroad)
        yield number
    yield from abroad


def _american() -> Iterator[str]:
    unassigned = (f"{code}" for code in range(200, 990) if code % 100 != 11)  # noqa: PLR2004 - N11 are services
    codes = chain(AREA_CODES, (code for code in unassigned if code not in AREA_CODES))
    for code in codes:
        first = FIRST_FREE if code == AREA_CODES[0] else 0
        for last in range(first, 100):
            number = f"1{code}55501{last:02}"
            if number not in FIXED_NUMBERS:
                yield number


def _abroad() -> Iterator[str]:
    few = zip(
        (f"447700900{last:03}" for last in range(1000)),
        (f"614915701{last:02}" for last in (56, 57, 58, 59, 10)),
        (f"493023125{last:03}" for last in range(1000)),
        strict=False,  # as many rounds as the shortest range has
    )
    yield from chain.from_iterable(few)
    yield from (
        f"447700900{last:03}" for last in range(100, 1000) if f"447700900{last:03}" not in FIXED_NUMBERS
    )
    yield from (f"493023125{last:03}" for last in range(100, 1000))
    yield from (f"61{region}5550{last:04}" for region in (2, 3, 7, 8) for last in range(10_000))
    yield from (f"61{region}7010{last:04}" for region in (2, 3, 7, 8) for last in range(10_000))
