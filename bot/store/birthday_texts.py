"""The texts of birthdays: which there are, of which day, and whether somebody had one in a year."""

from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from bot.store import messages, sends
from bot.store.messages import Purpose
from bot.store.sends import Send
from bot.store.tables import birthday_text, message, send

_PREFIX: Final = "birthday:"


def key_of(day_id: str) -> str:
    """Return a key for one more text of a day. That nobody has two is looked up: a key names no number."""
    return f"{_PREFIX}{day_id}:{uuid4().hex}"


def is_one(text: Send) -> bool:
    """Tell whether a text is a birthday text."""
    return text.key.startswith(_PREFIX)


def add(conn: Connection, day_id: str, year: int, send_id: str) -> None:
    """Note that a text is one of a day's, and have its message posted below that of the day."""
    values = {"send_id": send_id, "day_id": day_id, "year": year}
    conn.execute(insert(birthday_text).values(values))
    messages.put_under(conn, send_id, day_id, Purpose.BIRTHDAYS)


def drop(conn: Connection, send_id: str) -> None:
    """Note that a text is no birthday text any more: it was cancelled before anybody saw it."""
    conn.execute(delete(birthday_text).where(birthday_text.c.send_id == send_id))


def had_in(conn: Connection, phone: str, year: int) -> str | None:
    """Return the id of the day whose birthday text a phone (its one form) had in a year, sent or not."""
    theirs = (send.c.to_phone == phone, birthday_text.c.year == year)
    joined = birthday_text.join(send, send.c.id == birthday_text.c.send_id)
    found: str | None = conn.execute(
        select(birthday_text.c.day_id).select_from(joined).where(*theirs)
    ).scalar()
    return found


def of_day(conn: Connection, day_id: str) -> tuple[Send, ...]:
    """Return the texts of a day, by the time they go out and then by name."""
    found = sends.get_many(conn, ids(conn, day_id))
    return tuple(
        sorted(found, key=lambda each: (each.send_at or each.created_at, each.to_name or "", each.id))
    )


def day_of(conn: Connection, send_id: str) -> str | None:
    """Return the id of the day that a text is of; None when it is no birthday text."""
    found: str | None = conn.execute(
        select(birthday_text.c.day_id).where(birthday_text.c.send_id == send_id)
    ).scalar()
    return found


def posted_at(conn: Connection, send_id: str) -> datetime | None:
    """Return when Slack took the message of a text (aware UTC, by its clock); None while it shows none."""
    own = (message.c.subject_id == send_id, message.c.purpose == Purpose.SEND.value)
    ts: str | None = conn.execute(select(message.c.ts).where(*own)).scalar()
    return None if ts is None else datetime.fromtimestamp(float(ts), UTC)


def ids(conn: Connection, day_id: str) -> tuple[str, ...]:
    """Return the ids of the texts of a day, in no order."""
    own = select(birthday_text.c.send_id).where(birthday_text.c.day_id == day_id)
    return tuple(map(str, conn.execute(own).scalars()))
