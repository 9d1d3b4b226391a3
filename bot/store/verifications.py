"""One-time codes that people were sent: what each is bound to and how far it is, never the code itself.

making -> open -> checking -> verified
  |        |         '-> failed        (SMS-iT did not clearly say yes)
  |        '-> failed                  (no try or time left, a newer code, or its text did not go out)
  '-> failed                           (there never was a code)

The keyed hash of a code is there only while it is open. Every change has the message of its send drawn again.
Who changes one takes it by :func:`hold` first, which makes all that happens to one code happen in turn.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, bindparam, insert, or_, select, update

from bot.store import advisory_locks, attempt_journal, messages
from bot.store.advisory_locks import Lock
from bot.store.looks import look
from bot.store.tables import IS_OPEN, send, verification

LONGEST: Final = timedelta(hours=1)
"""Longer than a policy may let a code count."""


@unique
class Stage(StrEnum):
    """How far a verification is. The values are stored: never rename one."""

    MAKING = "making"  # asked for; there is no code yet
    OPEN = "open"  # the code may be typed
    CHECKING = "checking"  # the right code was typed, and SMS-iT is asked
    VERIFIED = "verified"
    FAILED = "failed"  # not verified, and never will be; the reason says why


@unique
class Reason(StrEnum):
    """Why a verification failed. The values are stored: never rename one."""

    NOT_SENT = "not_sent"  # provably, no text with the code went out
    EXPIRED = "expired"
    TRIES = "tries"  # too many wrong codes
    REPLACED = "replaced"  # a newer code for the same took its place
    REFUSED = "refused"  # SMS-iT says that the code is wrong
    UNCLEAR = "unclear"  # SMS-iT did not say clearly that it is right


@dataclass(frozen=True, slots=True)
class NewVerification:
    """A code that is to be made: for the send that carries it, and bound to who, whom and what for.

    `number` is as SMS-iT keeps it, `phone` its one form.
    """

    send_id: str
    user_id: str
    number: str = field(repr=False)
    phone: str = field(repr=False)
    purpose: str = field(repr=False)
    tries_left: int


@dataclass(frozen=True, slots=True)
class Verification:
    """One row. Times are aware UTC.

    `number` is where the code goes as SMS-iT keeps it, `phone` its one form, for looking up, and
    `name` whose it is, where it was read with the send.

    `expires_at` is until when its stage lasts at most: the code counts, or SMS-iT may answer; None while
    there is no code. `decided_at` is when it was verified or failed, `opens_until` until when it then opens
    what the policy says.
    """

    send_id: str
    user_id: str
    number: str = field(repr=False)
    purpose: str = field(repr=False)
    state: Stage
    code_hash: str | None = field(repr=False)
    tries_left: int
    created_at: datetime
    expires_at: datetime | None
    decided_at: datetime | None
    reason: Reason | None
    phone: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    opens_until: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Tell whether the time of its stage is over."""
        return self.expires_at is not None and self.expires_at <= now


def lock(conn: Connection) -> None:
    """Wait until nobody else is between looking at the limits and committing what they allowed.

    Lasts until the transaction ends. SQLite needs none: it has one writer at a time.
    """
    advisory_locks.take(conn, Lock.CODES)


def hold(conn: Connection, send_id: str) -> Verification | None:
    """Wait for whoever is at it, keep others off until the transaction ends, and return it as it is then.

    It is the send's row that is locked, as whoever writes an attempt's outcome does first of all: two who
    lock the same things in another order would wait for each other.
    """
    conn.execute(select(send.c.id).where(send.c.id == send_id).with_for_update(key_share=True))
    return get(conn, send_id)


def get(conn: Connection, send_id: str) -> Verification | None:
    """Return the verification a send carries the code of, or None."""
    row = conn.execute(named().where(verification.c.send_id == send_id)).one_or_none()
    return None if row is None else _from_row(row)


def insert_making(conn: Connection, new: NewVerification, now: datetime) -> None:
    """Record a verification for which a code is to be made."""
    values = asdict(new) | {"state": Stage.MAKING.value, "created_at": now}
    conn.execute(insert(verification), values)


def replace_older(conn: Connection, new: NewVerification, now: datetime) -> tuple[str, ...]:
    """Have a code take the place of older ones for the same, and return the sends that carried those.

    One whose right code was typed already is left alone.
    """
    same = (
        verification.c.user_id == new.user_id,
        verification.c.phone == new.phone,
        verification.c.purpose == new.purpose,
        verification.c.send_id != new.send_id,
        verification.c.state.in_((Stage.MAKING.value, Stage.OPEN.value)),
    )
    found = select(verification.c.send_id).where(IS_OPEN, *same).order_by(verification.c.send_id)
    older = tuple(conn.execute(found).scalars())
    for send_id in older:
        hold(conn, send_id)
        for seen in (Stage.MAKING, Stage.OPEN):
            fail(conn, send_id, Reason.REPLACED, now, only_from=seen)
    return older


def open_(conn: Connection, send_id: str, code_hash: str, expires_at: datetime) -> bool:
    """Let a code be typed from now on that was just made. False when it is not to be sent any more."""
    values: dict[str, Any] = {"state": Stage.OPEN.value, "code_hash": code_hash, "expires_at": expires_at}
    return _move(conn, send_id, Stage.MAKING, soon=False, **values)  # its text leaves now, and is shown then


def take_try(conn: Connection, send_id: str, now: datetime) -> int:
    """Count a wrong code and return the tries that are left; without any the verification has failed."""
    left = verification.c.tries_left
    counted = (
        update(verification)
        .where(verification.c.send_id == send_id, verification.c.state == Stage.OPEN.value, left > 0)
        .values(tries_left=left - 1)
        .returning(left)
    )
    found = int(conn.execute(counted).scalar() or 0)
    if not found:
        fail(conn, send_id, Reason.TRIES, now, only_from=Stage.OPEN)
    messages.outdate_one(conn, send_id)
    return found


def check(conn: Connection, send_id: str, until: datetime) -> bool:
    """Note that the right code was typed: from here on it is no use to anybody. False when it is not open.

    SMS-iT's answer is waited for `until` then.
    """
    values: dict[str, Any] = {"state": Stage.CHECKING.value, "code_hash": None, "expires_at": until}
    used = verification.c.tries_left - 1
    moved = _move(conn, send_id, Stage.OPEN, tries_left=used, **values)
    if moved:
        attempt_journal.note(conn, attempt_journal.of_check(send_id), uuid4().hex)
    return moved


def verify(conn: Connection, send_id: str, now: datetime, opens_until: datetime | None = None) -> bool:
    """Note that SMS-iT clearly said yes. False when it was decided otherwise meanwhile."""
    values: dict[str, Any] = {"state": Stage.VERIFIED.value, "decided_at": now, "opens_until": opens_until}
    return _move(conn, send_id, Stage.CHECKING, **values)


def fail(conn: Connection, send_id: str, reason: Reason, now: datetime, *, only_from: Stage) -> bool:
    """Note that it did not verify anybody. False when it was not in the stage the caller has seen."""
    values: dict[str, Any] = {
        "state": Stage.FAILED.value,
        "reason": reason.value,
        "decided_at": now,
        "code_hash": None,
    }
    return _move(conn, send_id, only_from, **values)


def open_of(conn: Connection, user_id: str, now: datetime, limit: int) -> tuple[Verification, ...]:
    """Return the codes of a person that may be typed at this moment, the newest first."""
    usable = (verification.c.state == Stage.OPEN.value, verification.c.expires_at > now)
    own = named().where(IS_OPEN, *usable, verification.c.user_id == user_id)
    return read(conn.execute(own.order_by(*NEWEST).limit(limit)).all())


def recent(conn: Connection, user_id: str | None, limit: int) -> tuple[Verification, ...]:
    """Return the newest verifications of one person, or (None) of everybody, the newest first."""
    query = select(verification).order_by(*NEWEST).limit(limit)
    if user_id is not None:
        query = query.where(verification.c.user_id == user_id)
    return read(conn.execute(query).all())


def unfinished(conn: Connection, now: datetime, limit: int = 500) -> tuple[Verification, ...]:
    """Return those whose time is over, and those for which there is no code yet."""
    return read(conn.execute(_UNFINISHED.limit(limit), {"now": now}).all())


_UNFINISHED: Final = select(verification).where(
    IS_OPEN,
    or_(verification.c.expires_at <= bindparam("now"), verification.c.state == Stage.MAKING.value),
)
UNFINISHED: Final = look(_UNFINISHED)
"""Whether :func:`unfinished` finds anything."""


NEWEST: Final = (verification.c.created_at.desc(), verification.c.send_id)


def _move(conn: Connection, send_id: str, seen: Stage, *, soon: bool = True, **values: object) -> bool:
    still = (verification.c.send_id == send_id, verification.c.state == seen.value)
    moved = conn.execute(update(verification).where(*still).values(**values)).rowcount == 1
    if moved:
        messages.outdate_one(conn, send_id, soon=soon)
    return moved


def named() -> Select[*tuple[Any, ...]]:
    """Return the query for verifications with the names of those their codes went to."""
    whose = select(send.c.to_name).where(send.c.id == verification.c.send_id).scalar_subquery()
    return select(verification, whose.label("name"))


def read(found: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Verification, ...]:
    """Return verifications as they were selected."""
    return tuple(map(_from_row, found))


def _from_row(row: Row[*tuple[Any, ...]]) -> Verification:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["state"] = Stage(str(values["state"]))
    values["reason"] = None if values["reason"] is None else Reason(str(values["reason"]))
    return Verification(**values)
