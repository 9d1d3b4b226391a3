"""The delivery of a broadcast's texts, as figures, in words and as a chart. Pure.

``successful`` in SMS-iT's report means that a carrier took the text, not that it arrived, so it is never
called delivered here.
"""

from dataclasses import dataclass
from typing import Final

from bot.slack.blocks import charts
from bot.slack.blocks.kit import Block
from bot.store.sends import Send
from bot.texting import words

HANDED_OVER: Final = "Handed to carriers"
FAILED: Final = "Failed"
NO_NEWS: Final = "No report"


@dataclass(frozen=True, slots=True)
class Figures:
    """The newest report on a broadcast to ``people``; ``highest`` is the most ``successful`` ever was."""

    people: int
    successful: int
    failed: int
    highest: int

    @property
    def no_news(self) -> int:
        """How many of the people no report has spoken of so far."""
        return max(0, self.people - self.successful - self.failed)

    @property
    def too_many(self) -> int:
        """How many more texts SMS-iT reports on than there were people."""
        return max(0, self.successful + self.failed - self.people)


def of(send: Send, highest: int) -> Figures | None:
    """Return the figures of a broadcast; none while no report has come."""
    if send.successful is None or send.failed is None:
        return None
    return Figures(send.people, send.successful, send.failed, max(highest, send.successful))


def in_words(figures: Figures) -> str:
    """Return the figures as a sentence without its full stop: 297 of 312 handed to carriers, 15 failed."""
    parts = [f"{figures.successful:,} of {figures.people:,} handed to carriers"]
    if figures.failed:
        parts.append(f"{figures.failed:,} failed")
    if figures.no_news:
        parts.append(f"no report for {figures.no_news:,}")
    return ", ".join(parts)


def oddities(figures: Figures) -> list[str]:
    """Return what does not add up, told as it is."""
    found = []
    if figures.highest > figures.successful:
        found.append(
            f"SMS-iT reported {figures.highest:,} handed to carriers before and {figures.successful:,} now: "
            "carriers returned some."
        )
    if figures.too_many:
        found.append(
            f"SMS-iT reports on {words.pluralize(figures.people + figures.too_many, 'text')} for "
            f"{words.pluralize(figures.people, 'recipient')}: some may have got it twice."
        )
    return found


def chart(figures: Figures) -> Block | None:
    """Return the figures as a pie; none where the words say as much."""
    return charts.pie(
        "Delivery",
        [(HANDED_OVER, figures.successful), (FAILED, figures.failed), (NO_NEWS, figures.no_news)],
    )
