"""The chart of what became of many texts. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.slack.blocks.kit import Block

CHART: Final = "data_visualization"
"""The type of the block."""
FEWEST_SEGMENTS: Final = 3
"""Fewer say no more than the words above the chart do."""
MOST_SEGMENTS: Final = 6
"""Segments that every version of Slack's charts takes."""


def pie(title: str, counts: Sequence[tuple[str, int]]) -> Block | None:
    """Return counts as a pie, each behind its label; none where it shows no more than words do.

    A slice of nothing is not allowed, and of more than :data:`MOST_SEGMENTS` the last are left out.
    """
    segments = [{"label": label, "value": count} for label, count in counts if count > 0]
    if len(segments) < FEWEST_SEGMENTS:
        return None
    return {
        "type": CHART,
        "title": title,
        "chart": {"type": "pie", "segments": segments[:MOST_SEGMENTS]},
    }
