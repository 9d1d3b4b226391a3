"""The form for one's own number, and what stands in a confirmation."""

from typing import Any

import pytest

from bot.features.own_number import form, views
from bot.features.own_number.form import validate
from bot.features.own_number.ids import Field
from bot.features.own_number.service import OwnNumber
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.incoming.forms import FieldErrors, Values
from tests.features.samples import words_in

MINE = OwnNumber("14155550444", "Staff")


def given(number: str, group: str = "") -> OwnNumber | None:
    values: dict[str, Any] = {Field.NUMBER: {"element": {"value": number}}}
    if group:
        values[Field.GROUP] = {"element": {"selected_option": {"value": group}}}
    view = {"state": {"values": values}}
    return validate(
        Values.of(view), region="US", group_named=lambda value: None if value == "gone" else value
    )


def test_what_the_form_says() -> None:
    assert given("(415) 555-0444", "Staff") == MINE
    assert given("+14155550444") == OwnNumber("14155550444")
    assert given("", "Staff") is None


def test_what_is_wrong_stands_beside_its_field() -> None:
    with pytest.raises(FieldErrors) as error:
        given("12", "gone")
    assert set(error.value.by_block) == {Field.NUMBER, Field.GROUP}
    assert error.value.by_block[Field.GROUP] == form.GROUP_GONE


@pytest.mark.parametrize("own", [None, OwnNumber("14155550444"), MINE])
def test_the_form_is_filled_in_with_what_is_known(own: OwnNumber | None) -> None:
    view = views.form(own)
    number, group = (block["element"] for block in view["blocks"])
    assert problems_in_view(view) == []
    assert number.get("initial_value") == (None if own is None else "+1 415-555-0444")
    assert ("initial_option" in group) is bool(own and own.group)


def test_a_confirmation_offers_whose_text_a_test_shows() -> None:
    rows = [views.row(str(nth), f"Line {nth}:\n Hi " + "x" * 99) for nth in range(200)]
    field, button = views.in_confirmation(rows)
    assert len(field["element"]["options"]) == 100
    assert field["element"]["initial_option"] == rows[0]
    assert button["elements"][0]["confirm"]
    assert views.in_confirmation([]) == [button]
    assert views.row("0", " ")["text"]["text"] == "…"


def test_the_remark_is_made_once() -> None:
    view = {**views.form(None), "id": "V1", "state": {}, "blocks": views.in_confirmation([])}
    once = views.sent(view, "•••0444")
    again = views.not_sent(once, "Not <now>.")
    assert problems_in_view(again) == []
    assert "id" not in once
    assert "Test sent to •••0444" in words_in(once)
    assert "•••0444" not in words_in(again)
    assert ":warning: Not &lt;now&gt;." in words_in(again)
    assert len(again["blocks"]) == len(once["blocks"])
