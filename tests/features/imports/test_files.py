"""Files as real tools write them, as an import reads them: one line for each in data/csv/README.md."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.features.imports import columns, entries
from bot.features.imports.birthdays import NOT_A_DATE
from bot.features.imports.columns import Columns
from bot.features.imports.emails import NO_EMAIL
from bot.features.imports.entries import Choice, Plan, Refusers
from bot.policy.model import Limits
from bot.texting.tables import cells, sheet
from bot.texting.tables.cells import LOST_DIGITS
from bot.texting.tables.reasons import MORE_CELLS
from bot.texting.tables.sheet import Sheet
from tests.every import every

FILES = Path(__file__).parents[2] / "data" / "csv"
SEVERAL = "There's more than one number here. Enter just one, like +1 415 555 0100."
AMBIGUOUS = "This birthday could be day first or month first. Use YYYY-MM-DD, like 1981-06-12."
ADA, GRACE = "Ada Lovelace", "Grace Hopper"
ADA_MAIL, GRACE_MAIL, ZOE_MAIL = "ada@example.com", "grace@example.com", "zoe@example.com"
BORN = date(1985, 12, 10)
BORN_LATER = date(1990, 2, 28)

Person = tuple[str, str, str, date | None]
"""Number, name, email, birthday."""


@dataclass(frozen=True)
class Expected:
    region: str
    people: tuple[Person, ...]
    left_out: tuple[tuple[int, str], ...] = ()
    unread: tuple[tuple[int, str], ...] = ()


def us(last: str, name: str = "", email: str = "", born: date | None = None) -> Person:
    return f"141555501{last}", name, email, born


EXPECTED = {
    "02_excel_semicolons": Expected(
        "US", (us("00", ADA, ADA_MAIL, BORN), us("01", "Zoë Müller", ZOE_MAIL, BORN_LATER))
    ),
    "09_scientific": Expected("US", (us("02", "Cai"),), ((2, LOST_DIGITS), (3, LOST_DIGITS))),
    "14_google_new": Expected("US", (us("00", ADA, ADA_MAIL, BORN), us("04", "Nomail")), ((3, SEVERAL),)),
    "16_outlook_classic": Expected(
        "US",
        (us("00", ADA, ADA_MAIL), us("01", GRACE, GRACE_MAIL)),
        unread=((2, AMBIGUOUS), (3, NOT_A_DATE)),
    ),
    "19_mailchimp": Expected(
        "US", (us("00", ADA, ADA_MAIL), us("01", GRACE, GRACE_MAIL)), unread=((2, NOT_A_DATE),)
    ),
    "20_shopify": Expected("US", (us("00", ADA, ADA_MAIL, BORN), us("01", GRACE, GRACE_MAIL))),
    "23_numbers_table_name": Expected("US", (us("00", "Ada", ADA_MAIL), us("01", "Grace", GRACE_MAIL))),
    "27_german": Expected(
        "DE",
        (
            ("4915112345678", ADA, ADA_MAIL, BORN),
            ("4915112345679", "Zoë Müller", ZOE_MAIL, BORN_LATER),
        ),
    ),
    "29_german_handy": Expected(
        "DE",
        (("4915112345678", "Ada", "", None), ("4915112345679", "Zoë", "", None)),
        unread=((2, NOT_A_DATE), (3, NOT_A_DATE)),
    ),
    "31_trailing_commas": Expected("US", (us("00", "Ada"), us("01", "Grace"))),
    "46_uk_lost_zero": Expected(
        "GB",
        tuple(
            (f"44770090012{last}", name, "", None)
            for last, name in enumerate(("Ada", "Bob", "Cai", "Dee"), 3)
        ),
    ),
    "49_bad_emails": Expected(
        "US",
        (
            us("00", "Ada"),
            us("01", "Bob"),
            us("02", "Cai"),
            us("03", "Dee"),
            us("04", "Eve", "eve@example.com"),
        ),
        unread=tuple((line, NO_EMAIL) for line in (2, 3, 4, 5)),
    ),
    "53_comma_in_name_unquoted": Expected("US", (), ((2, MORE_CELLS), (3, MORE_CELLS))),
    "55_id_column_first": Expected("US", (us("00", "Ada"), us("01", "Bob"))),
    "57_dates_as_phone": Expected("US", (us("00", "Ada"), us("01", "Bob"))),
    "65_brevo": Expected(
        "FR",
        (("33611111111", "Bruno Durand", "br@x.fr", None), ("33611111112", "Lea Martin", "bs@x.fr", None)),
    ),
    "85_name_surname": Expected("US", (us("00", ADA), us("01", GRACE))),
    "93_german_customer_numbers": Expected(
        "DE",
        (("4915112345678", ADA, "", BORN), ("4915112345679", "Zoë Müller", "", BORN_LATER)),
    ),
    "94_outlook_german": Expected(
        "DE",
        (("4915112345678", ADA, ADA_MAIL, BORN), ("4915112345679", "Zoë Müller", ZOE_MAIL, None)),
        unread=((3, NOT_A_DATE),),
    ),
    "97_us_fax_first": Expected("US", (us("00"), us("01"))),
}
ASKED = {"18_hubspot", "81_mobile_nearly_empty"}


def read(name: str, region: str) -> Sheet:
    return sheet.read((FILES / f"{name}.csv").read_bytes(), Limits(), region)


def planned(found: Sheet, region: str, chosen: Columns, refusers: Refusers | None = None) -> Plan:
    choice = Choice(chosen, "" if chosen.group else "VIP", refusers)
    return entries.plan(found, choice, lambda cell: cells.number(cell, region), date(2026, 11, 28))


def people(found: Plan) -> tuple[Person, ...]:
    return tuple((entry.number, entry.name, entry.email, entry.birthday) for entry in found.good)


def test_every_file_has_its_expectation() -> None:
    assert {path.stem for path in FILES.glob("*.csv")} == EXPECTED.keys() | ASKED


@every("name", EXPECTED)
def test_an_import_reads_the_file_as_it_should(name: str) -> None:
    expected = EXPECTED[name]
    found = read(name, expected.region)
    made = planned(found, expected.region, columns.guess(found))
    assert people(made) == expected.people
    assert tuple((entry.line, entry.reason) for entry in made.rejected) == expected.left_out
    assert made.unread == expected.unread


@pytest.mark.parametrize("name", sorted(ASKED))
def test_an_import_asks_for_the_column_where_two_could_be_meant(name: str) -> None:
    found = read(name, "US")
    assert columns.guess(found).number == ()
    assert [found.columns[each.column] for each in found.candidates] == [
        "Mobile Phone Number",
        "Phone Number",
    ]


def test_a_birthday_that_may_mean_two_days_leaves_out_the_birthday_only() -> None:
    found = read("18_hubspot", "US")
    number, mobile = found.columns.index("Phone Number"), found.columns.index("Mobile Phone Number")
    made = planned(found, "US", columns.guess(found).put(columns.Part.NUMBER, (mobile, number)))
    assert people(made) == (us("00", ADA, ADA_MAIL, BORN), us("09", GRACE, GRACE_MAIL))
    assert made.unread == ((3, AMBIGUOUS),)


@pytest.mark.parametrize(("name", "region", "line"), [("20_shopify", "US", 2), ("65_brevo", "FR", 3)])
def test_people_who_said_no_to_texts_can_be_left_out(name: str, region: str, line: int) -> None:
    found = read(name, region)
    made = planned(found, region, columns.guess(found), Refusers.LEFT_OUT)
    assert len(made.good) == 1
    assert [entry.line for entry in made.rejected] == [line]


def test_a_group_by_a_column_is_found() -> None:
    found = read("27_german", "DE")
    assert planned(found, "DE", columns.guess(found)).groups == {"VIP": 2}
