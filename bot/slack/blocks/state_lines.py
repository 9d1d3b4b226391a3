"""How far a send is and since when, in one line of a message or of the Home tab. Pure."""

from typing import Final

from bot.slack.blocks import state_words
from bot.slack.blocks.moments import moment
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from bot.texting import words

ASKS: Final = "Needs a decision"
MIXED: Final = "Done, not all confirmed as delivered"
"""How a list ended of which neither every row was delivered nor none."""
_AHEAD: Final = frozenset({SendState.SCHEDULED, SendState.SCHEDULED_AT_SMSIT, SendState.AWAITING_APPROVAL})


def state(send: Send) -> str:
    """Return a send's state in words that begin a line; one that asks before it goes says so."""
    if send.state is SendState.SCHEDULED and send.hold is not None:
        return ASKS
    if _is_mixed(send):
        return MIXED
    if _has_failures(send):
        return f"Sent, {send.failed:,} failed"
    return state_words.label(send.state, send.kind)


def icon(send: Send) -> str:
    """Return the emoji code of a send: that of its state, or a warning where some of its texts failed."""
    return ":warning:" if _is_mixed(send) or _has_failures(send) else state_words.icon(send.state)


def when(send: Send) -> str:
    """Return the moment of a send's state, as mrkdwn that follows it: when it goes out, if that is ahead."""
    return ahead(send) or f" · {moment(send.updated_at, words.zone_or_utc(send.zone))}"


def ahead(send: Send) -> str:
    """Return when a send goes out, as mrkdwn that follows its state; nothing where that isn't ahead."""
    if send.send_at is None or send.state not in _AHEAD or send.hold is not None:
        return ""
    waits = ", to be sent" if send.state is SendState.AWAITING_APPROVAL else " for"
    return f"{waits} {moment(send.send_at, words.zone_or_utc(send.zone))}"


def _is_mixed(send: Send) -> bool:
    return send.kind is SendKind.LIST and send.state is SendState.NO_NEWS


def _has_failures(send: Send) -> bool:
    """Tell whether a send to a group ended as sent, though carriers refused some of its texts."""
    return send.state is SendState.DELIVERED and bool(send.failed)
