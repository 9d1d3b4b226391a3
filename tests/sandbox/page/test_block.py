from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.page import moments, rich, theme
from bot.sandbox.page.blocks import charts, content, tables
from bot.sandbox.page.inputs import moments as moment_fields
from bot.sandbox.page.inputs import selects, text
from bot.sandbox.page.inspector import pace, pretty
from tests.sandbox.page.names import FakeNames
from tests.sandbox.slack.blocks import samples as s

Json = dict[str, Any]
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
HERE = ZoneInfo("America/Los_Angeles")


def part(kind: str, **own: object) -> str:
    drawn = rich.to_html(s.rich_text(s.rich_section({"type": kind, **own})), FakeNames(), NOW)
    return drawn.removeprefix("<div>").removesuffix("</div>")


@pytest.mark.parametrize(
    ("drawn", "html"),
    [
        (part("text", text="*a* <b>\nc"), "*a* &lt;b&gt;<br>c"),
        (part("text", text="x", style={"bold": True, "code": True}), "<b><code>x</code></b>"),
        (part("link", url="javascript:x", text="y"), "y"),
        (part("emoji", name="rocket"), "🚀"),
        (part("emoji", name="none<"), ":none&lt;:"),
        (part("user", user_id="U1"), '<span class="mention">@Ada &lt;Lovelace&gt;</span>'),
        (part("channel", channel_id="C1"), '<span class="mention">#front-desk</span>'),
        (part("usergroup", usergroup_id="S1"), '<span class="mention">@desk</span>'),
        (part("broadcast", range="here"), '<span class="mention">@here</span>'),
        (part("date", timestamp=int(NOW.timestamp()), format="{date_num}"), "2026-11-22"),
        (part("color", value="#fff"), '<span class="swatch" style="background:#fff"></span>#fff'),
        (part("new<"), "[new&lt;]"),
    ],
)
def test_a_part_of_rich_text_is_literal(drawn: str, html: str) -> None:
    assert drawn == html


def test_rich_lists_quotes_and_code_keep_their_form() -> None:
    item = s.rich_section({"type": "text", "text": "a"})
    numbered = {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": [item]}
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": [item]}
    code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x\ny"}]}
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "q"}]}
    drawn = rich.to_html(s.rich_text(numbered, bullets, code, quote), FakeNames())
    assert drawn == (
        '<ol start="3" type="a" class="indent-1"><li>a</li></ol><ul class="indent-0"><li>a</li></ul>'
        "<pre>x\ny</pre><blockquote>q</blockquote>"
    )


def test_a_table_keeps_its_alignment_and_escapes_its_cells() -> None:
    block = s.table(2, 2) | {"column_settings": [{"align": "right"}, None]}
    block["rows"][1][0]["text"] = "<b>"
    drawn = tables.table(block, FakeNames())
    assert '<th style="text-align:right">cell</th><th style="text-align:left">' in drawn
    assert "&lt;b&gt;" in drawn


def test_a_data_table_is_drawn_in_pages_with_numbers_to_the_right() -> None:
    rows = [[s.cell("Head")], *[[{"type": "raw_number", "value": value}] for value in (1000, 2, 3)]]
    block = {"type": "data_table", "caption": "<All>", "rows": rows, "page_size": 2}
    assert tables.pages(block) == 2
    first, second = tables.data_table(block, FakeNames()), tables.data_table(block, FakeNames(), 1)
    assert "<caption>&lt;All&gt;</caption>" in first
    assert '<td style="text-align:right">1,000</td>' in first
    assert second.count("<td") == 1
    rows[1][0] = s.rich_text(s.rich_section())
    assert "<div>Words</div>" in tables.data_table(block, FakeNames())


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_a_chart_on_axes_shows_every_series_in_the_order_of_its_categories(kind: str) -> None:
    block = s.bars(2, 3, kind)
    block["chart"]["series"][0]["data"].reverse()
    block["chart"]["series"][0]["data"][0]["value"] = 7
    drawn = charts.options(block)
    assert drawn["xAxis"]["data"] == ["Day 0", "Day 1", "Day 2"]
    assert drawn["series"][0]["data"] == [-1, -1, 7]
    assert drawn["series"][0]["type"] == ("bar" if kind == "bar" else "line")
    assert ("areaStyle" in drawn["series"][0]) == (kind == "area")
    assert "Line 0: Day 2 7" in charts.in_words(block)


def test_a_pie_shows_its_parts() -> None:
    drawn = charts.options(s.pie(2))
    assert drawn["series"][0]["data"] == [{"name": "Part 0", "value": 1}, {"name": "Part 1", "value": 2}]
    assert charts.in_words(s.pie(2)) == "Chart. Part 0 1, Part 1 2"


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("http://127.0.0.1:8000/a.png", True),
        ("http://localhost/a.png", True),
        ("data:image/png;base64,AA", True),
        ("https://example.com/a.png", False),
        ("//example.com/a.png", False),
        ("http://127.0.0.1.example.com/a.png", False),
        ("http://127.0.0.1@example.com/a.png", False),
    ],
)
def test_only_pictures_of_this_computer_are_fetched(address: str, is_ours: bool) -> None:  # noqa: FBT001
    assert content.is_ours(address) is is_ours
    drawn = content.image({"image_url": address, "alt_text": "<A>"})
    assert ("<img" in drawn) is is_ours
    assert "&lt;A&gt;" in drawn


def test_markdown_loses_its_html_and_pictures() -> None:
    assert content.markdown({"text": "<img src=x> ![a](https://example.com/a.png) [b](c)"}) == (
        "&lt;img src=x> [a](https://example.com/a.png) [b](c)"
    )


def test_blocks_that_only_show_something_are_drawn() -> None:
    names = FakeNames()
    context = {"type": "context", "elements": [s.image(), s.mrkdwn("a")]}
    assert "context-picture" in content.SHOWN["context"](context, names, NOW)
    assert "Title" in content.SHOWN["image"](s.image(title=s.plain("Title")), names, NOW)
    assert "picture-title" not in content.SHOWN["image"](s.image(), names, NOW)
    assert content.section_text({"fields": [s.plain("f")]}, names, NOW).startswith(
        '<div class="section-fields">'
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Today"), (1, "Yesterday"), (2, "Friday 20 November"), (19, "Tuesday 3 November")],
)
def test_a_day_has_the_name_people_use(days: int, words: str) -> None:
    assert moments.day_name(NOW - timedelta(days=days), NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 seconds ago"), (3600, "1 hour ago"), (-172_800, "in 2 days"), (0, "now")]
)
def test_ago_is_told_in_the_largest_unit(seconds: int, words: str) -> None:
    assert moments.written("{ago}", NOW - timedelta(seconds=seconds), NOW) == words


def test_midnight_and_days_are_written_as_people_do() -> None:
    assert moments.clock_time(datetime(2026, 11, 11, 0, 5, tzinfo=UTC)) == "00:05"
    assert moments.day(datetime(2026, 11, 11, tzinfo=UTC)) == "11 November 2026"
    assert moments.of_ts("1790000000.000100") == datetime.fromtimestamp(1_790_000_000.0001, UTC)


def test_initials_and_colours_tell_people_apart() -> None:
    assert theme.initials("Ada King Lovelace") == "AL"
    assert theme.initials("ada") == "A"
    assert theme.initials("") == "?"
    names = ("Maya Chen", "Tom Okafor", "Priya Nair", "Sam Rivera", "Gia Rossi", "Zed Lindqvist")
    assert len({theme.colour(name) for name in names}) == len(names)


def test_what_a_picker_holds_is_what_the_workspace_wants() -> None:
    assert moment_fields.shown(int(NOW.timestamp()), HERE) == "2026-11-22T12:00"
    assert moment_fields.shown(None, HERE) == ""
    assert moment_fields.entered("datetimepicker", "2026-11-22T12:00", HERE) == NOW
    assert moment_fields.entered("datepicker", "", HERE) is None
    assert moment_fields.entered("timepicker", "09:30", HERE) == "09:30"


def test_a_menus_lines_keep_their_groups_and_get_fewer_while_one_types() -> None:
    grouped = {"option_groups": [{"label": s.plain("Group"), "options": s.options(2)}]}
    lines = selects.choices_of(grouped)
    assert [each.group for each in lines] == ["Group", "Group"]
    assert [each.text for each in selects.matching(lines, "OPTION 1")] == ["Option 1"]


def test_a_field_tells_of_every_character_only_when_the_bot_wants_it() -> None:
    config = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    assert text.tells_at_once({}, {})
    assert text.tells_at_once({"dispatch_action": True}, config)
    assert not text.tells_at_once({"dispatch_action": True}, {})


@pytest.mark.parametrize(("ms", "word"), [(3, "quick"), (900, "slow"), (3001, "late"), (None, "none")])
def test_an_acknowledgement_is_judged_by_slacks_three_seconds(ms: float | None, word: str) -> None:
    assert pace(ms) == word


def test_payloads_are_shown_as_json_and_texts_as_they_are() -> None:
    assert pretty({"a": "é"}) == '{\n  "a": "é"\n}'
    assert pretty("ok") == "ok"
    assert pretty(None) == "(empty)"
