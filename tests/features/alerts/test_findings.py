"""What makes something an alert, and what ends it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.alerts.findings import NOTHING, OLD, Verdict, balance, counted, failures, works
from bot.policy.model import Alerts
from bot.store.balances import Sample
from bot.store.sends.tally import Tally
from tests.clock import START

WRONG, BETWEEN, WELL = Verdict.WRONG, Verdict.BETWEEN, Verdict.WELL
BOTH = Alerts("C0ALERTS", balance_below=500, balance_days=3)


@pytest.mark.parametrize(
    ("rules", "credits_", "days", "verdict"),
    [
        (BOTH, 499, 30, WRONG),
        (BOTH, 500, 30, BETWEEN),
        (BOTH, 549, 30, BETWEEN),
        (BOTH, 550, 30, WELL),
        (BOTH, 5000, 2, WRONG),
        (BOTH, 5000, 3, BETWEEN),
        (BOTH, 5000, 4, WELL),
        (BOTH, 5000, None, WELL),
        (BOTH, 499, None, WRONG),
        (Alerts("C0ALERTS", balance_days=3), 0, None, WELL),
        (Alerts("C0ALERTS", balance_below=500), 5000, 0, WELL),
    ],
)
def test_a_balance_is_low_by_its_figure_or_by_how_long_it_lasts(
    rules: Alerts, credits_: int, days: int | None, verdict: Verdict
) -> None:
    found = balance(Sample(START, credits_), days, rules, START)

    assert found.verdict is verdict
    assert found.figures == {"credits": credits_} | ({} if days is None else {"days": days})


def test_a_balance_that_is_unknown_or_old_says_nothing() -> None:
    sample = Sample(START, 0)

    assert balance(None, None, BOTH, START) == NOTHING
    assert balance(sample, None, BOTH, START + OLD).verdict is WRONG
    assert balance(sample, None, BOTH, START + OLD + timedelta(seconds=1)) == NOTHING


@pytest.mark.parametrize(
    ("lost", "delivered", "verdict"),
    [
        (0, 0, WELL),
        (0, 500, WELL),
        (1, 18, BETWEEN),  # too few to tell
        (19, 0, BETWEEN),
        (3, 17, WRONG),
        (10, 90, BETWEEN),  # as many as may
        (9, 91, BETWEEN),
        (8, 92, WELL),
    ],
)
def test_failures_are_judged_by_their_share(lost: int, delivered: int, verdict: Verdict) -> None:
    found = failures(Tally(delivered=delivered, failed=lost, unreported=1000, unconfirmed=5), 10)

    assert found.verdict is verdict
    assert found.figures == {"lost": lost, "known": lost + delivered}


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 100))
def test_whatever_is_told_more_failures_never_make_it_better(lost: int, delivered: int, percent: int) -> None:
    order = [WELL, BETWEEN, WRONG]
    fewer = failures(Tally(delivered=delivered + 20, failed=lost), percent)
    more = failures(Tally(delivered=delivered + 20, failed=lost + 1), percent)

    assert order.index(fewer.verdict) <= order.index(more.verdict)


def test_what_there_should_be_none_of_is_counted_and_what_works_or_not_told() -> None:
    assert (counted(0).verdict, counted(2, hours=4).verdict) == (WELL, WRONG)
    assert counted(2, hours=4).figures == {"count": 2, "hours": 4}
    assert [works(each).verdict for each in (True, False, None)] == [WELL, WRONG, BETWEEN]
