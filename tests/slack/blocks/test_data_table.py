"""A table holds plain text, without the marks that nobody sees in it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks.data_table import LONGEST_CELL, data_table

UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\n\r\x00"


def cells(rows: list[list[str]]) -> list[str]:
    return [cell["text"] for row in data_table("Events", rows)["rows"] for cell in row]


def test_names_that_turn_round_or_hide_something_stand_there_as_they_are_seen() -> None:
    names = ["Ada\u202eecalevoL", "lis\u200bt.csv", "\u2066Tom\u2069", "V\ufeffIP\nnow", "\u062a\u200c\u0628"]
    assert cells([names]) == ["AdaecalevoL", "list.csv", "Tom", "VIP now", "\u062a\u200c\u0628"]
    assert data_table("Of \u202eTom", [["x"]])["caption"] == "Of Tom"


@given(st.lists(st.text(st.sampled_from(f"aä *<{UNSEEN}")), min_size=1, max_size=5))
def test_no_cell_holds_a_mark_that_nobody_sees(row: list[str]) -> None:
    for before, after in zip(row, cells([row]), strict=True):
        assert not set(after) & set(UNSEEN)
        assert len(after) <= LONGEST_CELL
        assert set(after) - {"…"} <= {*before, " "}
