"""The threat model names tests that exist, where it says they are."""

import ast
import re
from pathlib import Path

from tests.locks import ROOT

THREATS = ROOT / "docs" / "threats.md"
_NAMED = re.compile(r"\[`(test_\w+)`\]\(([^)]+)\)")


def named_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def test_every_protection_is_shown_by_a_test_that_exists() -> None:
    text = THREATS.read_text("utf-8")
    named = _NAMED.findall(text)
    rows = [
        line for line in text.partition("## What could go wrong")[2].splitlines() if line.startswith("| ")
    ]

    assert len(named) == len(rows) - 1  # but for the head
    missing = [
        f"{name} in {place}"
        for name, place in named
        if not (path := (THREATS.parent / place).resolve()).exists() or name not in named_in(path)
    ]
    assert missing == []


def test_what_security_leads_to_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    places = re.findall(r"\]\(([^)#]+)", text)

    assert places
    assert [each for each in places if not (ROOT / each).exists()] == []
