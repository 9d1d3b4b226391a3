"""Collecting what is wrong with a policy file, each mistake with its line."""

from collections.abc import Collection
from difflib import get_close_matches

from bot.policy.lines import Lines, Path


class PolicyError(Exception):
    """The policy cannot be used; the text lists every mistake found, a line each."""


class Mistakes:
    """The mistakes of one file, so that all can be told at once."""

    def __init__(self, file: str, lines: Lines) -> None:
        self._file = file
        self._lines = lines
        self._found: list[tuple[int, str]] = []

    def add(self, path: Path, text: str) -> None:
        """Note a mistake at a path; ``text`` says what to write instead."""
        line = self._lines.of(path)
        self._found.append((line, f"{self._file}, line {line}: {_place(path)}: {text}"))

    def add_unknown(self, path: Path, known: Collection[str]) -> None:
        """Note a table or key that a policy does not have, with the one that was probably meant."""
        meant = get_close_matches(str(path[-1]).lower(), known, n=1)
        hint = f"did you mean {meant[0]}?" if meant else f"there is {', '.join(known)}"
        self.add(path, f"is not known here; {hint}")

    def raise_any(self) -> None:
        """Raise :exc:`PolicyError` when there are mistakes, in the order of their lines."""
        if self._found:
            raise PolicyError("\n".join(text for _, text in sorted(self._found, key=lambda each: each[0])))


def _place(path: Path) -> str:
    """Return a path as people write it: ``[budgets.people] U0TOM``."""
    *tables, name = [part for part in path if isinstance(part, str)]
    return f"[{'.'.join(tables)}] {name}" if tables else f"[{name}]"
