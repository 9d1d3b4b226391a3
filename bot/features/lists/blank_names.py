"""How many rows leave a field of the text empty, and what they get then. Pure."""

from dataclasses import dataclass, field, replace

from bot.texting import merge
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


class Blanks:
    """Counts rows by the columns that are empty in them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, BlankRows] = {}

    def look(self, row: Row, body: str) -> None:
        """Look at a row that gets this text."""
        for blank in merge.blanks(self._text, row.values):
            known = self._found.get(blank.column) or _none(blank, body)
            self._found[blank.column] = replace(known, rows=known.rows + 1)

    @property
    def found(self) -> tuple[BlankRows, ...]:
        """What was counted, the column that is empty most often first."""
        return tuple(sorted(self._found.values(), key=lambda each: -each.rows))


def _none(blank: Blank, body: str) -> BlankRows:
    return BlankRows(blank.column, blank.instead, 0, body)
