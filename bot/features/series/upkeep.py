"""What the clock does for series: make the sends of dates that have come."""

from bot.features.series.making import Making


class Upkeep:
    """Looks for dates that have come."""

    def __init__(self, making: Making) -> None:
        self._making = making

    def make(self) -> None:
        """Make what is due."""
        self._making.make_due()
