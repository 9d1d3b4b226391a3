"""Tokens of attempts, and what a launch may say of those of others."""

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.process_slots import MOST
from bot.store.launches import Launch

SLOTS = st.none() | st.integers(0, MOST - 1)


@given(SLOTS, SLOTS)
def test_only_an_earlier_launch_in_the_same_slot_is_over(before: int | None, now: int | None) -> None:
    earlier, later = Launch(before, outlives=True), Launch(now, outlives=True)
    assert later.outlived(earlier.token()) is (before is not None and before == now)
    assert not Launch(now).outlived(earlier.token())  # it may only have lost its slot
    assert not later.outlived(later.token())


@given(SLOTS, SLOTS)
def test_a_process_that_takes_a_slot_again_is_who_it_was(before: int | None, now: int | None) -> None:
    launch = Launch(before, outlives=True)
    later = launch.or_else(Launch(now, outlives=True))
    assert (later is launch) is (before == now)
    assert not later.outlived(later.token())
    assert not later.outlived(launch.token())


@given(SLOTS)
def test_a_token_fits_its_column_and_is_no_other_attempts(slot: int | None) -> None:
    launch = Launch(slot)
    tokens = {launch.token() for _ in range(50)}
    assert len(tokens) == 50
    assert {len(each) for each in tokens} == {32}


def test_tokens_of_other_kinds_are_nobodys() -> None:
    others = (None, "", "0" * 32, "-" * 32, "00000001abc", Launch().token())
    assert not any(Launch(slot, outlives=True).outlived(each) for slot in range(MOST) for each in others)
