import pytest

from bot.texting.tables import table
from bot.texting.tables.table import Table
from tests.texting.tables.limits import Limits


def read(text: str, region: str | None = None) -> Table:
    return table.read_pasted(text, Limits(), region)


def numbers(found: Table) -> list[tuple[int, str]]:
    return [(row.line, row.number) for row in found.rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14155550100", [(1, "14155550100")]),
        ("14155550100\n+1 (415) 555-0101\n", [(1, "14155550100"), (2, "14155550101")]),
        (
            "14155550100, 14155550101;14155550102",
            [(1, "14155550100"), (1, "14155550101"), (1, "14155550102")],
        ),
        (
            "14155550100,14155550101,\n14155550102",
            [(1, "14155550100"), (1, "14155550101"), (2, "14155550102")],
        ),
        ("Numbers\n14155550100; 14155550101", [(2, "14155550100"), (2, "14155550101")]),
        ("14155550100\t14155550101", [(1, "14155550100"), (1, "14155550101")]),
        ("<tel:+14155550100|415-555-0100>\n14155550101", [(1, "14155550100"), (2, "14155550101")]),
    ],
)
def test_reads_numbers_in_lines_and_between_commas(text: str, found: list[tuple[int, str]]) -> None:
    assert numbers(read(text)) == found


def test_a_line_with_more_than_numbers_has_columns() -> None:
    found = read("14155550100, Ada, 25\n14155550101, Bea, 30")
    assert found.columns == ("Number", "Column 2", "Column 3")
    assert found.rows[0].values == {"Number": "14155550100", "Column 2": "Ada", "Column 3": "25"}


def test_a_date_beside_a_number_is_not_a_number() -> None:
    found = read("14155550100, 2026-01-15\n14155550101, 2026-01-16", "DE")
    assert numbers(found) == [(1, "14155550100"), (2, "14155550101")]
    assert found.rows[0].values["Column 2"] == "2026-01-15"


def test_cells_copied_from_a_spreadsheet_keep_their_columns() -> None:
    found = read("Name\tPhone 1\tPhone 2\nAda\t14155550100\t14155550109\nBea\t14155550101\t14155550108\n")
    assert found.number_column == "Phone 1"
    assert numbers(found) == [(2, "14155550100"), (3, "14155550101")]
    assert found.notes == ("Using the numbers in “Phone 1”. There are also numbers in “Phone 2”.",)


def test_names_of_several_columns_make_it_csv_even_when_all_cells_are_numbers() -> None:
    found = read("Mobile,Landline\n14155550100,14155550109\n14155550101,14155550108")
    assert numbers(found) == [(2, "14155550100"), (3, "14155550101")]
    assert found.columns == ("Mobile", "Landline")


def test_a_number_twice_in_one_line_is_rejected_once() -> None:
    found = read("14155550100, 14155550100")
    assert [(rejected.line, rejected.reason) for rejected in found.rejected] == [(1, "Duplicate of line 1.")]
