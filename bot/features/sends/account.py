"""The SMS-iT account, as a form has to know it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.features.sends.smsit_schedules import UNBOUNDED, SmsitSchedules
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class Account:
    """What may be chosen and typed in a form: who texts come from, and how times and numbers are read.

    SMS-iT takes times in ``zone``; none when it is not set. ``region`` is the country (two letters) of
    numbers typed without a country code. ``smsit_schedules`` says what SMS-iT may keep.
    """

    senders: Senders
    zone: ZoneInfo | None
    region: str | None
    smsit_schedules: SmsitSchedules = UNBOUNDED
