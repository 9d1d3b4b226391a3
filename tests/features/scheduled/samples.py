"""What waits, in the database and in views, and who is asked about it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, Send, SendKind
from bot.store.states import SendState
from bot.store.tables import send as table
from tests.clock import START
from tests.features.samples import a_send

LATER = START + timedelta(days=1)
HELD = {"state": SendState.SCHEDULED, "held_by": HeldBy.BOT, "send_at": LATER}


def held(**changes: object) -> Send:
    """A send that waits, for views and pure rules."""
    return a_send(**(HELD | changes))


def put(database: Database, key: str = "one", now: datetime = START, **changes: object) -> Send:
    """A send that waits, in the database."""
    new = NewSend(
        key=key,
        team_id="T0HARBOUR",
        user_id="U0MAYA",
        to_number="14155550100",
        to_phone="14155550100",
        to_name="Ada Lovelace",
        body="Your table is ready",
        sender="14155550190",
        segments=1,
        credits=1,
        credits_upper=1,
        zone="America/Los_Angeles",
    )
    values = {name: getattr(value, "value", value) for name, value in (HELD | changes).items()}
    with database.write() as conn:
        draft = sends.insert_draft(conn, new, now=now)
        conn.execute(table.update().where(table.c.id == draft.id).values(values))
    return the(database, draft.id)


def the(database: Database, send_id: str) -> Send:
    with database.read() as conn:
        found = sends.get(conn, send_id)
    assert found is not None
    return found


GROUP: dict[str, object] = {
    "kind": SendKind.GROUP,
    "to_number": "",
    "to_name": "VIP",
    "people": 300,
    "credits": 300,
    "credits_upper": 300,
}
LIST: dict[str, object] = GROUP | {"kind": SendKind.LIST, "to_name": "Recall list"}


class Approvals:
    """Says what it is told to say about every send, and remembers what it was asked to have approved."""

    def __init__(self) -> None:
        self.says = ""
        self.why: tuple[str, ...] = ("over 25 recipients",)
        self.asked: list[tuple[Send, str]] = []
        self.by: list[str] = []

    def reasons(self, _send: Send) -> tuple[str, ...]:
        return self.why

    def changed(self, _conn: Connection, _send: Send) -> str:
        return self.says

    def differs(self, _conn: Connection, _send: Send) -> str:
        return self.says

    def ask(self, _conn: Connection, send: Send, _now: datetime, changed: str = "", by: str = "") -> None:
        self.asked.append((send, changed))
        self.by.append(by)


class Decisions:
    """Remembers what was decided, or refuses."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str, str]] = []
        self.refuses = ""
        self.meanwhile: Callable[[], object] = list

    def cancel(self, send_id: str, who: Who) -> None:
        self._make("cancel", send_id, who)

    def send_now(self, send_id: str, who: Who, seen: int) -> None:
        self._make(f"send now, seen {seen}", send_id, who)

    def _make(self, what: str, send_id: str, who: Who) -> None:
        if self.refuses:
            raise UserError(self.refuses)
        self.made.append((what, send_id, who.user_id))
        self.meanwhile()
