"""Rows that nothing else tells apart are in an order that tells nothing of their numbers, over all pages."""

from collections.abc import Callable, Iterable

from bot.store import do_not_text
from bot.store.database import Database
from bot.store.sends import reach
from bot.texting.blind_order import BlindOrder, place
from tests.clock import START
from tests.features.arrived import missed

NUMBERS = [f"1{code}5550100" for code in range(212, 232)]
PAGE = 7


def blind(database: Database) -> list[str]:
    return sorted(NUMBERS, key=lambda each: place(database.blind_order.key, each))


def pages(read: Callable[[int], Iterable[str]]) -> list[str]:
    return [number for offset in range(0, len(NUMBERS), PAGE) for number in read(offset)]


def test_numbers_that_were_listed_together(either: Database) -> None:
    with either.write() as conn:
        do_not_text.add(conn, dict.fromkeys(NUMBERS, ""), "U0MAYA", START)

    with either.read() as conn:
        found = pages(
            lambda offset: [each.number for each in do_not_text.page(conn, "", offset=offset, limit=PAGE)]
        )
        ending = [each.number for each in do_not_text.page(conn, "0100", offset=0, limit=len(NUMBERS))]
    assert found == ending == blind(either)


def test_numbers_that_were_last_tried_at_the_same_moment(either: Database) -> None:
    missed(either, *NUMBERS)

    with either.read() as conn:
        found = pages(lambda offset: [each.phone for each in reach.page(conn, offset, PAGE)])
    assert found == blind(either)


def test_processes_with_one_secret_have_one_order() -> None:
    one, other = (BlindOrder(b"secret").of(numbers, str) for numbers in (NUMBERS, NUMBERS[::-1]))
    assert one == other
