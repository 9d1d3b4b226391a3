"""What of the shape of a policy, or of the file of accounts, nobody writes: found before it is parsed.

Parsers of TOML, the standard library's too, take the square of the time for a key of many parts, and so
does whoever follows brackets inside brackets. Neither file has any. This goes through the text once,
whatever stands in it.
The grammar is that of https://toml.io/en/v1.0.0.
"""

import re
from typing import Final

MOST_PARTS: Final = 8
"""Of a dotted key or the name of a table; a policy has two, such as ``[budgets.people]``."""
MOST_NESTED: Final = 8
"""Brackets inside brackets; a policy has one pair, around a list."""
LONGEST_UNQUOTED: Final = 100
"""Characters of a number, or of a name without quotation marks."""
MOST_WORDS: Final = 8000
"""Names, values and brackets, each of which costs a look."""
TOO_MANY_PARTS: Final = f"shorten the key: {MOST_PARTS} parts are the most"
TOO_DEEP: Final = "brackets are nested too deeply"
TOO_LONG: Final = f"shorten the number or the name to {LONGEST_UNQUOTED} characters"
TOO_MANY_WORDS: Final = f"shorten the file to {MOST_WORDS:,} names and values"

_UNQUOTED: Final = "[A-Za-z0-9_-]"
_PART: Final = rf"""(?:{_UNQUOTED}++|"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?)"""
_TOKEN: Final = re.compile(
    rf'''
    (?P<comment>\#[^\n]*+)
    | (?P<lines>
        """(?:[^"\\]|\\.|"(?!""))*+(?:"{{3,5}}|\Z)    # over several lines; may end with quotes of its own
        | \'\'\'(?:[^']|'(?!\'\'))*+(?:'{{3,5}}|\Z)
      )
    | (?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+)   # or a value that looks like one
    | (?P<opened>[\[{{])
    | (?P<closed>[\]}}])
    ''',
    re.DOTALL | re.VERBOSE,
)
_PARTS: Final = re.compile(_PART)
_LONG: Final = re.compile(rf"{_UNQUOTED}{{{LONGEST_UNQUOTED + 1}}}")


def wrong(text: str) -> tuple[int, str] | None:
    """Return the line of what makes a text no policy, and the sentence for it; None if nothing does.

    A text that is no TOML may well pass: whoever parses it says so.
    """
    depth = words = 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        depth = max(0, depth + (kind == "opened") - (kind == "closed"))
        words += kind not in ("comment", "closed")
        told = _wrong_key(token.group()) if kind == "key" else ""
        if depth > MOST_NESTED:
            told = TOO_DEEP
        elif words > MOST_WORDS:
            told = TOO_MANY_WORDS
        if told:
            return text.count("\n", 0, token.start()) + 1, told
    return None


def _wrong_key(key: str) -> str:
    parts = _PARTS.findall(key)
    if any(map(_LONG.match, parts)):
        return TOO_LONG
    return TOO_MANY_PARTS if len(parts) > MOST_PARTS else ""
