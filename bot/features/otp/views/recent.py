"""How the record of the last codes looks to whoever asks for it. Pure."""

from collections.abc import Sequence

from bot.features.otp.history import Kept
from bot.features.otp.views import words as words_view
from bot.slack.blocks import kit
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.poster import Content
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
    icon, text = words_view.outcome(found, zone)
    asked = when(found.created_at, zone_or_utc(zone))
    what = f"to *{recipient(kept.send)}* for *{words_view.purpose(found)}*"
    return f"<@{found.user_id}> {what}, {asked}\n{icon} {text}"
