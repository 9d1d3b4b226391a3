"""A file as a table: titles above it, names of columns, rows that do not fit, and the column of numbers."""

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.policy.model import Limits
from bot.texting import phones
from bot.texting.tables import cells, reasons, sheet, table
from bot.texting.tables.sheet import PASSED_OVER, Sheet
from bot.texting.tables.table import TableError

WORDS = st.text("abcdefgh ", min_size=1, max_size=8)
NUMBERS = st.integers(2_000_000, 9_999_999).map("1415{}".format)


def read(text: str, region: str | None = "US") -> Sheet:
    return sheet.read(text.encode(), Limits(), region)


def texted(found: Sheet, region: str | None = "US") -> list[str]:
    return [row.number for row in table.read(found, table.certain(found), region).rows]


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        ("Table 1\n", "line 1"),
        ("Customers of the phone shop\n", "line 1"),
        ("Report: customers\nMade on: 23 Nov\n\n", "lines 1 to 2"),
        ("Export,,\n,,\n", "line 1"),
        ("Made on,2024-01-31\nRows,200\n\n", "lines 1 to 2"),
    ],
)
def test_what_stands_above_the_names_of_columns_is_passed_over_and_said(above: str, lines: str) -> None:
    found = read(f"{above}Name,Phone,Town\nAda,14155550100,Oslo\nBea,14155550101,Bern\n")
    assert found.notes == (PASSED_OVER.format(lines=lines),)
    assert found.columns == ("Name", "Phone", "Town")
    assert texted(found) == ["14155550100", "14155550101"]


@pytest.mark.parametrize(
    "text",
    [
        "Phone\n14155550100\n14155550101\n",
        "Phones\n14155550100\n14155550101\n",
        "My list\n14155550100\n14155550101\n",
        "14155550100,Ada\n14155550101,\n",
    ],
)
def test_no_row_of_numbers_is_taken_for_a_title(text: str) -> None:
    assert texted(read(text)) == ["14155550100", "14155550101"]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Phone\nLovelace, Ada,14155550100\nBea,14155550101\n",
        "Phone,Name\n14155550100,Lovelace, Ada\n14155550101,Bea\n",
        "Name\nAda,14155550101\n",
        "Name,Phone\nBea,14155550101\nA,B,C,D,E,F,14155550100\n",
    ],
)
def test_rows_wider_than_the_names_break_nothing(text: str) -> None:
    found = read(text)
    made = table.read(found, table.certain(found), "US")
    assert [row.number for row in made.rows] == ["14155550101"]
    assert all(row.reason == reasons.MORE_CELLS for row in made.rejected)


def test_where_every_row_is_wider_the_first_is_told() -> None:
    found = read("Name,Town\nLovelace, Ada,Oslo\nBell, Bea,Bern\n")
    with pytest.raises(TableError, match=r"^Line 2: This row has more cells than there are columns"):
        table.certain(found)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Created,Kontakt\n20240101,0151 12345678\n20240102,0151 12345679\n", "DE"),
        ("Wert,Kontakt\n248.50,0151 12345678\n1000.00,0151 12345679\n", "DE"),
        ("Seit,Kontakt\n10.12.85,0151 12345678\n1/2/24,0151 12345679\n", "DE"),
        ("X,Kontakt\n100234,0151 12345678\n100235,0151 12345679\n", "DE"),
        ("Tunnus,Kontakt\n20240101,0151 12345678\n20240102,0151 12345679\n", "DE"),
    ],
)
def test_dates_prices_and_short_numbers_are_no_phones(text: str, region: str) -> None:
    assert texted(read(text, region), region) == ["4915112345678", "4915112345679"]


@pytest.mark.parametrize(
    "date", ["10.12.85", "01/02/2024", "1-2-24", "2024-01-31", "10.12.1985 09:30", "0/0/00"]
)
def test_a_date_among_phones_is_left_out_as_a_date(date: str) -> None:
    found = read(f"Phone\n0151 12345678\n{date}\n", "DE")
    made = table.read(found, table.certain(found), "DE")
    assert [(row.line, row.reason) for row in made.rejected] == [(3, cells.DATE)]


def test_an_unknown_word_above_bare_digits_is_asked_about() -> None:
    found = read("Tunnus,Name\n4155550190,Ada\n4155550191,Bea\n")
    assert (found.number, [each.column for each in found.candidates]) == (None, [0])
    with pytest.raises(TableError, match="can't tell whether “Tunnus” holds phone numbers"):
        table.certain(found)


def test_columns_that_hold_the_same_numbers_leave_no_question() -> None:
    found = read("Mobile,WhatsApp\n14155550100,+1 415 555 0100\n14155550101,\n")
    assert found.number == 0


COLUMN_NAMES = st.sampled_from(["Mobile", "Phone", "Home phone", "WhatsApp", "Contact", "Tunnus", "Number"])
ROWS = st.lists(st.tuples(NUMBERS | st.just(""), NUMBERS | st.just("")), min_size=1, max_size=12)


@given(COLUMN_NAMES, COLUMN_NAMES, ROWS)
def test_a_column_is_certain_only_when_no_row_is_lost_by_it(
    one: str, two: str, rows: list[tuple[str, str]]
) -> None:
    page = io.StringIO()
    csv.writer(page).writerows([["Name", one, two], *[("Ada", *row) for row in rows]])
    found = read(page.getvalue())
    if found.number is None or not any(map(any, rows)):
        return
    lost = [row for row in rows if any(row) and not row[found.number - 1]]
    assert lost == []


@given(ROWS, st.sampled_from(["Fax", "Customer ID", "Created", "ZIP", "Fax geschäftlich", "Total"]))
def test_a_column_that_is_never_texted_changes_nothing(rows: list[tuple[str, str]], name: str) -> None:
    assume(any(map(any, rows)))
    page = io.StringIO()
    csv.writer(page).writerows([[name, "Phone"], *rows])
    with_it = read(page.getvalue())
    assert all(each.column == 1 for each in with_it.candidates)


@given(st.text(max_size=80) | st.text(',;"\n+1450 aP', max_size=80))
def test_any_file_is_a_sheet_or_a_sentence(text: str) -> None:
    try:
        found = sheet.read(text.encode(errors="replace"), Limits(), "US")
    except TableError as error:
        assert error.sentence.endswith((".", '".'))  # noqa: PT017 - both outcomes are right
        return
    assert found.number is None or found.number < len(found.columns)
    for candidate in found.candidates:
        made = table.read(found, (candidate.column,), "US")
        assert len(made.rows) + len(made.rejected) == len(found.rows)


def test_nothing_longer_than_a_number_can_be_reaches_the_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    longest: list[int] = []
    parse = phones.parse

    def noted(text: str, region: str | None) -> phones.Phone:
        longest.append(len(text))
        return parse(text, region)

    monkeypatch.setattr(phones, "parse", noted)
    for dirt in (
        "<tel:" * 8000,
        "1-" * 20_000,
        " " * 40_000 + "x",
        "'" * 40_000,
        "\ufdfa" * 13_000,
        "1 " * 20_000,
    ):
        found = read(f"Phone,Name\n{dirt},x\n(415) 555-0100,{dirt}\n")
        made = table.read(found, table.certain(found), "US")
        assert [row.line for row in made.rejected] == [2]
        assert [row.number for row in made.rows] == ["14155550100"]
    assert longest
    assert max(longest) <= cells.LONGEST
