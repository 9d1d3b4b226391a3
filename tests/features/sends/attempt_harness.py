"""The attempts of texts to one number, with a pretend SMS-iT and engine in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from bot.engine.attempts import Refused
from bot.features.do_not_text.service import DoNotText
from bot.features.sends.attempts import TextAttempts
from bot.smsit import (
    Endpoint,
    NotSent,
)
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import follow_up, send
from tests.clock import START, FakeClock
from tests.features.rules import send_rules
from tests.store.samples import a_send_in, the

LATEST = timedelta(minutes=15)
FOLLOW_FOR = timedelta(hours=24)


@dataclass
class Engine:
    """Remembers each further job, how long it was to wait, and whether its send was queued by then."""

    delays: list[float] = field(default_factory=list)
    jobs: list[tuple[str, dict[str, str], str, str]] = field(default_factory=list)

    def enqueue(
        self, conn: Connection, name: str, args: Mapping[str, str], *, key: str, queue: str, delay: float
    ) -> None:
        waiting = sends.get(conn, args["send_id"])
        assert waiting is not None
        assert waiting.state is SendState.QUEUED
        self.delays.append(delay)
        self.jobs.append((name, dict(args), key, queue))


@dataclass
class Client:
    """Takes texts and contacts, or raises what it is to raise."""

    is_down: bool = False
    sent: int = 0
    texts: list[tuple[tuple[object, ...], dict[str, object]]] = field(default_factory=list)
    contacts: list[tuple[object, ...]] = field(default_factory=list)
    refusal: Exception | None = None
    no_contact: Exception | None = None

    def send_to_contact(self, *given: object, **named: object) -> None:
        if self.is_down:
            raise NotSent(Endpoint.SMS_CONTACT, "refused")
        if self.refusal is not None:
            raise self.refusal
        self.sent += 1
        self.texts.append((given, named))

    def add_contact(self, number: str, group: str, *, name: str | None) -> None:
        self.contacts.append((number, group, name))
        if self.no_contact is not None:
            raise self.no_contact


@dataclass
class Look:
    """Looks at texts before they go, and stops them when told to."""

    stop: Refused | None = None
    seen: list[str] = field(default_factory=list)

    def look(self, send: Send) -> Refused | None:
        self.seen.append(f"before {send.id}")
        return None

    def stands_in(self, conn: Connection, send: Send) -> Refused | None:
        claimed = sends.get(conn, send.id)
        assert claimed is not None
        self.seen.append(f"{claimed.state} {send.id}")
        return self.stop


class AttemptHarness:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        self.engine, self.client, self.last_look = Engine(), Client(), Look()
        self.do_not_text = DoNotText(database, clock)
        self.attempts = TextAttempts(
            database,
            self.engine,
            self.client,
            self.do_not_text,
            send_rules(follow_for=FOLLOW_FOR, latest=LATEST, request_seconds=30),
            clock,
            self.last_look,
        )

    def queued(self, **values: object) -> Send:
        return a_send_in(self.database, SendState.QUEUED, now=START, **values)

    def run(self, send_id: str) -> Send:
        self.attempts.run({"send_id": send_id})
        return the(self.database, send_id)

    def followed(self) -> list[str]:
        with self.database.read() as conn:
            return [row.send_id for row in conn.execute(follow_up.select())]

    def is_row_of(self, send_id: str, list_id: str) -> None:
        with self.database.write() as conn:
            conn.execute(send.update().where(send.c.id == send_id).values(parent_id=list_id))
