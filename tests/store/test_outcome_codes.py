import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.store.outcome_codes import OutcomeCode

BOT: Final = Path("bot")
LEFT_OUT: Final = [BOT / each for each in ("features/contacts", "sandbox", "store/migrations")]
"""The outcomes of contacts are states, and have no such column."""
COLUMN: Final = "outcome_code"
OUTCOMES: Final = {"Refused", "Stop"}
"""What carries a code to that column, as its first argument."""


def written(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what a module writes as the code of an outcome, as it stands there."""
    for node in ast.walk(tree):
        match node:
            case ast.Dict(keys=keys, values=values):
                columns = zip(keys, values, strict=True)
                yield from (each for key, each in columns if key and ast.unparse(key) == repr(COLUMN))
            case ast.keyword(arg=name, value=each) if name == COLUMN:
                yield each
            case ast.Call(func=ast.Name(id=name), args=[each, *_]) if name in OUTCOMES:
                yield each


def test_each_code_that_the_bot_writes_has_a_name() -> None:
    unnamed = []
    for path in BOT.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if any(map(path.is_relative_to, LEFT_OUT)) or not any(each in text for each in (COLUMN, *OUTCOMES)):
            continue
        found = (each.value for each in written(ast.parse(text)) if isinstance(each, ast.Constant))
        unnamed += [(path, each) for each in found if each is not None]
    assert unnamed == []


def test_each_name_is_written_somewhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in BOT.rglob("*.py"))
    assert [each for each in OutcomeCode if f"OutcomeCode.{each.name}" not in text] == []


def test_none_can_be_taken_for_a_code_of_smsit() -> None:
    assert not any(each.removeprefix("-").isdigit() or ":" in each for each in OutcomeCode)
