"""The figures are those of a plain count."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.features.groups import group_count, pages
from bot.features.groups.tally import Tally
from bot.smsit import Contact
from bot.store.contact_groups import Counts
from tests.clock import START
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.rows import row
from tests.features.contacts.samples import T0, at

entries = st.lists(
    st.builds(
        row,
        st.just("Ada"),
        st.sampled_from(["", "1", "2", "3"]),
        st.sampled_from(["", "VIP", "VIP 2", "vip"]),
        subscribed=st.booleans(),
        created=st.sampled_from([None, *(T0 + timedelta(seconds=second) for second in range(-2, 3))]),
        id_=st.uuids().map(str),
    ),
    max_size=12,
)


def reference(rows: Sequence[Contact]) -> dict[str, Counts]:
    """Count without any care for speed."""
    found = {}
    for group in {each.group for each in rows if each.group and each.number}:
        mine = [each for each in rows if each.group == group and each.number]
        texted = {each.number for each in mine if each.subscribed}
        gone = {each.number for each in mine} - texted
        found[group] = Counts(len(texted), len(gone), len(mine) - len(texted) - len(gone))
    return found


@given(entries)
def test_figures_are_a_plain_count_of_the_entries(rows: list[Contact]) -> None:
    counted = group_count.count_all(FakeContactList(*rows), START, lambda _rows: None)

    assert counted.groups == reference(rows)
    assert counted.read == len(rows)


@given(entries, entries)
def test_what_is_new_makes_of_old_figures_those_of_a_full_count(
    old: list[Contact], new: list[Contact]
) -> None:
    old = [*old, at("9", -2)]
    counted = group_count.count_all(FakeContactList(*old), START, lambda _rows: None)
    newest = counted.horizon.newest
    assert newest is not None
    later = [each for each in new if each.created is not None and each.created >= newest]

    news = group_count.newer(FakeContactList(*old, *later), counted.horizon)

    assert news is not None
    total = dict(counted.groups)
    for group, more in news.groups.items():
        before = total.get(group, Counts())
        total[group] = Counts(
            before.subscribed + more.subscribed,
            before.opted_out + more.opted_out,
            before.duplicates + more.duplicates,
        )
    assert total == reference([*old, *later])


def test_an_empty_tally_has_no_groups() -> None:
    assert Tally().counts() == {}


def test_nothing_is_new_where_nothing_is_dated() -> None:
    horizon = group_count.Horizon(None, T0)
    assert group_count.newer(FakeContactList(at("1", -5)), horizon) == group_count.News({}, horizon)
    assert not horizon.is_new(at("1", -5))
    assert [page.read for page in pages.newest_first(FakeContactList(at("1"), at("2")), 1)] == [1, 1]
