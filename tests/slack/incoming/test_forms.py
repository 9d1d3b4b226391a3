"""Reading a modal's values."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.slack.incoming.forms import FieldErrors, Values


def state(**blocks: dict[str, Any]) -> Values:
    return Values.of({"state": {"values": {name: {"anything": element} for name, element in blocks.items()}}})


def test_what_was_typed_comes_without_blanks_at_its_ends() -> None:
    assert (
        state(name={"type": "plain_text_input", "value": " Ada  Lovelace\n"}).text("name") == "Ada  Lovelace"
    )


def test_what_was_chosen_comes_as_its_value_or_whole() -> None:
    option = {"text": {"type": "plain_text", "text": "Ada"}, "value": "14155550100"}
    chosen = state(contact={"type": "external_select", "selected_option": option})

    assert chosen.chosen("contact") == "14155550100"
    assert chosen.chosen_option("contact") == option


def test_a_picked_moment_is_aware() -> None:
    picked = state(at={"type": "datetimepicker", "selected_date_time": 1_795_453_200})

    assert picked.moment("at") == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_a_picked_day_is_a_day() -> None:
    assert state(born={"type": "datepicker", "selected_date": "1985-12-10"}).day("born") == date(1985, 12, 10)


@pytest.mark.parametrize(
    "empty",
    [
        Values.of({}),
        state(),
        state(field={}),
        state(field={"value": None, "selected_option": None, "selected_date_time": None}),
        Values({"field": {}}),
    ],
)
def test_a_field_left_empty_or_not_there_has_no_value(empty: Values) -> None:
    assert empty.text("field") == ""
    assert empty.chosen("field") == ""
    assert empty.chosen_option("field") is None
    assert empty.moment("field") is None
    assert empty.day("field") is None


def test_the_errors_of_a_form_name_their_fields_and_quote_nothing() -> None:
    errors = FieldErrors({"number": "Too short.", "at": "Pick a day."})

    assert errors.by_block == {"number": "Too short.", "at": "Pick a day."}
    assert str(errors) == "number, at"


def test_what_was_typed_is_not_in_a_forms_repr() -> None:
    assert "Ada" not in repr(state(name={"value": "Ada"}))


@pytest.mark.parametrize("stamp", [10**400, -(10**12), 10**12, "1e999", float("inf"), None, [], {}])
def test_a_moment_of_no_age_is_none(stamp: object) -> None:
    assert state(at={"type": "datetimepicker", "selected_date_time": stamp}).moment("at") is None


@pytest.mark.parametrize("day", ["2026-13-01", "tomorrow", "9" * 5000, ""])
def test_a_day_that_is_not_there_is_none(day: str) -> None:
    assert state(on={"type": "datepicker", "selected_date": day}).day("on") is None
