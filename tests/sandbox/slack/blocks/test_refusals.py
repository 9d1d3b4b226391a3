"""What Slack refuses for other reasons than length, with what it takes beside it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack.blocks import problems_in_message, problems_in_options, problems_in_view
from bot.sandbox.slack.blocks.catalogue import BLOCKS
from bot.sandbox.slack.blocks.elements import IN_INPUTS
from tests.sandbox.slack.blocks import samples as s

Json = dict[str, Any]


def _styled(kind: str, **own: object) -> Json:
    return s.rich_text(s.rich_section({"type": kind, **own}))


GOOD_BLOCKS: list[Json] = [
    s.section(),
    {"type": "section", "fields": [s.plain(), s.mrkdwn()], "expand": True},
    s.section(accessory=s.image()),
    s.section(accessory=s.select(option_groups=[{"label": s.plain(), "options": s.options(1)}]) | {}),
    {"type": "divider"},
    {"type": "context", "elements": [s.image(), s.mrkdwn(), s.plain()]},
    s.actions(s.button(value="", style="danger", confirm=s.confirm(style="danger"))),
    s.actions({"type": "users_select"}, {"type": "conversations_select", "response_url_enabled": True}),
    s.actions({"type": "datepicker", "initial_date": "2026-11-22"}),
    s.actions({"type": "timepicker", "initial_time": "09:30", "timezone": "America/Los_Angeles"}),
    s.actions({"type": "datetimepicker", "initial_date_time": 1_790_000_000}),
    s.input_block(),
    s.image(image_url="https://example.com/a.png") | {"title": s.plain()},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A file"},
    _styled("text", text="Bold", style={"bold": True, "underline": True}),
    _styled("link", url="https://example.com", text=""),
    _styled("emoji", name="wave"),
    _styled("user", user_id="U1"),
    _styled("channel", channel_id="C1"),
    _styled("date", timestamp=1_790_000_000, format="{date_short}", fallback="soon"),
    s.rich_text({"type": "rich_text_quote", "elements": []}),
    s.rich_text({"type": "rich_text_preformatted", "elements": [], "border": 0}),
    {**s.table(), "column_settings": [None, {"align": "right", "is_wrapped": True}]},
    s.data_table() | {"rows": [[s.cell()], [{"type": "raw_number", "value": 4}]]},
    s.data_table() | {"rows": [[s.cell()], [{"type": "raw_number", "value": 4.5, "text": "4½"}]]},
    s.data_table() | {"rows": [[s.cell()], [s.rich_text(s.rich_section())]]},
    s.bars(2, 3, "line"),
    s.bars(2, 3, "area"),
    s.container(s.section(), s.input_block()),
    {"type": "markdown", "text": "# Title"},
]
GOOD_BLOCKS[3]["accessory"].pop("options")

BAD_BLOCKS: dict[str, tuple[Json, str]] = {
    "unknown block": ({"type": "sectoin"}, "unsupported type of block: sectoin"),
    "no type": ({}, "unsupported type of block: None"),
    "unknown property": (s.section(colour="red"), "invalid additional property: colour"),
    "nothing in a section": ({"type": "section"}, "at least one of: text, fields"),
    "empty text": (s.section(text=s.mrkdwn("")), "at least 1 character"),
    "text that is a number": (s.section(text=s.mrkdwn(3)), "must be a string"),  # type: ignore[arg-type]  # wrong on purpose
    "text without an object": (s.section(text="words"), "must be an object"),
    "unknown text": (s.section(text={"type": "markdown", "text": "a"}), "unsupported type of text object"),
    "mrkdwn header": ({"type": "header", "text": s.mrkdwn()}, "text object here: mrkdwn"),
    "mrkdwn button": (s.actions(s.button(text=s.mrkdwn())), "text object here: mrkdwn"),
    "mrkdwn label": (s.input_block(label=s.mrkdwn()), "text object here: mrkdwn"),
    "mrkdwn option": (
        s.actions(s.select(options=[{"text": s.mrkdwn(), "value": "a"}])),
        "text object here: mrkdwn",
    ),
    "emoji of mrkdwn": (s.section(text=s.mrkdwn() | {"emoji": True}), "additional property: emoji"),
    "verbatim of plain text": (s.section(text=s.plain() | {"verbatim": True}), "property: verbatim"),
    "a boolean in words": (s.section(expand="yes"), "must be a boolean"),
    "a disabled button": (s.actions(s.button(disabled=True)), "invalid additional property: disabled"),
    "an unknown style": (s.actions(s.button(style="warning")), "must be one of: primary, danger"),
    "a button without text": (s.actions({"type": "button"}), "missing required field: text"),
    "twice the action id": (s.actions(s.button(), s.button()), "action_id 'press' already exists"),
    "no actions": (s.actions(), "no fewer than 1 items"),
    "actions that are no list": ({"type": "actions", "elements": {}}, "must be an array"),
    "an element that is no object": ({"type": "actions", "elements": ["button"]}, "must be an object"),
    "an image in actions": (s.actions(s.image()), "unsupported type of action element: image"),
    "a text field in actions": (
        s.actions({"type": "plain_text_input"}),
        "unsupported type of action element",
    ),
    "a date and time beside a section": (
        s.section(accessory={"type": "datetimepicker"}),
        "unsupported type of accessory",
    ),
    "a button in context": ({"type": "context", "elements": [s.button()]}, "type of context element: button"),
    "two sources of an image": (s.image(slack_file={"id": "F1"}), "exactly one of: image_url, slack_file"),
    "an image without words": ({"type": "image", "image_url": "u"}, "missing required field: alt_text"),
    "a file by id and url": (
        {"type": "image", "slack_file": {"id": "F", "url": "u"}, "alt_text": "a"},
        "exactly one of: id, url",
    ),
    "options twice": (
        s.actions(s.select(option_groups=[{"label": s.plain(), "options": s.options(1)}])),
        "exactly one of: options, option_groups",
    ),
    "no options": (s.actions(s.select(options=[])), "no fewer than 1 items"),
    "options alike": (s.actions(s.select(options=s.options(1) * 2)), "'value-0' is there twice"),
    "a start that is no option": (
        s.actions(s.select(initial_option=s.options(3)[2])),
        "initial options must be among the options",
    ),
    "ticks that are no option": (
        s.actions(s.choice("checkboxes", 2, initial_options=s.options(3))),
        "initial options must be among the options",
    ),
    "a start in no group": (
        s.actions(
            {
                "type": "static_select",
                "option_groups": [{"label": s.plain(), "options": s.options(1)}, "group"],
                "initial_option": s.options(2)[1],
            }
        ),
        "initial options must be among the options",
    ),
    "a date in words": (s.actions({"type": "datepicker", "initial_date": "tomorrow"}), "YYYY-MM-DD"),
    "a short date": (s.actions({"type": "datepicker", "initial_date": "20261122"}), "YYYY-MM-DD"),
    "a date as a number": (s.actions({"type": "datepicker", "initial_date": 20261122}), "must be a string"),
    "a time past midnight": (s.actions({"type": "timepicker", "initial_time": "24:00"}), "HH:mm"),
    "a short time": (s.actions({"type": "timepicker", "initial_time": "9:30"}), "HH:mm"),
    "an unknown zone": (s.actions({"type": "timepicker", "timezone": "Mars/Base"}), "an IANA time zone"),
    "a very long zone": (s.actions({"type": "timepicker", "timezone": "A" * 65}), "an IANA time zone"),
    "an instant in text": (
        s.actions({"type": "datetimepicker", "initial_date_time": "1790000000"}),
        "must be an integer",
    ),
    "an instant of nine digits": (
        s.actions({"type": "datetimepicker", "initial_date_time": 999_999_999}),
        "must be from 1000000000",
    ),
    "a confirm without a title": (
        s.actions(s.button(confirm={"text": s.plain(), "confirm": s.plain(), "deny": s.plain()})),
        "missing required field: title",
    ),
    "a list item of another kind": (
        s.rich_text(
            {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "a"}]}
        ),
        "unsupported type of list item",
    ),
    "a bare text in rich text": (s.rich_text({"type": "text", "text": "a"}), "type of rich text element"),
    "an unknown part": (_styled("blink", text="a"), "unsupported type of rich text part: blink"),
    "an unknown style of text": (_styled("text", text="a", style={"loud": True}), "property: loud"),
    "rows that differ": (
        s.data_table() | {"rows": [[s.cell()], [s.cell(), s.cell()]]},
        "same number of cells",
    ),
    "a rich header": (
        s.data_table() | {"rows": [[s.rich_text(s.rich_section())], [s.cell()]]},
        "a header cell cannot be rich_text",
    ),
    "a header alone": (s.data_table(1), "no fewer than 2 items"),
    "no caption": ({"type": "data_table", "rows": s.rows(2)}, "missing required field: caption"),
    "rows that are no list": ({"type": "data_table", "caption": "c", "rows": "r"}, "must be an array"),
    "a number in words": (
        s.data_table() | {"rows": [[s.cell()], [{"type": "raw_number", "value": "4"}]]},
        "must be a number",
    ),
    "an unknown chart": (
        s.pie() | {"chart": {"type": "radar", "segments": []}},
        "unsupported type of chart: radar",
    ),
    "an empty slice": (
        s.pie() | {"chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]}},
        "must be more than 0",
    ),
    "a slice in words": (
        s.pie() | {"chart": {"type": "pie", "segments": [{"label": "a", "value": "1"}]}},
        "must be a number",
    ),
    "a long slice": (
        s.pie() | {"chart": {"type": "pie", "segments": [{"label": "a" * 21, "value": 1}]}},
        "at most 20 characters",
    ),
    "a chart without a title": ({"type": "data_visualization", "chart": s.pie()["chart"]}, "field: title"),
    "an alert": (s.alert(), "block alert is not allowed in a message"),
    "a number field": (s.input_block({"type": "number_input", "is_decimal_allowed": False}), "not allowed"),
    "an email field": (s.input_block({"type": "email_text_input"}), "not allowed in a message"),
    "a url field": (s.input_block({"type": "url_text_input"}), "not allowed in a message"),
    "a file field": (s.input_block({"type": "file_input"}), "not allowed in a message"),
    "an empty card": ({"type": "card", "subtitle": s.plain()}, "at least one of: hero_image"),
    "a chart in a container": (s.container(s.pie()), "unsupported type of child block"),
    "a container without a title": (
        {"type": "container", "child_blocks": [s.section()]},
        "at least one of: title, rich_text_title",
    ),
    "a video": ({"type": "video"}, "unsupported type of block: video"),
}


@pytest.mark.parametrize("block", GOOD_BLOCKS, ids=[str(index) for index in range(len(GOOD_BLOCKS))])
def test_a_well_formed_block_is_taken(block: Json) -> None:
    assert problems_in_message(s.message(block)) == []


@pytest.mark.parametrize("name", BAD_BLOCKS)
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


@pytest.mark.parametrize(
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
    ids=str,
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
