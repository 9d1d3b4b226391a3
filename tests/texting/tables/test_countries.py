"""Numbers in local form, in rows that say their country."""

import pytest

from bot.texting.tables import sheet, table
from bot.texting.tables.countries import OTHER_COUNTRY
from tests.texting.tables.limits import Limits


def read(column: str, said: str, number: str, region: str = "US") -> tuple[list[str], list[str]]:
    """The numbers and the reasons of a file with one person in it."""
    found = sheet.read(f"Name,{column},Phone\nAda,{said},{number}\n".encode(), Limits(), region)
    made = table.read(found, (2,), region)
    return [row.number for row in made.rows], [each.reason for each in made.rejected]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("Country Code", "44"),
        ("Country Code", "+44"),
        ("Dial code", "0044"),
        ("Phone Country Code", "'44"),
        ("$phone_number_region", "GB"),
        ("Country", "GB"),
        ("Landesvorwahl", "44"),
        ("Indicatif", "+44"),
    ],
)
def test_a_number_of_another_country_is_not_read_as_one_at_home(column: str, said: str) -> None:
    assert read(column, said, "7700900123") == ([], [OTHER_COUNTRY])


@pytest.mark.parametrize(
    ("column", "said", "number"),
    [
        ("Country Code", "1", "4155550100"),
        ("Country", "US", "4155550100"),
        ("Country", "CA", "4155550100"),
        ("Country", "", "4155550100"),
        ("Country", "United States", "4155550100"),
        ("Country", "GB", "+14155550100"),
        ("Country Code", "44", "14155550100"),
        ("State", "DE", "4155550100"),
        ("Country Code", "999", "4155550100"),
    ],
)
def test_a_number_of_its_own_country_or_with_its_country_code_is_read(
    column: str, said: str, number: str
) -> None:
    assert read(column, said, number) == (["14155550100"], [])


def test_a_number_at_home_is_read_where_that_is_the_default() -> None:
    assert read("Country Code", "44", "7700900123", "GB") == (["447700900123"], [])
