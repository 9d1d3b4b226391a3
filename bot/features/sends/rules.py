"""What the policy and the settings say of every send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.policy.model import Limits
from bot.texting.number_places import place
from bot.texting.quiet_hours import Window, Windows, is_quiet

NIGHT: Final = "It's quiet hours where this number is (estimated from its area code)."


def _never() -> Mapping[str | None, Window | None]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRules:
    """The rules that kinds of sends share.

    ``windows`` are the quiet hours, and ``override`` is the role that may send in spite of them. Days and
    series are those of ``account_zone``, the SMS-iT account's. ``sending_numbers`` are as many as the bot
    knows.

    What is found more than ``latest`` after its time asks a person. Reports are followed for ``follow_for``.
    A request gives up on connecting after ``connect_seconds``, and altogether after ``request_seconds``.
    """

    windows: Windows = field(default_factory=_never)
    override: Role = Role.ADMIN
    limits: Limits = field(default_factory=Limits)
    account_zone: ZoneInfo | None = None
    sending_numbers: int = 1
    latest: timedelta
    follow_for: timedelta
    connect_seconds: float
    request_seconds: float

    @property
    def days_zone(self) -> ZoneInfo:
        """The zone whose days count: the account's; UTC where it is not known."""
        return self.account_zone or ZoneInfo("UTC")

    def night_sentence(self, number: str, at: datetime) -> str:
        """Return a sentence when a text to this number (digits) would come in quiet hours, else nothing."""
        return NIGHT if is_quiet(place(number), at, self.windows) else ""
