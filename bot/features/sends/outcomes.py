"""What SMS-iT's answer to the one attempt of a send means, and what SMS-iT is told of its time."""

from datetime import datetime
from typing import Final

from bot.engine.attempts import NotSent, Outcome, Refused, Unknown
from bot.features.sends import repeats
from bot.smsit import (
    ApiError,
    Endpoint,
    InvalidArgument,
    OutcomeUnknown,
    Recurrence,
    Repeat,
    Schedule,
    SmsItError,
)
from bot.smsit import NotSent as NeverReached
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import HeldBy, Send

MOST_ATTEMPTS: Final = 12


def outcome(error: SmsItError, attempts: int, endpoint: Endpoint) -> Outcome:
    """Return what an error means for a send that had been tried ``attempts`` times before.

    A code means something only together with its endpoint: one of another than ``endpoint``, which sends,
    carries its name.
    """
    match error:
        case InvalidArgument():
            return Refused(OutcomeCode.INVALID, error.sentence)
        case ApiError():
            own = error.endpoint is endpoint
            return Refused(f"{error.code}" if own else f"{error.endpoint}:{error.code}", error.sentence)
        case NeverReached() if attempts < MOST_ATTEMPTS:
            return NotSent("SMS-iT can't be reached. Nothing was sent yet; the bot keeps trying.")
        case NeverReached():
            return Refused(
                OutcomeCode.UNREACHABLE, "SMS-iT couldn't be reached for too long. Nothing was sent."
            )
        case OutcomeUnknown():
            return Unknown(error.what, "SMS-iT's answer was unclear.")
        case _:
            return Unknown(type(error).__name__, "something unexpected happened while sending it.")


def schedule(send: Send) -> Schedule | None:
    """Return when SMS-iT is to send it, and how it repeats; none when it goes out as SMS-iT gets it."""
    if send.held_by is not HeldBy.SMSIT or send.send_at is None:
        return None
    return Schedule(send.send_at, recurrence(send))


def recurrence(send: Send) -> Recurrence | None:
    """Return how SMS-iT is to repeat a send; none when it is not."""
    kept = send.recurrence
    if kept is None or repeats.is_series(send):
        return None
    until = datetime.fromisoformat(str(kept["until"]))
    return Recurrence(Repeat(str(kept["repeat"])), int(str(kept["every"])), until)
