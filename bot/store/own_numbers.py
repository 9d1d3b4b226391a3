"""The number somebody at the desk gave for themselves. Whoever gives another one has that from then on."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.dialects import insert_into
from bot.store.tables import own_number
from bot.texting.spellings import canonical


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A person's number (digits), and the group it is added to where it is no contact; empty for none."""

    number: str = field(repr=False)
    group: str = field(default="", repr=False)


def get(conn: Connection, user_id: str) -> OwnNumber | None:
    """Return the number of a person; None when they gave none."""
    query = select(own_number.c.number, own_number.c.group_name).where(own_number.c.user_id == user_id)
    row = conn.execute(query).one_or_none()
    return None if row is None else OwnNumber(str(row[0]), str(row[1]))


def put(conn: Connection, user_id: str, given: OwnNumber, now: datetime) -> None:
    """Keep a person's number, in the place of the one before."""
    values = {
        "number": given.number,
        "phone": canonical(given.number),
        "group_name": given.group,
        "given_at": now,
    }
    new = insert_into(conn, own_number).values(user_id=user_id, **values)
    conn.execute(new.on_conflict_do_update(index_elements=["user_id"], set_=values))


def remove(conn: Connection, user_id: str) -> None:
    """Forget a person's number."""
    conn.execute(delete(own_number).where(own_number.c.user_id == user_id))
