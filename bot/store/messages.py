"""The Slack messages about each send, import and appointment: where they are, and which are out of date."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    Connection,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.store import lock_order, outdated
from bot.store.dialects import insert_or_ignore
from bot.store.prepared import Prepared
from bot.store.tables import message


@unique
class Purpose(StrEnum):
    """What a message is for. The values are stored: never rename one."""

    SEND = "send"  # the one everybody follows, where the send was started
    DETAILS = "details"  # figures and history, in the thread of the first
    APPROVAL = "approval"  # asks the approvers
    DECISION = "decision"  # tells whoever asked that it was rejected, or expired
    IMPORT = "import"  # how far an import of contacts is
    APPOINTMENT = "appointment"  # an appointment as it stands
    ADDITION = "addition"  # asks what to do about a contact that may not have been added
    ALERT = "alert"  # something that went wrong, and that it is over; or the figures of a week
    ALERT_2 = "alert_2"  # the same, to the second admin where no channel is named; and so on
    ALERT_3 = "alert_3"
    ALERT_4 = "alert_4"
    ALERT_5 = "alert_5"
    CHANGE = "change"  # one change of an appointment, in the thread of that
    DRAFTED = "drafted"  # asks a person about a text that an assistant drafted for them
    FREE_TIME = "free_time"  # a time that is offered to a group, and who took it
    STEP = "step"  # tells a person of a step done in their name that Slack took no result of
    DAY_OFF = "day_off"  # all that was changed of one day, and how it fares
    BIRTHDAYS = "birthdays"  # the birthday texts of one day, before they go out and after


@dataclass(frozen=True, slots=True)
class DirtyMessage:
    """A message to draw. Not posted yet when `channel` is None. `version` is what `shown` must be told.

    The subject is a send, an import, an appointment, a call about one, an addition or a draft: the purpose
    tells.
    `under` is the subject in whose thread it is posted, by the purpose of that one's message; None for a
    message of its own. `digest` is of
    what Slack shows, None when that is not known. `posting_since` is when somebody began to draw it and may
    have posted it; with `may_be_posted` that was an earlier claim, whose end nobody knows.
    """

    subject_id: str
    purpose: Purpose
    channel: str | None
    ts: str | None
    under: tuple[str, Purpose] | None
    version: int
    failures: int
    digest: str | None = None
    posting_since: datetime | None = None
    may_be_posted: bool = False

    @property
    def key(self) -> str:
        """What tells this posting of this message from every other one: 32 characters that say nothing."""
        since = self.posting_since and self.posting_since.isoformat()
        told = f"{self.subject_id} {self.purpose} {since} {self.ts}"
        return blake2b(told.encode(), digest_size=16).hexdigest()


def outdate(conn: Connection, subject_ids: Collection[str], purpose: Purpose | None = None) -> None:
    """Have the messages of these subjects drawn again, or only those for one purpose."""
    raised = (
        update(message).where(message.c.subject_id.in_(subject_ids)).values(version=message.c.version + 1)
    )
    if purpose is not None:
        raised = raised.where(message.c.purpose == purpose.value)
    outdated.note(conn, lock_order.change(conn, raised.returning(message.c.subject_id)).scalars())


def outdate_posted(conn: Connection, subject_ids: Collection[str]) -> None:
    """Have the messages of these subjects drawn again that stand somewhere; none is posted for it."""
    there = (message.c.subject_id.in_(subject_ids), message.c.channel.is_not(None))
    raised = update(message).where(*there).values(version=message.c.version + 1)
    outdated.note(conn, lock_order.change(conn, raised.returning(message.c.subject_id)).scalars())


def channels_of(conn: Connection, subject_ids: Collection[str]) -> dict[str, int]:
    """Count the messages of these subjects in each channel (its id) where some stand."""
    there = (message.c.subject_id.in_(subject_ids), message.c.channel.is_not(None))
    counted = select(message.c.channel, func.count()).where(*there).group_by(message.c.channel)
    return {str(channel): int(count) for channel, count in conn.execute(counted)}


def outdate_one(conn: Connection, subject_id: str, *, soon: bool = True) -> None:
    """Do as :func:`outdate` for one subject, in a statement that is built once.

    Not `soon`: nobody is told, so that the clock draws them, unless what follows in a moment comes first.
    """
    this = {"this_subject": subject_id}
    if _RAISE_VERSION.count(conn, this) and soon:
        outdated.note(conn, (subject_id,))


def open_another(conn: Connection, subject_id: str, purpose: Purpose, *, anew: bool = False) -> None:
    """Have a message for a further purpose drawn, or drawn again when there is one already.

    ``anew`` posts another one below what was said since, so that people are told of it.
    """
    announce(conn, subject_id, purpose)
    changed: dict[str, object] = {"version": message.c.version + 1}
    if anew:
        changed |= {"channel": None, "ts": None, "posting_since": None}
    conn.execute(update(message).where(*is_message(subject_id, purpose)).values(changed))
    outdated.note(conn, (subject_id,))


def announce(conn: Connection, subject_id: str, purpose: Purpose) -> None:
    """Have what is put under a message wait for it, though there is nothing to draw for that purpose yet."""
    conn.execute(insert_or_ignore(conn, message).values(subject_id=subject_id, purpose=purpose.value))


def put_under(
    conn: Connection, below_id: str, subject_id: str, purpose: Purpose, *, below: Purpose = Purpose.SEND
) -> None:
    """Have a message posted in the thread below that subject's message of that purpose, once that is there.

    It is the message of a send, or the one for the purpose ``below``.
    """
    values = {"under": subject_id, "under_purpose": purpose.value}
    conn.execute(update(message).where(*is_message(below_id, below)).values(values))


def get(conn: Connection, subject_id: str, purpose: Purpose = Purpose.SEND) -> DirtyMessage | None:
    """Return where a message is and how often it changed, or None when there is none for that purpose."""
    row = conn.execute(select(*COLUMNS).where(*is_message(subject_id, purpose))).one_or_none()
    return None if row is None else from_row(row)


def send_at(conn: Connection, channel: str, ts: str) -> str | None:
    """Return the id of the send that a Slack message follows; None when it follows none."""
    there = (message.c.ts == ts, message.c.channel == channel, message.c.purpose == Purpose.SEND.value)
    found: str | None = conn.execute(select(message.c.subject_id).where(*there)).scalars().first()
    return found


def is_message(subject_id: str, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of the message of that subject for that purpose."""
    return (message.c.subject_id == subject_id, message.c.purpose == purpose.value)


_RAISING = (
    update(message)
    .where(message.c.subject_id == bindparam("this_subject"))
    .values(version=message.c.version + 1)
)
_RAISE_VERSION = Prepared(_RAISING, on_server=lock_order.ordered(_RAISING))
COLUMNS = (
    message.c.subject_id,
    message.c.purpose,
    message.c.channel,
    message.c.ts,
    message.c.under,
    message.c.under_purpose,
    message.c.version,
    message.c.failures,
    message.c.digest,
    message.c.posting_since,
)
"""What is read of a message."""


def from_row(row: Sequence[Any]) -> DirtyMessage:
    """Return the message of a row of :data:`COLUMNS`."""
    subject_id, purpose, channel, ts, under, under_purpose, version, failures, digest, since = row
    place = None if under is None or under_purpose is None else (under, Purpose(under_purpose))
    return DirtyMessage(subject_id, Purpose(purpose), channel, ts, place, version, failures, digest, since)
