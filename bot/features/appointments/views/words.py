"""Words about appointments that several views use. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.ids import Action
from bot.features.appointments.ledger import EXISTS
from bot.slack.blocks import kit, moments, recipients
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Appointment, Status
from bot.texting import phones

ONLY_OURS: Final = "Only appointments booked from Slack are listed."
STATUS: Final[Mapping[Status, str]] = {
    Status.UNCONFIRMED: "Unconfirmed",
    Status.CONFIRMED: "Confirmed",
    Status.CANCELLED: "Cancelled",
    Status.RESCHEDULED: "Rescheduled",
}
ICON: Final[Mapping[Status, str]] = {
    Status.UNCONFIRMED: ":calendar:",
    Status.CONFIRMED: ":white_check_mark:",
    Status.CANCELLED: ":heavy_multiplication_x:",
    Status.RESCHEDULED: ":arrow_right:",
}
_DONE: Final[Mapping[Status, str]] = {
    Status.CANCELLED: "cancelled",
    Status.RESCHEDULED: "moved",
}
_DOING: Final[Mapping[str, str]] = {
    "booked": "Booking",
    "recorded": "Recording",
    "moved": "Moving",
    "cancelled": "Cancelling",
    "confirmed": "Confirming",
}


def book() -> Block:
    """Return the button that books an appointment, for where there is none."""
    return kit.button("Book an appointment", Action.NEW, style="primary")


def person(known: Appointment) -> str:
    """Return who it is with, masked and escaped, as a channel may read it."""
    return recipients.person(known.name, known.number)


def shown(sentence: str | None) -> str:
    """Return words of SMS-iT, which may quote a number, as a channel may read them."""
    return kit.escape(phones.mask_in(sentence or ""))


def remark(call: Call) -> str:
    """Return what there is to say of a call that counts; a warning but where nothing went wrong (mrkdwn)."""
    said = shown(call.outcome_sentence)
    return said if call.outcome_code == EXISTS and call.state is CallState.ACCEPTED else f":warning: {said}"


def there(at: datetime, account_zone: ZoneInfo, now: datetime | None) -> str:
    """Return a moment in the account's zone, for somebody who lives in another."""
    return f"{moments.when(at, account_zone, now)} in {account_zone.key}, the account's time zone"


def is_booking(status: Status, at: datetime, now: datetime) -> bool:
    """Tell whether an appointment in this status is a booking, and no mere record of what was or is not."""
    return at > now and status is not Status.CANCELLED


def done(call: Call) -> str:
    """Return what a call does to an appointment, as one word: booked, recorded, moved, cancelled, confirmed.

    It follows *it was*, *not* or *we couldn't confirm this was*.
    """
    if call.is_first:
        return "booked" if is_booking(call.status, call.at, call.created_at) else "recorded"
    return _DONE.get(call.status, "confirmed")


def done_to(call: Call, account_zone: ZoneInfo) -> str:
    """Return what a call does, with the new time of a move (mrkdwn)."""
    verb = done(call)
    return f"{verb} to {moment(call.at, account_zone)}" if verb == "moved" else verb


def doing(call: Call, account_zone: ZoneInfo) -> str:
    """Return what SMS-iT is being asked at this moment (mrkdwn)."""
    verb = done(call)
    to = f" to {moment(call.at, account_zone)}" if verb == "moved" else ""
    return f"{_DOING[verb]} the appointment{to} …"
