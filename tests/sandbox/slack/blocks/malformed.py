"""Blocks Slack takes, and beside each what makes it refuse one."""

from typing import Any

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
