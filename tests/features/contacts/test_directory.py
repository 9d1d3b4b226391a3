"""People on pages, from SMS-iT's rows of one contact and group on pages of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.features.contacts import directory, query
from bot.features.contacts import pages as pages_module
from bot.features.contacts.directory import Directory, ResultPage
from bot.features.contacts.search import Order, Search, Sort
from bot.smsit import Contact, Endpoint, SortBy, Unavailable
from bot.store.database import Database
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.entries import ADA, DAY, GRACE, NORA, entry
from tests.features.contacts.search_harness import SearchHarness

DOWN = Unavailable(Endpoint.GET_CONTACTS, "it did not answer in time")


class Book:
    """Knows no group."""

    def group_named(self, _value: str) -> None:
        return None

    def groups(self, _text: str) -> tuple[str, ...]:
        return ()


@pytest.fixture
def search_harness(database: Database) -> SearchHarness:
    return SearchHarness(database)


def over(register: FakeContactList) -> Directory:
    return Directory(register, Book())  # type: ignore[arg-type] # in memory


def all_pages(found: Directory, search: Search) -> list[ResultPage]:
    pages = [found.look(search)]
    while pages[-1].more:
        pages.append(found.look(replace(search, page=len(pages))))
    return pages


def numbers(found: ResultPage) -> list[str]:
    return [each.number for each in found.people]


def many(people: int, groups: int = 2) -> list[Contact]:
    return [
        entry(
            str(14155550000 + n),
            f"Person {n // 3:03}",
            f"Group {group}",
            created=DAY + timedelta(hours=n * group),
        )
        for n in range(people)
        for group in range(groups)
    ]


def test_a_person_is_found_once_with_all_groups(search_harness: SearchHarness) -> None:
    found = search_harness.directory.look(Search("ada"))
    assert found.total == 1
    (ada,) = found.people
    assert (ada.groups, ada.left, ada.subscribed) == (("Newsletter", "VIP"), ("Newsletter",), True)
    assert (ada.email, ada.sources, ada.since) == ("ada@example.com", ("SMS",), DAY)
    assert "Ada" not in repr(found)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (Search("hop"), [GRACE]),
        (Search(number="555012"), [NORA]),
        (Search(number="+1 (415) 555-0120"), [NORA]),
        (Search(email="ADA@"), [ADA]),
        (Search(group="VIP"), [ADA]),
        (Search(group="vip"), [ADA]),
        (Search(source="kiosk"), [NORA]),
        (Search(subscribed="no"), [ADA, NORA]),
        (Search(subscribed="yes", group="Newsletter"), []),
        (Search(sort="number", order="reversed"), [NORA, GRACE, ADA]),
        (Search("ada", "0100", "ada@"), [ADA]),
        (Search("ada", "0101"), []),
        (Search("nobody"), []),
    ],
)
def test_every_filter_finds_its_people(
    search_harness: SearchHarness, search: Search, found: list[str]
) -> None:
    page = search_harness.directory.look(search)
    assert (numbers(page), page.total, page.more) == (found, len(found), False)


def test_a_narrow_search_still_shows_all_groups_of_a_person(search_harness: SearchHarness) -> None:
    (ada,) = search_harness.directory.look(Search(group="VIP")).people
    assert ada.groups == ("Newsletter", "VIP")
    assert ada.left == ("Newsletter",)


def test_who_is_deleted_meanwhile_is_shown_as_found(search_harness: SearchHarness) -> None:
    rows = search_harness.register.rows

    class Deleting(FakeContactList):
        def get_contacts(self, **asked: object) -> tuple[Contact, ...]:
            return () if "sort_by" not in asked else super().get_contacts(**asked)

    (ada,) = over(Deleting(*rows)).look(Search(group="VIP")).people
    assert ada.groups == ("VIP",)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("order", list(Order))
def test_no_more_pages_are_read_than_a_page_of_people_needs(
    monkeypatch: pytest.MonkeyPatch, sort: Sort, order: Order
) -> None:
    monkeypatch.setattr(query, "PAGE_ROWS", 7)
    register = FakeContactList(*many(60))
    page = over(register).look(Search(sort=sort, order=order))
    assert len(page.people) == directory.ON_A_PAGE
    assert (page.more, page.total) == (True, None)
    assert max(register.pages) <= (4 if sort is not Sort.NEWEST else 3)
    assert all(each.groups == ("Group 0", "Group 1") for each in page.people)
    asked = register.asked[0]
    assert (asked["timeout"], asked["retry"]) == (query.PATIENCE_SECONDS, False)


@given(
    rows=st.lists(
        st.builds(
            entry,
            st.integers(1, 40).map(lambda n: f"1415555{n:04}"),
            st.sampled_from(["", "Ada", "ada", "Ädä", "Bob"]),
            st.sampled_from(["A", "B", "AB"]),
            subscribed=st.booleans(),
            created=st.integers(0, 9).map(lambda n: DAY + timedelta(seconds=n)),
        ),
        max_size=90,
    ),
    rows_a_page=st.integers(1, 12),
    sort=st.sampled_from(Sort),
    order=st.sampled_from(Order),
    group=st.sampled_from(["", "A"]),
)
def test_nobody_is_lost_or_shown_twice_from_page_to_page(
    rows: list[Contact], rows_a_page: int, sort: Sort, order: Order, group: str
) -> None:
    # SMS-iT has one row for a number and a group, and one name for a number.
    named = {row.number: row.name for row in rows}
    each_once = {(row.number, row.group): row for row in rows}
    rows = [replace(row, name=named[row.number]) for row in each_once.values()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(query, "PAGE_ROWS", rows_a_page)
        patch.setattr(query, "GROUP_ROWS", rows_a_page)
        patch.setattr(directory, "MOST_REQUESTS", 100)
        pages = all_pages(over(FakeContactList(*rows)), Search(sort=sort, order=order, group=group))
    found = [each for page in pages for each in page.people]
    request = {row.number for row in rows if not group or row.group == group}
    assert sorted(each.number for each in found) == sorted(request)
    assert all(set(each.groups) == {row.group for row in rows if row.number == each.number} for each in found)
    assert [len(page.people) for page in pages[:-1]] == [directory.ON_A_PAGE] * (len(pages) - 1)
    assert pages[-1].total == len(request) or len(pages[-1].people) == directory.ON_A_PAGE
    if sort is Sort.NAME:
        assert [not each.name for each in found] == sorted(not each.name for each in found)


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize(("nameless", "rows_a_page"), [(3, 200), (12, 5), (400, 5), (399, 4), (25, 10)])
def test_people_without_a_name_come_behind_all_others(
    monkeypatch: pytest.MonkeyPatch, nameless: int, rows_a_page: int, order: Order
) -> None:
    monkeypatch.setattr(query, "PAGE_ROWS", rows_a_page)
    rows = [entry(str(14155560000 + nth)) for nth in range(nameless)]
    register = FakeContactList(*rows, *many(12, 1))
    first = over(register).look(Search(order=order))
    names = [each.name for each in first.people]
    assert names == sorted(names, reverse=order is Order.REVERSED)
    assert all(names)
    assert len(register.pages) == len(set(register.pages)) <= directory.MOST_REQUESTS
    second = over(register).look(Search(order=order, page=1))
    assert [bool(each.name) for each in second.people][:3] == [True, True, False]


def test_in_an_order_by_something_else_they_keep_their_place() -> None:
    register = FakeContactList(entry(ADA), entry(GRACE, "Grace Hopper"))
    assert numbers(over(register).look(Search(sort=Sort.NUMBER))) == [ADA, GRACE]


def test_when_nobody_has_a_name_everybody_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "PAGE_ROWS", 4)
    rows = [entry(str(14155560000 + nth)) for nth in range(23)]
    pages = all_pages(over(FakeContactList(*rows)), Search())
    assert sorted(number for page in pages for number in numbers(page)) == [row.number for row in rows]


def test_where_the_first_name_is_too_far_smsits_order_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "PAGE_ROWS", 1)
    monkeypatch.setattr(pages_module, "MOST_STEPS", 3)
    rows = [entry(str(14155560000 + nth)) for nth in range(30)]
    register = FakeContactList(*rows, entry(ADA, "Ada Lovelace"))
    assert len(over(register).look(Search()).people) == directory.ON_A_PAGE
    assert max(register.pages) < 31


def test_everybody_is_counted_by_one_request_more_behind_a_page_that_was_not_full() -> None:
    register = FakeContactList(*many(60))
    page = over(register).look(Search())
    assert (page.total, page.more, register.pages) == (60, True, [1, 2])


def test_pages_smsit_cuts_short_are_not_all_read() -> None:
    register = FakeContactList(*many(60))
    register.most_rows = 25
    page = over(register).look(Search())
    assert (page.total, page.more, register.pages) == (None, True, [1, 2])


def test_a_page_beyond_the_last_shows_the_last() -> None:
    page = over(FakeContactList(*many(15))).look(Search(page=9))
    assert (page.search.page, len(page.people), page.total, page.more) == (1, 5, 15, False)


def test_too_many_rows_of_others_are_not_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "GROUP_ROWS", 5)
    monkeypatch.setattr(directory, "MOST_REQUESTS", 3)
    register = FakeContactList(*(entry(str(14155550000 + n), "Bob", "VIP 2") for n in range(50)))
    page = over(register).look(Search(group="VIP"))
    assert (page.people, page.total, page.is_cut, register.pages) == ((), None, True, [1, 2, 3])


def test_rows_without_a_number_are_nobody() -> None:
    register = FakeContactList(entry("", "Nobody"), entry("1" * 16, "Junk"), entry(ADA, "Ada"))
    assert numbers(over(register).look(Search())) == [ADA]


def test_what_smsit_does_not_answer_is_told(search_harness: SearchHarness) -> None:
    search_harness.register.trouble = DOWN
    for ask in (
        lambda: search_harness.directory.look(Search()),
        lambda: search_harness.directory.one(ADA),
        lambda: list(search_harness.directory.everybody(Search())),
    ):
        with pytest.raises(UserError) as wrong:
            ask()
        assert wrong.value.sentence == DOWN.sentence


def test_a_page_that_comes_again_and_again_is_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stuck(FakeContactList):
        def get_contacts(self, **asked: object) -> tuple[Contact, ...]:
            return super().get_contacts(**{**asked, "page": 1})

    with pytest.raises(UserError, match="repeats the same page"):
        over(Stuck(entry(ADA))).look(Search())


def test_one_person_is_found_by_the_whole_number(search_harness: SearchHarness) -> None:
    search_harness.register.rows.append(entry(f"{ADA}9", "Longer"))
    found = search_harness.directory.one(ADA)
    assert found is not None
    assert found.name == "Ada Lovelace"
    assert search_harness.directory.one("999") is None


def test_the_order_is_asked_of_smsit() -> None:
    register = FakeContactList()
    finder_ = over(register)
    asked = []
    for sort in Sort:
        for order in Order:
            finder_.look(Search(sort=sort, order=order))
            asked.append((register.asked[-1]["sort_by"], register.asked[-1]["sort_dir"].value))
    assert asked == [
        (SortBy.NAME, "asc"),
        (SortBy.NAME, "desc"),
        (SortBy.NUMBER, "asc"),
        (SortBy.NUMBER, "desc"),
        (SortBy.CREATED, "desc"),
        (SortBy.CREATED, "asc"),
    ]


def test_a_number_that_comes_back_is_not_given_twice() -> None:
    class Unsorted(FakeContactList):
        def get_contacts(self, **asked: object) -> tuple[Contact, ...]:
            return tuple(self.rows) if asked["page"] == 1 else ()

    rows = (entry(ADA, group="A"), entry(GRACE), entry(ADA, group="B"), entry(ADA, group="C"))
    assert [each.groups for each in over(Unsorted(*rows)).everybody(Search())] == [("A",), ("VIP",)]
