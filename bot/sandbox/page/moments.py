"""Dates and times as Slack writes them for people here, who read British English and a clock of 24 hours."""

from __future__ import annotations

import re
from datetime import UTC, datetime

TOKEN = re.compile(r"\{(\w+)\}")


def of_ts(ts: str) -> datetime:
    """Return the instant of a message's `ts`, in UTC."""
    return datetime.fromtimestamp(float(ts), UTC)


def clock_time(local: datetime) -> str:
    """Return "09:05"."""
    return f"{local:%H:%M}"


def day(local: datetime) -> str:
    """Return "22 November 2026"."""
    return f"{local.day} {local:%B %Y}"


def day_name(local: datetime, now: datetime) -> str:
    """Return "Today", "Yesterday", or the weekday with the date; both times are in the reader's zone."""
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return ("Today", "Yesterday")[days]
    return f"{local:%A} {local.day} {local:%B}"


def written(template: str, local: datetime, now: datetime) -> str:
    """Return a `<!date>` template with its tokens filled in; unknown tokens stay as they are.

    Source: docs.slack.dev, messaging/formatting-message-text.
    """
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}.get((now.date() - local.date()).days)
    short = f"{local.day} {local:%b %Y}"
    tokens = {
        "date_num": f"{local:%Y-%m-%d}",
        "date": day(local),
        "date_short": short,
        "date_long": f"{local:%A} {day(local)}",
        "date_pretty": near or day(local),
        "date_short_pretty": near or short,
        "date_long_pretty": near or f"{local:%A} {day(local)}",
        "time": clock_time(local),
        "time_secs": f"{local:%H:%M:%S}",
        "ago": _ago(int((now - local).total_seconds())),
    }
    return TOKEN.sub(lambda found: tokens.get(found[1], found[0]), template)


def _ago(seconds: int) -> str:
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count = abs(seconds) // size
        if count:
            words = f"{count} {unit}{'s' * (count > 1)}"
            return f"in {words}" if seconds < 0 else f"{words} ago"
    return "now"
