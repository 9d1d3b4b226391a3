"""Charts made of characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import bars
from bot.slack.blocks.bars import FULL, LONGEST, STEPS


def test_bars_are_as_long_as_their_counts_and_stand_below_each_other() -> None:
    assert bars.bars([("Delivered", 1600), ("Failed", 800), ("No report", 1), ("Never", 0)]).split("\n") == [
        f"Delivered {FULL * 16} 1,600",
        f"Failed    {FULL * 8}{' ' * 8} 800",
        f"No report {FULL}{' ' * 15} 1",
        f"Never     {' ' * 16} 0",
    ]


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([], ""),
        ([0, 0], "▁▁"),
        ([0, 1, 7, 8, 14], "▁▂▅▅█"),
        ([10, 10], "██"),
        ([-5, 10], "▁█"),
    ],
)
def test_a_line_is_as_high_as_its_values(values: list[int], drawn: str) -> None:
    assert bars.line(values) == drawn


@given(st.lists(st.integers(0, 10**9), max_size=40))
def test_no_chart_is_wider_than_a_narrow_window(values: list[int]) -> None:
    assert len(bars.line(values)) == len(values)
    assert set(bars.line(values)) <= set(STEPS)
    for drawn in filter(None, bars.bars([("Not delivered", each) for each in values]).split("\n")):
        assert drawn.count(FULL) <= LONGEST
        assert len(drawn) <= 13 + 1 + LONGEST + 1 + 13


def test_nothing_makes_no_bars() -> None:
    assert bars.bars([]) == ""
