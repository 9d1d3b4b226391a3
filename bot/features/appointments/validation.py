"""Whether an appointment can be at a moment: near enough, and to be told to SMS-iT. Pure."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.features.appointments import texts
from bot.texting import schedules
from bot.texting.schedules import AmbiguousTime

FURTHEST: Final = timedelta(days=731)
SOONEST: Final = timedelta(minutes=1)
NO_ZONE: Final = (
    "Appointments need the time zone of the SMS-iT account, because SMS-iT takes its times in that zone. Ask "
    "your admin to set SMSIT_TIMEZONE."
)
HOURS: Final = f"Type a whole number of hours from 1 to {texts.MOST_HOURS}."
TOO_LATE: Final = "The time of that reminder is over already, or nearly. Type fewer hours, or leave it out."


def zone_of(account: ZoneInfo | None) -> ZoneInfo:
    """Return the account's zone. Raises :exc:`UserError` when it is not set."""
    if account is None:
        raise UserError(NO_ZONE)
    return account


def whole_minute(at: datetime | None) -> datetime | None:
    """Return a moment without its seconds: SMS-iT knows minutes only."""
    return None if at is None else at.replace(second=0, microsecond=0)


def mistake(at: datetime | None, zone: ZoneInfo, now: datetime) -> str | None:
    """Return what is wrong with a time (aware) an appointment is moved to; none when nothing is."""
    if at is not None and at <= now:
        return "That time has passed. Pick a later one."
    return record_mistake(at, zone, now)


def record_mistake(at: datetime | None, zone: ZoneInfo, now: datetime) -> str | None:
    """Return what is wrong with the time (aware) of an appointment that may be over already."""
    if at is None:
        return "Pick a day and a time."
    if at > now + FURTHEST:
        return "That is more than two years away. Pick an earlier time."
    if at < now - FURTHEST:
        return "That is more than two years ago. Pick a later time."
    try:
        schedules.wall_clock(at, zone)
    except AmbiguousTime:
        return (
            f"In {zone.key} that hour comes twice when the clocks go back, and SMS-iT cannot tell which. "
            "Pick another hour."
        )
    return None


def reminder_mistake(at: datetime | None, typed: str, now: datetime) -> str | None:
    """Return what is wrong with the hours typed for a reminder of an appointment at that time."""
    hours = texts.hours_in(typed)
    if hours is None:
        return HOURS
    if at is not None and now < at and texts.reminder_at(at, hours) < now + SOONEST:
        return TOO_LATE
    return None


def differs(at: datetime, one: ZoneInfo, other: ZoneInfo) -> bool:
    """Tell whether clocks in two zones show different times at a moment."""
    return at.astimezone(one).utcoffset() != at.astimezone(other).utcoffset()
