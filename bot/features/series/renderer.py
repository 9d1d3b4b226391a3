"""Draws the messages of series: reads how far each is."""

from dataclasses import dataclass

from bot.features.series.service import SeriesService
from bot.features.series.views.message import message
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws the message of a series."""

    service: SeriesService

    def main(self, send: Send) -> Content:
        """Return the message everybody follows."""
        return message(self.service.of(send))
