"""The listing and its form as Slack reaches them."""

from datetime import datetime, timedelta
from typing import Any

from bot.access import Who
from bot.features.approvals.service import SeenByOwner
from bot.features.scheduled.edits import Edits
from bot.features.scheduled.listeners import ScheduledListeners
from bot.features.scheduled.service import Scheduled
from bot.slack.blocks.kit import Block
from bot.store.database import Database
from tests.clock import START, FakeClock
from tests.fakes.budgets import FakeBudgets
from tests.fakes.people import permissions_of
from tests.fakes.users import FakeUsers
from tests.features.kinds import kinds
from tests.features.rules import safeguards
from tests.features.samples import words_in
from tests.features.scheduled.samples import Approvals, Decisions
from tests.features.slack_harness import ACCESS, MAYA, SlackHarness, buttons, typed
from tests.slack.interactions import hand_in

SOON = START + timedelta(hours=5)


class Harness:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.slack_harness = SlackHarness()
        self.clock = FakeClock()
        self.approvals, self.decisions = Approvals(), Decisions()
        self.night = ""
        scheduled = Scheduled(database, permissions_of(ACCESS), kinds(), self.clock, account_zone=None)
        changes = Edits(
            database,
            safeguards(budgets=FakeBudgets(), approvals=self.approvals),
            permissions_of(ACCESS),
            kinds(),
            self.clock,
            lambda _send, _at: self.night,
        )
        self.scheduled_listeners = ScheduledListeners(
            self.slack_harness.responder,
            scheduled,
            changes,
            self.decisions,
            FakeUsers(),
            lambda _send: SeenByOwner("Hi Ada", ("2 contacts have no name.",)),
            self.clock,
        )

    def open(self, who: Who = MAYA) -> Block:
        self.scheduled_listeners.command(self.slack_harness.command("", who), "")
        return self.slack_harness.windows.last

    def value(self, view: Block, action: str) -> str:
        return buttons(view)[f"scheduled.{action}"][0]

    def form(self, who: Who = MAYA) -> Block:
        view = self.open(who)
        self.scheduled_listeners.ask(self.slack_harness.press(view, self.value(view, "edit"), who))
        return self.slack_harness.windows.opened[-1]

    def save(self, form: Block, message: str, at: datetime | None, who: Who = MAYA) -> dict[str, Any]:
        values = {"message.0": typed(message)}
        if at is not None:
            values["at"] = {"type": "datetimepicker", "selected_date_time": int(at.timestamp())}
        self.clock.advance(seconds=1)
        hand_in(self.scheduled_listeners.save, self.slack_harness.submit(form, values, who))
        return self.slack_harness.ack

    @property
    def shown(self) -> str:
        return words_in(self.slack_harness.windows.last)
