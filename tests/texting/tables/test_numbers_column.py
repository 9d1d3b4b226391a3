import pytest

from bot.texting.tables import sheet, table
from bot.texting.tables.table import Table, TableError
from tests.texting.tables.limits import Limits


def read(text: str, region: str | None = None) -> Table:
    return table.read_csv(text.encode(), Limits(), region)


@pytest.mark.parametrize(
    "name",
    [
        "number",
        "Phone",
        "PHONE NUMBER",
        "Phone #",
        "Mobile_No.",
        "Tel.",
        "to",
        "msisdn",
        "T\u00e9l\u00e9phone",
        "Customer phone",
        "Phone (home)",
        "Handy",
        "Recipient",
        "SMS",
    ],
)
def test_knows_the_column_by_its_name(name: str) -> None:
    found = read(f"Order,{name}\n14155550109,14155550100\n")
    assert found.number_column == name
    assert found.rows[0].number == "14155550100"


@pytest.mark.parametrize("name", ["Order number", "Number of visits", "Total", "Fax", "Order ID"])
def test_other_names_say_nothing(name: str) -> None:
    assert read(f"Kontakt,{name}\n14155550100,14155550109\n").number_column == "Kontakt"


def test_a_mobile_goes_before_other_phones_and_the_person_is_told() -> None:
    found = read("Phone,Mobile\n14155550109,14155550100\n")
    assert (found.number_column, found.rows[0].number) == ("Mobile", "14155550100")
    assert found.notes == ("Using the numbers in “Mobile”. There are also numbers in “Phone”.",)


def test_a_name_without_numbers_beneath_it_does_not_count() -> None:
    found = read("Number,Contact\n1,14155550100\n2,14155550101\n")
    assert (found.number_column, found.notes) == ("Contact", ())


def test_without_a_name_half_of_the_cells_must_be_numbers() -> None:
    found = read("When,Whom\n2026-11-22,14155550100\n22.11.2026,ask\n11/22/2026 9:30,14155550101\n", "DE")
    assert found.number_column == "Whom"
    assert [rejected.line for rejected in found.rejected] == [3]


def test_numbers_a_spreadsheet_spoiled_still_tell_their_column() -> None:
    found = read("Name,Whom\nAda,4.1556E+10\nBea,1.41556E+10\n")
    assert found.number_column == "Whom"
    assert [rejected.line for rejected in found.rejected] == [2, 3]


def test_a_named_column_of_unusable_numbers_tells_what_is_wrong_with_each() -> None:
    found = read("Phone,Name\n415 555 0100,Ada\n415 555 0101,Bea\n")
    assert found.rows == ()
    assert {rejected.reason.split(".")[0] for rejected in found.rejected} == {"The country code is missing"}


@pytest.mark.parametrize(
    ("first", "lines"),
    [("415,x", [1]), ("4.1556E+10,x", [1]), ("+1 415 555 0100 Ada,x", [1]), ("Whom 1,x", [])],
)
def test_a_first_row_with_a_bad_number_is_not_taken_for_names(first: str, lines: list[int]) -> None:
    found = read(f"{first}\n14155550100,Ada\n14155550101,Bea\n")
    assert [rejected.line for rejected in found.rejected] == lines
    assert len(found.rows) == 2


def test_a_row_may_be_too_short_to_reach_the_numbers() -> None:
    found = read("Name,Phone\nAda\nBea,14155550100\n")
    assert [rejected.line for rejected in found.rejected] == [2]


def test_no_column_of_numbers_says_what_was_looked_for() -> None:
    with pytest.raises(TableError, match="Name it Phone, and check that the numbers have country codes"):
        read("Name,Town\nAda,London\n")


@pytest.mark.parametrize("nothing", ["-", "0", "n/a", "NULL", "#N/A", "see phone", "+1", "000-000-0000", "?"])
def test_a_cell_that_only_says_there_is_no_number_is_as_good_as_empty(nothing: str) -> None:
    text = f"Phone,Mobile\n14155550100,{nothing}\n14155550101,{nothing}\n{nothing},14155550102\n"
    found = sheet.read(text.encode(), Limits(), "US")
    assert found.number is None
    made = table.read(found, (1, 0), "US")
    assert [row.number for row in made.rows] == ["14155550100", "14155550101", "14155550102"]


def test_of_several_cells_without_a_number_the_first_says_what_is_wrong() -> None:
    found = sheet.read(b"Phone,Mobile\n14155550100,\n-,n/a\n", Limits(), "US")
    assert [each.line for each in table.read(found, (0, 1), "US").rejected] == [3]
