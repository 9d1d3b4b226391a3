"""Nobody reads from the order of people whose number is the smaller one."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.audiences.members import Members
from bot.features.birthdays.service import Birthdays
from bot.features.contacts.addressee import address
from bot.features.contacts.cards import merge
from bot.features.contacts.person import person
from bot.features.contacts.service import Card
from bot.features.contacts.suggestions import Suggestions
from bot.features.groups.audience import Audiences
from bot.texting.blind_order import BlindOrder
from tests.blind_orders import ORDER, decide
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.rows import row
from tests.features.slack_harness import MAYA

SMALL, LARGE = "12125550100", "19185550100"
ROWS = [replace(row("Ada Lovelace", each), birthday=date(1990, 12, 1)) for each in (SMALL, LARGE)]

BOT: Final = Path(__file__).parent.parent / "bot"
ORDERS: Final = frozenset({"sorted", "sort", "order_by", "min", "max", "nlargest", "nsmallest"})
OF_NUMBERS: Final = re.compile(r"\b(to_)?(number|phone)s?\b|SortBy\.NUMBER")
KNOWN: Final = {
    ("doctor/settings.py", "sorted"): "the account's own zones",
    ("features/broadcast/checks.py", "sorted"): "by what is shown of them: the last digits",
    ("features/broadcast/pace.py", "max"): "how many numbers the account has",
    (
        "features/contacts/directory.py",
        "iter_contacts",
    ): "for reading: who gives people orders them",
    ("features/contacts/query.py", "sorted"): "the entries of one person",
    ("features/do_not_text/service.py", "max"): "of a page",
    ("features/groups/pages.py", "_pages"): "for counting: who gives people orders them",
    ("features/lists/opt_outs.py", "get_contacts"): "for counting",
    ("features/templates/service.py", "max"): "of a page",
    ("store/do_not_text.py", "order_by"): "blindly",
    ("store/do_not_text.py", "sorted"): "rows are locked in one order; they are read in another",
    ("store/pages.py", "min"): "of a page",
    ("store/pages.py", "max"): "of a page",
    ("store/templates/queries.py", "order_by"): "of a version",
    ("store/templates/queries.py", "max"): "of a version",
    ("texting/blind_order.py", "sorted"): "blindly",
    ("texting/number_plans.py", "min"): "how long numbers are",
    ("texting/tables/records.py", "max"): "how many there are",
    ("texting/tables/table.py", "max"): "of columns",
}
"""Where numbers decide about an order, and why nobody reads them from it."""


def offered() -> list[str]:
    found = Suggestions(FakeContactList(*ROWS), order=ORDER).of("Ada Lovelace", full=False)  # type: ignore[arg-type] # in memory
    return [each.number for each in found if isinstance(each, Card)]


def asked_about() -> list[str]:
    found = address("Ada Lovelace hi", lambda _word: merge(ROWS), ORDER)
    return [each.card.number for each in found.candidates]


def with_a_birthday() -> list[str]:
    class Nobody:
        def listed(self, _numbers: object) -> frozenset[str]:
            return frozenset()

    week = Birthdays(lambda _search, _who: map(person, ([each] for each in ROWS)), Nobody(), order=ORDER)
    return [each.number for each in week.from_day(date(2026, 11, 30), MAYA, lambda _read: None).birthdays]


def on_a_list() -> list[str]:
    members = Members("US", ORDER)
    for each in ROWS:
        members.meet(person([each]))
    return [each.phone for each in members.audience().members]


def in_a_group() -> list[str]:
    return list(Audiences(FakeContactList(*ROWS), "US", key=b"secret").count("VIP").numbers)  # type: ignore[arg-type] # in memory


@pytest.mark.parametrize("shown", [offered, asked_about, with_a_birthday, on_a_list, in_a_group])
@pytest.mark.parametrize("first", [SMALL, LARGE])
def test_whose_number_is_the_smaller_one_decides_nothing_about_namesakes(
    monkeypatch: pytest.MonkeyPatch, shown: Callable[[], list[str]], first: str
) -> None:
    decide(monkeypatch, first)

    assert shown() == [first, *({SMALL, LARGE} - {first})]


@given(st.lists(st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True), min_size=2, unique=True), st.randoms())
def test_an_order_is_the_same_whatever_people_came_in_and_another_key_gives_another(
    numbers: list[str], random: Random
) -> None:
    mixed = [*numbers]
    random.shuffle(mixed)
    assert ORDER.of(mixed, str) == ORDER.of(numbers, str)
    assert BlindOrder().key != BlindOrder().key


def test_what_comes_first_still_does() -> None:
    found = ORDER.of([str(each) for each in range(1000)], str, first=len)
    assert all(len(one) <= len(other) for one, other in pairwise(found))
    assert sorted(found[:10]) != list(found[:10])


def ordering() -> Iterator[tuple[str, str]]:
    """Give every place where numbers may decide about an order: its file, and what orders."""
    for path in BOT.rglob("*.py"):
        file = path.relative_to(BOT).as_posix()
        if file.startswith(("sandbox/", "store/migrations/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).rpartition(".")[2]
                given_ = [*node.args, *(each.value for each in node.keywords)]
                said = " ".join(map(ast.unparse, given_))
                if (name in ORDERS and OF_NUMBERS.search(said)) or "SortBy.NUMBER" in map(
                    ast.unparse, given_
                ):
                    yield file, name


def test_every_place_where_numbers_decide_about_an_order_is_known() -> None:
    assert set(ordering()) == set(KNOWN)
