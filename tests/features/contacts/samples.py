"""Entries of SMS-iT's list with times of creation, and how often all of it was read."""

from collections.abc import Callable
from datetime import timedelta

from bot.smsit import Contact, SortBy, Unavailable
from bot.store.contact_groups import Counts
from tests.clock import START
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.rows import row

T0 = START.replace(tzinfo=None) - timedelta(days=1)
"""The newest time of creation of the first count."""
SILENT = Unavailable("getcontacts", "timeout")

Figures = Callable[[], dict[str, Counts | None]]


def at(
    number: str, seconds: float = 0, group: str = "VIP", *, subscribed: bool = True, id_: str = "1"
) -> Contact:
    """Somebody who was added so many seconds after the first count's newest."""
    return row("Zoe", number, group, subscribed=subscribed, created=T0 + timedelta(seconds=seconds), id_=id_)


def full_counts(directory: FakeContactList) -> int:
    """How many times every entry was read."""
    return sum(each.get("sort_by") is SortBy.NUMBER and each["page"] == 1 for each in directory.asked)
