"""The table and data_table blocks: cells, rows of equal length, and how much text they may hold."""

from collections.abc import Iterator, Mapping

from bot.sandbox.slack.blocks import limits
from bot.sandbox.slack.blocks.rich import RICH_TEXT
from bot.sandbox.slack.blocks.rules import (
    Kind,
    OneKindOf,
    Place,
    Shape,
    anything,
    array,
    boolean,
    one_of,
    string,
    whole,
)
from bot.sandbox.slack.blocks.texts import IDENTIFIER


def number(value: object, place: Place) -> Iterator[str]:
    """Accept a number; true and false are not numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield place.problem("must be a number")


RAW_TEXT = Kind(
    Shape({"type": anything, "text": string(limits.DATA_TABLE_TEXT)}, frozenset({"type", "text"})),
)
RAW_NUMBER = Kind(
    Shape(
        {"type": anything, "value": number, "text": string(limits.DATA_TABLE_TEXT)},
        frozenset({"type", "value"}),
    ),
)
CELL = OneKindOf("cell", {"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": Kind(RICH_TEXT)})
ROW = array(CELL, 1, limits.TABLE_COLUMNS)


def _rows(block: Mapping[str, object]) -> list[list[object]]:
    rows = block.get("rows")
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def _equal_rows(block: Mapping[str, object], place: Place) -> Iterator[str]:
    if len({len(row) for row in _rows(block)}) > 1:
        yield place.at("rows").problem("all rows must have the same number of cells")


def _plain_header(block: Mapping[str, object], place: Place) -> Iterator[str]:
    for index, cell in enumerate(next(iter(_rows(block)), [])):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            yield place.at("rows").at(0).at(index).problem("a header cell cannot be rich_text")


def _little_enough_text(block: Mapping[str, object], place: Place) -> Iterator[str]:
    if text_in(block) > limits.DATA_TABLE_TEXT:
        yield place.problem(f"a table's cells hold at most {limits.DATA_TABLE_TEXT} characters")


def _header_column_exists(block: Mapping[str, object], place: Place) -> Iterator[str]:
    column = block.get("row_header_column_index", 0)
    widths = {len(row) for row in _rows(block)}
    if isinstance(column, int) and widths and column >= max(widths):
        yield place.problem("row_header_column_index is not a column")


def text_in(value: object) -> int:
    """Return how many characters the cells of a block (or any part of it) show."""
    if isinstance(value, list):
        return sum(text_in(item) for item in value)
    if not isinstance(value, Mapping):
        return 0
    if value.get("type") == "raw_number" and "text" not in value:
        return len(str(value.get("value")))
    own = value.get("text")
    shown = len(own) if isinstance(own, str) else 0
    return shown + sum(text_in(value[name]) for name in ("rows", "elements") if name in value)


COLUMN = Shape({"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column_settings(value: object, place: Place) -> Iterator[str]:
    if value is not None:  # Slack lets null stand for a column left as it is
        yield from COLUMN(value, place)


TABLE = Shape(
    {
        "type": anything,
        "block_id": IDENTIFIER,
        "rows": array(ROW, 1, limits.TABLE_ROWS),
        "column_settings": array(_column_settings, 0, limits.TABLE_COLUMNS),
    },
    frozenset({"type", "rows"}),
)

DATA_TABLE = Shape(
    {
        "type": anything,
        "block_id": IDENTIFIER,
        "caption": string(limits.TEXT),
        "rows": array(ROW, 2, limits.DATA_TABLE_ROWS),
        "page_size": whole(1, limits.DATA_TABLE_PAGE),
        "row_header_column_index": whole(0, limits.TABLE_COLUMNS - 1),
    },
    frozenset({"type", "caption", "rows"}),
    (_equal_rows, _plain_header, _little_enough_text, _header_column_exists),
)
