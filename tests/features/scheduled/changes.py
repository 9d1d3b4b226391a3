"""Changes of what waits, as people submit them, and what they come upon."""

from datetime import datetime, timedelta

from bot.access import Who
from bot.features.scheduled.edits import Edits
from bot.features.scheduled.request import Edit
from bot.store.database import Database
from bot.store.sends import Send
from tests.clock import START, FakeClock
from tests.fakes.budgets import FakeBudgets
from tests.fakes.people import permissions_of
from tests.features.kinds import kinds
from tests.features.rules import safeguards
from tests.features.scheduled.samples import Approvals, the
from tests.features.slack_harness import ACCESS, MAYA

TOMORROW = START + timedelta(days=1, hours=3)
LONG = "x" * 161


class Harness:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FakeClock()
        self.budgets, self.approvals = FakeBudgets(), Approvals()
        self.shown: list[str] = []
        database.on_outdated(self.shown.append)
        self.changes = Edits(
            database,
            safeguards(budgets=self.budgets, approvals=self.approvals),
            permissions_of(ACCESS),
            kinds(),
            self.clock,
            lambda _send, _at: "",
        )

    def change(
        self, seen: Send, who: Who = MAYA, *, message: str | None = LONG, at: datetime | None = TOMORROW
    ) -> Send:
        self.clock.advance(seconds=1)
        self.changes.change(request(seen, message, at), who)
        return the(self.database, seen.id)


def request(seen: Send, message: str | None = LONG, at: datetime | None = TOMORROW) -> Edit:
    return Edit(seen.id, seen.updated_at.isoformat(), message, at)


REPEATS = {
    "kept": "here",
    "repeat": "Daily",
    "every": 1,
    "days": [],
    "start": START.isoformat(),
    "until": TOMORROW.isoformat(),
    "dates": 2,
}
