"""How the record of the last codes looks to whoever asks for it. Pure."""

from collections.abc import Sequence

from bot.features.otp.history import Kept
from bot.features.otp.views import words as words_view
from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.poster import Content
from bot.texting.words import zone_or_utc

NONE_YET = "No codes have been sent yet. Send one with `/sms otp`."


def recent(found: Sequence[Kept], *, everybody: bool, zone: str) -> Content:
    """Return the last codes, the newest first: who, whom, when, what for, and what came of it.

    Where Slack cannot tell times in the reader's zone, they are in that of this IANA name. ``everybody``: not
    only those of whoever asks.
    """
    head = "*Recent codes from everyone*" if everybody else "*Your recent codes*"
    lines = [_line(each, zone) for each in found] or [NONE_YET]
    aloud = words_view.aloud(each.replace("\n", ": ") for each in (head.strip("*"), *lines))
    return Content(text=aloud, blocks=tuple(map(kit.section, (head, *lines))))


def _line(kept: Kept, zone: str) -> str:
    found = kept.verification
    icon, text = words_view.outcome(found, zone)
    asked = moment(found.created_at, zone_or_utc(zone))
    what = f"to *{recipient(kept.send)}* for *{words_view.purpose(found)}*"
    return f"<@{found.user_id}> {what}, {asked}\n{icon} {text}"
