"""What people type about the list."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.features.do_not_text import form
from bot.slack.incoming.forms import FieldErrors, Values

NORA = "14155550120"


def state(**values: str) -> Values:
    return Values.of(view(**values))


def view(files: list[dict[str, str]] | None = None, **values: str) -> dict[str, Any]:
    blocks: dict[str, Any] = {name: {"a": {"value": value}} for name, value in values.items()}
    if files is not None:
        blocks["file"] = {"a": {"type": "file_input", "files": files}}
    return {"state": {"values": blocks}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("14155550120 asked by phone", "asked by phone"),
        ("+1 (415) 555-0120 asked by phone", "asked by phone"),
        ("+1 415 555 0120", ""),
        ("415 555 0120 asked", "asked"),
    ],
)
def test_a_line_is_a_number_and_a_reason(text: str, reason: str) -> None:
    [found] = form.split(text, "US")
    assert (found.phone.digits, found.rest) == (NORA, reason)


@pytest.mark.parametrize(
    ("text", "why"),
    [("asked by phone", ""), ("12", "12 is too short for a phone number. "), ("Nora 14155550120", "")],
)
def test_a_line_without_a_number_first_says_how_to_write_it(text: str, why: str) -> None:
    with pytest.raises(UserError) as told:
        form.split(text, "US")
    assert told.value.sentence.startswith(f"{why}Type the number, then the reason")


def test_a_filled_in_form_is_a_number_and_a_reason() -> None:
    request = form.validate(state(number="(415) 555-0120", reason=" asked "), "US")
    assert (request.phone.digits, request.reason) == (NORA, "asked")
    assert NORA not in repr(request)


def test_everything_wrong_is_said_beside_its_field() -> None:
    with pytest.raises(FieldErrors) as wrong:
        form.validate(state(number="12", reason="  "), "US")
    assert set(wrong.value.by_block) == {"number", "reason"}


def test_a_removal_needs_a_reason() -> None:
    assert form.reason(state(reason="came back")) == "came back"
    with pytest.raises(FieldErrors):
        form.reason(state())


def test_an_import_is_a_file_or_a_pasted_text() -> None:
    file = {"id": "F1"}
    assert form.source(view([file], reason="x")) == form.Source(file, "", "x")
    assert form.source(view([], pasted=NORA, reason="x")) == form.Source(None, NORA, "x")
    assert form.source(view(pasted=NORA, reason="x")).file is None
    assert NORA not in repr(form.source(view(pasted=NORA, reason="x")))


@pytest.mark.parametrize(
    ("given_view", "blocks"),
    [
        (view(), {"pasted", "reason"}),
        (view([{"id": "F1"}], pasted=NORA, reason="x"), {"pasted"}),
        (view([{"id": "F1"}]), {"reason"}),
    ],
)
def test_an_import_of_nothing_or_of_two_things_is_refused(
    given_view: dict[str, Any], blocks: set[str]
) -> None:
    with pytest.raises(FieldErrors) as wrong:
        form.source(given_view)
    assert set(wrong.value.by_block) == blocks


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [("", ""), ("0120", "0120"), ("…01-20", "0120"), ("(415) 555-0120", NORA), ("\u0660\u0661", "01")],
)
def test_a_number_is_looked_for_by_its_last_digits(looked_for: str, found: str) -> None:
    assert form.ending(looked_for, "US") == found


def test_words_are_not_looked_for() -> None:
    with pytest.raises(FieldErrors):
        form.ending("Nora", "US")


@given(st.text(max_size=40))
def test_whatever_is_looked_for_becomes_digits_or_a_mistake(text: str) -> None:
    try:
        found = form.ending(text, "US")
    except FieldErrors:
        return
    assert found == "" or (found.isascii() and found.isdecimal())
