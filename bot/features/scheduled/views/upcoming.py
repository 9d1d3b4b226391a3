"""How what goes out next looks on the Home tab. Pure."""

from collections.abc import Callable
from datetime import datetime

from bot.features.scheduled.ids import Action
from bot.features.scheduled.service import Coming
from bot.features.scheduled.views.listing import owner, whom
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.store.sends import Send
from bot.texting import words


def coming(found: Coming, label: Callable[[Send], str]) -> list[Block]:
    """Return the texts that go out next, a line each, and how many there are; nothing without any.

    ``label`` says what kind of send it is, before whom it is for.
    """
    told = [f"*{found.count:,} scheduled*"] if found.count else []
    if found.awaiting:
        told.append(f"{found.awaiting:,} awaiting approval")
    if not told:
        return []
    more = found.count - len(found.next)
    lines = [_line(at, send, label, found) for at, send in found.next]
    section = kit.section("\n".join([" · ".join(told), *lines, *([f"{more:,} more"] if more > 0 else [])]))
    section["accessory"] = kit.button("View", Action.SHOW)
    return [section]


def _line(at: datetime, send: Send, label: Callable[[Send], str], found: Coming) -> str:
    """Return one text, in the zone of whoever reads it; whose it is where other people's are shown."""
    whose = f" · {owner(send, found.lost.get(send.id))}" if found.everybody else ""
    icon, when = state_words.icon(send.state), moment(at, words.zone_or_utc(send.zone))
    return f"{icon} {whom(send, label(send))} · {when}{whose}"
