"""Charts made of characters, for where Slack draws no charts. Pure.

Each bar has its label and figure beside it, so whoever hears a view read out misses nothing.
"""

from collections.abc import Sequence
from typing import Final

FULL: Final = "█"
STEPS: Final = "▁▂▃▄▅▆▇█"
LONGEST: Final = 16
"""Characters of the longest bar: with its label and figure it fits into a narrow window."""


def bars(counts: Sequence[tuple[str, int]]) -> str:
    """Return a line for each count: its label, a bar as long as it is large, and the figure.

    What is more than nothing has a bar of one character at least.
    """
    largest = max((count for _label, count in counts), default=0)
    widest = max((len(label) for label, _count in counts), default=0)
    return "\n".join(
        f"{label:<{widest}} {FULL * _length(count, largest):<{LONGEST}} {count:,}" for label, count in counts
    )


def line(values: Sequence[int]) -> str:
    """Return a character for each value, as high as it is large; the lowest stands for nothing."""
    largest = max(values, default=0)
    top = len(STEPS) - 1
    return "".join(
        STEPS[min(top, -(-max(0, each) * top // largest)) if largest > 0 else 0] for each in values
    )


def _length(count: int, largest: int) -> int:
    return max(1, round(count * LONGEST / largest)) if count > 0 else 0
