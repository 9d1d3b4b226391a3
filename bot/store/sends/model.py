"""A send as the rest of the bot sees it."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from itertools import repeat
from operator import call
from types import MappingProxyType
from typing import Any, Final

from bot.store.states import HELD, SendState
from bot.store.tables import send


@unique
class SendKind(StrEnum):
    """One number, one number with a code, many numbers with a text each, or one call for a whole group.

    Or none of these: what was sent to a group from SMS-iT's own panel, and is followed here.
    """

    CONTACT = "contact"
    OTP = "otp"  # a text to one number that carries a one-time code; its body is the template
    LIST = "list"
    GROUP = "group"
    ELSEWHERE = "elsewhere"  # a group send that was not made here; only its `remote_id` is known


SINGLE = frozenset({SendKind.CONTACT, SendKind.OTP})
"""Kinds that go to one number."""
GROUPS = frozenset({SendKind.GROUP, SendKind.ELSEWHERE})
"""Kinds on which SMS-iT reports two figures: how many texts carriers took, and how many failed."""


@unique
class HeldBy(StrEnum):
    """Who keeps a send until its time: nobody, the bot, or SMS-iT."""

    NONE = "none"
    BOT = "bot"
    SMSIT = "smsit"


@unique
class AppointmentText(StrEnum):
    """What a text about an appointment is for. The values are stored: never rename one."""

    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    NOTICE = "notice"  # that it was moved or cancelled
    OFFER = "offer"  # of the time of one that was cancelled, to somebody else


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSend:
    """What a person asked for. `key` is an id that Slack repeats when it delivers the same event again.

    `to_number` is digits as SMS-iT keeps them, and `to_phone` the one form of that number, for looking up: it
    takes the region to tell it. For a group send both are the empty string and `to_name` is the group's name.
    `send_at` is aware; `zone` the IANA name of the person's zone, for showing it.

    `credits` and `credits_upper` are for everybody it goes to, `people`, and for one of its `occurrences`;
    `segments` is the length of what one person gets. The rows of a list are sends with the list as
    `parent_id` and the number of their `line`; they have no message of their own. A text about an appointment
    has the three `appointment` fields, with the time (aware) that it tells. One date of a series that is
    kept here has its `series_id`.
    """

    key: str
    team_id: str
    user_id: str
    to_number: str = field(repr=False)
    to_phone: str = field(repr=False)
    body: str = field(repr=False)
    sender: str = field(repr=False)
    segments: int
    credits: int
    credits_upper: int
    kind: SendKind = SendKind.CONTACT
    to_name: str | None = field(default=None, repr=False)
    origin_channel: str | None = None
    alpha_sender: str | None = None
    held_by: HeldBy = HeldBy.NONE
    send_at: datetime | None = None
    zone: str | None = None
    recurrence: Mapping[str, object] | None = None
    add_to_group: str | None = field(default=None, repr=False)
    balance_shown: int | None = None
    parent_id: str | None = None
    line: int | None = None
    people: int = 1
    occurrences: int = 1
    throttle: int | None = None
    rotate: bool | None = None
    appointment_id: str | None = None
    appointment_text: AppointmentText | None = None
    appointment_at: datetime | None = None
    members: str | None = field(default=None, repr=False)
    series_id: str | None = None
    again_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One row: a request to put text on phones. Times are aware UTC; `body` is None once forgotten."""

    id: str
    key: str
    kind: SendKind
    state: SendState
    team_id: str
    user_id: str
    origin_channel: str | None
    to_number: str = field(repr=False)
    to_name: str | None = field(repr=False)
    body: str | None = field(repr=False)
    sender: str = field(repr=False)
    alpha_sender: str | None
    segments: int
    credits: int
    credits_upper: int
    held_by: HeldBy
    send_at: datetime | None
    zone: str | None
    recurrence: Mapping[str, object] | None
    add_to_group: str | None = field(repr=False)
    balance_shown: int | None
    token: str | None = field(repr=False)
    attempting_at: datetime | None
    attempt_limit_seconds: int | None
    attempts: int
    outcome_code: str | None
    outcome_sentence: str | None
    evidence: Mapping[str, object] | None
    report_status: str | None
    report_error: str | None = field(repr=False)
    decided_by: str | None
    created_at: datetime
    updated_at: datetime
    parent_id: str | None
    line: int | None
    people: int
    occurrences: int
    goes_at: datetime | None
    throttle: int | None
    rotate: bool | None
    remote_id: str | None
    successful: int | None
    failed: int | None
    ends_at: datetime | None
    risked: int
    quiet_override: str | None
    to_phone: str = field(repr=False)
    report_repeats: int | None
    pending_values: Mapping[str, object] | None
    hold_until: datetime | None
    appointment_id: str | None
    appointment_text: AppointmentText | None
    appointment_at: datetime | None
    members: str | None = field(repr=False)
    touched_by: Sequence[str] | None
    series_id: str | None
    again_of: str | None
    undo_seconds: int | None
    hold_code: str | None
    hold_sentence: str | None
    wave: int
    first_look_at: datetime | None
    last_look_at: datetime | None
    looks: int
    looking_since: datetime | None

    @property
    def hold(self) -> str | None:
        """Why it does not go on by itself, in a code; None where it does, or has no further to go."""
        return self.hold_code if self.state in HELD else None

    @property
    def why(self) -> str | None:
        """What is said of how it stands: of its hold, or else of its outcome."""
        return self.outcome_sentence if self.hold is None else self.hold_sentence


NO_HOLD: Final[Mapping[str, None]] = MappingProxyType(
    dict.fromkeys(("hold_code", "hold_sentence", "hold_until", "pending_values"))
)
"""The columns of what is not held, or no longer."""

NO_EVIDENCE: Final[Mapping[str, Any]] = MappingProxyType(
    {"evidence": None, "first_look_at": None, "last_look_at": None, "looks": 0, "looking_since": None}
)
"""The columns of what nobody has looked into."""


def held(
    code: str,
    sentence: str | None,
    *,
    until: datetime | None = None,
    pending: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """Return the columns of a hold. `until` (aware) is when it ends by itself, where that is known.

    `pending` are columns to be written where a person lets it go on all the same.
    """
    return {"hold_code": code, "hold_sentence": sentence, "hold_until": until, "pending_values": pending}


TEST: Final = "test:"
"""Begins the key of a text to whoever wrote it, that shows what one person of many would get."""


def is_test(sent: Send) -> bool:
    """Tell whether a text is a test to whoever wrote it."""
    return sent.key.startswith(TEST)


_COLUMNS: Final = tuple(column.name for column in send.columns)
_FILL: Final = tuple(getattr(Send, name).__set__ for name in _COLUMNS)
"""What fills each field of a new send, in the order of the columns."""
_WORDS: Final[Sequence[tuple[int, type[StrEnum]]]] = tuple(
    (_COLUMNS.index(name), word)
    for name, word in (
        ("kind", SendKind),
        ("state", SendState),
        ("held_by", HeldBy),
        ("appointment_text", AppointmentText),
    )
)
"""The places of columns that hold a word of the bot's own."""


def from_row(row: Sequence[Any]) -> Send:
    """Read a row of the `send` table: all its columns, in their order."""
    cells = list(row)
    if len(cells) != len(_FILL):
        raise ValueError("not all columns of a send")
    for place, word in _WORDS:
        if cells[place] is not None:
            cells[place] = word(cells[place])
    # The table's columns are Send's fields; a test says so. Its own __init__ takes six times as long as this
    # loop in C, and a send is read at each confirmation, attempt and drawing.
    read = object.__new__(Send)
    deque(map(call, _FILL, repeat(read), cells), maxlen=0)
    return read
