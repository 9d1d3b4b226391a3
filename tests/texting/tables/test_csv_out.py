import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting.tables import csv_out, table
from tests.texting.tables.limits import Limits


def written(*row: str) -> str:
    return csv_out.write([row]).decode("utf-8-sig")


def test_writes_utf_8_with_a_mark_and_windows_line_ends() -> None:
    assert csv_out.write([("Line", "Name"), ("2", "J\u00f6rg, Dr.")]) == (
        codecs.BOM_UTF8 + 'Line,Name\r\n2,"J\u00f6rg, Dr."\r\n'.encode()
    )


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        " =1",
        "+",
        "-",
        "\uff1d1",
        "\uff0b1",
        "- 5",
        "\u00a0=1",
        "\ufeff@a",
        "\u200b-a",
    ],
)
def test_a_formula_becomes_a_text(cell: str) -> None:
    assert written(cell) == f"'{cell}\r\n"


@pytest.mark.parametrize(
    "cell", ["+14155550100", "+1 415-555-0100", "-5", "-5.25", "a=b", "2-3", "", "'Ada", "'+1415"]
)
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
        ("Hello\n=1", "Hello\n'=1"),
        ("Hello\r\n =1", "Hello\r\n '=1"),
        ("Hello\u2028=1", "Hello\u2028'=1"),
        ("Ada;\u200b=1", "Ada;\u200b'=1"),
        ("\t=1", "'\t'=1"),
        ("Ada; Grace", "Ada; Grace"),
        ("'=1", "''=1"),
        ("''@a;'=1", "'''@a;''=1"),
    ],
)
def test_no_formula_stands_behind_what_separates_cells_elsewhere(cell: str, safe: str) -> None:
    assert next(csv.reader([written("x", cell)]))[1] == safe


def test_half_a_character_does_not_stop_the_file() -> None:
    assert written("a\ud800") == "a?\r\n"


NASTY = st.text(st.sampled_from("'=+-@;\t\r\n 1a\uff1d\uff0b\uff0d\uff20"), max_size=12)
ODD = st.text(st.sampled_from("'=+@;\n\v\u2028\u200b\u00a0 1"), max_size=12)
CELLS = st.text(st.characters(exclude_categories=["Cs"])) | NASTY | ODD


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3)))
def test_what_is_written_reads_back_as_it_was(rows: list[list[str]]) -> None:
    page = csv_out.write(rows).decode("utf-8-sig")
    back = list(csv.reader(io.StringIO(page, newline="")))
    assert [[csv_out.unescaped(cell) for cell in row] for row in back] == rows
    assert not any(cell.startswith(("=", "@", "\t", "\r")) for row in back for cell in row)


@given(st.lists(NASTY.map(str.strip).map(lambda cell: cell.replace("\r", "")), min_size=1, max_size=5))
def test_what_was_exported_is_imported_as_it_was(names: list[str]) -> None:
    rows = [(str(14155550100 + nth), name, "x") for nth, name in enumerate(names)]
    found = table.read_csv(csv_out.write([("Number", "Name", "Note"), *rows]), Limits())
    assert [row.values["Name"].replace("\t", " ") for row in found.rows] == [
        name.replace("\t", " ") for name in names
    ]


@pytest.mark.parametrize("name", ["@channel", "'@channel", "''=1", "'t Hooft", "-Ada-", "=1;=2", "' or '"])
def test_a_name_comes_back_whatever_it_begins_with(name: str) -> None:
    page = csv_out.write([("Number", "Name"), ("14155550100", name)])
    assert table.read_csv(page, Limits()).rows[0].values["Name"] == name
