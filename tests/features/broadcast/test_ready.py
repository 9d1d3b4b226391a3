"""What follows from a broadcast's figures."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.clock import START
from tests.features.broadcast.broadcasts import COST, ready

DAYS = tuple(START + timedelta(days=day) for day in range(5))


@given(st.integers(-10, 60), st.integers(1, 20))
def test_the_balance_runs_out_at_the_first_date_it_does_not_cover(available: int, each: int) -> None:
    gone = ready(series=DAYS, balance=available, cost=replace(COST, credits=each)).runs_out
    covered = len(DAYS) if gone is None else DAYS.index(gone)

    assert covered * each <= max(0, available)
    assert gone is None or (covered + 1) * each > available


def test_what_costs_nothing_runs_out_never() -> None:
    assert ready(series=DAYS, balance=0, cost=replace(COST, credits=0)).runs_out is None
