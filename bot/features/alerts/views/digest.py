"""How the figures of a week look. Pure."""

from datetime import date, timedelta
from typing import Final

from bot.features.alerts.digest import DAYS
from bot.slack.blocks import bars, kit
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content
from bot.store.alerts import Figures
from bot.texting.words import pluralize

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

ENDS: Final = {
    "delivered": "delivered",
    "handed": "handed to carriers",
    "lost": "failed",
    "unconfirmed": "unconfirmed",
}


def message(figures: Figures) -> Content:
    """Return the message: the week in sentences, and its days as bars."""
    title = f"Week of {_span(date.fromordinal(figures['monday']))}"
    said = [_sent(figures), *_ends(figures), *_balance(figures)]
    blocks: list[Block] = [kit.section("\n".join([f":bar_chart: *{title}*", " ".join(said)]))]
    if figures["sent"]:
        days = [(name, figures[day]) for name, day in zip(WEEKDAYS, DAYS, strict=True)]
        blocks += kit.typed(bars.bars(days))
    return Content(f"{title}: {' '.join(said)}", tuple(blocks))


def _span(monday: date) -> str:
    """Return the days of a week: 16 to 22 Nov, or 30 Nov to 6 Dec."""
    sunday = monday + timedelta(days=6)
    if monday.month == sunday.month:
        return kit.unbroken(f"{monday.day} to {sunday.day} {sunday:%b}")
    return kit.unbroken(f"{monday.day} {monday:%b} to {sunday.day} {sunday:%b}")


def _sent(figures: Figures) -> str:
    sent, before = figures["sent"], figures["sent_before"]
    than = f"{sent - before:,} more than" if sent > before else f"{before - sent:,} fewer than"
    told = pluralize(sent, "text was sent", "texts were sent") if sent else "No texts were sent"
    return f"{told}, {'as many as' if sent == before else than} in the week before."


def _ends(figures: Figures) -> list[str]:
    parts = [
        f"{figures[name]:,} {label}"
        for name, label in ENDS.items()
        if figures.get(name)  # a week that an earlier version counted has not all of them
    ]
    told = [f"{', '.join(parts)}."] if parts else []
    return [*told, f"{pluralize(figures['credits'], 'credit')} used."] if figures["credits"] else told


def _balance(figures: Figures) -> list[str]:
    if "balance" not in figures:
        return []
    days = (
        f", enough for {pluralize(figures['days'], 'day')} at this week's rate" if "days" in figures else ""
    )
    return [f"{pluralize(figures['balance'], 'credit')} left{days}."]
