"""Everything around one-time codes: a pretend SMS-iT in memory, a real database, and people."""

import itertools

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.features.contacts.service import ContactBook
from bot.features.credits.service import Credits
from bot.features.do_not_text.service import DoNotText
from bot.features.otp.codes import CodeHasher
from bot.features.otp.history import History
from bot.features.otp.jobs import CodeAttempts
from bot.features.otp.limits import Limits
from bot.features.otp.request import Request
from bot.features.otp.service import CodeService
from bot.features.otp.upkeep import Upkeep
from bot.features.otp.verification import Verifier
from bot.features.sends.preview import Preview
from bot.features.sends.service import SendService
from bot.features.sends.submission import Submission
from bot.policy.model import Otp as Rules
from bot.store import sends, verifications
from bot.store.database import Database
from bot.store.sends import Send, SendKind
from bot.store.verifications import Verification
from bot.texting import phones
from bot.texting.words import zone_or_utc
from tests.clock import FakeClock
from tests.fakes.approvals import FakeApprovals
from tests.fakes.budgets import FakeBudgets
from tests.fakes.people import ANYBODY, access_of, permissions_of
from tests.fakes.smsit import FakeCodeClient
from tests.features.contacts.rows import row
from tests.features.rules import safeguards, send_rules

MAYA, TOM, PRIYA = (Who(user, "T0HARBOUR") for user in ("U0MAYA", "U0TOM", "U0PRIYA"))
ADA, BOB = "14155550100", "14155550101"
KEY = b"a key of the tests, long enough"
PURPOSE = "Password reset"
ZONE = "America/Los_Angeles"


class Harness:
    """The services of one bot. Jobs wait in ``jobs`` until they are run."""

    def __init__(self, database: Database, clock: FakeClock, rules: Rules | None = None) -> None:
        self.database, self.clock = database, clock
        self.rules = rules or Rules()
        self.account = FakeCodeClient(contacts=[row("Ada Lovelace", ADA), row("Bob", BOB)])
        self.jobs: list[str] = []
        self.shown: list[str] = []
        database.on_outdated(self.shown.append)
        self.budgets = FakeBudgets(left=1000)
        self.do_not_text = DoNotText(database, clock)
        self.contacts = ContactBook(self.account, database)
        self.hasher = CodeHasher(KEY)
        send_service = SendService(
            database,
            safeguards(budgets=self.budgets, approvals=FakeApprovals(), do_not_text=self.do_not_text),
            {SendKind.OTP: self._queue},
            ANYBODY,
            clock,
        )
        self.code_service = CodeService(
            database,
            self.contacts,
            safeguards(credits=Credits(self.account, database), do_not_text=self.do_not_text),
            send_service,
            self.rules,
            Limits(self.rules, zone_or_utc(ZONE)),
            clock,
        )
        self.attempts = CodeAttempts(
            database,
            self.account,
            self.do_not_text,
            self.hasher,
            clock,
            codes=self.rules,
            rules=send_rules(),
        )
        self.verifier = self.another_process()
        self.upkeep = Upkeep(database, clock)
        self.history = History(database, permissions_of(access_of(TOM.team_id, {Role.ADMIN: [TOM.user_id]})))
        self._keys = map(str, itertools.count())

    def another_process(self) -> Verifier:
        """A second one over the same database, which remembers nothing of the first."""
        return Verifier(
            self.database,
            self.account,
            self.hasher,
            self.clock,
            request_seconds=35,
        )

    def _queue(self, _conn: Connection, send_id: str, _attempt: int) -> None:
        self.jobs.append(send_id)

    def checked(
        self, who: Who = MAYA, to: str = ADA, purpose: str = PURPOSE, key: str = "", channel: str = "C0FRONT"
    ) -> Preview[Send, str]:
        request = Request(phones.from_digits(to), purpose, "14155550190")
        key = key or f"otp-{next(self._keys)}"
        return self.code_service.check(Submission(request, who, channel, key, zone_or_utc(ZONE)))

    def confirmed(self, who: Who = MAYA, to: str = ADA, purpose: str = PURPOSE) -> str:
        """The id of a send that waits for its job."""
        ready = self.checked(who, to, purpose)
        self.code_service.confirm(ready.draft.id, purpose, who)
        return ready.draft.id

    def sent(self, who: Who = MAYA, to: str = ADA, purpose: str = PURPOSE) -> tuple[str, str]:
        """The id of a send that went out, and its code."""
        send_id = self.confirmed(who, to, purpose)
        self.run()
        return send_id, self.account.made[-1]

    def run(self) -> None:
        """Run the jobs that wait."""
        for send_id in self.jobs[:]:
            self.jobs.remove(send_id)
            self.attempts.run({"send_id": send_id})

    def compare(self, send_id: str, typed: str, who: Who = MAYA, key: str = "") -> object:
        return self.verifier.compare(send_id, who, typed, key or next(self._keys))

    def verify(self, send_id: str, typed: str, who: Who = MAYA) -> object:
        """Type a code, and have SMS-iT asked where it is right."""
        answer = self.compare(send_id, typed, who)
        code = getattr(answer, "code", None)
        return answer if code is None else self.verifier.ask(send_id, code)

    def send(self, send_id: str) -> Send:
        with self.database.read() as conn:
            found = sends.get(conn, send_id)
        assert found is not None
        return found

    def verification(self, send_id: str) -> Verification:
        with self.database.read() as conn:
            found = verifications.get(conn, send_id)
        assert found is not None
        return found

    def stands(self, send_id: str) -> tuple[str, str, str | None]:
        """The states of the send and of the verification, and why that one failed."""
        found = self.verification(send_id)
        return self.send(send_id).state.value, found.state.value, found.reason and found.reason.value
