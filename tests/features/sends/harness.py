"""A send service, and sends for it to hand over."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.features.do_not_text.service import DoNotText
from bot.features.sends.bodies import Bodies
from bot.features.sends.decisions import Decisions
from bot.features.sends.holds import Hold
from bot.features.sends.service import Queue, SendService
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, Send, SendKind
from bot.store.states import SendState
from bot.texting.spellings import canonical
from tests.clock import FakeClock
from tests.fakes.approvals import FakeApprovals
from tests.fakes.budgets import FakeBudgets
from tests.fakes.people import permissions_of
from tests.features.kinds import kinds
from tests.features.rules import safeguards, send_rules

MAYA, TOM = Who("U0MAYA", "T0HARBOUR"), Who("U0TOM", "T0HARBOUR")
NUMBER = "14155550100"


class Harness:
    """A send service with everything around it in memory, on a real database."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.budgets = FakeBudgets(left=1000)
        self.approvals = FakeApprovals()
        self.jobs: list[tuple[SendKind, str, int]] = []
        self.shown: list[str] = []
        database.on_outdated(self.shown.append)
        self.followed: list[str] = []
        self.roles: dict[str, set[Role]] = {
            "U0MAYA": {Role.SENDER, Role.BROADCASTER},
            "U0TOM": set(Role),
            "U0PRIYA": {Role.SENDER},
        }
        self.safeguards = safeguards(
            budgets=self.budgets, approvals=self.approvals, do_not_text=DoNotText(database, clock)
        )
        self.permissions = permissions_of(self)  # type: ignore[arg-type] # knows who has which role
        self.send_service = SendService(
            database,
            self.safeguards,
            {kind: self._queue(kind) for kind in SendKind},
            self.permissions,
            clock,
        )
        self.bodies = Bodies(database, self.permissions)
        self.decisions = Decisions(
            database,
            self.send_service,
            self.safeguards,
            kinds(self._follow),
            self.permissions,
            send_rules(latest=timedelta(minutes=15)),
            clock,
        )

    def allows(self, who: Who, role: Role) -> bool:
        return role in self.roles[who.user_id]

    def refusal(self, role: Role, who: Who, to: str) -> str:
        return f"You need the *{role}* role to {to}."

    def whom_to_ask(self) -> str:
        return "Ask <@U0TOM>."

    def _queue(self, kind: SendKind) -> Queue:
        def enqueue(conn: Connection, send_id: str, attempt: int) -> None:
            assert conn.in_transaction()
            self.jobs.append((kind, send_id, attempt))

        return enqueue

    def _follow(self, conn: Connection, send: Send, now: datetime) -> None:
        assert (conn.in_transaction(), now) == (True, self.clock())
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
        given = usual | changes
        given = {"to_phone": canonical(str(given["to_number"]))} | given
        with self.database.write() as conn:
            return sends.insert_draft(conn, NewSend(**given), now=self.clock()).id

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


def a_question(harness: Harness, why: Hold, *, people: int = 12, **changes: object) -> str:
    """Put a group send before people, as right before it would have gone."""
    send_id = harness.group(people=people, **changes)
    harness.send_service.confirm(send_id, MAYA)
    if harness.the(send_id).state is SendState.SCHEDULED:
        harness.put(send_id, SendState.QUEUED)
    seen = {"people": people + 6, "credits": people + 6, "credits_upper": people + 6}
    harness.send_service.hold_back(send_id, why, "Look at this.", seen if why is Hold.CHANGED else None)
    send = harness.the(send_id)
    assert (send.state, send.hold_code, send.hold_sentence) == ("scheduled", why, "Look at this.")
    harness.jobs.clear()
    return send_id
