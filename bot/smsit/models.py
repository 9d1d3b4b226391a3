"""What goes in and what comes out: frozen values whose repr shows no personal data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum


class Repeat(StrEnum):
    """How often a series held by SMS-iT comes round."""

    DAILY = "Daily"
    WEEKLY = "Weekly"
    MONTHLY = "Monthly"
    YEARLY = "Yearly"


class CreditKind(IntEnum):
    """Which balance to ask for."""

    SMS = 1
    VOICE = 2


class AppointmentStatus(IntEnum):
    """The state an appointment is added in."""

    UNCONFIRMED = 0
    CONFIRMED = 1
    CANCELLED = 2
    RESCHEDULED = 3


class ContactSource(IntEnum):
    """How a contact signed up, to search by."""

    IMPORT = 0
    SMS = 1
    WEB_WIDGET = 2
    KIOSK = 3


class SortBy(StrEnum):
    """What to sort contacts by."""

    NAME = "name"
    NUMBER = "phone_number"
    CREATED = "created"


class SortDirection(StrEnum):
    """Which way to sort contacts."""

    ASCENDING = "asc"
    DESCENDING = "desc"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every `every` days, weeks, months or years (1 to 30), up to and including `until` (aware)."""

    repeat: Repeat
    every: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """A send held by SMS-iT until `start` (aware), perhaps coming round again.

    Seconds are cut off: SMS-iT knows minutes only. It can be neither seen nor cancelled through the API.
    """

    start: datetime
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of the contact list: one contact in one group. A person in two groups is two rows.

    `number` is digits with country code. `created` is naive, in the account's own time zone, which SMS-iT
    does not tell. What SMS-iT leaves out or writes in a way we cannot read is "" or None.
    """

    id: str
    name: str = field(repr=False)
    birthday: date | None = field(repr=False)
    email: str = field(repr=False)
    number: str = field(repr=False)
    group: str
    subscribed: bool
    source: str
    carrier: str
    created: datetime | None


@dataclass(frozen=True, slots=True)
class ContactSend:
    """A text to one contact that SMS-iT took on, to go out now or (`scheduled`) later."""

    scheduled: bool


@dataclass(frozen=True, slots=True)
class GroupSend:
    """A text to a group that SMS-iT took on.

    `group_sms_id` asks for the report; SMS-iT gives none for a scheduled send.
    """

    scheduled: bool
    group_sms_id: str | None


@dataclass(frozen=True, slots=True)
class ContactReport:
    """How the latest text to a number fares.

    `status` is in lower case and an open set of words ("" too): take an unknown one as still in progress.
    `error` is the carrier's reason, or "".
    """

    status: str
    error: str


@dataclass(frozen=True, slots=True)
class GroupReport:
    """How many texts of a group send the carriers took (`successful`) and refused (`failed`).

    `successful` may go down later, and the sum may never reach the size of the group.
    """

    successful: int
    failed: int


@dataclass(frozen=True, slots=True)
class Otp:
    """A one-time code. SMS-iT only makes it: somebody has to text it."""

    code: str = field(repr=False)
