"""What the policy and the settings say of every send."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.policy.model import Limits, QuietHours
from bot.texting.number_places import place
from bot.texting.quiet_hours import Windows, is_quiet

NIGHT: Final = "It's quiet hours where this number is (estimated from its area code)."


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRules:
    """The rules that kinds of sends share.

    ``quiet`` and ``limits`` are the policy's. Days and series are those of ``account_zone``, the SMS-iT
    account's. ``sending_numbers`` are as many as the bot knows.

    What is found more than ``latest`` after its time asks a person. Reports are followed for ``follow_for``.
    A request gives up on connecting after ``connect_seconds``, and altogether after ``request_seconds``.
    """

    quiet: QuietHours = field(default_factory=QuietHours)
    limits: Limits = field(default_factory=Limits)
    account_zone: ZoneInfo | None = None
    sending_numbers: int = 1
    latest: timedelta
    follow_for: timedelta
    connect_seconds: float
    request_seconds: float

    @property
    def windows(self) -> Windows:
        """The quiet hours."""
        return self.quiet.windows

    @property
    def override(self) -> Role:
        """The role that may send in spite of them."""
        return self.quiet.override

    @property
    def days_zone(self) -> ZoneInfo:
        """The zone whose days count: the account's; UTC where it is not known."""
        return self.account_zone or ZoneInfo("UTC")

    def night_sentence(self, number: str, at: datetime) -> str:
        """Return a sentence when a text to this number (digits) would come in quiet hours, else nothing."""
        return NIGHT if is_quiet(place(number), at, self.windows) else ""
