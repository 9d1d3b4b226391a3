"""Files as real tools write them, as a list reads them: one line for each in data/csv/README.md."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.policy.model import Limits
from bot.texting.tables import reasons, sheet, table
from bot.texting.tables.cells import LOST_DIGITS
from bot.texting.tables.consent import Answer
from bot.texting.tables.sheet import PASSED_OVER, Sheet
from bot.texting.tables.table import TableError
from tests.every import every

FILES = Path(__file__).parents[2] / "data" / "csv"
SEVERAL = "There's more than one number here. Enter just one, like +1 415 555 0100."
NO = reasons.CONSENT[Answer.NO]
GERMAN = ("4915112345678", "4915112345679")
TWO = ("14155550100", "14155550101")


@dataclass(frozen=True)
class Expected:
    region: str
    column: str
    numbers: tuple[str, ...]
    left_out: tuple[tuple[int, str], ...] = ()


EXPECTED = {
    "02_excel_semicolons": Expected("US", "Phone", TWO),
    "09_scientific": Expected("US", "Phone", ("14155550102",), ((2, LOST_DIGITS), (3, LOST_DIGITS))),
    "14_google_new": Expected("US", "Phone 1 - Value", ("14155550100", "14155550104"), ((3, SEVERAL),)),
    "16_outlook_classic": Expected("US", "Mobile Phone", TWO),
    "19_mailchimp": Expected("US", "Phone Number", TWO),
    "20_shopify": Expected("US", "Phone", ("14155550101",), ((2, NO),)),
    "23_numbers_table_name": Expected("US", "Phone", TWO),
    "27_german": Expected("DE", "Mobiltelefon", GERMAN),
    "29_german_handy": Expected("DE", "Handy-Nr.", GERMAN),
    "31_trailing_commas": Expected("US", "Phone", TWO),
    "46_uk_lost_zero": Expected("GB", "Mobile", tuple(f"44770090012{last}" for last in range(3, 7))),
    "49_bad_emails": Expected("US", "Phone", tuple(f"1415555010{last}" for last in range(5))),
    "53_comma_in_name_unquoted": Expected(
        "US", "Phone", (), ((2, reasons.MORE_CELLS), (3, reasons.MORE_CELLS))
    ),
    "55_id_column_first": Expected("US", "Contact", TWO),
    "57_dates_as_phone": Expected("US", "Cell no", TWO),
    "65_brevo": Expected("FR", "SMS", ("33611111111",), ((3, NO),)),
    "85_name_surname": Expected("US", "Mobile", TWO),
    "93_german_customer_numbers": Expected("DE", "Mobiltelefon", GERMAN),
    "94_outlook_german": Expected("DE", "Mobiltelefon", GERMAN),
    "97_us_fax_first": Expected("US", "Cellphone #", TWO),
}
ASKED = {
    "18_hubspot": ("Mobile Phone Number", "Phone Number"),
    "81_mobile_nearly_empty": ("Mobile Phone Number", "Phone Number"),
}
UMLAUTS = {
    "02_excel_semicolons",
    "27_german",
    "29_german_handy",
    "93_german_customer_numbers",
    "94_outlook_german",
}


def read(name: str, region: str) -> Sheet:
    return sheet.read((FILES / f"{name}.csv").read_bytes(), Limits(), region)


def test_every_file_has_its_expectation() -> None:
    assert {path.stem for path in FILES.glob("*.csv")} == EXPECTED.keys() | ASKED.keys()


@every("name", EXPECTED)
def test_a_list_reads_the_file_as_it_should(name: str) -> None:
    expected = EXPECTED[name]
    found = read(name, expected.region)
    made = table.read(found, table.certain(found), expected.region)
    assert made.number_column == expected.column
    assert tuple(row.number for row in made.rows) == expected.numbers
    assert tuple((row.line, row.reason) for row in made.rejected) == expected.left_out
    assert made.refused == sum(reason == NO for _line, reason in expected.left_out)


@pytest.mark.parametrize("name", sorted(UMLAUTS))
def test_umlauts_are_right(name: str) -> None:
    found = read(name, "DE")
    assert any("Zoë" in cell for row in found.rows for cell in row.cells)


def test_a_title_is_passed_over_and_said() -> None:
    assert read("23_numbers_table_name", "US").notes == (PASSED_OVER.format(lines="line 1"),)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_where_two_columns_could_be_meant_a_person_is_asked(name: str) -> None:
    found = read(name, "US")
    assert found.number is None
    with pytest.raises(TableError) as error:
        table.certain(found)
    assert all(f"“{column}”" in error.value.sentence for column in ASKED[name])


@pytest.mark.parametrize(
    ("name", "first", "second", "numbers"),
    [
        ("18_hubspot", "Mobile Phone Number", "Phone Number", ("14155550100", "14155550109")),
        ("18_hubspot", "Phone Number", "Mobile Phone Number", ("14155550100", "14155550101")),
    ],
)
def test_one_column_is_taken_where_the_other_is_empty_when_the_person_says_so(
    name: str, first: str, second: str, numbers: tuple[str, ...]
) -> None:
    found = read(name, "US")
    made = table.read(found, (found.columns.index(first), found.columns.index(second)), "US")
    assert tuple(row.number for row in made.rows) == numbers
    assert made.notes == ()


def test_no_row_is_lost_in_a_file_whose_mobile_column_is_nearly_empty() -> None:
    found = read("81_mobile_nearly_empty", "US")
    phone, mobile = found.columns.index("Phone Number"), found.columns.index("Mobile Phone Number")
    made = table.read(found, (mobile, phone), "US")
    assert (len(made.rows), made.rejected) == (200, ())
    assert "14155559999" in {row.number for row in made.rows}
