"""Everything a broadcast needs, around one pretend account over HTTP: its ledger is the judge."""

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.features.approvals.decisions import ApprovalDecisions
from bot.features.approvals.service import Approvals
from bot.features.broadcast.attempts import BroadcastAttempts, enqueue_attempt
from bot.features.broadcast.checks import Checks
from bot.features.broadcast.jobs import Sending
from bot.features.broadcast.request import Request
from bot.features.broadcast.service import BroadcastService
from bot.features.broadcast.tracking import Tracking
from bot.features.broadcast.views.confirmation_words import Shown
from bot.features.budgets.service import Budgets
from bot.features.credits.service import Credits
from bot.features.delivery.reports import ReportClient
from bot.features.do_not_text.service import DoNotText
from bot.features.groups.audience import Audiences
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import SendService
from bot.features.sends.submission import Submission
from bot.policy.model import Approval, Limits
from bot.policy.model import Budgets as BudgetRules
from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.contacts import Contact, Membership
from bot.smsit import SmsItClient
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, SendKind
from bot.texting.quiet_hours import Window, Windows
from bot.texting.schedules import When
from tests.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.people import ANYBODY
from tests.features.rules import send_rules

ZONE = ZoneInfo("America/Los_Angeles")
MAYA, TOM = Who("U0MAYA", "T0HARBOUR"), Who("U0TOM", "T0HARBOUR")
FROM = "14155550190"
LATEST = timedelta(minutes=15)
NIGHT = Window(time(21), time(8))
VIP = Request(
    group="VIP",
    message="We open at nine.",
    sender=FROM,
    alpha_sender=None,
    rotate=False,
    throttle=1,
    when=When.NOW,
    at=None,
)


class Harness:
    def __init__(
        self,
        database: Database,
        clock: FakeClock,
        account: Account,
        client: SmsItClient,
        *,
        approval: Approval | None = None,
        budgets: BudgetRules | None = None,
        night: Windows | None = None,
        most_people: int | None = None,
        zone: ZoneInfo | None = ZONE,
    ) -> None:
        self.database, self.clock, self.account, self.client = database, clock, account, client
        self.engine = FakeEngine("broadcasts", keys_come_again=False)
        self.shown: list[str] = []
        database.on_outdated(self.shown.append)
        self.may_override: set[str] = set()
        windows = night or {}
        self.audiences = Audiences(client, key=b"secret")
        self.do_not_text = DoNotText(database, clock)
        self.credits = Credits(client, database)
        self.approvals = Approvals(approval or Approval())
        self.approval_decisions = ApprovalDecisions(
            database,
            self.approvals,
            clock,
            approvers=lambda: frozenset({"U0TOM", "U0ANN"}),
            release=self._release,
            as_read_by=ANYBODY.as_read_by,
        )
        rules = send_rules(
            windows=windows,
            limits=Limits(group_people=most_people),
            account_zone=zone,
            latest=LATEST,
        )
        budget = Budgets(budgets or BudgetRules(), zone, clock)
        guards = Safeguards(budget, self.approvals, self.do_not_text, self.credits)
        self.send_service = SendService(
            database,
            guards,
            {SendKind.GROUP: self._enqueue},
            ANYBODY,
            clock,
        )
        self.broadcast_service = BroadcastService(
            database,
            self.audiences,
            guards,
            self.send_service,
            self,  # type: ignore[arg-type] # knows who may send in quiet hours
            rules,
            clock,
        )
        self.tracking = Tracking(ReportClient(client, clock), timedelta(hours=24))
        self.checks = Checks(
            database,
            client,
            self.audiences,
            guards,
            rules,
            clock,
        )
        self.attempts = BroadcastAttempts(
            database,
            self.engine,  # type: ignore[arg-type] # stands in for the engine
            client,
            self.tracking,
            rules,
            clock,
        )
        self.sending = Sending(
            database,
            self.engine,  # type: ignore[arg-type] # as above
            self.checks,
            self.send_service,
            self.attempts,
            rules,
            clock,
        )

    def allows(self, who: Who, _role: Role) -> bool:
        return who.user_id in self.may_override

    def refusal(self, role: Role, who: Who, to: str) -> str:
        return f"You need the *{role}* role to {to}."

    def _release(self, conn: Connection, send: Send) -> None:
        self.send_service.release(conn, send)  # there is none yet when the approvals are made

    def _enqueue(self, conn: Connection, send_id: str, attempt: int) -> None:
        enqueue_attempt(self.engine, conn, send_id, attempt)  # type: ignore[arg-type] # stands in for the engine

    def join(self, group: str, number: str, name: str, *, subscribed: bool = True) -> None:
        """Put somebody into a group of the account; a number that is there already a second time."""
        with self.account.lock:
            book = self.account.book
            contact = book.find(number) or book.make(Contact(book.next_id(), number, name))
            book.join(Membership(contact, group, self.account.local_now(), subscribed=subscribed))
            book.changed()

    def check(self, request: Request = VIP, key: str = "key", **changes: object) -> Shown:
        asked = replace(request, **changes)  # type: ignore[arg-type] # names and types are the caller's business
        return self.broadcast_service.check(Submission(asked, MAYA, "C0FRONT", key, ZONE))

    def confirmed(self, request: Request = VIP, key: str = "key", **changes: object) -> Send:
        """Check and confirm a broadcast, and return it as it stands then."""
        ready = self.check(request, key, **changes)
        self.broadcast_service.confirm(ready.draft.id, MAYA, in_spite=bool(self.may_override))
        return self.the(ready.draft.id)

    def run(self) -> None:
        """Run the newest job that waits."""
        self.sending.run(self.engine.newest.args)

    def the(self, send_id: str) -> Send:
        with self.database.read() as conn:
            found = sends.get(conn, send_id)
        assert found is not None
        return found

    @property
    def texts(self) -> list[tuple[str, str]]:
        return [(each.number, each.body) for each in self.account.ledger]

    @property
    def paid(self) -> int:
        return sum(each.credits for each in self.account.ledger)
