"""Of a form only what was drawn in it counts: in its block, under its id, as the kind of input it is."""

from typing import Any

import pytest

from bot.slack.incoming.drawn import only_drawn

NUMBER = {"type": "plain_text_input", "value": "+1 415 555 0177"}
TICKED = {"type": "checkboxes", "selected_options": [{"value": "yes"}]}
CHOSEN = {"type": "static_select", "selected_option": {"value": "VIP"}}
DRAWN = [
    {
        "type": "input",
        "block_id": "number",
        "element": {"type": "plain_text_input", "action_id": "do_not_text.number"},
    },
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "checkboxes", "action_id": "x.ticks"},
            {"type": "static_select", "action_id": "x.group"},
        ],
    },
    {
        "type": "section",
        "block_id": "line",
        "accessory": {"type": "static_select", "action_id": "x.line"},
    },
    {"type": "rich_text", "block_id": "words", "elements": [{"type": "rich_text_quote", "elements": []}]},
]
FILLED_IN = {
    "number": {"do_not_text.number": NUMBER},
    "row": {"x.ticks": TICKED, "x.group": CHOSEN},
    "line": {"x.line": CHOSEN},
}


def payload(values: object, blocks: object = DRAWN) -> dict[str, Any]:
    view = {"callback_id": "x", "blocks": blocks, "state": {"values": values}}
    return {"type": "view_submission", "view": view}


def values(found: dict[str, Any]) -> object:
    return found["view"]["state"]["values"]


def test_what_was_filled_in_counts() -> None:
    assert only_drawn(payload(FILLED_IN)) == payload(FILLED_IN)


@pytest.mark.parametrize(
    ("block", "field", "element"),
    [
        ("number", "sms.contact", CHOSEN),
        ("number", "do_not_text.number", CHOSEN),
        ("number", "x.group", CHOSEN),
        ("row", "x.line", CHOSEN),
        ("to", "sms.contact", CHOSEN),
    ],
)
def test_what_stands_where_it_was_not_drawn_does_not(block: str, field: str, element: object) -> None:
    there = {name: fields for name, fields in FILLED_IN.items() if name != block}

    assert values(only_drawn(payload({**FILLED_IN, block: {field: element}}))) == there


def test_where_nothing_was_drawn_nothing_counts() -> None:
    assert values(only_drawn(payload(FILLED_IN, []))) == {}


@pytest.mark.parametrize(
    "other", [{"type": "shortcut"}, {"view": None}, {"view": {}}, {"view": {"state": {"values": {}}}}]
)
def test_all_else_stays_as_it_is(other: dict[str, Any]) -> None:
    assert only_drawn(other) == other
