"""What of the record is looked for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.store.sends import GROUPS, SendKind
from bot.store.sends.history import Towards, Wanted
from bot.store.states import TAKEN, SendState
from bot.texting.spellings import canonical

LONGEST_WORDS: Final = 100
LONG_WORDS: Final = f"Shorten the words to {LONGEST_WORDS} characters."
FEWEST_DIGITS: Final = 3
_S = SendState


class Stand(StrEnum):
    """How a send fares, in the few ways people ask for it."""

    ANY = "any"
    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    STOPPED = "stopped"


class What(StrEnum):
    """What was sent."""

    ANY = "any"
    TEXT = "text"
    BROADCAST = "broadcast"
    LIST = "list"
    CODE = "code"


STATES: Final[Mapping[Stand, frozenset[SendState]]] = MappingProxyType(
    {
        Stand.ANY: frozenset(),
        Stand.WAITING: frozenset(
            {
                *(_S.AWAITING_APPROVAL, _S.SCHEDULED, _S.SCHEDULED_AT_SMSIT),
                *(_S.QUEUED, _S.RUNNING, _S.PAUSED, _S.ATTEMPTING, _S.REPEATING),
            }
        ),
        Stand.SENT: TAKEN,
        Stand.DELIVERED: frozenset({_S.DELIVERED}),
        Stand.FAILED: frozenset({_S.UNDELIVERED, _S.REFUSED}),
        Stand.UNCONFIRMED: frozenset({_S.UNKNOWN}),
        Stand.STOPPED: frozenset({_S.CANCELLED, _S.REJECTED, _S.EXPIRED, _S.ENDED}),
    }
)
KINDS: Final[Mapping[What, frozenset[SendKind]]] = MappingProxyType(
    {
        What.ANY: frozenset(),
        What.TEXT: frozenset({SendKind.CONTACT}),
        What.BROADCAST: GROUPS,
        What.LIST: frozenset({SendKind.LIST}),
        What.CODE: frozenset({SendKind.OTP}),
    }
)

NOT_DELIVERED: Final = (
    "Choose *Sent*: of a broadcast SMS-iT reports how many texts carriers took, not which were delivered."
)
"""Why there is no broadcast to be found among what was delivered."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; it travels in the modal that shows it, and empty fields do not matter.

    ``person`` and ``channel`` are Slack's ids. ``number`` is a whole number in digits, ``name`` whose it is,
    as the person may see it; ``part`` are digits within a number. ``group`` is the exact name of a group or
    list. ``since`` and ``until`` are days in ISO form, in the zone of whoever looks, both included.

    A page begins behind the send with the id ``behind``, or with the newest.
    """

    person: str = ""
    channel: str = ""
    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    part: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    what: What = What.ANY
    stand: Stand = Stand.ANY
    since: str = ""
    until: str = ""
    words: str = field(default="", repr=False)
    behind: str = ""
    towards: Towards = Towards.OLDER

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is wanted."""
        return not any(
            (
                *(self.person, self.channel, self.number, self.part, self.group, self.since, self.until),
                *(self.words, self.what is not What.ANY, self.stand is not Stand.ANY),
            )
        )


def wanted(filters: Filters, zone: ZoneInfo, region: str | None) -> Wanted:
    """Return what the store is asked for; ``region`` reads numbers without a country code.

    Raises :exc:`UserError` for broadcasts that were delivered: no one knows that of them.
    """
    kinds = KINDS[filters.what]
    if filters.stand is Stand.DELIVERED:
        if filters.what is What.BROADCAST:
            raise UserError(NOT_DELIVERED)
        kinds = (kinds or frozenset(SendKind)) - GROUPS
    until = day(filters.until)
    return Wanted(
        user_id=filters.person,
        channel=filters.channel,
        phone=canonical(filters.number, region) if filters.number else "",
        group=filters.group,
        kinds=kinds,
        states=STATES[filters.stand],
        since=_begin(day(filters.since), zone),
        before=_begin(None if until is None else until + timedelta(days=1), zone),
        part=filters.part,
        words=filters.words,
    )


def day(text: str) -> date | None:
    """Return a day in ISO form; none for anything else, or one without a day behind it."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date.min < found < date.max - timedelta(days=1) else None


def _begin(found: date | None, zone: ZoneInfo) -> datetime | None:
    return None if found is None else datetime.combine(found, time(), zone)
