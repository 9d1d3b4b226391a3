"""How long things may take: pauses between tries of a read, and the wait for a broadcast."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_PAUSE = 30.0

_FIRST_PAUSE = 0.5
_UPSTREAM_SECONDS = 1


def pause(attempt: int, retry_after: str | None, now: datetime, chance: float) -> float:
    """Seconds to wait after the failed try number `attempt` (from 1), never more than 30.

    Without a Retry-After (seconds or an HTTP date) the pause doubles from half a second; `chance` (0 to 1)
    places it in the upper half of that, so that clients that failed together do not come back together.
    """
    asked = _asked(retry_after, now)
    if asked is not None:
        return min(max(asked, 0.0), LONGEST_PAUSE)
    full = min(_FIRST_PAUSE * 2.0 ** (attempt - 1), LONGEST_PAUSE)
    return full * (1 + chance) / 2


def _asked(retry_after: str | None, now: datetime) -> float | None:
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()


def group_wait(base: float, throttle: int, recipients: int) -> float:
    """Seconds a broadcast of `recipients` texts may take to answer, at one text each `throttle` seconds.

    The platform may text everybody inside the request, one call to the carrier each and a pause between
    them. A wait that ends too soon turns a send that is going well into an unknown one.
    """
    return base + recipients * (throttle + _UPSTREAM_SECONDS)
