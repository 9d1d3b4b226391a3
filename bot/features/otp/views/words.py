"""How verifications stand, in words: the same in every view. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.store.verifications import Reason, Stage, Verification
from bot.texting import phones, words

_WHY: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.NOT_SENT: "the code wasn't sent",
        Reason.EXPIRED: "the code expired",
        Reason.TRIES: "too many wrong attempts",
        Reason.REPLACED: "a newer code replaced it",
        Reason.REFUSED: "SMS-iT says the code isn't valid",
        Reason.UNCLEAR: "SMS-iT didn't clearly confirm the code",
    }
)


def outcome(found: Verification, zone: str | None) -> tuple[str, str]:
    """Return how a verification stands: an emoji code, and a sentence (mrkdwn) without its full stop.

    Where Slack cannot tell times in the reader's zone, they are in that of this IANA name, or in UTC.
    """
    match found.state:
        case Stage.VERIFIED:
            at = _when(found.decided_at or found.created_at, zone)
            return ":white_check_mark:", f"*Verified* by <@{found.user_id}>, {at}"
        case Stage.FAILED:
            return ":x:", f"*Not verified*: {why(found.reason or Reason.UNCLEAR)}"
        case Stage.CHECKING:
            return ":hourglass_flowing_sand:", "The code is correct; checking it with SMS-iT"
        case Stage.OPEN:
            until = _when(found.expires_at or found.created_at, zone)
            return ":key:", f"Not verified yet: <@{found.user_id}> has {attempts(found)}, until {until}"
        case _:
            return ":hourglass_flowing_sand:", "Creating the code"


def aloud(lines: Iterable[str]) -> str:
    """Return lines as whole sentences, for notifications and screen readers."""
    return " ".join(line if line[-1] in ".?!" else f"{line}." for line in lines)


def why(reason: Reason) -> str:
    """Return why a code verified nobody, to stand within a sentence."""
    return _WHY[reason]


def attempts(found: Verification) -> str:
    """Return how many attempts are left."""
    return f"{words.pluralize(found.tries_left, 'attempt')} left"


def purpose(found: Verification) -> str:
    """Return what a code is for, escaped and as a channel may read it."""
    return kit.escape(phones.mask_in(found.purpose))


def _when(at: datetime, zone: str | None) -> str:
    return moment(at, words.zone_or_utc(zone))
