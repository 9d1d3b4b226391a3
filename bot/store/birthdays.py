"""Days for which birthday texts are prepared, each once, and the texts that were.

preparing -> held     the texts wait for their time, and people may stop them
          -> missed   too late: nothing was prepared, and nothing goes out unless somebody asks for it
missed -> preparing   somebody asked
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, and_, bindparam, or_, select, update

from bot.store import birthday_texts, messages
from bot.store.dialects import insert_or_ignore
from bot.store.looks import look
from bot.store.messages import Purpose
from bot.store.tables import birthday_day

LEASE: Final = timedelta(minutes=10)
"""How long one process is at a day before another may be. Reading all contacts takes less."""


@unique
class DayState(StrEnum):
    """Where a day stands. The values are stored: never rename one."""

    PREPARING = "preparing"
    HELD = "held"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDay:
    """A day whose texts are to be prepared, in whose name, and where they are shown. ``send_at`` is aware."""

    day: date
    team_id: str
    user_id: str
    channel: str
    send_at: datetime | None

    @classmethod
    def unknown(cls, day: date) -> "NewDay":
        """Return a day of which the policy says all that."""
        return cls(day=day, team_id="", user_id="", channel="", send_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthdayDay:
    """One row. Times are aware UTC; ``left_out`` counts people by why. Restored ones may name nobody."""

    id: str
    day: date
    state: DayState
    team_id: str
    user_id: str
    channel: str
    send_at: datetime | None
    left_out: Mapping[str, int] = field(default_factory=dict)
    leased_at: datetime | None
    asked_by: str | None
    created_at: datetime
    updated_at: datetime


def begin(conn: Connection, new: NewDay, state: DayState, *, now: datetime) -> str | None:
    """Write a day down as missed, or as being prepared by whoever calls; None where it is known already."""
    values: dict[str, object] = {
        "id": uuid4().hex,
        "day": new.day.isoformat(),
        "state": state.value,
        "team_id": new.team_id,
        "user_id": new.user_id,
        "channel": new.channel,
        "send_at": new.send_at,
        "leased_at": now if state is DayState.PREPARING else None,
        "created_at": now,
        "updated_at": now,
    }
    statement = insert_or_ignore(conn, birthday_day).returning(birthday_day.c.id)
    made: str | None = conn.execute(statement, values).scalar()
    if made is not None:
        show = messages.open_another if state is DayState.MISSED else messages.announce
        show(conn, made, Purpose.BIRTHDAYS)
    return made


def get(conn: Connection, day_id: str, *, lock: bool = False) -> BirthdayDay | None:
    """Return a day, or None. With ``lock`` nobody else changes it until the transaction ends."""
    query = select(birthday_day).where(birthday_day.c.id == day_id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _from_row(row)


def of_day(conn: Connection, day: date) -> BirthdayDay | None:
    """Return the row of a day, or None."""
    row = conn.execute(select(birthday_day).where(birthday_day.c.day == day.isoformat())).one_or_none()
    return None if row is None else _from_row(row)


@dataclass(frozen=True, slots=True)
class Sent:
    """A day, and when its texts were to go out (aware UTC)."""

    day: date
    at: datetime


def latest(conn: Connection) -> Sent | None:
    """Return the latest day of which that is known."""
    table = birthday_day.c
    query = select(table.day, table.send_at).where(table.send_at.is_not(None))
    row = conn.execute(query.order_by(table.day.desc()).limit(1)).first()
    return None if row is None else Sent(date.fromisoformat(row.day), row.send_at)


_IS_LEFT: Final = and_(
    birthday_day.c.state == DayState.PREPARING.value,
    or_(
        birthday_day.c.leased_at.is_(None),
        birthday_day.c.leased_at <= bindparam("birthdays_left_since"),
        birthday_day.c.leased_at > bindparam("now"),  # the clock was set back
    ),
)
_LEFT: Final = select(birthday_day.c.id).where(_IS_LEFT).order_by(birthday_day.c.day)
LEFT: Final = look(_LEFT, birthdays_left_since=LEASE)
"""Whether :func:`left` finds anything."""


def left(conn: Connection, now: datetime) -> tuple[str, ...]:
    """Return the ids of days that are to be prepared and that nobody is at."""
    return tuple(conn.execute(_LEFT, {"now": now, "birthdays_left_since": now - LEASE}).scalars())


def take_up(conn: Connection, day_id: str, *, now: datetime) -> bool:
    """Take a day that is being prepared by nobody any more. False where somebody is at it."""
    taken = update(birthday_day).where(birthday_day.c.id == day_id, _IS_LEFT).values(leased_at=now)
    return conn.execute(taken, {"now": now, "birthdays_left_since": now - LEASE}).rowcount == 1


def give_back(conn: Connection, day_id: str) -> None:
    """Leave a day to whoever looks next."""
    conn.execute(update(birthday_day).where(birthday_day.c.id == day_id).values(leased_at=None))


def hold(
    conn: Connection, day_id: str, *, send_at: datetime, left_out: Mapping[str, int], now: datetime
) -> bool:
    """Write down that the texts of a day are held. Where there is nobody to tell of, no message says so."""
    values = {"send_at": send_at, "left_out": dict(left_out)}
    if not _move(conn, day_id, DayState.PREPARING, DayState.HELD, now, values):
        return False
    asked = select(birthday_day.c.asked_by).where(birthday_day.c.id == day_id)
    if left_out or birthday_texts.ids(conn, day_id) or conn.execute(asked).scalar() is not None:
        messages.open_another(conn, day_id, Purpose.BIRTHDAYS)
    return True


def miss(conn: Connection, day_id: str, *, now: datetime) -> bool:
    """Write down that a day could not be prepared in time."""
    moved = _move(conn, day_id, DayState.PREPARING, DayState.MISSED, now, {})
    if moved:
        messages.open_another(conn, day_id, Purpose.BIRTHDAYS)
    return moved


def ask(conn: Connection, day_id: str, new: NewDay, by: str, *, now: datetime) -> bool:
    """Have a missed day prepared after all, as the policy has it now. False when it isn't missed any more."""
    values = {
        "team_id": new.team_id,
        "user_id": new.user_id,
        "channel": new.channel,
        "send_at": new.send_at,
        "asked_by": by,
    }
    moved = _move(conn, day_id, DayState.MISSED, DayState.PREPARING, now, values)
    if moved:
        messages.outdate(conn, (day_id,), Purpose.BIRTHDAYS)
    return moved


def _move(
    conn: Connection, day_id: str, seen: DayState, to: DayState, now: datetime, values: Mapping[str, object]
) -> bool:
    still = (birthday_day.c.id == day_id, birthday_day.c.state == seen.value)
    told = {**values, "state": to.value, "leased_at": None, "updated_at": now}
    return conn.execute(update(birthday_day).where(*still).values(told)).rowcount == 1


def _from_row(row: Row[*tuple[Any, ...]]) -> BirthdayDay:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["day"] = date.fromisoformat(values["day"])
    values["state"] = DayState(values["state"])
    values["left_out"] = values["left_out"] or {}
    return BirthdayDay(**values)
