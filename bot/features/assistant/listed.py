"""Who is on a list that an assistant drafted: rows it gave, or what finds people in the contacts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from bot.errors import UserError
from bot.features.contacts.service import Search
from bot.texting import words

MOST_ROWS: Final = 200
"""People of one list; for more there are files."""
MOST_COLUMNS: Final = 10
LONGEST_COLUMN: Final = 40
LONGEST_VALUE: Final = 200
NOBODY: Final = "Give recipients, or a query that finds them: one of the two."
TOO_MANY: Final = f"Give at most {MOST_ROWS} recipients, or a query that finds them."
COLUMNS: Final = (
    f"Use at most {MOST_COLUMNS} names of values, each of up to {LONGEST_COLUMN} characters on one line, and "
    f"values of up to {LONGEST_VALUE} characters on one line."
)
NUMBER: Final = "Number"


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbers (digits with country code), each with its values by the names of the columns; or a search."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)
    search: Search | None = field(default=None, repr=False)

    @property
    def called(self) -> str:
        """What such people are called where a draft is named."""
        if self.search is not None:
            return "people found in contacts"
        return words.pluralize(len(self.rows), "recipient")


def of_rows(given: Sequence[tuple[str, Mapping[str, str]]]) -> Listed:
    """Return a list of numbers with values. Raises :exc:`UserError` for more than a draft may hold.

    Rows that lack a value hold an empty one: the review says which.
    """
    if len(given) > MOST_ROWS:
        raise UserError(TOO_MANY)
    columns = tuple(dict.fromkeys(name for _number, values in given for name in values))
    cells = [each for _number, values in given for each in values.values()]
    is_short = all(0 < len(name.strip()) <= LONGEST_COLUMN for name in columns)
    is_plain = all(each.isprintable() for each in (*columns, *cells))
    if (
        len(columns) > MOST_COLUMNS
        or not (is_short and is_plain)
        or max(map(len, cells), default=0) > LONGEST_VALUE
    ):
        raise UserError(COLUMNS)
    rows = tuple((number, tuple(values.get(name, "") for name in columns)) for number, values in given)
    return Listed(columns, rows)


def dump(listed: Listed) -> dict[str, Any]:
    """Return what is stored of it."""
    if listed.search is not None:
        return {"search": asdict(listed.search)}
    return {"columns": list(listed.columns), "rows": [[number, *values] for number, values in listed.rows]}


def load(stored: Mapping[str, Any]) -> Listed:
    """Return what was stored."""
    if (search := stored.get("search")) is not None:
        return Listed(search=Search(**search))
    rows = tuple((str(row[0]), tuple(map(str, row[1:]))) for row in stored["rows"])
    return Listed(tuple(map(str, stored["columns"])), rows)
