"""Moments as Slack shows them, never broken across lines. Pure.

In messages each reader sees them in their own zone (:func:`moment`); where only one person reads them, and in
plain text, they are in that person's (:func:`when`, :func:`day`). Texts that are sent take theirs from
:mod:`bot.texting.words`: a space that does not break is no character of GSM-7.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.slack.blocks import kit
from bot.texting import words

_BETWEEN: Final = re.compile(r"\S(?:.*\S)?", re.DOTALL)
"""Words without the blanks around them, which stay."""
_KEPT: Final = re.compile(r"\{(2\d{3}-[01]\d-[0-2]\dT[01]\d:[0-5]\d:[0-5]\d(?:\.\d{6})?\+00:00)\}")


def moment(at: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """Return a moment as mrkdwn that Slack writes in the zone, language and clock of whoever reads it.

    That is today 09:41, or 3 Dec 2026 15:00, for who reads British English. Where Slack cannot, it stands in
    ``zone``, which is named, as forms write it. Source: Slack, "Formatting text", dates. With ``seconds`` two
    moments of one minute differ.
    """
    otherwise = kit.escape(words.when_in_zone(at, zone, seconds=seconds))
    time = "time_secs" if seconds else "time"
    return f"<!date^{int(at.timestamp())}^{kit.unbroken(f'{{date_short_pretty}} {{{time}}}')}|{otherwise}>"


def drawn(text: str, zone: ZoneInfo, shown: Callable[[str], str] = kit.escape) -> str:
    """Return a stored sentence as mrkdwn, its moments (:func:`bot.texting.words.kept`) as :func:`moment`.

    ``shown`` makes mrkdwn of the words between them.
    """
    parts = _KEPT.split(text)
    parts[::2] = (_BETWEEN.sub(lambda found: shown(found[0]), part) for part in parts[::2])
    parts[1::2] = (moment(datetime.fromisoformat(part), zone) for part in parts[1::2])
    return "".join(parts)


def when(at: datetime, zone: ZoneInfo, now: datetime | None, *, seconds: bool = False) -> str:
    """Return a moment for a reader whose own zone it is, as :func:`bot.texting.words.when`, on one line."""
    return kit.unbroken(words.when(at, zone, now, seconds=seconds))


def on(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return a moment as :func:`when` for the middle of a sentence: today 09:41, or on Thu 3 Dec, 15:00."""
    found = when(at, zone, now)
    return small(found) if found.startswith(words.TODAY) else f"on {found}"


def small(found: str) -> str:
    """Return a day or a moment for the middle of a sentence: with today as any other word."""
    return found.replace(words.TODAY, words.TODAY.lower(), 1) if found.startswith(words.TODAY) else found


def in_zone(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment with its zone named, as :func:`bot.texting.words.when_in_zone`, on one line."""
    return kit.unbroken(words.when_in_zone(at, zone))


def day(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return the day of a moment for a reader whose own zone it is, as :func:`when`."""
    return kit.unbroken(words.day(at, zone, now))
