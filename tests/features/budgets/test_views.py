"""Budgets as people read them."""

from bot.features.budgets.service import Left
from bot.features.budgets.views import lines


def test_each_budget_has_a_line() -> None:
    assert lines((Left("Your budget", 1500, 420), Left("The budget of this channel", 400, 425))) == (
        "Your budget for today: *1,080* of 1,500 credits left, 420 spent or planned.",
        "The budget of this channel for today: *0* of 400 credits left, 425 spent or planned.",
    )


def test_without_budgets_there_is_no_line() -> None:
    assert lines(()) == ()
