"""Sends on record, in the database."""

from datetime import datetime
from uuid import uuid4

from bot.store import sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send, SendKind
from bot.store.states import SendState
from bot.store.tables import send as table
from bot.texting.spellings import canonical
from tests.clock import START

GROUP: dict[str, object] = {
    "kind": SendKind.GROUP,
    "to_number": "",
    "to_phone": "",
    "to_name": "VIP",
    "people": 17,
}
LIST: dict[str, object] = {**GROUP, "kind": SendKind.LIST, "to_name": "patients.csv", "people": 2}


def put(database: Database, *, at: datetime = START, **changes: object) -> Send:
    """A send that was delivered, or as it is said."""
    number = str(changes.get("to_number", "14155550100"))
    new = NewSend(
        key=uuid4().hex,
        team_id="T0HARBOUR",
        user_id="U0MAYA",
        to_number=number,
        to_phone=canonical(number),
        to_name="Ada Lovelace",
        body="Your table is ready",
        sender="14155550190",
        segments=1,
        credits=1,
        credits_upper=2,
        origin_channel="C0FRONT",
        zone="America/Los_Angeles",
    )
    values = {"state": SendState.DELIVERED, **changes}
    with database.write() as conn:
        draft = sends.insert_draft(conn, new, now=at)
        plain = {name: getattr(value, "value", value) for name, value in values.items()}
        conn.execute(table.update().where(table.c.id == draft.id).values(plain))
        found = sends.get(conn, draft.id)
    assert found is not None
    return found
