import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import merge
from bot.texting.tables import reasons, sheet, table
from bot.texting.tables.cells import LOST_DIGITS
from bot.texting.tables.table import Rejected, Table, TableError
from tests.texting.tables.limits import Limits

LIMITS = Limits()
WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Z"], exclude_characters="\ue000\ufeff"), max_size=8
)
NUMBERS = st.integers(100, 199).map("1415555{:04d}".format)


def read(text: str, region: str | None = None) -> Table:
    return table.read_csv(text.encode(), LIMITS, region)


def numbers(found: Table) -> list[tuple[int, str]]:
    return [(row.line, row.number) for row in found.rows]


def test_reads_rows_with_their_lines_numbers_and_values() -> None:
    found = read("Mobile,First name,When\n14155550100,Ada,9:30\n\n+1 (415) 555-0101, Bea ,\n")
    assert found.columns == ("Mobile", "First name", "When")
    assert (found.number_column, found.rejected, found.notes) == ("Mobile", (), ())
    assert numbers(found) == [(2, "14155550100"), (4, "14155550101")]
    assert found.rows[1].values == {"Mobile": "+1 (415) 555-0101", "First name": "Bea", "When": ""}


def test_reads_a_list_without_names_of_columns() -> None:
    found = read("14155550100,Ada\n14155550101,Bea,\n")
    assert found.columns == ("Number", "Column 2")
    assert numbers(found) == [(1, "14155550100"), (2, "14155550101")]
    assert found.notes == (sheet.NO_NAMES,)


def test_a_plain_column_of_numbers_needs_no_word() -> None:
    found = read("14155550100\n14155550101")
    assert (found.columns, found.notes) == (("Number",), ())


def test_a_number_that_comes_again_is_rejected_with_the_line_of_the_first() -> None:
    found = read("phone\n14155550100\n14155550101\n+1 415 555 0100\n")
    assert numbers(found) == [(2, "14155550100"), (3, "14155550101")]
    assert found.rejected == (Rejected(4, "Duplicate of line 2."),)


def test_a_row_without_a_usable_number_is_rejected_with_the_reason() -> None:
    found = read("phone,name\n14155550100,Ada\nask her,Bea\n,Cleo\n415 555 0102,Dora\n4.1556E+10,Eve\n")
    assert numbers(found) == [(2, "14155550100")]
    assert [rejected.line for rejected in found.rejected] == [3, 4, 5, 6]
    reasons = [rejected.reason for rejected in found.rejected]
    assert [reason.split(". ")[0] for reason in reasons] == [
        "Phone numbers can't contain letters",
        "The phone number is missing",
        "The country code is missing",
        LOST_DIGITS.split(". ")[0],
    ]


def test_a_row_with_more_cells_than_columns_is_rejected() -> None:
    found = read("phone,name\n14155550100,Lovelace, Ada\n14155550101,Bea,,\n")
    assert numbers(found) == [(3, "14155550101")]
    assert found.rejected[0].reason == reasons.MORE_CELLS


def test_the_default_region_reads_local_forms() -> None:
    assert numbers(read("phone\n415 555 0100\n7700900123\n447700900123\n", "US")) == [
        (2, "14155550100"),
        (3, "17700900123"),
        (4, "447700900123"),
    ]


def test_columns_have_distinct_names() -> None:
    found = read("Phone,Name,name ,,NAME 2,\n14155550100,a,b,c,d,\n")
    assert found.columns == ("Phone", "Name", "name 2", "Column 4", "NAME 2 2")
    assert found.notes == ("Some columns have the same name. We added a number to the later ones.",)


@given(st.lists(st.text("ab _,2", max_size=4), max_size=6))
def test_no_two_columns_are_alike_to_merge(names: list[str]) -> None:
    page = io.StringIO()
    csv.writer(page).writerows([["Phone", *names], ["14155550100"]])
    columns = read(page.getvalue()).columns
    assert len({merge.fold(column) for column in columns}) == len(columns)


def test_a_cell_may_hold_delimiters_quotes_and_line_breaks() -> None:
    found = read('phone,text\r\n14155550100,"a, ""b""\r\nc"\r\n14155550101,d\r\n')
    assert [row.values["text"] for row in found.rows] == ['a, "b"\nc', "d"]
    assert numbers(found)[1] == (3, "14155550101")


def test_values_are_cleaned_of_what_no_text_should_hold() -> None:
    found = table.read_pasted("phone\tname\n14155550100\tA\x00d\x07a\ud83d \n", LIMITS)
    assert found.rows[0].values["name"] == "Ada"


@pytest.mark.parametrize("text", ["", "\n \n,,\n", "\ufeff"])
def test_an_empty_list_says_what_belongs_in_it(text: str) -> None:
    for reader in (read, lambda pasted: table.read_pasted(pasted, LIMITS)):
        with pytest.raises(TableError, match="This"):
            reader(text)


def test_names_of_columns_alone_are_no_list() -> None:
    with pytest.raises(TableError, match="no rows"):
        read("phone,name\n")


def test_too_many_rows_are_refused_with_both_figures() -> None:
    many = "\n".join(["phone", *(f"1415{nth:07d}" for nth in range(2_000_000, 2_001_001))])
    for reader in (read, lambda pasted: table.read_pasted(pasted, LIMITS)):
        with pytest.raises(TableError, match=r"has 1,001 rows\. The limit is 1,000"):
            reader(many)


def test_too_many_megabytes_are_refused_with_both_figures() -> None:
    with pytest.raises(TableError, match=r"is 1\.5 MB\. The limit is 1 MB"):
        read("1" * (3 * 512 * 1024))
    with pytest.raises(TableError, match=r"is 1\.5 MB\. The limit is 1 MB"):
        table.read_pasted("1" * (3 * 512 * 1024), LIMITS)


@pytest.mark.parametrize("last", ['14155550102,"Bea', '14155550102,"Bea\n14155550103,Cleo\n'])
def test_a_quotation_mark_that_is_never_closed_loses_no_rows(last: str) -> None:
    with pytest.raises(TableError, match="Line 3 has a quotation mark"):
        read(f"phone,name\n14155550100,Ada\n{last}")


def test_rows_joined_by_two_stray_marks_are_not_taken_for_one() -> None:
    rows = "".join(f"1415555{nth:04d},x\n" for nth in range(100, 130))
    with pytest.raises(TableError, match="Line 3 has a quotation mark"):
        read(f'phone,name\n14155550100,Ada\n14155550101,"Bea\n{rows}14155550199,C"\n')


def test_an_open_mark_before_a_long_text_is_told_too() -> None:
    with pytest.raises(TableError, match="Line 2 has a quotation mark"):
        read('phone,name\n14155550100,"' + "a" * 200_000)


def test_nothing_of_a_row_is_in_what_is_printed() -> None:
    found = read("phone,name\n14155550100,Ada\n14155550100x,Ada\n")
    assert found.rejected
    for text in (repr(found), repr(found.rows[0]), found.rejected[0].reason):
        assert "Ada" not in text
        assert "4155550100" not in text


@given(st.lists(st.tuples(NUMBERS, WORDS), unique_by=lambda row: row[0], min_size=1, max_size=6))
def test_what_csv_writes_is_read(rows: list[tuple[str, str]]) -> None:
    page = io.StringIO()
    csv.writer(page).writerows([("Phone", "Word"), *rows])
    found = read(page.getvalue())
    assert [(row.number, row.values["Word"]) for row in found.rows] == rows
    assert all(one.line + 1 == next_one.line for one, next_one in pairwise(found.rows))


@given(st.text(max_size=60) | st.text('0123456789,;\t\n"ab+.', max_size=60))
def test_whatever_is_pasted_is_a_table_or_a_sentence(text: str) -> None:
    try:
        found = table.read_pasted(text, LIMITS)
    except TableError as error:
        assert error.sentence.endswith(".")  # noqa: PT017 - both outcomes are right
        return
    assert found.number_column in found.columns
    assert all(tuple(row.values) == found.columns for row in found.rows)
    assert len({row.number for row in found.rows}) == len(found.rows)
