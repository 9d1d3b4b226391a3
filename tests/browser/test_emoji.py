"""The page has no emoji font to fall back on."""

import re
from pathlib import Path

import bot
from bot.sandbox.page.emoji import drawn

SOURCES = [
    path for room in ("features", "slack") for path in (Path(bot.__file__).parent / room).rglob("*.py")
]
CODE = re.compile(r"(?<=[\"' n]):([a-z0-9_]+):(?=[\"' ])")


def test_every_emoji_the_bot_writes_is_drawn_by_the_page() -> None:
    written = {name for path in SOURCES for name in CODE.findall(path.read_text(encoding="utf-8"))}
    assert {"white_check_mark", "warning", "hourglass_flowing_sand"} <= written
    assert {name for name in written if drawn(name) is None} == set()
