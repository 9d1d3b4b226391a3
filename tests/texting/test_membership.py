"""Who joined a group and who left it is told by what is kept of it, and of nobody is it read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import membership
from bot.texting.membership import KEPT, Moves

KEY = b"a key of the tests"
PEOPLE = st.sets(st.from_regex(r"1415555[0-9]{4}", fullmatch=True), max_size=40)


def numbers(first: int, count: int) -> list[str]:
    return [str(14_155_000_000 + nth) for nth in range(first, first + count)]


def moves(before: list[str], now: list[str]) -> Moves:
    found = membership.moves(
        membership.written(KEY, before), membership.written(KEY, now), was=len(before), are=len(now)
    )
    assert found is not None
    return found


@given(PEOPLE, PEOPLE)
def test_of_small_groups_it_is_told_exactly(before: set[str], now: set[str]) -> None:
    assert moves(sorted(before), sorted(now)) == Moves(len(now - before), len(before - now))


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_same_people_are_the_same_in_any_order(people: set[str], random: object) -> None:
    mixed = sorted(people)
    getattr(random, "shuffle")(mixed)  # noqa: B009 - hypothesis gives it no type
    kept = membership.written(KEY, mixed)
    assert kept == membership.written(KEY, people)
    assert (kept == membership.written(b"another key", people)) is False
    assert not [each for each in people if each in kept]


@pytest.mark.parametrize(("size", "joined", "left"), [(5_000, 0, 500), (5_000, 500, 500), (60_000, 9_000, 0)])
def test_of_big_groups_it_is_told_about_right(size: int, joined: int, left: int) -> None:
    before, now = numbers(0, size), numbers(left, size - left + joined)
    found = moves(before, now)

    assert abs(found.joined - joined) < size * 0.05
    assert abs(found.left - left) < size * 0.05


def test_all_others_are_told_as_all_however_many_they_are() -> None:
    for size in (1, KEPT, KEPT + 1, 5_000):
        assert moves(numbers(0, size), numbers(size, size)) == Moves(size, size)


def test_what_was_written_before_tells_nothing() -> None:
    kept = membership.written(KEY, numbers(0, 3))
    alone = kept.partition(".")[0]
    assert len(alone) == 64
    assert membership.moves(alone, kept, was=3, are=3) is None
    assert membership.moves(kept, alone, was=3, are=3) is None
    assert membership.moves(kept, f"{alone}.spoilt!", was=3, are=3) is None
