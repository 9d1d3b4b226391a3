"""Of several budgets the one that is reached first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.features.budgets.service import Left, tightest

LEFTS = st.lists(st.builds(Left, st.sampled_from("abc"), st.integers(0, 1000), st.integers(0, 2000)))


@given(lefts=LEFTS)
def test_no_budget_has_less_left_than_the_tightest(lefts: list[Left]) -> None:
    found = tightest(lefts)

    assert (found is None) is (lefts == [])
    if found is not None:
        assert found in lefts
        assert all(found.credits <= each.credits for each in lefts)


def test_of_equals_the_first_is_the_tightest() -> None:
    person, everybody = Left("Your daily limit", 500, 500), Left("Workspace limit", 300, 425)

    assert tightest((person, everybody)) is person
