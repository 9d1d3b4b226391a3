"""Finds the line of every table, key and array element of a TOML text.

The standard library reads the values and keeps no lines. This reads a text that it has accepted, so it never
meets a mistake: it only has to know where strings, arrays, inline tables and comments end. The grammar is
that of https://toml.io/en/v1.0.0.
"""

import re
import tomllib
from bisect import bisect_left
from typing import Final

Path = tuple[str | int, ...]
"""The way to a value: names of tables and keys, and the places of elements in arrays, from 0."""

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PART: Final = r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_PARTS: Final = re.compile(_PART)
_KEY: Final = re.compile(rf"(?:{_PART}|[ \t.])+")
_STRING: Final = re.compile(
    r'''
    """(?:[^\\]|\\.)*?"""(?:"{0,2})   # over several lines; may end with quotes of its own
    | \'\'\'.*?\'\'\'(?:'{0,2})
    | "(?:[^"\\]|\\.)*"
    | '[^']*'
    ''',
    re.DOTALL | re.VERBOSE,
)
_BARE: Final = re.compile(r"[^,\]}\n#]*")


class Lines:
    """The lines of one TOML text, counted from 1."""

    def __init__(self, text: str) -> None:
        self._found = _Scan(text).found

    def of(self, path: Path) -> int:
        """Return the line of a path, or of the nearest table around it that the text has; 1 for neither."""
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)


class _Scan:
    """Goes through a text once and notes where each path stands."""

    def __init__(self, text: str) -> None:
        self.found: dict[Path, int] = {}
        self._text = text
        self._ends = [each.start() for each in re.finditer("\n", text)]
        self._at = 0
        self._last_of: dict[Path, int] = {}
        """The last element of each array of tables."""
        table: Path = ()
        while self._next_char():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _next_char(self) -> str:
        """Pass blanks and comments and return the character there; "" at the end."""
        self._take(_BLANK)
        return self._text[self._at : self._at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        taken = found.group() if found else ""
        self._at += len(taken)
        return taken

    def _note(self, path: Path, line: int) -> None:
        self.found[path] = line
        for length in range(len(path) - 1, 0, -1):
            if path[:length] in self.found:
                break  # and all around that, then
            self.found[path[:length]] = line

    def _line(self) -> int:
        return bisect_left(self._ends, self._at) + 1

    def _key(self) -> tuple[str, ...]:
        return tuple(map(_plain, _PARTS.findall(self._take(_KEY))))

    def _header(self) -> Path:
        line = self._line()
        brackets = 2 if self._text.startswith("[[", self._at) else 1
        self._at += brackets
        *around, last = self._key()
        self._at += brackets
        path: Path = ()
        for part in around:
            path = self._latest((*path, part))
        path = (*path, last)
        if brackets == 2:  # noqa: PLR2004 - an element of an array of tables
            self._note(path, self.found.get(path, line))
            self._last_of[path] = self._last_of.get(path, -1) + 1
            path = self._latest(path)
        self._note(path, line)
        return path

    def _latest(self, path: Path) -> Path:
        """Go into the last element where the path is an array of tables."""
        return (*path, self._last_of[path]) if path in self._last_of else path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._key())
        self._note(path, line)
        self._at += len("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        match self._next_char():
            case '"' | "'":
                self._take(_STRING)
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                self._take(_BARE)

    def _array(self, path: Path) -> None:
        self._at += len("[")
        element = 0
        while self._next_char() != "]":
            self._note((*path, element), self._line())
            self._value((*path, element))
            self._pass_comma()
            element += 1
        self._at += len("]")

    def _inline_table(self, path: Path) -> None:
        self._at += len("{")
        while self._next_char() != "}":
            self._pair(path)
            self._pass_comma()
        self._at += len("}")

    def _pass_comma(self) -> None:
        if self._next_char() == ",":
            self._at += len(",")


def _plain(part: str) -> str:
    """Return a part of a key without its quotes."""
    if "\\" in part and part.startswith('"'):
        return str(tomllib.loads(f"key = {part}")["key"])
    return part[1:-1] if part.startswith(('"', "'")) else part
