"""How the rows of an import stand, as the few figures people read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.store.contact_import_rows import REPORTED, RowState
from bot.texting import words

_S = RowState
_WORDS: Final = (
    (_S.ADDED, "added"),
    (_S.PRESENT, "already there or opted out"),
    (_S.THERE, "already there"),
    (_S.OPTED_OUT, "opted out"),
    (_S.REFUSED, "refused"),
    (_S.UNKNOWN, "unconfirmed"),
    (_S.CANCELLED, "not tried"),
)
_DONE: Final = (_S.ADDED, _S.PRESENT, _S.THERE, _S.OPTED_OUT, _S.REFUSED, _S.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows by what became of them. ``size`` counts those that could be added when it was confirmed."""

    counts: Mapping[RowState, int]
    size: int
    rejected: int

    @property
    def done(self) -> int:
        """How many rows have had their turn; it never goes down."""
        return sum(self.counts.get(state, 0) for state in _DONE)

    @property
    def comes_back(self) -> int:
        """How many rows were not added, or may not have been: those of the result file."""
        return sum(self.counts.get(state, 0) for state in REPORTED)


def sentence(figures: Figures) -> str:
    """Return all figures in words, those that are nought left out but for what was added."""
    parts = [
        f"{count:,} {name}"
        for state, name in _WORDS
        if (count := figures.counts.get(state, 0)) or state is _S.ADDED
    ]
    text = f"{figures.done:,} of {words.pluralize(figures.size, 'row')}: {', '.join(parts)}"
    if figures.rejected:
        text += f" · {words.pluralize(figures.rejected, 'row')} skipped"
    return text
