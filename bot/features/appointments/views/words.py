"""Words about appointments that several views use. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments import validation
from bot.slack.blocks import kit
from bot.slack.blocks.recipients import LONGEST_NAME
from bot.store.appointment_calls import Call
from bot.store.appointments import Appointment, Status
from bot.texting import phones, words

STATUS: Final[Mapping[Status, str]] = {
    Status.UNCONFIRMED: "Unconfirmed",
    Status.CONFIRMED: "Confirmed",
    Status.CANCELLED: "Cancelled",
    Status.RESCHEDULED: "Rescheduled",
}
ICON: Final[Mapping[Status, str]] = {
    Status.UNCONFIRMED: ":grey_question:",
    Status.CONFIRMED: ":white_check_mark:",
    Status.CANCELLED: ":heavy_multiplication_x:",
    Status.RESCHEDULED: ":arrow_right:",
}


def person(known: Appointment) -> str:
    """Return who it is with, masked and escaped, as a channel may read it."""
    name = kit.escape(kit.truncate(phones.mask_in(known.name or ""), LONGEST_NAME))
    masked = phones.mask(known.number)
    return f"{name} ({masked})" if name else masked


def person_in_full(known: Appointment) -> str:
    """Return who it is with, escaped, with the whole number: for who books it alone."""
    name = kit.escape(kit.truncate(known.name or "", LONGEST_NAME))
    number = phones.pretty(known.number)
    return f"{name} ({number})" if name else number


def in_both(at: datetime, zone: ZoneInfo, account_zone: ZoneInfo) -> str:
    """Return a moment as one person reads it, and in the account's zone where clocks differ."""
    said = words.when(at, zone)
    if validation.differs(at, zone, account_zone):
        said += f"\nin the account's zone: {words.when(at, account_zone)}"
    return said


def for_everybody(at: datetime, account_zone: ZoneInfo) -> str:
    """Return a moment as Slack shows it in each reader's own zone, with the account's beside it."""
    there = words.when(at, account_zone)
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}, {{time}} your time|{there}> · {there}"


def is_booking(status: Status, at: datetime, now: datetime) -> bool:
    """Tell whether an appointment in this status is a booking, and no mere record of what was or is not."""
    return at > now and status is not Status.CANCELLED


def told(call: Call, account_zone: ZoneInfo) -> str:
    """Return what a call tells SMS-iT, as people say it."""
    at = words.when(call.at, account_zone)
    if call.key.startswith("first:"):
        doing = "to book it" if is_booking(call.status, call.at, call.created_at) else "to record it"
        return f"{doing} for {at}, {STATUS[call.status].lower()}"
    match call.status:
        case Status.CANCELLED:
            return "to cancel it"
        case Status.RESCHEDULED:
            return f"to move it to {at}"
        case _:
            return "to confirm it"
