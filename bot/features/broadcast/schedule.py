"""What SMS-iT is told about the time of a broadcast it holds, from the stored send. Pure."""

from datetime import datetime

from bot.smsit import Recurrence, Repeat, Schedule
from bot.store.sends import HeldBy, Send


def schedule(send: Send) -> Schedule | None:
    """Return when SMS-iT is to send it; none when it goes out as soon as SMS-iT gets it."""
    if send.held_by is not HeldBy.SMSIT or send.send_at is None:
        return None
    return Schedule(send.send_at, recurrence(send))


def recurrence(send: Send) -> Recurrence | None:
    """Return how it repeats; none when it does not."""
    kept = send.recurrence
    if kept is None:
        return None
    until = datetime.fromisoformat(str(kept["until"]))
    return Recurrence(Repeat(str(kept["repeat"])), int(str(kept["every"])), until)
