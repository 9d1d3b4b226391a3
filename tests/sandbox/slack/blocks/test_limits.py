"""Every limit at its edge: the largest allowed passes, one more is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.slack.blocks import problems_in_message, problems_in_options, problems_in_view
from tests.every import every
from tests.sandbox.slack.blocks import samples as s

Json = dict[str, Any]
Made = Callable[[int], Json]


def _typed(**own: object) -> Json:
    return s.input_block({"type": "plain_text_input", "action_id": "typed", **own})


IN_MESSAGES: dict[str, tuple[int, Made]] = {
    "message text": (40_000, lambda n: {"text": s.letters(n)}),
    "blocks": (50, lambda n: s.message(*[s.section()] * n)),
    "section text": (3000, lambda n: s.message(s.section(text=s.mrkdwn(s.letters(n))))),
    "fields": (10, lambda n: s.message(s.section(fields=[s.mrkdwn()] * n))),
    "field text": (2000, lambda n: s.message(s.section(fields=[s.plain(s.letters(n))]))),
    "header": (150, lambda n: s.message({"type": "header", "text": s.plain(s.letters(n))})),
    "button text": (75, lambda n: s.message(s.actions(s.button(text=s.plain(s.letters(n)))))),
    "button value": (2000, lambda n: s.message(s.actions(s.button(value=s.letters(n))))),
    "button url": (3000, lambda n: s.message(s.actions(s.button(url=s.letters(n))))),
    "button label": (75, lambda n: s.message(s.actions(s.button(accessibility_label=s.letters(n))))),
    "action id": (255, lambda n: s.message(s.actions(s.button(action_id=s.letters(n))))),
    "block id": (255, lambda n: s.message(s.section(block_id=s.letters(n)))),
    "actions": (25, lambda n: s.message(s.actions(*s.buttons(n)))),
    "context elements": (10, lambda n: s.message({"type": "context", "elements": [s.mrkdwn()] * n})),
    "options": (100, lambda n: s.message(s.actions(s.choice("static_select", n)))),
    "checkboxes": (10, lambda n: s.message(s.actions(s.choice("checkboxes", n)))),
    "radio buttons": (10, lambda n: s.message(s.actions(s.choice("radio_buttons", n)))),
    "overflow": (5, lambda n: s.message(s.section(accessory=s.choice("overflow", n)))),
    "placeholder": (150, lambda n: s.message(s.actions(s.select(placeholder=s.plain(s.letters(n)))))),
    "confirm title": (
        100,
        lambda n: s.message(s.actions(s.button(confirm=s.confirm(title=s.plain(s.letters(n)))))),
    ),
    "confirm text": (
        300,
        lambda n: s.message(s.actions(s.button(confirm=s.confirm(text=s.plain(s.letters(n)))))),
    ),
    "confirm button": (
        30,
        lambda n: s.message(s.actions(s.button(confirm=s.confirm(deny=s.plain(s.letters(n)))))),
    ),
    "image url": (3000, lambda n: s.message(s.image(image_url=s.letters(n)))),
    "image words": (2000, lambda n: s.message(s.image(alt_text=s.letters(n)))),
    "image title": (2000, lambda n: s.message(s.image(title=s.plain(s.letters(n))))),
    "markdown": (12_000, lambda n: s.message({"type": "markdown", "text": s.letters(n)})),
    "markdown together": (
        12_000,
        lambda n: s.message(
            {"type": "markdown", "text": s.letters(n - 100)}, {"type": "markdown", "text": s.letters(100)}
        ),
    ),
    "list indent": (
        8,
        lambda n: s.message(
            s.rich_text(
                {"type": "rich_text_list", "style": "bullet", "indent": n, "elements": [s.rich_section()]}
            )
        ),
    ),
    "table rows": (100, lambda n: s.message(s.table(n))),
    "table columns": (20, lambda n: s.message(s.table(2, n))),
    "tables": (1, lambda n: s.message(*[s.table()] * n)),
    "data table rows": (201, lambda n: s.message(s.data_table(n))),
    "data table columns": (20, lambda n: s.message(s.data_table(2, n))),
    "data table page": (100, lambda n: s.message(s.data_table(page_size=n))),
    "data table characters": (5000, lambda n: s.message(s.data_table(2, 2, s.letters(n)))),
    "data table characters together": (
        2500,
        lambda n: s.message(s.data_table(2, 2, s.letters(n)), s.data_table(2, 2, s.letters(n))),
    ),
    "header column": (1, lambda n: s.message(s.data_table(row_header_column_index=n))),
    "charts": (2, lambda n: s.message(*[s.pie()] * n)),
    "chart title": (50, lambda n: s.message(s.pie(title=s.letters(n)))),
    "segments": (6, lambda n: s.message(s.pie(n))),
    "series": (6, lambda n: s.message(s.bars(n))),
    "points": (20, lambda n: s.message(s.bars(1, n))),
    "card title": (150, lambda n: s.message(s.card(title=s.plain(s.letters(n))))),
    "card body": (200, lambda n: s.message(s.card(body=s.plain(s.letters(n))))),
    "card actions": (3, lambda n: s.message(s.card(actions=s.buttons(n)))),
    "cards": (10, lambda n: s.message({"type": "carousel", "elements": [s.card()] * n})),
    "children": (10, lambda n: s.message(s.container(*[s.section()] * n))),
    "container title": (150, lambda n: s.message(s.container(s.section(), title=s.plain(s.letters(n))))),
}

IN_VIEWS: dict[str, tuple[int, Made]] = {
    "blocks": (100, lambda n: s.modal(*[s.section()] * n)),
    "home blocks": (100, lambda n: s.home(*[s.section()] * n)),
    "title": (24, lambda n: s.modal(title=s.plain(s.letters(n)))),
    "submit": (24, lambda n: s.modal(submit=s.plain(s.letters(n)))),
    "close": (24, lambda n: s.modal(close=s.plain(s.letters(n)))),
    "metadata": (3000, lambda n: s.modal(private_metadata=s.letters(n))),
    "callback id": (255, lambda n: s.modal(callback_id=s.letters(n))),
    "external id": (255, lambda n: s.modal(external_id=s.letters(n))),
    "alert": (200, lambda n: s.modal(s.alert(text=s.plain(s.letters(n))))),
    "label": (2000, lambda n: s.modal(s.input_block(label=s.plain(s.letters(n))))),
    "hint": (2000, lambda n: s.modal(s.input_block(hint=s.plain(s.letters(n))))),
    "initial value": (3000, lambda n: s.modal(_typed(initial_value=s.letters(n)))),
    "longest": (3000, lambda n: s.modal(_typed(max_length=n))),
    "shortest": (3000, lambda n: s.modal(_typed(min_length=n))),
    "files": (10, lambda n: s.modal(s.input_block({"type": "file_input", "max_files": n}))),
    "initial instant": (
        9_999_999_999,
        lambda n: s.modal(s.input_block({"type": "datetimepicker", "initial_date_time": n})),
    ),
}


def _suggested(**own: object) -> Json:
    return {"options": [{"text": s.plain(), "value": "value", **own}]}


IN_OPTIONS: dict[str, tuple[int, Made]] = {
    "options": (100, lambda n: {"options": s.options(n)}),
    "groups": (
        100,
        lambda n: {"option_groups": [{"label": s.plain(f"{i}"), "options": s.options(1)} for i in range(n)]},
    ),
    "options in a group": (
        100,
        lambda n: {"option_groups": [{"label": s.plain(), "options": s.options(n)}]},
    ),
    "group label": (
        75,
        lambda n: {"option_groups": [{"label": s.plain(s.letters(n)), "options": s.options(1)}]},
    ),
    "text": (75, lambda n: _suggested(text=s.plain(s.letters(n)))),
    "value": (150, lambda n: _suggested(value=s.letters(n))),
    "description": (75, lambda n: _suggested(description=s.plain(s.letters(n)))),
}


@every("name", IN_MESSAGES)
def test_a_message_may_reach_a_limit_and_not_pass_it(name: str) -> None:
    most, made = IN_MESSAGES[name]
    assert problems_in_message(made(most)) == []
    assert problems_in_message(made(most + 1)) != []


@pytest.mark.parametrize("name", IN_VIEWS)
def test_a_view_may_reach_a_limit_and_not_pass_it(name: str) -> None:
    most, made = IN_VIEWS[name]
    assert problems_in_view(made(most)) == []
    assert problems_in_view(made(most + 1)) != []


@pytest.mark.parametrize("name", IN_OPTIONS)
def test_suggestions_may_reach_a_limit_and_not_pass_it(name: str) -> None:
    most, made = IN_OPTIONS[name]
    assert problems_in_options(made(most)) == []
    assert problems_in_options(made(most + 1)) != []


def test_a_view_of_250_kilobytes_is_the_largest() -> None:
    sections = [s.section(text=s.plain(s.letters(2900))) for _ in range(84)]
    assert problems_in_view(s.modal(*sections)) == []
    assert problems_in_view(s.modal(*sections, *sections[:5]))[0].startswith("view is larger")
