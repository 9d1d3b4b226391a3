"""Spans that nobody records, and what is told where somebody does; see tests/tracing for how."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import spans

BOT = Path(spans.__file__).parent
TOLD = {
    "f'{at.kind} {at.id}'",  # of a listener, as it is registered
    "f'attempt {ledger.kind(row)}'",
    "f'job {name}'",
    "f'message {dirty.purpose}'",
    "f'{service} {method}'",
    "'report'",
    "_subject(args)",
    "dirty.subject_id",
    "send.parent_id or send.id",
    "verb.name or 'text'",
    "result",
    "STOPPED if claimed.stopped else _named(outcome)",
    "seconds",
    *(f"Step.{each.name}" for each in spans.Step),
}
"""All that is told of any step: words of ours, methods, results and ids. Nothing of people may stand here."""


def test_without_a_recorder_nothing_is_noted_and_what_is_raised_is_raised() -> None:
    with spans.span(spans.Step.JOB, "job", "send") as span:
        span.note(result="ok")
        spans.note(verb="credits")
        spans.called("slack chat.update", "ok", 0.1)
    assert span is spans.NOTHING
    with pytest.raises(KeyError), spans.span(spans.Step.JOB, "job"):
        raise KeyError


def test_what_is_told_of_a_step_is_listed_here() -> None:
    own = {BOT / "spans.py", *(BOT / "tracing").iterdir()}
    texts = (path.read_text("utf-8") for path in set(BOT.rglob("*.py")) - own)
    found = {told for text in texts if "spans" in text for told in _told(ast.parse(text))}
    assert found == TOLD


def _told(tree: ast.Module) -> Iterator[str]:
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if ast.unparse(call.func) in {"spans.span", "spans.note", "spans.called", "span.note"}:
            given = (*call.args, *(each.value for each in call.keywords))
            yield from map(ast.unparse, given)
