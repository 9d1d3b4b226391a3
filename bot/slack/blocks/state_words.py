"""The states of a text as people see them: one sign and a few words for each, the same in every view."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.store.states import SendState

_S = SendState
_WAITS, _LATER, _OUT, _NO = (
    ":hourglass_flowing_sand:",
    ":calendar:",
    ":outbox_tray:",
    ":heavy_multiplication_x:",
)
_TABLE: Final[Mapping[SendState, tuple[str, str]]] = MappingProxyType(
    {
        _S.DRAFT: (":pencil2:", "not confirmed yet"),
        _S.AWAITING_APPROVAL: (_WAITS, "waiting for approval"),
        _S.REJECTED: (_NO, "not approved, not sent"),
        _S.EXPIRED: (_NO, "not approved in time, not sent"),
        _S.SCHEDULED: (_LATER, "scheduled"),
        _S.SCHEDULED_AT_SMSIT: (_LATER, "held by SMS-iT"),
        _S.QUEUED: (_WAITS, "queued"),
        _S.RUNNING: (_OUT, "being sent, one by one"),
        _S.PAUSED: (":double_vertical_bar:", "paused"),
        _S.ATTEMPTING: (_OUT, "being sent"),
        _S.ACCEPTED: (_OUT, "sent, waiting for the delivery report"),
        _S.REFUSED: (":no_entry:", "not sent"),
        _S.UNKNOWN: (":grey_question:", "not known whether it went out"),
        _S.DELIVERED: (":white_check_mark:", "delivered"),
        _S.UNDELIVERED: (":x:", "not delivered"),
        _S.NO_NEWS: (_OUT, "sent, no news of its delivery"),
        _S.SUPERSEDED: (_OUT, "sent; a newer text to this number hides its report"),
        _S.CANCELLED: (_NO, "cancelled, not sent"),
    }
)


def icon(state: SendState) -> str:
    """Return the emoji code of a state."""
    return _TABLE[state][0]


def in_words(state: SendState) -> str:
    """Return a state as people say it, to stand within a sentence."""
    return _TABLE[state][1]
