"""Lines of tables, keys and elements in TOML that has been accepted."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.lines import Lines, Path
from tests.every import every

EVERYTHING = '''\
# [not.a.table] = 1
top = "a # [b] = {c}"                # line 2
"quoted \\u0041" = 'x"y'
[a] # ] comment
b.c = [ # [
  1,

  { d = "]", "e f" = [ 2, 3 ] }, # }
  """
] = [ three ""\\""" quotes""""",
  \'\'\'
{ two '' quotes\'\'\'\'\',
]
date = 1979-05-27 07:32:00Z
empty = ""
none = []
nothing = {}
[ a . 'g h' ]
i = """"""
j = 1.5e3 # e
[[rows]]
k = \'\'
[rows.sub]
l = true
[[rows]]
k = 0x1F'''


@every(
    ("path", "line"),
    [
        (("top",), 2),
        (("quoted A",), 3),
        (("a",), 4),
        (("a", "b"), 5),
        (("a", "b", "c"), 5),
        (("a", "b", "c", 0), 6),
        (("a", "b", "c", 1), 8),
        (("a", "b", "c", 1, "d"), 8),
        (("a", "b", "c", 1, "e f", 1), 8),
        (("a", "b", "c", 2), 9),
        (("a", "b", "c", 3), 11),
        (("a", "date"), 14),
        (("a", "empty"), 15),
        (("a", "none"), 16),
        (("a", "nothing"), 17),
        (("a", "g h"), 18),
        (("a", "g h", "i"), 19),
        (("a", "g h", "j"), 20),
        (("rows",), 21),
        (("rows", 0, "k"), 22),
        (("rows", 0, "sub"), 23),
        (("rows", 0, "sub", "l"), 24),
        (("rows", 1), 25),
        (("rows", 1, "k"), 26),
    ],
)
def test_it_finds_everything_tomllib_reads(path: Path, line: int) -> None:
    value: Any = tomllib.loads(EVERYTHING)
    for part in path:
        value = value[part]

    assert Lines(EVERYTHING).of(path) == line


@pytest.mark.parametrize(("path", "line"), [(("a", "b", "x", "y"), 2), (("z",), 1), ((), 1)])
def test_what_is_not_there_stands_where_it_would_belong(path: Path, line: int) -> None:
    assert Lines("[a]\nb = { c = 1 }").of(path) == line


def test_a_table_opened_by_one_inside_it_stands_at_its_own_header() -> None:
    lines = Lines("[a.b]\nc = 1\n[a]\nd = 1")

    assert (lines.of(("a", "b")), lines.of(("a",)), lines.of(("a", "d"))) == (1, 3, 4)


def test_an_empty_text_has_one_line() -> None:
    assert Lines("").of(("a",)) == 1


TEXTS = st.text(alphabet=" ab#[]{}=,.'\"\\\n\té", max_size=12)
KEYS = st.text(alphabet="ab #[].='\"", min_size=1, max_size=4)


def basic(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def ways_to_write(text: str) -> list[str]:
    """All ways to write a text as a TOML string."""
    ways = [basic(text)]
    if "'" not in text and "\n" not in text:
        ways.append(f"'{text}'")
    if "'''" not in text and not text.startswith("\n"):
        ways.append(f"'''{text}'''")
    kept = text.replace("\\", "\\\\").replace('"""', '""\\"')
    ways.append(f'"""\n{kept}"""')
    return ways


class Writer:
    """Writes values as TOML with blanks and comments drawn at random, and notes the line of each."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.text = ""
        self.lines: dict[Path, int] = {}

    def put(self, text: str) -> None:
        self.text += text

    def note(self, path: Path) -> None:
        self.lines[path] = self.text.count("\n") + 1

    def blank(self, *, over_lines: bool) -> None:
        blanks = ["", " ", "\t"] + (["\n", " # ] } = [a] '''\n", "\n\n#\n"] if over_lines else [])
        self.put(self.data.draw(st.sampled_from(blanks)))

    def value(self, value: object, path: Path, *, over_lines: bool = True) -> None:
        if isinstance(value, list):
            self.put("[")
            for place, each in enumerate(value):
                self.blank(over_lines=over_lines)
                self.note((*path, place))
                self.value(each, (*path, place), over_lines=over_lines)
                self.blank(over_lines=over_lines)
                self.put(",")
            self.blank(over_lines=over_lines)
            self.put("]")
        elif isinstance(value, dict):
            self.put("{")
            for nth, (key, each) in enumerate(value.items()):
                self.put("," if nth else "")
                self.pair(key, each, path, over_lines=False)
            self.put("}")
        elif isinstance(value, str):
            ways = [each for each in ways_to_write(value) if over_lines or "\n" not in each]
            self.put(self.data.draw(st.sampled_from(ways)))
        else:
            self.put(str(value).lower())

    def pair(self, key: str, value: object, table: Path, *, over_lines: bool = True) -> None:
        self.blank(over_lines=over_lines)
        self.note((*table, key))
        self.put(basic(key) + " =")
        self.blank(over_lines=False)
        self.value(value, (*table, key), over_lines=over_lines)


VALUES = st.recursive(
    st.integers() | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(document=st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3), data=st.data())
def test_whatever_the_layout_every_path_has_its_line(
    document: dict[str, dict[str, Any]], data: st.DataObject
) -> None:
    writer = Writer(data)
    for name, table in document.items():
        writer.blank(over_lines=True)
        writer.note((name,))
        writer.put(f"[ {basic(name)} ]\n")
        for key, value in table.items():
            writer.pair(key, value, (name,))
            writer.put("\n")

    assert tomllib.loads(writer.text) == document
    lines = Lines(writer.text)
    assert {path: lines.of(path) for path in writer.lines} == writer.lines
