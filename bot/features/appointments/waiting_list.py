"""A group as the waiting list of a free time: whether that is free, who may be asked, in which words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.features.appointments import texts
from bot.features.groups.service import Audience
from bot.features.sends.decisions import end
from bot.store import appointment_calls as calls
from bot.store import appointments, do_not_text, free_times
from bot.store.appointment_calls import PENDING, CallState
from bot.store.appointments import Status
from bot.store.free_times import FreeTime
from bot.texting.quiet_hours import Window

AT_ONCE: Final = 3
EVERY: Final = free_times.PAUSE
LEAST: Final = timedelta(hours=1)
"""Before its time nobody new is asked."""
A_WEEK: Final = timedelta(days=7)
NIGHT: Final = Window(time(21), time(8))
"""When nobody is asked wherever the policy has no quiet hours, be it that it says nothing or ``"none"``."""


def is_free(conn: Connection, free: FreeTime) -> bool:
    """Tell whether its appointment still is cancelled or elsewhere, and nobody is moving it back."""
    known = appointments.get(conn, free.appointment_id)
    last = calls.newest(conn, (free.appointment_id,)).get(free.appointment_id)
    if known is None or last is None or known.status is Status.CANCELLED:
        return True
    is_coming = last.state in PENDING | {CallState.UNKNOWN} and last.at == free.at
    return known.at != free.at and not is_coming


def call_off(conn: Connection, free: FreeTime, by: str | None, now: datetime) -> None:
    """Cancel the texts of an offer that have not gone out."""
    for each in free_times.waiting(conn, free):
        end(conn, each, by, now)


def bodies(
    template: str, numbers: Iterable[str], names: Mapping[str, str], at: datetime, zone: ZoneInfo
) -> Iterator[str]:
    """Yield what each of some people is offered; ``names`` are first names by number."""
    return (texts.rendered(template, names.get(each), at, zone) for each in numbers)


def by_phone(audience: Audience) -> Iterator[tuple[str, str]]:
    """Yield each number of a group as SMS-iT keeps it, and in its one form."""
    return zip(audience.numbers, audience.phones, strict=True)


def may_be_asked(conn: Connection, to: tuple[str, str], but: str, since: datetime) -> bool:
    """Tell whether somebody may be asked: not ``but``, whom no one must text, or who was asked since then.

    ``to`` is the number as SMS-iT keeps it, and in its one form.
    """
    _number, phone = to
    if phone == but or any(do_not_text.is_listed(conn, each) for each in dict.fromkeys(to)):
        return False
    return not free_times.offered_since(conn, phone, since)
