"""When a birthday comes next."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.texting.birthdays import coming

BORN = st.dates(date(1900, 1, 1), date(2026, 12, 31))


def test_the_leap_day_is_the_last_of_february_in_other_years() -> None:
    born = date(2000, 2, 29)
    assert coming(born, date(2027, 2, 20)) == date(2027, 2, 28)
    assert coming(born, date(2028, 2, 20)) == date(2028, 2, 29)
    assert coming(born, date(2028, 2, 29)) == date(2028, 2, 29)
    assert coming(born, date(2027, 3, 1)) == date(2028, 2, 29)


def test_a_week_goes_over_the_end_of_a_year() -> None:
    assert coming(date(1990, 1, 2), date(2026, 12, 30)) == date(2027, 1, 2)
    assert coming(date(1990, 12, 30), date(2026, 12, 30)) == date(2026, 12, 30)


@given(born=BORN, today=st.dates(date(2026, 1, 1), date(2060, 1, 1)))
def test_it_comes_within_a_year_and_on_the_day(born: date, today: date) -> None:
    on = coming(born, today)
    assert timedelta() <= on - today <= timedelta(days=366)
    assert on.month == born.month
    assert on.day == born.day or (born.month, born.day, on.day) == (2, 29, 28)
