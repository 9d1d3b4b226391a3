"""How long a broadcast takes: SMS-iT texts one person after the other, with a pause between them."""

from datetime import timedelta
from typing import Final

THROTTLES: Final = (1, 2, 3, 4, 5, 6)
"""Seconds between two texts that SMS-iT takes (its API page: "Valid values are 1-6")."""
USUAL: Final = 1
_A_MINUTE: Final = 60
_MINUTES_ALONE: Final = 90


def lasts(people: int, throttle: int | None) -> timedelta:
    """Return how long texting so many people takes at one text each ``throttle`` seconds: an estimate."""
    return timedelta(seconds=people * (throttle or USUAL))


def about(duration: timedelta) -> str:
    """Return a duration as an estimate in words: about 25 min, about 2 h 5 min."""
    seconds = duration.total_seconds()
    if seconds < _A_MINUTE:
        return "less than a minute"
    minutes = round(seconds / _A_MINUTE)
    if minutes < _MINUTES_ALONE:
        return f"about {minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"about {hours} h {rest} min" if rest else f"about {hours} h"


def rhythm(throttle: int | None) -> str:
    """Return a pace in words: one text a second, one text every 5 seconds."""
    seconds = throttle or USUAL
    return "one text a second" if seconds == 1 else f"one text every {seconds} seconds"


def progress(elapsed: timedelta, whole: timedelta) -> str:
    """Return how far a broadcast should be by now, as an estimate: about 12 of 25 minutes.

    SMS-iT says nothing while it sends, so this is reckoned from the time alone.
    """
    of = max(1, round(whole.total_seconds() / _A_MINUTE))
    gone = int(elapsed.total_seconds() // _A_MINUTE)
    if gone >= of:
        return "it takes longer than reckoned"
    return f"about {gone} of {of} minutes" if of > 1 else "about a minute in all"
