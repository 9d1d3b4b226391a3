"""Making a draft of a list: every row rendered, measured or left out, and the cost exact to the credit."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, func, select

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Audience, Choice
from bot.features.budgets.service import Left
from bot.features.lists.opt_outs import OptOuts
from bot.features.lists.reached import Reached
from bot.features.lists.reader import ListReader
from bot.features.lists.request import Request
from bot.features.lists.row_drafts import RowDrafts
from bot.features.lists.row_texts import FAR_TOO_LONG, TOO_LONG
from bot.features.lists.service import ListService
from bot.features.lists.views.confirmation import Shown
from bot.features.sends.preview import Funds
from bot.features.sends.submission import Submission
from bot.policy.model import Limits
from bot.slack.outgoing.uploads import Uploads
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, SendKind, rows
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting.quiet_hours import Window
from bot.texting.tables.table import Row, Table
from bot.texting.tables.uploads import UploadedFile
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import DOWN, FakeContactList
from tests.features.lists.harness import MAYA, number
from tests.features.lists.test_opt_outs import an_entry
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


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)


def test_every_row_gets_its_own_words(harness: Harness) -> None:
    ready = harness.check()
    found = harness.rows(ready.draft.id)
    assert [row.body for row in found] == [
        "Hi Ada, you owe 10",
        "Hi Grace, you owe 200",
        None,
        "Hi Sue, you owe 3",
    ]
    assert [row.line for row in found] == [2, 3, 4, 5]
    assert [row.to_number for row in found] == [number(1), number(2), "", number(3)]
    assert [row.state for row in found].count(SendState.DRAFT) == 3


def test_what_a_person_should_know_before(harness: Harness) -> None:
    harness.account.spoken_for = 100
    ready = harness.check()
    assert (ready.draft.kind, ready.draft.people, ready.draft.to_name) == (SendKind.LIST, 3, "customers.csv")
    assert (ready.draft.credits, ready.draft.credits_upper, ready.draft.segments) == (3, 3, 1)
    assert (ready.own.rejected, ready.own.first_rejected[0][0]) == (1, 4)
    assert [sample.line for sample in ready.own.samples] == [2, 3, 5]
    assert ready.funds == Funds(3, 3, 5000, 100)
    assert ready.approval == ("3 people",)
    assert ready.budgets == (LEFT,)
    assert ready.quiet is None
    assert ready.own.lasts == timedelta(seconds=0.6)
    assert (ready.draft.held_by, ready.draft.send_at, ready.draft.body) == (
        HeldBy.NONE,
        None,
        "Hi %%name%%, you owe %%Amount%%",
    )


def test_the_cost_is_the_sum_over_the_rendered_rows(harness: Harness) -> None:
    harness.account.file = (
        f"Phone,Name\n+14155550001,{'x' * 200}\n+14155550002,é\n+14155550003,Ada\n".encode()
    )
    ready = harness.check(message="%%Name%%")
    assert (ready.draft.credits, ready.draft.segments) == (4, 2)
    assert ready.draft.credits_upper == sum(row.credits_upper for row in harness.rows(ready.draft.id))


def test_the_same_request_again_gives_the_same_draft(harness: Harness) -> None:
    first, again = harness.check(), harness.check()
    assert first.draft.id == again.draft.id
    with harness.database.read() as conn:
        assert conn.execute(select(func.count()).select_from(send)).scalar_one() == 5


def test_a_list_that_was_confirmed_is_not_made_again(harness: Harness) -> None:
    ready = harness.check()
    with harness.database.write() as conn:
        sends.move(conn, ready.draft.id, SendState.QUEUED, now=harness.clock())
    assert "already been confirmed" in harness.refused()


def test_it_says_how_far_it_is(harness: Harness) -> None:
    harness.check()
    assert harness.told == [
        "Reading the list …",
        "Looking for opt-outs …",
        "4 of 4 rows ready…",
        "Checking the balance …",
    ]


def test_pasted_numbers_are_a_list(harness: Harness) -> None:
    ready = harness.check(file=None, pasted="+14155550001, +14155550002\n+14155550003", message="Hello")
    assert (ready.draft.people, ready.draft.to_name) == (3, "Pasted list")
    assert [row.line for row in harness.rows(ready.draft.id)] == [1, 1, 2]


def test_a_list_for_later_is_held_by_the_bot(harness: Harness) -> None:
    later = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    ready = harness.check(at=later)
    assert (ready.draft.held_by, ready.draft.send_at) == (HeldBy.BOT, later)


def test_a_field_without_a_column_is_told_with_the_columns_there_are(harness: Harness) -> None:
    said = harness.refused(message="Hi %%Surname%%")
    assert "%%Surname%%" in said
    assert "Phone, Name, Amount" in said


def test_a_file_that_cannot_be_used_is_told(harness: Harness) -> None:
    harness.account.file = b"PK\x03\x04"
    assert "CSV" in harness.refused()


def test_who_must_not_be_texted_is_left_out(harness: Harness) -> None:
    harness.account.forbidden = {number(2)}
    ready = harness.check()
    left_out = harness.rows(ready.draft.id)[1]
    assert (left_out.outcome_sentence, left_out.to_number) == ("This number is on the do-not-text list.", "")
    assert ready.draft.people == 2


def test_who_has_opted_out_is_left_out_and_costs_nothing(harness: Harness) -> None:
    harness.contacts.rows = [an_entry(number(2), subscribed=False), an_entry(number(3), subscribed=True)]
    ready = harness.check()
    assert ready.own.reasons[0] == ("This person has opted out of your texts.", 1)
    assert ready.own.first_rejected[0] == (3, "This person has opted out of your texts.")
    assert (ready.draft.people, ready.draft.credits, ready.own.all_opt_outs) == (2, 2, True)


def test_who_opted_out_and_is_on_the_do_not_text_list_counts_once(harness: Harness) -> None:
    harness.contacts.rows = [an_entry(number(2), subscribed=False)]
    harness.account.forbidden = {number(2)}
    assert ("This number is on the do-not-text list.", 1) in harness.check().own.reasons


def test_a_list_can_be_sent_where_nobody_says_who_opted_out(harness: Harness) -> None:
    harness.contacts.trouble = DOWN
    ready = harness.check()
    assert (ready.draft.people, ready.own.all_opt_outs) == (3, False)


def test_empty_fields_and_unicode_are_found_in_the_rows_that_get_a_text(harness: Harness) -> None:
    harness.account.file = "Phone,Name\n+14155550001,\n+14155550002,Łucja\n+14155550003,\n12,\n".encode()
    own = harness.check(message="Hi %%Name%%!").own
    assert [(each.column, each.rows, each.sample) for each in own.blanks] == [("Name", 2, "Hi!")]
    assert own.unicode is not None
    assert (own.unicode.rows, own.unicode.all) == (1, False)


@pytest.mark.parametrize(("words", "over"), [("x" * 1700, "100 characters"), ("é" * 801, "1 character")])
def test_a_text_says_how_far_it_is_over_the_limit(harness: Harness, words: str, over: str) -> None:
    harness.account.file = f"Phone,Words\n+14155550001,Hello\n+14155550002,{words}\n".encode()
    assert harness.check(message="%%Words%%").own.first_rejected == (
        (3, f"This row's text is too long: {over} over the limit."),
    )


def test_an_empty_text_is_left_out(harness: Harness) -> None:
    harness.account.file = b"Phone,Words\n+14155550001,Hello\n+14155550002,\n"
    ready = harness.check(message="%%Words%%")
    assert ready.own.first_rejected == ((3, "The text would be empty for this row."),)


def test_a_text_that_is_too_long_is_left_out(harness: Harness) -> None:
    harness.account.file = f"Phone,Words\n+14155550001,Hello\n+14155550002,{'x' * 1601}\n".encode()
    ready = harness.check(message="%%Words%%")
    assert ready.own.first_rejected == ((3, TOO_LONG.format(over="1 character")),)


def test_texts_that_are_too_long_are_counted_together_however_long_they_are(harness: Harness) -> None:
    rows = "".join(f"+1415555{nth:04},{'x' * (1601 + nth)}\n" for nth in range(1, 5))
    harness.account.file = f"Phone,Words\n+14155550009,Hello\n{rows}+14155550010,{'y' * 20_000}\n".encode()
    ready = harness.check(message="%%Words%%" * 300)
    assert ready.own.reasons == (("This row's text is too long.", 5),)
    assert ready.own.first_rejected[-1] == (7, FAR_TOO_LONG.format(length=6_000_000))


def test_a_name_as_the_sender_reaches_some_countries_only(harness: Harness) -> None:
    harness.account.file = b"Phone\n+14155550001\n+447700900123\n"
    ready = harness.check(message="Hello", alpha_sender="HarbourSt")
    assert ready.own.first_rejected[0][0] == 2
    assert ready.draft.people == 1


def test_numbers_to_be_added_to_a_group_take_their_names_along(harness: Harness) -> None:
    ready = harness.check(group="VIP")
    found = [row for row in harness.rows(ready.draft.id) if row.state is SendState.DRAFT]
    assert [(row.to_name, row.add_to_group) for row in found] == [
        ("Ada", "VIP"),
        ("Grace", "VIP"),
        ("Sue", "VIP"),
    ]
    harness.account.file = b"Phone\n+14155550001\n"
    other = harness.check("list-2", message="Hi", group="VIP")
    assert harness.rows(other.draft.id)[0].to_name is None


def test_a_list_of_which_nothing_can_be_sent_is_refused(harness: Harness) -> None:
    harness.account.forbidden = {number(1), number(2), number(3)}
    assert harness.refused() == (
        "None of these rows can be texted. Line 2: This number is on the do-not-text list."
    )


def test_a_balance_that_does_not_cover_it_is_refused(harness: Harness) -> None:
    harness.account.balance, harness.account.spoken_for = 10, 8
    assert "This takes 3 credits, but the balance is" in harness.refused()


def test_quiet_hours_are_judged_to_the_last_text(harness: Harness) -> None:
    harness.windows = {"US": Window(time(21), time(8))}
    assert harness.check().quiet is None
    evening = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)  # half past eight in California
    harness.limits = Limits(list_per_second=1)
    assert harness.check("list-2", at=evening).quiet is None
    night = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    quiet = harness.check("list-3", at=night).quiet
    assert quiet is not None
    assert (quiet.people, quiet.begins_later) == (3, False)


def test_rows_are_written_a_page_at_a_time(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.lists.row_texts.PAGE", 2)
    ready = harness.check()
    assert harness.told[2:4] == ["2 of 4 rows ready…", "4 of 4 rows ready…"]
    assert ready.draft.people == 3


def test_what_did_not_arrive_is_sent_again_with_the_words_it_had(harness: Harness) -> None:
    words = "Dear Ada, 50% off, says %%Name%%"
    harness.failed = Table(("Text",), (Row(5, number(1), {"Text": words}, number(1)),), (), "Text")
    ready = harness.check(
        file=None, message="Dear %%Name%%, 50% off", again_of=FIRST_ID, called="customers.csv, again"
    )
    [row] = harness.rows(ready.draft.id)
    assert (row.body, row.line, row.to_number) == (words, 5, number(1))
    draft = ready.draft
    assert (draft.to_name, draft.body) == ("customers.csv, again", "Dear %%Name%%, 50% off")
    assert draft.again_of == FIRST_ID
    assert not ready.own.of_people
    assert "Looking for opt-outs …" in harness.told  # some may have opted out since
