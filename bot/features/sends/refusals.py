"""Why a text cannot go to somebody, or at all, in the words every kind of send says it with. Pure."""

from typing import Final

from bot.errors import UserError
from bot.store.sends import GROUPS, Send
from bot.store.states import SendState
from bot.texting import phones, schedules, words

LISTED: Final = "{who} is on the do-not-text list, so this text can't be sent. See /sms do-not-text."
OPTED_OUT: Final = "{who} has opted out, so this text can't be sent. Only they can opt in again."
"""``who`` is from :func:`who`, here and above."""
NOT_COVERED: Final = (
    "it takes {takes}, and the balance is {balance:,}. Buy more credits, then write it again."
)
COVER_FIRST: Final = "It takes {takes}, and the balance is {balance:,}. Buy more credits first."
"""Of what was confirmed already, the first behind a colon; ``takes`` are credits in words.

Before it is confirmed, :func:`require_covered` says it.
"""
LONGEST_NAME: Final = 40
CANCEL: Final = "cancel this text"
READ: Final = "read this text"
SEND: Final = "send this text"
SETTLE: Final = "settle this text"
IN_SPITE: Final = "send in quiet hours"
"""What a role is needed for; it follows "You need the sender role to", here and above."""
PASSED: Final = f"{schedules.PASSED} Go back and pick a later one."
SERIES_PASSED: Final = f"{PASSED} Until you confirm, the series you're editing goes on as it was."
_ALREADY: Final = {
    SendState.AWAITING_APPROVAL: "it's awaiting approval",
    SendState.REJECTED: "it was rejected",
    SendState.EXPIRED: "its approval expired",
    SendState.QUEUED: "it's already queued",
    SendState.ATTEMPTING: "it's being sent right now",
    SendState.RUNNING: "it's being sent right now",
    SendState.PAUSED: "it's paused",
    SendState.ACCEPTED: "it was sent",
    SendState.DELIVERED: "it was delivered",
    SendState.UNDELIVERED: "it was sent, but not delivered",
    SendState.NO_NEWS: "it was sent",
    SendState.SUPERSEDED: "it was sent",
    SendState.SCHEDULED: "it's scheduled",
    SendState.SCHEDULED_AT_SMSIT: "it's scheduled in SMS-iT, so change it there",
    SendState.REFUSED: "it was refused, and nothing was sent",
    SendState.UNKNOWN: "it was tried again, and we couldn't confirm it was sent",
    SendState.CANCELLED: "it was cancelled",
    SendState.REPEATING: "it's a series, so stop that instead",
    SendState.ENDED: "its series has ended",
}


def who(name: str | None, number: str) -> str:
    """Return somebody by name and masked number (digits), in plain text: Ada Lovelace (•••0100)."""
    return words.person(words.truncate(phones.mask_in(name or ""), LONGEST_NAME), phones.mask(number))


def already(send: Send) -> str:
    """Return how a send stands, within a sentence that says why something is too late."""
    if send.kind in GROUPS and send.state is SendState.DELIVERED:
        return _ALREADY[SendState.ACCEPTED]  # that carriers took it is no delivery
    return _ALREADY.get(send.state, "it no longer exists")


def too_late(to: str, send: Send) -> str:
    """Return why a person can't cancel, undo or stop a send any more (``to``)."""
    return f"It's too late to {to} this text: {already(send)}."


class RecipientError(UserError):
    """Somebody, or a group, that cannot be texted: another recipient mends it."""


def require_covered(takes: int, balance: int, reserved: int) -> None:
    """Make sure that the balance holds the credits a send takes by the documented rule.

    ``reserved`` of the balance is reserved by what is on its way. Raises :exc:`UserError`.
    """
    if balance - reserved < takes:
        held = f", and {reserved:,} of those are reserved" if reserved else ""
        raise UserError(
            f"This takes {words.pluralize(takes, 'credit')}, but the balance is {balance:,}{held}. "
            "Nothing was sent."
        )
