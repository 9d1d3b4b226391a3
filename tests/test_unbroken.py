"""Spaces that do not break are for what people read in Slack: in a text they would cost it an encoding.

So moments have two writers: :mod:`bot.slack.blocks.moments` for Slack, :mod:`bot.texting.words` for all else.
"""

import ast
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from bot.features.appointments import texts
from bot.texting import segments, words
from tests.locks import ROOT

UNBROKEN: Final = "\u00a0\u202f\u2060\u2011"
WRITERS: Final = {"bot/slack/blocks/kit.py", "bot/texting/phones.py"}
"""Where such marks are put in: in what Slack shows, and in numbers that are only read."""
READERS: Final = {
    "bot/slack/blocks/visible.py",
    "bot/sandbox/slack/placed.py",
    "bot/slack/blocks/plain_text/links.py",
    "bot/texting/typed.py",
    "bot/texting/names.py",
    "bot/texting/gsm.py",
}
"""Where they are looked for in what people typed, or taken out."""
ALSO_READ: Final = "bot/texting/tables/"
BY_DAY_AND_HOUR: Final = [
    datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=37 * step) for step in range(240)
]


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/Los_Angeles", "Asia/Kolkata"])
def test_a_moment_in_a_text_costs_it_no_encoding(zone: str) -> None:
    there = ZoneInfo(zone)
    for at in BY_DAY_AND_HOUR:
        for said in (
            words.when(at, there, at - timedelta(days=400)),
            words.when(at, there, at),
            words.day(at, there, None),
            words.when_in_zone(at, there, seconds=True),
            texts.rendered("%%Name%%, %%Date%% at %%Time%%", "Ada", at, there),
        ):
            assert segments.measure(said).forcing == ()


def test_marks_that_do_not_break_are_put_in_where_slack_alone_gets_them() -> None:
    names = {str(path.relative_to(ROOT)) for path in ROOT.glob("bot/**/*.py")} - WRITERS - READERS
    found = [
        (name, node.value)
        for name in sorted(names)
        if not name.startswith(ALSO_READ)
        for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and set(UNBROKEN) & set(node.value)
    ]

    assert found == []


def test_what_is_shown_in_slack_takes_its_moments_from_there() -> None:
    shown = [
        path
        for path in ROOT.glob("bot/features/**/*.py")
        if {"views", "listeners"} & {*path.parts, path.stem}
    ]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in shown
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("words", "when"), ("words", "day"), ("words", "when_in_zone")}
    ]
    assert len(shown) > 50
    assert found == []
