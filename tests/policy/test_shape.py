"""What nobody writes by hand is refused before it is parsed, however long that would take."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import shape
from bot.policy.lines import Lines
from bot.policy.reader import PolicyError, read
from tests.linear import grows_too_fast
from tests.policy.files import mistakes, write

BESIDE = (
    "",
    "# a.b.c.d.e.f.g.h.i.j [[[[[[[[[[",
    'said = "a.b.c.d.e.f.g.h.i.j [[[[[[[[[["',
    "said = '[[[[[[[[[[\"'",
    r'said = "\" \\"',
    'said = """\n[[[[[[[[[[ \\""" a.b.c.d.e.f.g.h.i.j"""""',
    "said = ['''''', '''\n\"\"\" a.b.c.d.e.f.g.h.i.j''''', \"\"]",
    "list = [[1.5, 2026-11-30T10:00:00.5Z], []]",
)
"""What doesn't hide a mistake behind it, and is none."""
HOSTILE = {
    "name." * 9 + "last = 1": shape.TOO_MANY_PARTS,
    "[" + " . ".join(["'a.b'", '"c"'] * 5) + "]": shape.TOO_MANY_PARTS,
    "list = [" + "{'a' . b = 1}, " * 3 + "{" + "a." * 9 + "b = 1}]": shape.TOO_MANY_PARTS,
    "list = " + "[" * 9 + "]" * 9: shape.TOO_DEEP,
    "list = " + "{a = [" * 5 + "]}" * 5: shape.TOO_DEEP,
    "number = 0x" + "f" * 120: shape.TOO_LONG,
    "a" * 120 + " = 1": shape.TOO_LONG,
    "list = [" + '"U1", ' * 8000 + "]": shape.TOO_MANY_WORDS,
    "list = [" + "'''U1''', " * 8000 + "]": shape.TOO_MANY_WORDS,
}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("beside", BESIDE)
def test_is_named_with_its_line_behind_whatever_stands_before_it(beside: str, text: str) -> None:
    tomllib.loads(beside)  # so nobody has to end what stands there

    assert shape.wrong(f"{beside}\n{text}\n") == (beside.count("\n") + 2, HOSTILE[text])
    assert shape.wrong(f"{beside}\n{beside}") is None


def test_the_policy_that_is_read_is_looked_at_first(tmp_path: Path) -> None:
    (told,) = mistakes(tmp_path, "[limits]\n" + "a." * 30_000 + "b = 1")

    assert told == f"policy.toml, line 2: {shape.TOO_MANY_PARTS}"


KEYS = st.text(alphabet="ab.[]{}#\"'\\\n =", min_size=1, max_size=6)
VALUES: st.SearchStrategy[Any] = st.recursive(
    KEYS | st.integers(), lambda each: st.lists(each, max_size=2), max_leaves=12
)


@given(parts=st.lists(KEYS, min_size=1, max_size=12), value=VALUES, plain=st.booleans())
def test_what_passes_is_no_deeper_than_the_bounds(parts: list[str], value: object, plain: bool) -> None:  # noqa: FBT001
    text = " . ".join(map(_quoted, parts)) + f" = {_written(value)}"
    text = text if plain else f'[a]\nb = {{ {text} }}  # "'
    tomllib.loads(text)

    is_deep = len(parts) > shape.MOST_PARTS or _depth(value) + (not plain) > shape.MOST_NESTED
    assert (shape.wrong(text) is not None) == is_deep


PIECES = (
    "a.",
    '"a".',
    "'a' . ",
    "[",
    "{",
    "[a]\n",
    "a=1\n",
    '"\\ta"=1\n',
    '"',
    "'",
    '\\"',
    '"""',
    "'''",
    "#",
    "\n",
    "1",
    "_1",
    "\\",
)
BEGUN = ("", "a=", 'a="', 'a="""', "a='''", "a=[", "[roles]\nadmin=[")


@pytest.mark.parametrize("begun", BEGUN)
def test_any_file_is_read_or_refused_in_the_time_its_length_says(tmp_path: Path, begun: str) -> None:
    assert [piece for piece in PIECES if grows_too_fast(_reading(tmp_path), piece, begun)] == []


@pytest.mark.parametrize("piece", ["1,", "[1],", "{a=1},"])
def test_the_lines_of_many_values_in_many_brackets_are_found_in_that_time_too(piece: str) -> None:
    def find(text: str) -> object:
        around = "[" * 8
        whole = text[: text.rindex(",") + 1]
        return Lines(f"a={around}{whole}{']' * 8}")

    assert not grows_too_fast(find, piece)


def _reading(folder: Path) -> Callable[[str], object]:
    def call(text: str) -> object:
        try:
            return read(write(folder, text))
        except PolicyError as refused:
            return refused

    return call


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _written(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _depth(value: object) -> int:
    inside: Iterator[int] = map(_depth, value) if isinstance(value, list) else iter(())
    return 1 + max(inside, default=0) if isinstance(value, list) else 0
