"""Fields: what a person may type, what stands in the state, what the client refuses."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack import field_values
from bot.sandbox.slack.client_checks import refusals
from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.model import OpenView
from bot.sandbox.slack.placed import find, placed, with_ids
from tests.every import every
from tests.sandbox.slack import shapes

OPTIONS = [shapes.option("Red"), shapes.option("Blue")]


def typed(kind: str, value: object, **more: object) -> object:
    """Type into a field of this kind; give what then stands in the state."""
    (spot,) = placed([shapes.field("F", kind, **more)])
    return field_values.content(field_values.typed_value(spot, value))


@pytest.mark.parametrize(
    ("kind", "value", "stands"),
    [
        ("plain_text_input", "Hi", "Hi"),
        ("number_input", 5, "5"),
        ("email_text_input", None, None),
        ("datepicker", date(2026, 12, 1), "2026-12-01"),
        ("datepicker", datetime(2026, 12, 1, 9, tzinfo=UTC), "2026-12-01"),
        ("datepicker", "2026-12-01", "2026-12-01"),
        ("timepicker", time(9, 5), "09:05"),
        ("timepicker", "09:05", "09:05"),
        ("datetimepicker", datetime(2026, 12, 1, 9, tzinfo=UTC), 1796115600),
        ("datetimepicker", 1796115600, 1796115600),
        ("users_select", "U0TOM", "U0TOM"),
        ("multi_users_select", ["U0TOM", "U0SAM"], ["U0TOM", "U0SAM"]),
        ("multi_channels_select", "C0HELP", ["C0HELP"]),
    ],
)
def test_what_is_typed_stands_in_slacks_shape(kind: str, value: object, stands: object) -> None:
    assert typed(kind, value) == stands


def test_rich_text_stands_as_a_block() -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Hi"}]}
    assert typed("rich_text_input", "Hi") == {"type": "rich_text", "elements": [section]}


def test_options_are_chosen_by_their_text() -> None:
    assert typed("static_select", "Blue", options=OPTIONS) == OPTIONS[1]
    assert typed("radio_buttons", ["Red"], options=OPTIONS) == OPTIONS[0]
    assert typed("checkboxes", ["Red", "Blue"], options=OPTIONS) == OPTIONS
    assert typed("checkboxes", None, options=OPTIONS) == []
    grouped = [{"label": shapes.plain("G"), "options": OPTIONS}]
    assert typed("multi_static_select", ["Blue"], option_groups=grouped) == [OPTIONS[1]]


def test_a_missing_option_is_told_with_those_there_are() -> None:
    with pytest.raises(LookupError, match="'Red', 'Blue'"):
        typed("static_select", "Green", options=OPTIONS)
    with pytest.raises(LookupError, match="none"):
        typed("static_select", "Green", options=[])
    with pytest.raises(ValueError, match="F takes one option"):
        typed("static_select", ["Red", "Blue"], options=OPTIONS)


@given(st.sampled_from(["plain_text_input", "number_input", "users_select", "datepicker", "file_input"]))
def test_a_value_is_carried_only_to_a_field_of_the_same_ids_and_type(kind: str) -> None:
    old = [shapes.field("F", "plain_text_input", initial_value="old")]
    before = field_values.initial_values(old)

    after = field_values.carried_values([shapes.field("F", kind)], before)

    kept = kind == "plain_text_input"
    assert field_values.content(after["f"]["f_action"]) == ("old" if kept else [] if "file" in kind else None)


@given(st.text(max_size=20))
def test_an_initial_value_never_wins_over_what_stands_there(initial: str) -> None:
    before = field_values.initial_values([shapes.field("F")])

    after = field_values.carried_values([shapes.field("F", initial_value=initial)], before)

    assert after == before


def complaint(value: object, kind: str = "plain_text_input", **more: object) -> str:
    """Give the client's sentence for a field with this value; empty when it would send the form."""
    block = shapes.field("F", kind, **more)
    key = {"static_select": "selected_option", "multi_users_select": "selected_users"}.get(kind, "value")
    state = {"f": {"f_action": {"type": kind, key: value}}}
    view = OpenView("V1", "U0MAYA", "h", {"blocks": [block, shapes.actions(shapes.button())]}, state)
    return refusals(view).get("f", "")


@every(
    ("sentence", "field"),
    [
        ("required", {"value": None}),
        ("required", {"value": ""}),
        ("required", {"value": [], "kind": "multi_users_select"}),
        ("", {"value": None, "block": {"optional": True}}),
        ("", {"value": "x"}),
        ("", {"value": OPTIONS[0], "kind": "static_select"}),
        ("at least 3", {"value": "xx", "min_length": 3}),
        ("at most 3", {"value": "xxxx", "max_length": 3}),
        ("", {"value": "xxx", "min_length": 3, "max_length": 3}),
        ("at most 1", {"value": ["a", "b"], "kind": "multi_users_select", "max_selected_items": 1}),
        ("", {"value": ["a", "b"], "kind": "multi_users_select"}),
        ("valid email", {"value": "x", "kind": "email_text_input"}),
        ("", {"value": "x@example.org", "kind": "email_text_input"}),
        ("valid URL", {"value": "x", "kind": "url_text_input"}),
        ("", {"value": "https://example.org", "kind": "url_text_input"}),
        ("a number", {"value": "x", "kind": "number_input"}),
        ("whole number", {"value": "1.5", "kind": "number_input"}),
        ("", {"value": "1.5", "kind": "number_input", "is_decimal_allowed": True}),
        ("2 or more", {"value": "1", "kind": "number_input", "min_value": "2"}),
        ("6 or less", {"value": "7", "kind": "number_input", "max_value": "6"}),
        ("", {"value": "6", "kind": "number_input", "min_value": "2", "max_value": "6"}),
    ],
)
def test_what_slacks_client_says_before_sending(sentence: str, field: dict[str, Any]) -> None:
    told = complaint(**field)
    assert sentence in told
    assert bool(sentence) == bool(told)


def test_elements_are_found_by_words_then_by_id() -> None:
    blocks = [
        shapes.section(),
        shapes.section(accessory=shapes.button("Open", "open_it"), block_id="row"),
        {"type": "section", "text": shapes.plain("x"), "accessory": {"type": "image", "image_url": "u"}},
        shapes.field("Message", placeholder=shapes.plain("Type here")),
        {"type": "container", "child_blocks": [shapes.actions(shapes.button("Deep", "deep"))]},
        {"type": "carousel", "elements": [{"type": "card", "actions": [shapes.button("Card", "card")]}]},
        {"type": "card"},
    ]
    blocks = with_ids(blocks, Ids())

    assert find(blocks, "Open").action_id == "open_it"
    assert find(blocks, "Type here").label == "Message"
    assert find(blocks, "message").is_input
    assert find(blocks, "row").kind == "button"
    assert find(blocks, "Deep").action_id == "deep"
    assert find(blocks, "Card").action_id == "card"
    with pytest.raises(LookupError, match=r"there is: Card, Deep, Message, Open"):
        find(blocks, "Nothing")
    with pytest.raises(LookupError, match="nothing to use"):
        find([], "Nothing")


def test_missing_ids_are_given_and_differ_each_time() -> None:
    child = {"type": "actions", "elements": [{"type": "button", "text": shapes.plain("Go")}]}
    card = {"type": "card"}
    blocks = [{"type": "container", "child_blocks": [child]}, {"type": "carousel", "elements": [card]}]
    ids = Ids()

    first, second = with_ids(blocks, ids), with_ids(blocks, ids)

    assert "block_id" not in child
    assert "block_id" not in card
    assert find(first, "Go").block_id != find(second, "Go").block_id
    assert find(first, "Go").action_id != find(second, "Go").action_id
    assert first[1]["elements"][0]["block_id"]


@given(st.integers(min_value=1, max_value=200))
def test_ids_never_repeat(count: int) -> None:
    ids = Ids()
    made = [ids.next("V") for _ in range(count)]
    assert len(set(made)) == count
    assert all(each.startswith("V") and each.isalnum() for each in made)
