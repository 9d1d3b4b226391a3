"""What a policy says, as values: read from a file by `bot.policy.reader`, or the defaults without one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from bot.access import EVERYBODY, Role
from bot.texting.quiet_hours import Windows

MOST_ROWS: Final = 100_000
"""Rows of a list; beyond it a list takes longer than anybody watches it."""
MOST_MEGABYTES: Final = 10
"""Size of a list's file, which is read into memory once."""
EXPIRES: Final = timedelta(hours=24)
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

    channel: str | None = None
    people: int | None = None
    credits: int | None = None
    expires: timedelta = EXPIRES
    """How long a request waits for an answer."""
    tolerance_percent: int = 0
    """How far a group may shrink or grow after the approval without asking again."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When no broadcast goes out, by the recipients' local time.

    ``windows`` has a region's code as key (ISO 3166, such as ``US``), None for every other region. A region
    with the value None has no quiet hours, whatever holds for the others. ``override`` is the role that may
    send in spite of them.
    """

    windows: Windows = field(default_factory=lambda: MappingProxyType({}))
    override: Role = Role.ADMIN


@dataclass(frozen=True, slots=True)
class Budgets:
    """Credits a day, by the days of the SMS-iT account's zone. None: no bound.

    ``people`` and ``channels`` hold what differs for some: a user's id, a channel's id.
    """

    person_per_day: int | None = None
    channel_per_day: int | None = None
    everybody_per_day: int | None = None
    people: Mapping[str, int] = field(default_factory=_nothing)
    channels: Mapping[str, int] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Limits:
    """How big lists and groups may be, and how many texts of lists leave in a second."""

    list_rows: int = MOST_ROWS
    list_megabytes: int = MOST_MEGABYTES
    list_per_second: int = 5
    """Of all lists together, in each process of the bot: two processes send twice as many."""
    group_people: int | None = None
    """People in a broadcast to a group. None: no bound."""


@dataclass(frozen=True, slots=True)
class Otp:
    """One-time codes. Days are those of the SMS-iT account's zone.

    ``text`` holds ``%%Code%%`` once, and may hold ``%%Minutes%%``. ``purposes`` are offered to whoever sends
    a code; without any, the purpose is written freely.
    """

    text: str = "Your code is %%Code%%. It is good for %%Minutes%% minutes. Tell it only to who you called."
    minutes: int = 10
    """How long a code counts."""
    tries: int = 3
    """How often a code may be typed, the right one included."""
    cooldown_seconds: int = 60
    """Between two codes to one number."""
    number_per_day: int = 5
    person_per_day: int = 50
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who may see what of contacts, and how fast an import adds them."""

    full_numbers: Role = Role.BROADCASTER
    """The role that sees numbers in full where contacts are listed; others see the last four digits."""
    export: Role = Role.ADMIN
    """The role that may take contacts home as a file."""
    import_per_second: int = 5
    """Of all imports together, in each process of the bot."""


@dataclass(frozen=True, slots=True)
class Appointments:
    """What is texted about appointments, with ``%%Name%%``, ``%%Date%%`` and ``%%Time%%``.

    Both are only suggestions: whoever books sees and changes them.
    """

    confirmation: str = "Hello %%Name%%, your appointment is on %%Date%% at %%Time%%."
    reminder: str = "Hello %%Name%%, we expect you on %%Date%% at %%Time%%."
    reminder_hours: int = 24
    """How long before the appointment its reminder goes out."""


@dataclass(frozen=True, slots=True)
class Policy:
    """All that a policy file says. ``roles`` has for each role the ids it is given to."""

    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=lambda: DEFAULT_ROLES)
    approval: Approval = Approval()
    quiet_hours: QuietHours = field(default_factory=QuietHours)
    budgets: Budgets = field(default_factory=Budgets)
    limits: Limits = Limits()
    otp: Otp = Otp()
    contacts: Contacts = Contacts()
    appointments: Appointments = Appointments()
