"""How the record of the last codes looks to whoever asks for it. Pure."""

from collections.abc import Sequence

from bot.features.otp import words
from bot.features.otp.record import Kept
from bot.slack import kit
from bot.slack.poster import Content
from bot.slack.recipients import recipient
from bot.texting.words import when, zone_or_utc

NONE_YET = "No code has been sent yet."


def recent(found: Sequence[Kept], *, everybody: bool, zone: str) -> Content:
    """Return the last codes, the newest first: who, whom, when, what for, and what came of it.

    Times are told in the zone of that IANA name. ``everybody``: not only those of whoever asks.
    """
    head = "*The last codes, of everybody*" if everybody else "*Your last codes*"
    lines = [_line(each, zone) for each in found] or [NONE_YET]
    return Content(text="\n".join((head, *lines)), blocks=tuple(map(kit.section, (head, *lines))))


def _line(kept: Kept, zone: str) -> str:
    found = kept.verification
    icon, text = words.outcome(found, zone)
    asked = when(found.created_at, zone_or_utc(zone))
    what = f"to *{recipient(kept.send)}* for *{words.purpose(found)}*"
    return f"<@{found.user_id}> {what}, {asked}\n{icon} {text}"
