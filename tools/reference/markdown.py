"""Tables and pages of Markdown."""

from collections.abc import Iterable, Sequence
from typing import Final

NOTICE: Final = "<!-- Written by `make reference` from {source}: change that, not this page. -->"


def document(title: str, source: str, *parts: str) -> str:
    """Return a page; ``source`` names the file that it is written from."""
    return "\n\n".join((f"# {title}", NOTICE.format(source=source), *parts)) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table. What is in a cell is Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, each))} |".replace("|  |", "| |") for each in lines)


def code(text: object) -> str:
    """Return something as code."""
    return f"`{text}`"


def several(values: Iterable[object]) -> str:
    """Return values as code, with commas."""
    return ", ".join(map(code, values))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
