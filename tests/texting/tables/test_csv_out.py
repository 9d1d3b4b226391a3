import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting.tables import csv_out


def bare(cell: str) -> str:
    return cell.replace("'", "")


def written(*row: str) -> str:
    return csv_out.write([row]).decode("utf-8-sig")


def test_writes_utf_8_with_a_mark_and_windows_line_ends() -> None:
    assert csv_out.write([("Line", "Name"), ("2", "J\u00f6rg, Dr.")]) == (
        codecs.BOM_UTF8 + 'Line,Name\r\n2,"J\u00f6rg, Dr."\r\n'.encode()
    )


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", " =1", "+", "-", "\uff1d1", "\uff0b1", "- 5"],
)
def test_a_formula_becomes_a_text(cell: str) -> None:
    assert written(cell) == f"'{cell}\r\n"


@pytest.mark.parametrize("cell", ["+14155550100", "+1 415-555-0100", "-5", "-5.25", "a=b", "2-3", "", "'=1"])
def test_signed_numbers_and_texts_stay_as_they_are(cell: str) -> None:
    assert next(csv.reader([written("x", cell)]))[1] == cell


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("Ada;=1+1", "Ada;'=1+1"),
        ("Ada; -2+3;@SUM(A1)", "Ada; '-2+3;'@SUM(A1)"),
        ("Ada;\uff1d1", "Ada;'\uff1d1"),
        ("Ada\t+1", "Ada\t'+1"),
        (";=1", ";'=1"),
        ("\t=1", "'\t'=1"),
        ("Ada; Grace", "Ada; Grace"),
    ],
)
def test_no_formula_stands_behind_what_separates_cells_elsewhere(cell: str, safe: str) -> None:
    assert next(csv.reader([written("x", cell)]))[1] == safe


def test_half_a_character_does_not_stop_the_file() -> None:
    assert written("a\ud800") == "a?\r\n"


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=3)))
def test_what_is_written_reads_back_but_for_the_apostrophes(rows: list[list[str]]) -> None:
    page = csv_out.write(rows).decode("utf-8-sig")
    back = list(csv.reader(io.StringIO(page, newline="")))
    assert back == [
        [found if bare(found) == bare(cell) else cell for cell, found in zip(row, read, strict=True)]
        for row, read in zip(rows, back, strict=True)
    ]
    assert not any(cell.startswith(("=", "@", "\t", "\r")) for row in back for cell in row)
