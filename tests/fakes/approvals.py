"""Approvals."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.store.sends import Send
from bot.store.states import SendState


@dataclass
class FakeApprovals:
    """Approvals needed for so many people, and given for one figure."""

    people: int = 100
    stands_for: int | None = None
    asked: list[tuple[str, int, str]] = field(default_factory=list)
    asked_by: list[str] = field(default_factory=list)
    passed_on: list[tuple[str, str]] = field(default_factory=list)

    def reasons(self, send: Send) -> tuple[str, ...]:
        return (f"{send.people} people",) if send.people > self.people else ()

    def ask(self, conn: Connection, send: Send, now: datetime, changed: str = "", by: str = "") -> None:
        assert conn.in_transaction()
        assert now.tzinfo is not None
        self.asked_by.append(by)
        assert send.state is SendState.AWAITING_APPROVAL
        self.asked.append((send.id, send.people, changed))

    def changed(self, conn: Connection, send: Send) -> str:
        assert conn.in_transaction()
        return "" if not self.reasons(send) or send.people == self.stands_for else f"{send.people} now"

    def rewritten(self, old: Send, new: Send) -> str:
        return f"{new.body} for {old.body}"

    def pass_on(self, conn: Connection, basis: Send, send: Send) -> None:
        assert conn.in_transaction()
        self.passed_on.append((basis.id, send.id))
