"""Stand-ins for the rules the send service asks, and sends for it to hand over."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.sends.decisions import Decisions
from bot.features.sends.service import Queue, SendService
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, Send, SendKind
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.rules import safeguards, send_rules

MAYA, TOM = Who("U0MAYA", "T0HARBOUR"), Who("U0TOM", "T0HARBOUR")
NUMBER = "14155550100"


@dataclass
class Purse:
    """Budgets that refuse what takes more credits than are left."""

    left: int = 1000
    asked: list[tuple[str, datetime]] = field(default_factory=list)

    def check(self, _conn: Connection, send: Send, goes_at: datetime) -> None:
        self.asked.append((send.id, goes_at))
        if send.credits_upper > self.left:
            raise UserError("That is more than is left.")


@dataclass
class Seconds:
    """Approvals needed for so many people, and given for one figure."""

    people: int = 100
    stands_for: int | None = None
    asked: list[tuple[str, int, str]] = field(default_factory=list)
    asked_by: list[str] = field(default_factory=list)

    def reasons(self, send: Send) -> tuple[str, ...]:
        return (f"{send.people} people",) if send.people > self.people else ()

    def ask(self, _conn: Connection, send: Send, _now: datetime, changed: str = "", by: str = "") -> None:
        self.asked_by.append(by)
        assert send.state is SendState.AWAITING_APPROVAL
        self.asked.append((send.id, send.people, changed))

    def changed(self, _conn: Connection, send: Send) -> str:
        return "" if not self.reasons(send) or send.people == self.stands_for else f"{send.people} now"


class Harness:
    """A send service with everything around it in memory, on a real database."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.purse = Purse()
        self.seconds = Seconds()
        self.jobs: list[tuple[SendKind, str, int]] = []
        self.shown: list[str] = []
        database.on_outdated(self.shown.append)
        self.followed: list[str] = []
        self.roles: dict[str, set[Role]] = {
            "U0MAYA": {Role.SENDER, Role.BROADCASTER},
            "U0TOM": set(Role),
            "U0PRIYA": {Role.SENDER},
        }
        self.safeguards = safeguards(budgets=self.purse, approvals=self.seconds)
        self.send_service = SendService(
            database,
            self.safeguards,
            {kind: self._queue(kind) for kind in SendKind},
            clock,
        )
        self.decisions = Decisions(
            database,
            self.send_service,
            self.safeguards,
            dict.fromkeys(SendKind, self._follow),
            self,  # type: ignore[arg-type] # knows who has which role
            send_rules(latest=timedelta(minutes=15)),
            clock,
        )

    def allows(self, who: Who, role: Role) -> bool:
        return role in self.roles[who.user_id]

    def _queue(self, kind: SendKind) -> Queue:
        return lambda _conn, send_id, attempt: self.jobs.append((kind, send_id, attempt))

    def _follow(self, _conn: Connection, send: Send, _now: datetime) -> None:
        self.followed.append(send.id)

    def draft(self, key: str = "key", **changes: object) -> str:
        usual: dict[str, object] = {
            "key": key,
            "team_id": "T0HARBOUR",
            "user_id": "U0MAYA",
            "to_number": NUMBER,
            "body": "Hello",
            "sender": "14155550190",
            "segments": 1,
            "credits": 1,
            "credits_upper": 1,
            "origin_channel": "C0FRONT",
        }
        with self.database.write() as conn:
            return sends.insert_draft(conn, NewSend(**(usual | changes)), now=self.clock()).id

    def group(self, people: int = 12, **changes: object) -> str:
        counted = {"people": people, "credits": people, "credits_upper": people}
        return self.draft(**{"kind": SendKind.GROUP, "to_number": "", "to_name": "VIP", **counted, **changes})

    def held(self, **duration: float) -> dict[str, object]:
        return {"held_by": HeldBy.BOT, "send_at": self.clock() + timedelta(**duration)}

    def the(self, send_id: str) -> Send:
        with self.database.read() as conn:
            found = sends.get(conn, send_id)
        assert found is not None
        return found

    def put(self, send_id: str, state: SendState, **values: object) -> None:
        with self.database.write() as conn:
            assert sends.move(conn, send_id, state, now=self.clock(), **values)

    def attempted(self, send_id: str, state: SendState) -> None:
        with self.database.write() as conn:
            assert sends.claim(conn, send_id, token="token", now=self.clock(), limit_seconds=35)
            assert sends.record(conn, send_id, token="token", to=state, now=self.clock())
