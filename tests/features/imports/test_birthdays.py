"""Birthdays: what is read is what was meant, and what may be meant twice is refused."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.features.imports import birthdays
from bot.features.imports.birthdays import BirthdayError, DateOrders

TODAY = date(2026, 11, 23)
BORN = st.dates(date(1900, 1, 1), TODAY)
DAY_FIRST, MONTH_FIRST = "{0.day:02}{1}{0.month:02}{1}{0.year}", "{0.month:02}{1}{0.day:02}{1}{0.year}"


def read(cell: str, *column: str) -> date | None:
    return DateOrders.of((cell, *column)).read(cell, TODAY)


def refusal(cell: str, *column: str) -> str:
    with pytest.raises(BirthdayError) as error:
        read(cell, *column)
    assert cell not in error.value.sentence
    return error.value.sentence


@given(
    born=BORN, separator=st.sampled_from("-/."), midnight=st.sampled_from(["", " 00:00:00", "T00:00:00.000Z"])
)
def test_a_date_that_begins_with_its_year_is_never_in_doubt(
    born: date, separator: str, midnight: str
) -> None:
    assert read(born.isoformat().replace("-", separator) + midnight, "06/25/1981", "25/06/1981") == born


@given(born=BORN, separator=st.sampled_from("-/."), form=st.sampled_from([DAY_FIRST, MONTH_FIRST]))
def test_a_day_above_twelve_says_the_order(born: date, separator: str, form: str) -> None:
    assume(born.day > 12)
    assert read(form.format(born, separator)) == born


@given(
    born=BORN,
    separator=st.sampled_from("-/."),
    column=st.lists(BORN, max_size=8),
    form=st.sampled_from([DAY_FIRST, MONTH_FIRST]),
)
def test_one_date_that_proves_the_order_decides_for_its_column(
    born: date, separator: str, column: list[date], form: str
) -> None:
    written = [form.format(each, separator) for each in (*column, date(1981, 6, 25))]
    assert read(form.format(born, separator), *written) == born


@given(born=BORN, column=st.lists(BORN.filter(lambda each: each.day < 13), max_size=8))
def test_a_slash_alone_is_read_only_when_both_orders_mean_the_same(born: date, column: list[date]) -> None:
    assume(born.day < 13)
    cell, written = MONTH_FIRST.format(born, "/"), [DAY_FIRST.format(each, "/") for each in column]
    if born.day == born.month:
        assert read(cell, *written) == born
    else:
        assert refusal(cell, *written) == birthdays.AMBIGUOUS


@given(cell=st.text(st.sampled_from("0123456789-/. "), max_size=12))
def test_whatever_a_cell_holds_it_is_a_day_in_the_past_or_refused(cell: str) -> None:
    try:
        found = read(cell)
    except BirthdayError:
        return
    assert found is None or date(1900, 1, 1) <= found <= TODAY


@pytest.mark.parametrize("cell", ["12-06-1981", "12.06.1981", "12-6-1981"])
def test_dashes_and_dots_stand_for_day_first(cell: str) -> None:
    assert read(cell, "06/25/1981") == date(1981, 6, 12)


def test_dashes_too_follow_what_their_column_proves() -> None:
    assert read("06-12-1981", "06-25-1981") == date(1981, 6, 12)


@pytest.mark.parametrize(
    ("cell", "column", "sentence"),
    [
        ("12/06/1981", ("25/06/1981", "06/25/1981"), birthdays.MIXED),
        ("12/06/1981", ("31/02/1981", "02/31/1981"), birthdays.AMBIGUOUS),  # no such days prove nothing
        ("31/02/1981", (), birthdays.NO_SUCH_DAY),
        ("25/25/1981", (), birthdays.NO_SUCH_DAY),
        ("13/14/1981", (), birthdays.NO_SUCH_DAY),
        ("02-02-0000", (), birthdays.NO_SUCH_DAY),
        ("1981-13-01", (), birthdays.NO_SUCH_DAY),
        ("1899-12-31", (), birthdays.TOO_EARLY),
        ("2026-11-24", (), birthdays.TO_COME),
        ("12-06-81", (), birthdays.NOT_A_DATE),
        ("12 June 1981", (), birthdays.NOT_A_DATE),
        ("29749", (), birthdays.NOT_A_DATE),
        ("12/06-1981", (), birthdays.NOT_A_DATE),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(
    cell: str, column: tuple[str, ...], sentence: str
) -> None:
    assert refusal(cell, *column) == sentence


def test_an_empty_cell_is_no_birthday() -> None:
    assert read("  ") is None
