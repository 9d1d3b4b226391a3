"""The states of a text as people see them: one sign and a few words for each, the same in every view."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.store.sends import GROUPS, SendKind
from bot.store.states import SendState

_S = SendState
_WAITS, _LATER, _OUT, _NO = (
    ":hourglass_flowing_sand:",
    ":calendar:",
    ":outbox_tray:",
    ":heavy_multiplication_x:",
)
UNCONFIRMED: Final = "We couldn't confirm this was sent."
"""What an unknown outcome is called where there is room for a sentence."""
_TABLE: Final[Mapping[SendState, tuple[str, str]]] = MappingProxyType(
    {
        _S.DRAFT: (":pencil2:", "Draft"),
        _S.AWAITING_APPROVAL: (_WAITS, "Awaiting approval"),
        _S.REJECTED: (_NO, "Rejected, not sent"),
        _S.EXPIRED: (_NO, "Approval expired, not sent"),
        _S.SCHEDULED: (_LATER, "Scheduled"),
        _S.SCHEDULED_AT_SMSIT: (_LATER, "Scheduled in SMS-iT"),
        _S.QUEUED: (_WAITS, "Queued"),
        _S.RUNNING: (_OUT, "Sending"),
        _S.PAUSED: (":double_vertical_bar:", "Paused"),
        _S.ATTEMPTING: (_OUT, "Sending"),
        _S.ACCEPTED: (_OUT, "Sent, awaiting delivery report"),
        _S.REFUSED: (":no_entry:", "Not sent"),
        _S.UNKNOWN: (":grey_question:", "Unconfirmed"),
        _S.DELIVERED: (":white_check_mark:", "Delivered"),
        _S.UNDELIVERED: (":x:", "Not delivered"),
        _S.NO_NEWS: (_OUT, "Sent, no delivery report"),
        _S.SUPERSEDED: (_OUT, "Sent; a newer text hides its report"),
        _S.CANCELLED: (_NO, "Cancelled, not sent"),
        _S.REPEATING: (":repeat:", "Repeating"),
        _S.ENDED: (":checkered_flag:", "Series ended"),
    }
)

OF_A_GROUP: Final[Mapping[SendState, str]] = MappingProxyType(
    {
        _S.ACCEPTED: "Sent, awaiting carrier reports",
        _S.DELIVERED: "Handed to carriers",
        _S.UNDELIVERED: "Not delivered: carriers took none of the texts",
        _S.NO_NEWS: "Sent, no more reports expected",
    }
)
"""Where the words of a text to one number would say too much: that a carrier took it is no delivery."""


def icon(state: SendState) -> str:
    """Return the emoji code of a state."""
    return _TABLE[state][0]


def label(state: SendState, kind: SendKind = SendKind.CONTACT) -> str:
    """Return a state in words that begin a line: Awaiting approval; of a kind of send, where that matters."""
    if kind in GROUPS and state in OF_A_GROUP:
        return OF_A_GROUP[state]
    return _TABLE[state][1]


def in_words(state: SendState) -> str:
    """Return a state in words that stand within a sentence: awaiting approval."""
    said = label(state)
    return said[0].lower() + said[1:]
