"""How a text travels after it left: a course in time, decided by the seed and the number alone."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.sandbox.smsit.quirks import Quirks


class Status(StrEnum):
    """The words of the contact report; the real set is open."""

    NONE = ""
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    REJECTED = "rejected"


HANDED_OVER = frozenset({Status.SENT, Status.DELIVERED})
LOST = frozenset({Status.UNDELIVERED, Status.FAILED, Status.REJECTED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a text ends, and in which words of the carrier."""

    status: Status
    error: str = ""


DELIVERED = Outcome(Status.DELIVERED)
STUCK = Outcome(Status.SENDING)
FAILURES = (
    Outcome(Status.UNDELIVERED, "Unknown subscriber"),
    Outcome(Status.UNDELIVERED, "Handset switched off or out of coverage"),
    Outcome(Status.FAILED, "Landline or unreachable carrier"),
    Outcome(Status.REJECTED, "Carrier filtered the message as spam"),
)

# Shares of the whole time at which the next word is reported.
QUEUED_UNTIL = 0.1
SENDING_UNTIL = 0.35


@dataclass(frozen=True, slots=True)
class Course:
    """The way of every text to one number: how it ends, and how slow it is (1.0 is the usual time)."""

    outcome: Outcome
    pace: float


@dataclass(slots=True)
class Carrier:
    """Decides courses. `fixed` names numbers whose end is known to tests and documentation."""

    seed: int
    seconds: float
    fixed: Mapping[str, Outcome] = field(default_factory=dict)
    quirks: Quirks = field(default_factory=Quirks)

    def course(self, number: str) -> Course:
        """Give the course of texts to `number`; the same in every run with the same seed and quirks."""
        roll = int.from_bytes(hashlib.blake2b(f"{self.seed}:{number}".encode(), digest_size=6).digest())
        lost = roll // 8 % 1000 < self.quirks.lost_in_1000
        outcome = FAILURES[roll % len(FAILURES)] if lost else DELIVERED
        return Course(self.fixed.get(number, outcome), 0.7 + 0.6 * (roll // 8000 % 100) / 100)

    def outcome(self, number: str, left_at: datetime, seen_at: datetime) -> Outcome:
        """Tell what a report says at `seen_at` of a text that left at `left_at`."""
        if seen_at < left_at:
            return Outcome(Status.NONE)
        course = self.course(number)
        whole = timedelta(seconds=self.seconds * course.pace)
        gone = seen_at - left_at
        if gone < whole * QUEUED_UNTIL:
            return Outcome(Status.QUEUED)
        if course.outcome is STUCK or gone < whole * SENDING_UNTIL:
            return Outcome(Status.SENDING)
        if gone < whole:
            return Outcome(Status.SENT)
        return course.outcome
