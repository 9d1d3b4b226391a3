"""Checks of arguments before anything is sent. Each gives the value to send, or raises InvalidArgument.

SMS-iT charges for mistakes: a wrong date becomes 1970 and goes out at once, a bad flag is ignored. So what
the page documents is checked here, and no reason repeats the value: it may be somebody's number.
"""

import math
import re
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.smsit.errors import InvalidArgument
from bot.smsit.models import Recurrence, Repeat, Schedule

BASE_URLS = {
    "decentralized": "https://decontrolpanel.smsit.ai/apis/",
    "cloud": "https://controlpanel.smsit.ai/apis/",
}

_NUMBER = re.compile(r"[1-9][0-9]{6,14}")
_KEPT = re.compile(r"[0-9]{7,15}")
_SENDER = re.compile(r"[1-9][0-9]{2,14}")  # short codes too
_DIGITS = re.compile(r"[0-9]{1,18}")
_ALPHA_SENDER = re.compile(r"(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,11}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_UNSENDABLE = re.compile("[\ud800-\udfff]")
_WALL_CLOCK = "%d-%m-%Y %H:%M"
_YEARS = range(1971, 2971)
_SLOWEST = 6
_RAREST = 30

_Choice = TypeVar("_Choice", bound=Enum)


def base_url(value: str) -> str:
    """Give the address for a name or an address, with a slash at its end."""
    url = BASE_URLS.get(value, value)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or re.search(r"[?#@\s]", url):
        raise InvalidArgument(
            "base_url", 'Write "decentralized", "cloud" or an http(s) address without a query.'
        )
    return url if url.endswith("/") else f"{url}/"


def api_key(value: str) -> str:
    """Give a key that is not blank, trimmed."""
    if not value.strip() or _UNSENDABLE.search(value):
        raise InvalidArgument("api_key", "The API key is missing.")
    return value.strip()


def timeout(field: str, value: float) -> float:
    """Seconds above zero."""
    if not value > 0 or math.isinf(value):
        raise InvalidArgument(field, "Enter a number of seconds above zero.")
    return value


def number(field: str, value: str) -> str:
    """Give a phone number as the API takes it."""
    if not _NUMBER.fullmatch(value):
        raise InvalidArgument(field, "Enter the number with its country code, digits only, like 14155550100.")
    return value


def kept_number(field: str, value: str) -> str:
    """Give the number of a contact as SMS-iT keeps it, which need not begin with a country code."""
    if not _KEPT.fullmatch(value):
        raise InvalidArgument(field, "Enter the number with its country code, digits only, like 14155550100.")
    return value


def part_of_number(field: str, value: str) -> str:
    """Give some digits of a phone number, to search by."""
    if not _DIGITS.fullmatch(value):
        raise InvalidArgument(field, "Enter digits only.")
    return value


def sender(field: str, value: str) -> str:
    """Give a number of the account to send from."""
    if not _SENDER.fullmatch(value):
        raise InvalidArgument(
            field, "Enter the sending number with its country code, digits only, like 14155550100."
        )
    return value


def report_id(field: str, value: str) -> str:
    """Give the id of a group send."""
    if not _DIGITS.fullmatch(value) or int(value) == 0:
        raise InvalidArgument(field, "Enter the group text's ID: digits only, not 0.")
    return value


def text(field: str, value: str) -> str:
    """Any text that is not blank, as it is."""
    if not value.strip():
        raise InvalidArgument(field, f"The {field} is missing.")
    if _UNSENDABLE.search(value):
        raise InvalidArgument(field, f"The {field} has a broken character. Type it again.")
    return value


def email(field: str, value: str) -> str:
    """Give an address with one @."""
    if not _EMAIL.fullmatch(text(field, value)):
        raise InvalidArgument(field, "Enter an email address, like name@example.com.")
    return value


def birthday(field: str, value: date) -> str:
    """Give a day, without a time: YYYY-MM-DD."""
    if isinstance(value, datetime):
        raise InvalidArgument(field, "Enter a date without a time.")
    return value.isoformat()


def alpha_sender(field: str, value: str | None) -> dict[str, str]:
    """Give the parameter for an alphanumeric sender ID, if there is one."""
    if value is None:
        return {}
    if not _ALPHA_SENDER.fullmatch(value):
        raise InvalidArgument(
            field, "Enter a sender name of 1 to 11 letters and digits, at least one letter, no spaces."
        )
    return {"alphasender": value}


def choice(field: str, value: object, kind: type[_Choice]) -> _Choice:
    """Give a member of an enumeration, given as such or by its value."""
    for member in kind:
        if value is member or (not isinstance(value, bool) and value == member.value):
            return member
    raise InvalidArgument(field, f"Choose one of: {', '.join(str(member.value) for member in kind)}.")


def throttle(field: str, value: int) -> int:
    """Seconds between texts, 1 to 6."""
    return _within(field, value, 1, _SLOWEST)


def at_least_one(field: str, value: int) -> int:
    """Give a count from 1."""
    return _within(field, value, 1, 10**9)


def not_negative(field: str, value: int) -> int:
    """Give a count from 0."""
    return _within(field, value, 0, 10**9)


def _within(field: str, value: object, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise InvalidArgument(field, f"Enter a whole number from {lowest:,} to {highest:,}.")
    return value


def wall_clock(field: str, moment: datetime, zone: ZoneInfo | None) -> str:
    """Give an aware time as the account's own wall clock shows it: DD-MM-YYYY HH:MM, seconds cut off.

    Refuses the hour that happens twice when the clocks go back: the format cannot say which one is meant.
    """
    if zone is None:
        raise InvalidArgument(
            "timezone", "Set SMSIT_TIMEZONE to the SMS-iT account's time zone first: dates depend on it."
        )
    if moment.utcoffset() is None:
        raise InvalidArgument(field, "Enter a time with its time zone.")
    if moment.year not in _YEARS:
        raise InvalidArgument(field, "Choose a date closer to today.")
    local = moment.astimezone(zone)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        raise InvalidArgument(
            field, "Choose a time outside that hour: the clocks go back, so it happens twice."
        )
    return local.strftime(_WALL_CLOCK)


def schedule(value: Schedule | None, zone: ZoneInfo | None, now: datetime) -> dict[str, str]:
    """Give the parameters of a schedule. Its minute must still be ahead: SMS-iT sends past ones at once."""
    if value is None:
        return {}
    params = {"sendondate": wall_clock("schedule", value.start, zone)}
    if _minute(value.start) <= now:
        raise InvalidArgument("schedule", "That time has passed. Choose a later one.")
    if value.recurrence is not None:
        params.update(_recurrence(value.recurrence, value.start, zone))
    return params


def _recurrence(value: Recurrence, start: datetime, zone: ZoneInfo | None) -> dict[str, str]:
    end = wall_clock("until", value.until, zone)
    if _minute(value.until) < _minute(start):
        raise InvalidArgument("until", "Choose a later end: the series ends before it starts.")
    return {
        "recurring": "1",
        "repeat": choice("repeat", value.repeat, Repeat).value,
        "frequency": str(_within("every", value.every, 1, _RAREST)),
        "enddate": end,
    }


def _minute(moment: datetime) -> datetime:
    """Give the minute that is sent for a time."""
    return moment - timedelta(seconds=moment.second, microseconds=moment.microsecond)
