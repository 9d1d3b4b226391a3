"""Making drafts of lists: a file, who left, and an account that counts what it is asked."""

from collections.abc import Callable, Collection
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Audience, Choice
from bot.features.budgets.service import Left
from bot.features.lists.opt_outs import OptOuts
from bot.features.lists.reached import Reached
from bot.features.lists.reader import ListReader
from bot.features.lists.request import Request
from bot.features.lists.row_drafts import RowDrafts
from bot.features.lists.service import ListService
from bot.features.lists.views.confirmation import Shown
from bot.features.sends.submission import Submission
from bot.policy.model import Limits
from bot.slack.outgoing.uploads import Uploads
from bot.store.database import Database
from bot.store.sends import Send, rows
from bot.texting.quiet_hours import Window
from bot.texting.tables.table import Table
from bot.texting.tables.uploads import UploadedFile
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.lists.harness import MAYA
from tests.features.rules import safeguards, send_rules

CSV = b"Phone,Name,Amount\n+14155550001,Ada,10\n+14155550002,Grace,200\n12,Nobody,1\n+14155550003,Sue,3\n"
FILE = UploadedFile("F1", "customers.csv", 0, MAYA.user_id)
ZONE = ZoneInfo("America/Los_Angeles")


FIRST_ID = "f" * 32
LEFT = Left("Your budget", 100, 60)


class Account:
    """Balance, do-not-text list, budgets and approval rules, as a test wants them."""

    def __init__(self) -> None:
        self.balance = 5000
        self.spoken_for = 0
        self.forbidden: set[str] = set()
        self.file = CSV

    def sms_balance(self) -> int:
        return self.balance

    def reserved(self) -> int:
        return self.spoken_for

    def download(self, file: UploadedFile) -> bytes:
        assert file == FILE
        return self.file

    def listed(self, numbers: Collection[str]) -> frozenset[str]:
        return frozenset(numbers) & self.forbidden

    def reasons(self, found: Send) -> tuple[str, ...]:
        return (f"{found.people} people",)

    def left(self, conn: Connection, who: Who, channel: str | None, now: datetime) -> tuple[Left, ...]:
        return (LEFT,)


class FakeAudiences:
    """Whoever a test says is found, whatever is asked for."""

    def __init__(self) -> None:
        self.audience = Audience(())
        self.asked: list[tuple[Choice, Who]] = []

    def of(self, choice: Choice, who: Who, report: Callable[[int], None]) -> Audience:
        self.asked.append((choice, who))
        report(len(self.audience.members))
        return self.audience


class Harness:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.account = Account()
        self.contacts = FakeContactList()
        self.audiences = FakeAudiences()
        self.told: list[str] = []
        self.windows: dict[str | None, Window] = {}
        self.limits = Limits()
        self.failed = Table(("Text",), (), (), "Text")

    def check(self, key: str = "list-1", channel: str | None = "C0FRONT", **changes: object) -> Shown:
        usual: dict[str, object] = {
            "file": FILE,
            "pasted": "",
            "message": "Hi %%name%%, you owe %%Amount%%",
            "sender": "14155550190",
            "alpha_sender": None,
            "at": None,
        }
        request = Request(**(usual | changes))
        return self.service().check(Submission(request, MAYA, channel, key, ZONE), self.told.append)

    def service(self) -> ListService:
        guards = dict.fromkeys(("credits", "do_not_text", "budgets", "approvals"), self.account)
        return ListService(
            self.database,
            ListReader(
                Uploads(self.account.download, limits=self.limits, region="US"),
                self.audiences,
                self,
                Reached(self.database),
                sees_numbers=lambda _who: True,
                as_read_by=lambda _who, row: row,
            ),
            RowDrafts(
                self.database, OptOuts(self.contacts, self.clock, "US"), safeguards(**guards), self.clock
            ),
            safeguards(**guards),
            send_rules(windows=self.windows, limits=self.limits),
            self.clock,
            members="".join,
        )

    def table(self, list_id: str) -> Table:
        """What did not arrive of a list."""
        assert list_id == FIRST_ID
        return self.failed

    def refused(self, **changes: object) -> str:
        with pytest.raises(UserError) as error:
            self.check(**changes)
        return error.value.sentence

    def rows(self, list_id: str) -> tuple[Send, ...]:
        with self.database.read() as conn:
            return rows.page(conn, list_id, 1, rows.size(conn, list_id))
