"""What the bot says with an emoji is drawn on the page, not spelt."""

import ast
import re
from pathlib import Path
from typing import Final

from bot.sandbox.page.emoji import drawn

ROOT: Final = Path(__file__).parents[3] / "bot"
NAMED: Final = re.compile(r"(?:^|\s):([a-z][a-z0-9_]+):(?=\s)")


def docstrings(tree: ast.Module) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def named(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    silent = docstrings(tree)
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    )
    return {name for text in texts for name in NAMED.findall(text)}


def test_every_emoji_the_bot_says_is_one_the_page_draws() -> None:
    said = set().union(*map(named, (*ROOT.glob("features/**/*.py"), *ROOT.glob("slack/**/*.py"))))
    assert "white_check_mark" in said
    assert {name for name in said if drawn(name) is None} == set()
