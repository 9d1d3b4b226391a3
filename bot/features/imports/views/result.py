"""The result file of an import: its lines, and what is said above it.

It can be mended and imported again: its columns have the names they had.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.slack.blocks import kit
from bot.store.contact_import_rows import ImportRow, RowState
from bot.store.contact_imports import ContactImport
from bot.texting import phones, words

LINE: Final = "Line"
OUTCOME: Final = "Outcome"
REASON: Final = "Reason"
NOT_TRIED: Final = "The import was cancelled before this row."
_OUTCOMES: Final[Mapping[RowState, str]] = MappingProxyType(
    {
        RowState.REJECTED: "Skipped",
        RowState.REFUSED: "Refused",
        RowState.UNKNOWN: "Unconfirmed",
        RowState.OPTED_OUT: "Opted out",
        RowState.CANCELLED: "Not tried",
    }
)


def name(found: ContactImport) -> str:
    """Return what the file is called."""
    return f"import-{found.id[:8]}.csv"


def comment(found: ContactImport, count: int) -> str:
    """Return what the person is told who started an import, ``count`` rows of which come back."""
    called = kit.escape(phones.mask_in(found.file_name))
    return (
        f"{words.pluralize(count, 'row')} of your import of {called} (`{found.id[:8]}`) "
        f"{'wasn' if count == 1 else 'weren'}'t added, or we couldn't confirm it. The file below says why. "
        "It has full numbers, so handle it with care. Fix it and import it again."
    )


def titles(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns: those of the file, and what became of each row."""
    return (LINE, *headers, OUTCOME, REASON)


def line(row: ImportRow) -> tuple[str, ...]:
    """Return the cells of one row, those of the file as they were given."""
    reason = NOT_TRIED if row.state is RowState.CANCELLED else row.reason or ""
    return (str(row.line), *(row.cells or ()), _OUTCOMES[row.state], reason)
