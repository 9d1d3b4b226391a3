"""What a policy says, as values: read from a file by `bot.policy.reader`, or the defaults without one.

Each field says what a file may hold there; the names of tables and keys are those of the fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from types import MappingProxyType
from typing import Annotated, ClassVar, Final

from pydantic import BeforeValidator, ConfigDict

from bot.access import EVERYBODY, Role
from bot.policy.fields import (
    AChannel,
    ARole,
    ATemplate,
    ATime,
    AUser,
    Credits,
    CreditsByChannel,
    CreditsByUser,
    Flag,
    Holders,
    Nameable,
    OpenedByCode,
    Writers,
    several,
    whole,
)
from bot.policy.text_fields import AppointmentText, CodeText, Purposes
from bot.policy.window_fields import OVERRIDE, WindowsByRegion

MOST_ROWS: Final = 100_000
"""Rows of a list; beyond it a list takes longer than anybody watches it."""
MOST_MEGABYTES: Final = 10
"""Size of a list's file, which is read into memory once."""
MOST_A_SECOND: Final = 1000
MOST_HOURS: Final = 30 * 24
MOST_REMINDER_HOURS: Final = 30 * 24
MOST_REMINDERS: Final = 4
"""Of one appointment: each is a text that costs money, and one that people get."""
LEAST_DAYS: Final = 30
"""Until then delivery reports, corrections and questions of customers need to know whom it was about."""
MOST_DAYS: Final = 3650
MOST_TRIES: Final = 10
"""Whoever guesses at six hexadecimal characters that often is right once in 1.6 million codes."""
DEFAULT_ROLES: Final[Mapping[Role, tuple[str, ...]]] = MappingProxyType({Role.SENDER: (EVERYBODY,)})
"""Without a policy file everybody of the workspace may send single texts, and nobody anything bigger."""


def _nothing() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Approval:
    """When a broadcast needs a second person.

    Without a ``channel`` none is ever asked. With one, a broadcast is asked about there when it goes to more
    than ``people``, takes more than ``credits``, or is recurring. A threshold of None never asks.
    """

    channel: AChannel | None = None
    people: Annotated[int, whole("people")] | None = None
    credits: Credits | None = None
    expires_hours: Annotated[int, whole("hours", 1, MOST_HOURS)] = 24
    """How long a request waits for an answer."""
    tolerance_percent: Annotated[int, whole("percent", 0, 100)] = 0
    """How many percent of a group may leave it, and join it, after the approval without asking again."""

    @property
    def expires(self) -> timedelta:
        """How long a request waits for an answer."""
        return timedelta(hours=self.expires_hours)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When no broadcast goes out, by the recipients' local time.

    ``windows`` has a region's code as key (ISO 3166, such as ``US``), None for every other region. A region
    with the value None has no quiet hours, whatever holds for the others. ``override`` is the role that may
    send in spite of them.
    """

    windows: WindowsByRegion = field(default_factory=lambda: MappingProxyType({}))
    override: ARole = Role.ADMIN


def _by_country(given: object) -> object:
    """Put the countries of the table into one field."""
    if not isinstance(given, dict):
        return given
    found = {"windows": {key: value for key, value in given.items() if key != OVERRIDE}}
    return found | {key: value for key, value in given.items() if key == OVERRIDE}


@dataclass(frozen=True, slots=True)
class Budgets:
    """Credits a day, by the days of the SMS-iT account's zone. None: no bound.

    ``people`` and ``channels`` hold what differs for some: a user's id, a channel's id.
    """

    person_per_day: Credits | None = None
    channel_per_day: Credits | None = None
    everybody_per_day: Credits | None = None
    people: CreditsByUser = field(default_factory=_nothing)
    channels: CreditsByChannel = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Limits:
    """How big lists and groups may be, and how many texts of lists leave in a second."""

    list_rows: Annotated[int, whole("rows", 1, MOST_ROWS)] = MOST_ROWS
    list_megabytes: Annotated[int, whole("megabytes", 1, MOST_MEGABYTES)] = MOST_MEGABYTES
    list_per_second: Annotated[int, whole("texts", 1, MOST_A_SECOND)] = 5
    """Of all lists together, in each process of the bot: two processes send twice as many."""
    group_people: Annotated[int, whole("people", 1)] | None = None
    """People in a broadcast to a group. None: no bound."""
    person_per_week: Annotated[int, whole("texts", 1, 1000)] | None = None
    """Texts to one person within seven days, but for codes and appointments. None: no bound."""
    person_per_week_override: ARole = Role.ADMIN
    """The role that may text one person in spite of it, for a reason that is written into the record."""
    undo_seconds: Annotated[int, whole("seconds", 0, 60)] = 0
    """How long *Send now* on a text to one person can be undone. 0: it goes at once."""


@dataclass(frozen=True, slots=True)
class Otp:
    """One-time codes. Days are those of the SMS-iT account's zone.

    ``text`` holds ``%%Code%%`` once, and may hold ``%%Minutes%%``. ``purposes`` are offered to whoever sends
    a code; without any, the purpose is written freely.
    """

    text: CodeText = (
        "Your code is %%Code%%. It's valid for %%Minutes%% minutes. Share it only with the person you called."
    )
    minutes: Annotated[int, whole("minutes", 1, 60)] = 10
    """How long a code counts."""
    tries: Annotated[int, whole("tries", 1, MOST_TRIES)] = 3
    """How often a code may be typed, the right one included."""
    cooldown_seconds: Annotated[int, whole("seconds", 0, 3600)] = 60
    """Between two codes to one number."""
    number_per_day: Annotated[int, whole("codes", 1, 1000)] = 5
    person_per_day: Annotated[int, whole("codes", 1, 10_000)] = 50
    purposes: Purposes = ()


@dataclass(frozen=True, slots=True)
class Caller:
    """What a verified code opens, to whoever verified it and for that number alone. Without any, nothing."""

    after_code: OpenedByCode = ()
    minutes: Annotated[int, whole("minutes", 1, 60)] = 10
    """How long after the code was verified."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who may see what of contacts, and how fast an import adds them."""

    full_numbers: ARole = Role.BROADCASTER
    """The role that sees numbers in full where contacts are listed; others see the last four digits."""
    export: ARole = Role.ADMIN
    """The role that may take contacts home as a file."""
    import_per_second: Annotated[int, whole("contacts", 1, MOST_A_SECOND)] = 5
    """Of all imports together, in each process of the bot."""


@dataclass(frozen=True, slots=True)
class Channels:
    """Where the bot posts what is personal: names and last digits of numbers."""

    shared: tuple[AChannel, ...] = ()
    """Channels shared with another organisation in which it is posted all the same."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days it is remembered whom things were about. States, figures and times stay.

    The words of texts, the rows of imports and contacts added by hand go by ``RETENTION_DAYS``.
    """

    people_days: Annotated[int, whole("days", LEAST_DAYS, MOST_DAYS)] = 365
    """Numbers and names of who was texted, rows of lists among them, after the text last changed.

    Why a request was rejected goes by the same, after it was: an approver may have named somebody.
    """
    codes_days: Annotated[int, whole("days", LEAST_DAYS, MOST_DAYS)] = 90
    """Whom one-time codes were for and what for, after they were asked for."""
    files_days: Annotated[int, whole("days", LEAST_DAYS, MOST_DAYS)] = 90
    """Names of the files of lists and imports, after these ended."""
    reasons_days: Annotated[int, whole("days", LEAST_DAYS, MOST_DAYS)] = 1095
    """Why a number is on the do-not-text list, and the record of one that was taken off it."""
    appointments_days: Annotated[int, whole("days", LEAST_DAYS, MOST_DAYS)] = 365
    """Whom appointments were with, after their time."""


@dataclass(frozen=True, slots=True)
class Appointments:
    """What is texted about appointments, with ``%%Name%%``, ``%%Date%%`` and ``%%Time%%``.

    All are only suggestions: whoever books, moves or cancels sees and changes them.
    """

    confirmation: AppointmentText = "Hello %%Name%%, your appointment is on %%Date%% at %%Time%%."
    reminder: AppointmentText = "Hello %%Name%%, a reminder of your appointment on %%Date%% at %%Time%%."
    reminder_hours: Annotated[tuple[int, ...], several("hours", 1, MOST_REMINDER_HOURS, MOST_REMINDERS)] = (
        24,
    )
    """How long before the appointment its reminders go out, the earliest first."""
    cancelled: AppointmentText = (
        "Hello %%Name%%, we have to cancel your appointment on %%Date%% at %%Time%%. Please call us."
    )
    moved: AppointmentText = "Hello %%Name%%, your appointment is now on %%Date%% at %%Time%%."
    free: AppointmentText = (
        "Hello %%Name%%, an appointment is free on %%Date%% at %%Time%%. Call us if you would like it."
    )


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The role that may decide about what other people asked for. What is their own, everybody decides."""

    texts: ARole = Role.ADMIN
    """Texts, broadcasts, lists and codes: read, change, cancel, settle them, or have them sent."""
    appointments: ARole = Role.SENDER
    """Appointments and their texts: one desk books, and whoever is there moves."""
    contacts: ARole = Role.BROADCASTER
    """Imports, and contacts whose addition was not confirmed."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Who writes templates, and what they are needed for."""

    writers: Writers = (Role.BROADCASTER.value,)
    """Roles, and ids of users, user groups and channels."""
    approval: Flag = False
    """Whether a version can be used only once an approver approved it who wrote nothing of it."""
    broadcasts_only: Flag = False
    """Whether the words of broadcasts and lists have to come from templates."""


@dataclass(frozen=True, slots=True)
class Workflows:
    """Whom steps of workflows may act for. Anybody in the workspace may build a workflow and name them."""

    people: Nameable = ()
    """Ids of users and user groups. Without any, no step does anything."""
    templates_only: Flag = False
    """Whether steps may text nothing but templates."""


@dataclass(frozen=True, slots=True)
class Birthdays:
    """Texts on birthdays, held for people to stop. Left out or switched off, none are prepared.

    They go out in the name of ``person``, who needs the role that sends texts. Times are those of the SMS-iT
    account's zone.
    """

    texts: Flag = False
    """Whether they are prepared at all."""
    template: ATemplate | None = None
    """The name of the template they are made of."""
    time: ATime = time(11)
    """When they go out, on the day itself."""
    shown_hours: Annotated[int, whole("hours", 2, 24)] = 3
    """How long before that they are shown in the channel."""
    person: AUser | None = None
    channel: AChannel | None = None
    stop: ARole = Role.SENDER
    """The role that may stop them."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """What people are told in a ``channel`` when it goes wrong, and when it is over. Without one, nothing.

    A figure of None is not watched.
    """

    channel: AChannel | None = None
    balance_below: Credits | None = None
    """SMS credits: fewer are too few."""
    balance_days: Annotated[int, whole("days", 1, 365)] | None = None
    """How many days the balance should last, at the rate of the last week."""
    failed_percent: Annotated[int, whole("percent", 1, 100)] | None = None
    """The share of the texts of the last 24 hours that may fail."""
    approval_hours: Annotated[int, whole("hours", 1, MOST_HOURS)] | None = None
    """How long a request may wait for an approver."""
    bot: Flag = True
    """Whether the bot itself is watched: its key for SMS-iT, its way to Slack, and lists that it paused."""
    weekly_digest: Flag = False
    """Whether the figures of each week are told on Monday morning."""


@dataclass(frozen=True, slots=True)
class Policy:
    """All that a policy file says. ``roles`` has for each role the ids it is given to."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    roles: Holders = field(default_factory=lambda: DEFAULT_ROLES)
    approval: Approval = Approval()
    quiet_hours: Annotated[QuietHours, BeforeValidator(_by_country)] = field(default_factory=QuietHours)
    budgets: Budgets = field(default_factory=Budgets)
    limits: Limits = Limits()
    otp: Otp = Otp()
    caller: Caller = Caller()
    contacts: Contacts = Contacts()
    channels: Channels = Channels()
    retention: Retention = Retention()
    appointments: Appointments = Appointments()
    colleagues: Colleagues = Colleagues()
    templates: Templates = Templates()
    alerts: Alerts = Alerts()
    workflows: Workflows = Workflows()
    birthdays: Birthdays = Birthdays()
