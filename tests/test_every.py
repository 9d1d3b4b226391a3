"""What is held to a whole table names each row for which it does not hold, and hides none."""

import pytest

from tests.every import every


def failing(number: int, word: str = "") -> None:
    assert number % 2 == 0


def test_every_row_is_tried_and_all_that_fail_are_named() -> None:
    tried: list[int] = []

    @every("number", range(5))
    def evens(number: int) -> None:
        tried.append(number)
        failing(number)

    with pytest.RaisesGroup(AssertionError, AssertionError) as found:
        evens()
    assert tried == [0, 1, 2, 3, 4]
    notes = [each.__notes__ for each in found.value.exceptions]
    assert notes == [["Where number is 1"], ["Where number is 3"]]


def test_what_should_have_been_raised_and_was_not_fails_too() -> None:
    @every("number", [1])
    def raises(number: int) -> None:
        with pytest.raises(ValueError, match="odd"):
            failing(0)

    with pytest.raises(BaseExceptionGroup, match="1 of 1 rows"):
        raises()


def test_tables_are_multiplied_and_fixtures_asked_for() -> None:
    tried: list[tuple[object, ...]] = []

    @every(("number", "word"), [(1, "a"), pytest.param(2, "b", id="second")])
    @every("more", [True, False])
    def product(tmp_path: object, number: int, word: str, *, more: bool) -> None:
        tried.append((tmp_path, number, word, more))

    product(tmp_path="here")
    assert tried == [
        ("here", 1, "a", True),
        ("here", 1, "a", False),
        ("here", 2, "b", True),
        ("here", 2, "b", False),
    ]


def test_a_table_without_rows_is_no_test() -> None:
    with pytest.raises(ValueError, match="no row"):
        every("number", ())
