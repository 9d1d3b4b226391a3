"""How verifications stand, in words: the same in every view. Pure."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.slack.blocks import kit
from bot.store.verifications import Reason, Stage, Verification
from bot.texting import phones, words

_WHY: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.NOT_SENT: "the code was not sent",
        Reason.EXPIRED: "its time is over",
        Reason.TRIES: "too many wrong codes were typed",
        Reason.REPLACED: "a newer code took its place",
        Reason.REFUSED: "SMS-iT says that the code is not valid",
        Reason.UNCLEAR: "SMS-iT did not clearly say that the code is right",
    }
)


def outcome(found: Verification, zone: str | None) -> tuple[str, str]:
    """Return how a verification stands: an emoji code, and a sentence (mrkdwn) without its full stop.

    Times are told in the zone of that IANA name; in UTC without one.
    """
    match found.state:
        case Stage.VERIFIED:
            at = _when(found.decided_at or found.created_at, zone)
            return ":white_check_mark:", f"*Verified* by <@{found.user_id}>, {at}"
        case Stage.FAILED:
            return ":x:", f"*Not verified*: {why(found.reason or Reason.UNCLEAR)}"
        case Stage.CHECKING:
            return ":hourglass_flowing_sand:", "The right code was typed; SMS-iT is being asked about it"
        case Stage.OPEN:
            until = _when(found.expires_at or found.created_at, zone)
            return ":key:", f"Not verified yet: <@{found.user_id}> has until {until}, {tries(found)} left"
        case _:
            return ":hourglass_flowing_sand:", "The code is being made"


def why(reason: Reason) -> str:
    """Return why a code verified nobody, to stand within a sentence."""
    return _WHY[reason]


def tries(found: Verification) -> str:
    """Return how many tries are left."""
    return words.pluralize(found.tries_left, "try", "tries")


def purpose(found: Verification) -> str:
    """Return what a code is for, escaped and as a channel may read it."""
    return kit.escape(phones.mask_in(found.purpose))


def _when(at: datetime, zone: str | None) -> str:
    return words.when(at, words.zone_or_utc(zone))
