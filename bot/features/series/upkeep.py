"""What the clock does for series: make the sends of dates that have come."""

from bot.features.series.occurrences import Occurrences


class Upkeep:
    """Looks for dates that have come."""

    def __init__(self, occurrences: Occurrences) -> None:
        self._occurrences = occurrences

    def make(self) -> None:
        """Make what is due."""
        self._occurrences.make_due()
