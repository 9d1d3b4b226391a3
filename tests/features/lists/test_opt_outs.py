"""Who on a list has opted out: found before anything is sent, with few requests, and never guessed."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.lists import opt_outs
from bot.features.lists.opt_outs import LONGEST, MOST_ASKED, OptedOut, OptOuts
from bot.smsit import Contact
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import DOWN, FakeContactList
from tests.features.lists.harness import number

LIST = tuple(number(nth) for nth in range(1, 6))


def an_entry(of: str, group: str = "VIP", *, subscribed: bool) -> Contact:
    return Contact(
        f"{group} {of}", "", None, "", of, group, subscribed=subscribed, source="", carrier="", created=None
    )


class SlowContactList(FakeContactList):
    """Takes so long for each answer."""

    def __init__(self, clock: FakeClock, takes: timedelta, *rows: Contact) -> None:
        super().__init__(*rows)
        self._clock = clock
        self._takes = takes

    def get_contacts(self, **asked: object) -> tuple[Contact, ...]:  # type: ignore[override] # as the fake
        self._clock.advance(seconds=self._takes.total_seconds())
        return super().get_contacts(**asked)


def among(
    contacts: FakeContactList, numbers: Sequence[str] = LIST, clock: FakeClock | None = None
) -> OptedOut:
    return OptOuts(contacts, clock or FakeClock(), "US").among(numbers)


def test_who_opted_out_of_every_group_is_found_and_nobody_else() -> None:
    contacts = FakeContactList(
        an_entry(LIST[0], subscribed=False),
        an_entry(LIST[1], subscribed=False),
        an_entry(LIST[1], "Gold", subscribed=True),
        an_entry(LIST[2], subscribed=True),
        an_entry(number(99), subscribed=False),
    )
    assert among(contacts) == OptedOut(frozenset({LIST[0]}))


def test_a_number_sms_it_spells_otherwise_is_the_same_person() -> None:
    contacts = FakeContactList(an_entry(LIST[0][1:], subscribed=False))
    assert among(contacts).numbers == {LIST[0]}


def test_only_entries_that_opted_out_are_read_and_only_people_among_them_asked_for() -> None:
    many = [an_entry(number(nth), subscribed=True) for nth in range(1, 400)]
    contacts = FakeContactList(*many, an_entry(number(500), subscribed=False))
    among(contacts, [number(nth) for nth in range(1, 400)])
    assert contacts.pages == [1, 2]
    assert len(contacts.asked) == 2
    assert all(each["subscribed"] is False for each in contacts.asked)


class UnfilteredContactList(FakeContactList):
    """Answers with everybody, whoever was asked for."""

    def get_contacts(self, **asked: object) -> tuple[Contact, ...]:  # type: ignore[override] # as the fake
        return super().get_contacts(**{**asked, "subscribed": None})


def test_whoever_is_subscribed_is_not_asked_for_though_sms_it_names_them() -> None:
    contacts = UnfilteredContactList(*(an_entry(each, subscribed=True) for each in LIST))
    assert among(contacts) == OptedOut(frozenset())
    assert contacts.pages == [1, 2]
    assert len(contacts.asked) == 2


def test_where_sms_it_does_not_answer_that_is_said() -> None:
    contacts = FakeContactList(*(an_entry(each, subscribed=False) for each in LIST))
    contacts.trouble = DOWN
    assert among(contacts) == OptedOut(frozenset(), is_complete=False)
    contacts.trouble_after = 4  # two pages, and two people
    assert among(contacts) == OptedOut(frozenset(LIST[:2]), is_complete=False)
    assert all(each["retry"] is False for each in contacts.asked)


def test_no_more_people_are_asked_for_than_is_quick() -> None:
    numbers = [number(nth) for nth in range(1, MOST_ASKED + 3)]
    contacts = FakeContactList(*(an_entry(each, subscribed=False) for each in numbers))
    found = among(contacts, numbers)
    assert (len(found.numbers), found.is_complete) == (MOST_ASKED, False)
    assert among(contacts, numbers[:MOST_ASKED]) == OptedOut(frozenset(numbers[:MOST_ASKED]))


def test_no_more_entries_are_read_than_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opt_outs, "PAGE_ROWS", 2)
    monkeypatch.setattr(opt_outs, "MOST_PAGES", 2)
    contacts = FakeContactList(*(an_entry(each, subscribed=False) for each in LIST))
    assert among(contacts) == OptedOut(frozenset(LIST[:4]), is_complete=False)
    assert among(FakeContactList(*contacts.rows[:4])) == OptedOut(frozenset(LIST[:4]))  # type: ignore[index]


@pytest.mark.parametrize("takes", [LONGEST, LONGEST / 5])
def test_nobody_waits_longer_than_that_for_it(takes: timedelta) -> None:
    clock = FakeClock()
    began = clock()
    contacts = SlowContactList(clock, takes, *(an_entry(each, subscribed=False) for each in LIST))
    assert not among(contacts, LIST, clock).is_complete
    assert clock() - began <= LONGEST + 2 * takes


def test_a_page_that_comes_again_and_again_ends_it() -> None:
    class Repeating(FakeContactList):
        def get_contacts(self, **asked: object) -> tuple[Contact, ...]:  # type: ignore[override] # as the fake
            return super().get_contacts(**{**asked, "page": 1})

    contacts = Repeating(*(an_entry(each, subscribed=False) for each in LIST[:2]))
    assert among(contacts) == OptedOut(frozenset(LIST[:2]), is_complete=False)


_ENTRIES = st.lists(st.tuples(st.sampled_from(LIST), st.sampled_from("ABC"), st.booleans()), max_size=12)


@given(entries=_ENTRIES)
def test_who_is_subscribed_anywhere_or_unknown_is_never_taken_for_opted_out(
    entries: list[tuple[str, str, bool]],
) -> None:
    rows = {(of, group): an_entry(of, group, subscribed=said) for of, group, said in entries}
    expected = {
        each
        for each in LIST
        if (own := [row.subscribed for row in rows.values() if row.number == each]) and not any(own)
    }
    assert among(FakeContactList(*rows.values())) == OptedOut(frozenset(expected))
