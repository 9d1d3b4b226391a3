"""What deserves a look in the rows of a list before it is sent: empty fields, and characters of Unicode."""

from collections import Counter
from dataclasses import dataclass, field, replace

from bot.texting import gsm, merge
from bot.texting.merge import Blank
from bot.texting.tables.table import Row


@dataclass(frozen=True, slots=True)
class BlankRows:
    """How many rows hold nothing in a column, and the text of the first of them.

    ``instead`` is what their text says there; empty when the field is left out.
    """

    column: str
    instead: str
    rows: int
    sample: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnicodeRows:
    """How many texts are Unicode, and the names of the characters that make them so, the most frequent first.

    ``all`` tells whether no text is without.
    """

    rows: int
    names: tuple[str, ...]
    all: bool = False


class RowWarnings:
    """Looks through the rows that get a text, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blanks: dict[str, BlankRows] = {}
        self._forcing: Counter[str] = Counter()
        self._rows = 0
        self._unicode = 0

    def look(self, row: Row, body: str) -> None:
        """Look at a row that gets this text."""
        for blank in merge.blanks(self._text, row.values):
            known = self._blanks.get(blank.column) or _none(blank, body)
            self._blanks[blank.column] = replace(known, rows=known.rows + 1)
        self.look_at(body)

    def look_at(self, body: str) -> None:
        """Look at a text, without the row it is made of."""
        forcing = set(body).difference(gsm.ALPHABET)
        self._forcing.update(forcing)
        self._unicode += bool(forcing)
        self._rows += 1

    @property
    def blanks(self) -> tuple[BlankRows, ...]:
        """The columns that are empty in rows, the one that is empty most often first."""
        return tuple(sorted(self._blanks.values(), key=lambda each: -each.rows))

    @property
    def unicode(self) -> UnicodeRows | None:
        """The texts that are Unicode; none where none is."""
        if not self._unicode:
            return None
        often = sorted(self._forcing.items(), key=lambda each: (-each[1], each[0]))
        names = tuple(gsm.name(char) for char, _rows in often)
        return UnicodeRows(self._unicode, names, all=self._unicode == self._rows)


def _none(blank: Blank, body: str) -> BlankRows:
    return BlankRows(blank.column, blank.instead, 0, body)
