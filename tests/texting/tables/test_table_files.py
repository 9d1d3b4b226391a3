import codecs

import pytest

from bot.texting.tables import table
from bot.texting.tables.records import MOST_CELLS
from bot.texting.tables.table import Table, TableError
from tests.texting.tables.limits import Limits

ROWS = "phone;name\n14155550100;J\u00f6rg\n"


def read(data: bytes) -> Table:
    return table.read_csv(data, Limits())


@pytest.mark.parametrize("data", [ROWS.encode(), ROWS.encode("utf-8-sig"), ROWS.encode("utf-16")])
def test_reads_the_encodings_that_say_what_they_are(data: bytes) -> None:
    found = read(data)
    assert found.columns == ("phone", "name")
    assert found.rows[0].values["name"] == "J\u00f6rg"
    assert found.notes == ()


def test_says_when_it_guessed_the_encoding() -> None:
    found = read(ROWS.encode("cp1252"))
    assert found.rows[0].values["name"] == "J\u00f6rg"
    assert "Windows-1252" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "a spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "an older Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8brest", "a compressed archive"),
        (b"\x89PNG\r\n", "an image"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><p>14155550100", "a web page"),
        (b"<table><tr><td>14155550100", "a web page"),
    ],
)
def test_names_files_of_other_kinds_and_says_to_save_as_csv(data: bytes, kind: str) -> None:
    with pytest.raises(TableError, match=f"This file is {kind}.*save it as CSV"):
        read(data)


@pytest.mark.parametrize(
    "data", [b"14155550100\0", b"\x81\x8d", codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF32_LE + b"a\0\0\0"]
)
def test_refuses_what_is_no_text(data: bytes) -> None:
    with pytest.raises(TableError, match=r"isn't plain text.*save it as CSV"):
        read(data)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_finds_the_delimiter_and_the_line_break(delimiter: str, line_break: str) -> None:
    rows = [["phone", "name"], ["14155550100", "Ada"], ["14155550101", "Bea"]]
    found = read(line_break.join(delimiter.join(row) for row in rows).encode())
    assert [(row.line, row.number, row.values["name"]) for row in found.rows] == [
        (2, "14155550100", "Ada"),
        (3, "14155550101", "Bea"),
    ]


def test_a_comma_in_every_name_is_no_delimiter() -> None:
    found = read(b"14155550100;Lovelace, Ada\n14155550101;Bell, Bea\n")
    assert [row.values["Column 2"] for row in found.rows] == ["Lovelace, Ada", "Bell, Bea"]


def test_a_delimiter_that_is_told_is_believed_and_not_counted_as_a_line() -> None:
    found = read(b"sep=|\r\nphone|a,b\r\n14155550100|c,d\r\n")
    assert found.columns == ("phone", "a,b")
    assert found.rows[0].line == 2


def test_refuses_a_row_of_more_cells_than_anybody_has_columns() -> None:
    widest = "phone" + "," * (MOST_CELLS - 1)
    assert len(read(f"{widest}\n14155550100\n".encode()).rows) == 1
    for data in (f"{widest},\n14155550100\n", f"phone\n14155550100\n{'1,' * 5000}\n"):
        with pytest.raises(TableError, match="more than 1,000 cells"):
            read(data.encode())


def test_a_cell_too_long_to_be_read_is_told_with_its_line() -> None:
    with pytest.raises(TableError) as error:
        read(f"Name,Phone\nAda,14155550100\nB,{'x' * 140_000}\n".encode())
    assert error.value.sentence.startswith("A cell in line 3 is too long to read.")


def test_a_line_of_a_million_cells_is_refused_before_it_is_taken_apart() -> None:
    with pytest.raises(TableError) as error:
        read(b"Name,Phone\nAda,14155550100\n" + b"," * 1_000_000)
    assert error.value.sentence.startswith(f"Line 3 has more than {MOST_CELLS:,} cells.")
