"""Budgets as people read them."""

from bot.features.budgets.service import Left
from bot.features.budgets.views import lines


def test_each_budget_has_a_line() -> None:
    assert lines((Left("Your daily limit", 1500, 420), Left("This channel's daily limit", 400, 425))) == (
        "Your daily limit: *1,080* of 1,500 credits left today.",
        "This channel's daily limit: *0* of 400 credits left today.",
    )


def test_without_budgets_there_is_no_line() -> None:
    assert lines(()) == ()
