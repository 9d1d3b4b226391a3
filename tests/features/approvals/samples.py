"""Broadcasts that need a second person, and a harness that records what becomes of them."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.approvals.decisions import ApprovalDecisions
from bot.features.approvals.service import Approvals
from bot.policy.model import Approval as Rules
from bot.store import messages, sends
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from bot.store.tables import send
from tests.clock import START, FakeClock
from tests.fakes.people import ANYBODY
from tests.features.samples import BODY, a_send
from tests.store.samples import new_send

TEAM = "T0HARBOUR"
MAYA, TOM, PRIYA = Who("U0MAYA", TEAM), Who("U0TOM", TEAM), Who("U0PRIYA", TEAM)
RULES = Rules(channel="C0APPROVE", people=100, credits=500, expires_hours=24, tolerance_percent=0)
SERIES = {"repeat": "Weekly", "every": 2, "until": (START + timedelta(days=28)).isoformat()}
WHY = ("over 100 recipients", "repeats 3 times")
APPROVED = {"decision": Decision.APPROVED, "decided_by": "U0TOM", "decided_at": START}
NOWHERE = "0" * 32
"""The id of no send."""


def a_broadcast(**changes: object) -> Send:
    """A broadcast as views get it."""
    usual: dict[str, object] = {
        "kind": SendKind.GROUP,
        "state": SendState.AWAITING_APPROVAL,
        "to_number": "",
        "to_name": "VIP",
        "members": "these",
        "people": 312,
        "segments": 1,
        "credits": 312,
        "credits_upper": 312,
    }
    return a_send(**(usual | changes))


class Harness:
    """Approvals on a database, with what they release and show written down."""

    def __init__(self, database: Database, clock: FakeClock, rules: Rules = RULES) -> None:
        self.database = database
        self.clock = clock
        self.approvers = frozenset({"U0TOM", "U0PRIYA"})
        self.released: list[str] = []
        self.shown: list[str] = []
        database.on_outdated(self.shown.append)
        self.broken: UserError | None = None
        self.approvals = Approvals(rules)
        self.decisions = ApprovalDecisions(
            database,
            self.approvals,
            clock,
            approvers=lambda: self.approvers,
            release=self._release,
            as_read_by=ANYBODY.as_read_by,
        )

    def asked(self, **changes: object) -> Send:
        """Put a broadcast before the approvers."""
        usual: dict[str, object] = {
            "kind": SendKind.GROUP,
            "to_number": "",
            "to_name": "VIP",
            "body": BODY,
            "people": 312,
            "credits": 312,
            "credits_upper": 312,
        }
        now = self.clock()
        with self.database.write() as conn:
            draft = sends.insert_draft(conn, new_send(**(usual | changes)), now=now)
            self.approvals.ask(conn, draft, now)
            assert sends.move(conn, draft.id, SendState.AWAITING_APPROVAL, now=now)
        self.shown.clear()
        return self.the(draft.id)

    def ask_again(self, send_id: str, changed: str, by: str = "") -> None:
        with self.database.write() as conn:
            found = sends.get(conn, send_id)
            assert found is not None
            self.approvals.ask(conn, found, self.clock(), changed, by)
            sends.move(conn, send_id, SendState.AWAITING_APPROVAL, now=self.clock())

    def change(self, send_id: str, **values: object) -> None:
        """Change the row behind everybody's back."""
        with self.database.write() as conn:
            conn.execute(send.update().where(send.c.id == send_id).values(values))

    def approve(self, send_id: str, who: Who = TOM, round_: int = 1) -> str:
        """Return what the person was told; nothing when it went through."""
        return told(lambda: self.decisions.approve(send_id, who, round_))

    def reject(self, send_id: str, who: Who = TOM, round_: int = 1, reason: str = "Too late.") -> str:
        return told(lambda: self.decisions.reject(send_id, who, round_, reason))

    def changed(self, each: Send) -> str:
        with self.database.read() as conn:
            return self.approvals.changed(conn, each)

    def the(self, send_id: str) -> Send:
        with self.database.read() as conn:
            found = sends.get(conn, send_id)
        assert found is not None
        return found

    def request(self, send_id: str) -> ApprovalRequest:
        with self.database.read() as conn:
            found = self.approvals.standing(conn, send_id)
        assert found is not None
        return found

    def version(self, send_id: str) -> int:
        """How often the message to the approvers was to be drawn."""
        with self.database.read() as conn:
            found = messages.get(conn, send_id, Purpose.APPROVAL)
        assert found is not None
        return found.version

    def _release(self, conn: Connection, each: Send) -> None:
        if self.broken is not None:
            raise self.broken
        assert sends.move(conn, each.id, SendState.QUEUED, now=self.clock(), only_from=each.state)
        self.released.append(each.id)


def told(act: Callable[[], None]) -> str:
    try:
        act()
    except UserError as error:
        return error.sentence
    return ""


def a_request(**changes: object) -> ApprovalRequest:
    usual: dict[str, object] = {
        "send_id": a_send().id,
        "fingerprint": "f" * 64,
        "facts": {},
        "round": 1,
        "changed": None,
        "asked_by": None,
        "asked_at": START,
        "expires_at": START + timedelta(hours=24),
        "decision": None,
        "decided_by": None,
        "decided_at": None,
        "reason": None,
    }
    return ApprovalRequest(**(usual | changes))


def cancel(harness: Harness, send_id: str, by: str | None = "U0MAYA") -> None:
    with harness.database.write() as conn:
        assert sends.move(conn, send_id, SendState.CANCELLED, now=harness.clock(), decided_by=by)
