"""What Slack refuses for other reasons than length, with what it takes beside it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack.blocks import problems_in_message, problems_in_options, problems_in_view
from bot.sandbox.slack.blocks.catalogue import BLOCKS
from bot.sandbox.slack.blocks.elements import IN_INPUTS
from tests.every import every
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.blocks.malformed import BAD_BLOCKS, GOOD_BLOCKS

Json = dict[str, Any]


@every("block", GOOD_BLOCKS)
def test_a_well_formed_block_is_taken(block: Json) -> None:
    assert problems_in_message(s.message(block)) == []


@every("name", BAD_BLOCKS)
def test_a_malformed_block_is_refused_with_the_reason(name: str) -> None:
    block, reason = BAD_BLOCKS[name]
    found = problems_in_message(s.message(s.section(), block))
    assert any(reason in problem and "[json-pointer:/blocks" in problem for problem in found), found


def test_a_problem_points_to_where_it_is() -> None:
    wrong = s.message(s.section(), s.actions(s.button(), s.button(action_id="b", text=s.plain(""))))
    assert problems_in_message(wrong) == [
        "must be at least 1 character [json-pointer:/blocks/1/elements/1/text/text]"
    ]


def _broken_axis(change: str) -> Json:
    block = s.bars(2, 2)
    chart = block["chart"]
    match change:
        case "missing point":
            chart["series"][0]["data"].pop()
        case "other label":
            chart["series"][0]["data"][0]["label"] = "Elsewhere"
        case "two of a name":
            chart["series"][1]["name"] = chart["series"][0]["name"]
        case "two of a category":
            chart["axis_config"]["categories"] = ["Day 0", "Day 0"]
        case _:
            chart["axis_config"]["x_label"] = "x" * 51
    return block


@pytest.mark.parametrize(
    "change", ["missing point", "other label", "two of a name", "two of a category", "long label"]
)
def test_a_chart_fits_its_axis(change: str) -> None:
    assert problems_in_message(s.message(_broken_axis(change))) != []


@every(
    "wrong",
    [
        s.modal(s.input_block()) | {"title": None},
        s.modal(title=s.mrkdwn()),
        s.modal(title=s.plain("")),
        {"type": "modal", "blocks": [s.section()]},
        {"type": "modal", "title": s.plain(), "blocks": []},
        {"type": "modal", "title": s.plain()},
        {"type": "modal", "title": s.plain(), "blocks": {"type": "section"}},
        {"type": "modal", "title": s.plain(), "blocks": [s.input_block()]},
        {"type": "workflow_step", "blocks": [s.section()]},
        {"blocks": [s.section()]},
        s.modal(s.table()),
        s.modal(s.data_table()),
        s.modal(s.pie()),
        s.modal({"type": "markdown", "text": "a"}),
        s.modal(s.container(s.section())),
        s.modal(s.card()),
        s.modal(s.section(block_id="same"), s.section(block_id="same")),
        s.modal(s.input_block({"type": "file_input"}, dispatch_action=True)),
        s.modal(s.input_block({"type": "number_input"})),
        s.modal(s.input_block({"type": "number_input", "is_decimal_allowed": False, "min_value": "one"})),
        s.modal(s.input_block({"type": "plain_text_input", "min_length": 5, "max_length": 4})),
        s.modal(s.input_block(s.button())),
        s.modal(s.alert(level="urgent")),
        s.modal(extra=1),
        s.home(s.section(), title=s.plain()),
        s.home({"type": "markdown", "text": "a"}),
        s.home(s.alert()),
        s.home(s.actions({"type": "datetimepicker"})),
        s.home(s.input_block({"type": "email_text_input"})),
        s.home(s.pie(), s.pie(), s.pie()),
    ],
)
def test_a_malformed_view_is_refused(wrong: Json) -> None:
    assert problems_in_view(wrong) != []


@pytest.mark.parametrize(
    "view",
    [
        s.modal(),
        {"type": "modal", "title": s.plain(), "blocks": [s.section()]},
        s.modal(s.alert(level="warning"), close=s.plain("Back"), notify_on_close=True, clear_on_close=False),
        s.modal(s.input_block(dispatch_action=True)),
        s.modal(s.input_block({"type": "file_input", "filetypes": ["csv"], "max_files": 1})),
        s.modal(s.input_block({"type": "number_input", "is_decimal_allowed": True, "max_value": "1.5"})),
        s.modal(s.input_block({"type": "email_text_input"}), s.input_block({"type": "url_text_input"})),
        s.modal(
            s.input_block({"type": "external_select", "min_query_length": 0}),
            s.input_block({"type": "multi_external_select", "max_selected_items": 3}),
            s.input_block({"type": "multi_users_select", "initial_users": ["U1"]}),
            s.input_block({"type": "multi_static_select", "options": s.options(2)}),
            s.input_block({"type": "channels_select", "response_url_enabled": True}),
        ),
        s.home(),
        s.home(s.section(), s.table(), s.pie(), callback_id="home"),
    ],
    ids=str,
)
def test_a_well_formed_view_is_taken(view: Json) -> None:
    assert problems_in_view(view) == []


def test_block_ids_are_unique_in_a_message_children_included() -> None:
    inner = s.container(s.section(block_id="same"), block_id="outer")
    found = problems_in_message(s.message(s.section(block_id="same"), inner))
    assert found == ["block_id 'same' already exists [json-pointer:/blocks]"]


@pytest.mark.parametrize("empty", [{"options": []}, {"option_groups": []}])
def test_no_suggestions_is_an_answer(empty: Json) -> None:
    assert problems_in_options(empty) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"options": s.options(1), "option_groups": []},
        {"options": [{"text": s.mrkdwn(), "value": "a"}]},
        {"options": [{"text": s.plain()}]},
        {"options": "none"},
        {"option_groups": [{"label": s.plain(), "options": []}]},
    ],
    ids=str,
)
def test_malformed_suggestions_are_refused(wrong: Json) -> None:
    assert problems_in_options(wrong) != []


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from([*BLOCKS, *IN_INPUTS]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "element", "rows", "chart", "options", "accessory"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(blocks=st.lists(JUNK, max_size=3), name=st.sampled_from(sorted(BLOCKS)), inner=JUNK)
def test_junk_is_told_and_never_raises(blocks: list[object], name: str, inner: object) -> None:
    shaped = {"type": name, "elements": inner, "chart": inner, "rows": inner, "element": inner}
    assert problems_in_message({"blocks": [*blocks, shaped]}) != []
    assert problems_in_view({"type": "modal", "blocks": [*blocks, shaped]}) != []
    assert problems_in_message({"blocks": inner}) is not None
