"""Whether an appointment can be at a moment: near enough, and to be told to SMS-iT. Pure."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.features.appointments import texts
from bot.policy.model import MOST_REMINDERS
from bot.texting import schedules
from bot.texting.schedules import AmbiguousTime

FURTHEST: Final = timedelta(days=731)
SOONEST: Final = timedelta(minutes=1)
NO_ZONE: Final = "Appointments need the SMS-iT account's time zone. Ask your admin to set SMSIT_TIMEZONE."
HOURS: Final = f"Enter whole numbers of hours from 1 to {texts.MOST_HOURS}, up to {MOST_REMINDERS}: 48, 2."
TOO_LATE: Final = "That reminder's time has passed. Enter fewer hours, or leave the reminder out."


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
        return f"{schedules.PASSED} Pick a later one."
    return record_mistake(at, zone, now)


def record_mistake(at: datetime | None, zone: ZoneInfo, now: datetime) -> str | None:
    """Return what is wrong with the time (aware) of an appointment that may be over already."""
    if at is None:
        return "Pick a date and time."
    if at > now + FURTHEST:
        return "Pick a time within the next two years."
    if at < now - FURTHEST:
        return "Pick a time within the last two years."
    try:
        schedules.wall_clock(at, zone)
    except AmbiguousTime:
        return (
            f"That hour happens twice in {zone.key} when the clocks go back, and SMS-iT can't tell which one "
            "you mean. Pick another hour."
        )
    return None


def reminder_mistake(at: datetime | None, typed: str, now: datetime) -> str | None:
    """Return what is wrong with the hours typed for a reminder of an appointment at that time."""
    hours = texts.hours_in(typed)
    if not hours:
        return HOURS
    if at is not None and now < at and texts.reminder_at(at, hours[0]) < now + SOONEST:
        return TOO_LATE
    return None


def differs(at: datetime, one: ZoneInfo, other: ZoneInfo) -> bool:
    """Tell whether clocks in two zones show different times at a moment."""
    return at.astimezone(one).utcoffset() != at.astimezone(other).utcoffset()
