"""Moments as Slack shows them, never broken across lines. Pure.

In messages each reader sees them in their own zone (:func:`moment`); where only one person reads them, and in
plain text, they are in that person's (:func:`when`, :func:`day`). Texts that are sent take theirs from
:mod:`bot.texting.words`: a space that does not break is no character of GSM-7.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.slack.blocks import kit
from bot.texting import words


def moment(at: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """Return a moment as mrkdwn that Slack writes in the zone, language and clock of whoever reads it.

    That is today 09:41, or 3 Dec 2026 15:00, for who reads British English. Where Slack cannot, it stands in
    ``zone``, which is named, as forms write it. Source: Slack, "Formatting text", dates. With ``seconds`` two
    moments of one minute differ.
    """
    otherwise = kit.escape(words.when_in_zone(at, zone, seconds=seconds))
    time = "time_secs" if seconds else "time"
    return f"<!date^{int(at.timestamp())}^{kit.unbroken(f'{{date_short_pretty}} {{{time}}}')}|{otherwise}>"


def when(at: datetime, zone: ZoneInfo, now: datetime | None = None, *, seconds: bool = False) -> str:
    """Return a moment for a reader whose own zone it is, as :func:`bot.texting.words.when`, on one line."""
    return kit.unbroken(words.when(at, zone, now, seconds=seconds))


def day(at: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Return the day of a moment for a reader whose own zone it is, as :func:`when`."""
    return kit.unbroken(words.day(at, zone, now))
