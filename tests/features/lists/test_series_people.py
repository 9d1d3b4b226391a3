"""The people of one date of a series: gathered once, by one, and judged before anybody is texted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Audience, Choice, Member, dump
from bot.features.contacts.service import Person
from bot.features.lists.opt_outs import OptOuts
from bot.features.lists.reader import ListReader
from bot.features.lists.row_drafts import RowDrafts
from bot.features.lists.series_people import FORGOTTEN, NOBODY, SeriesPeople
from bot.features.sends.holds import Hold
from bot.store import audience_choices, sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, Send, SendKind, rows
from bot.store.states import SendState
from bot.store.tables import audience_choice
from bot.store.tables import send as table
from tests.clock import FakeClock
from tests.fakes.approvals import FakeApprovals
from tests.fakes.budgets import FakeBudgets
from tests.features.rules import safeguards

ADA, GRACE, LOU = "14155550100", "14155550101", "14155550102"


def person(number: str) -> Person:
    return Person(number, f"Name{number[-1]} Example", ("VIP",), (), True, "", None, (), "", None)


def joined(phones: Iterable[str]) -> str:
    return "".join(sorted(phones))


@dataclass
class SeriesPeopleHarness:
    """A queued date for two people, and everything it asks."""

    database: Database
    clock: FakeClock
    people: list[str] = field(default_factory=lambda: [ADA, GRACE])
    listed: set[str] = field(default_factory=set)
    approvals: FakeApprovals = field(default_factory=FakeApprovals)
    budgets: FakeBudgets = field(default_factory=lambda: FakeBudgets(left=1000))
    balance: int = 1000
    fault: str = ""
    meanwhile: list[object] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        new = NewSend(
            key="date", team_id="T0", user_id="U0MAYA", kind=SendKind.LIST, to_number="", to_phone="",
            body="Hi %%Name%%",
            sender="1", segments=1, credits=2, credits_upper=2, people=2, held_by=HeldBy.BOT,
        )  # fmt: skip
        with self.database.write() as conn:
            self.id = sends.insert_draft(conn, new, now=self.clock()).id
            sends.move(conn, self.id, SendState.QUEUED, now=self.clock())
            audience_choices.put(conn, self.id, dump(Choice(groups=("VIP",))))
        guards = safeguards(
            approvals=self.approvals,
            budgets=self.budgets,
            do_not_text=SimpleNamespace(listed=self.listed.intersection),
            credits=SimpleNamespace(sms_balance=self.look),
        )
        reader = ListReader(
            SimpleNamespace(region="US"),
            self,
            self,
            self,
            sees_numbers=lambda _who: True,
            as_read_by=lambda _who, row: row,
        )
        row_drafts = RowDrafts(self.database, OptOuts(self, self.clock), guards, self.clock)
        self.series_people = SeriesPeople(
            self.database,
            reader,
            row_drafts,
            guards,
            self,
            self.clock,
            members=joined,
        )

    def look(self) -> int:
        """Return the balance; what happens meanwhile happens then."""
        while self.meanwhile:
            self.meanwhile.pop()()
        return self.balance

    def of(self, choice: Choice, who: Who, _report: object) -> Audience:
        assert (choice.groups, who.user_id) == (("VIP",), "U0MAYA")
        if self.fault:
            raise UserError(self.fault)
        named = map(person, self.people)
        return Audience(tuple(Member(each, each.number) for each in named))

    def ask(self, conn: object, send: Send, seen: SendState, changed: str, values: dict[str, object]) -> None:
        sends.move(conn, send.id, SendState.AWAITING_APPROVAL, now=self.clock(), only_from=seen, **values)
        self.asked.append((send.id, changed))

    def hold_back(self, send_id: str, why: Hold, sentence: str) -> None:
        asks = {"hold_code": why.value, "hold_sentence": sentence}
        with self.database.write() as conn:
            sends.move(
                conn, send_id, SendState.SCHEDULED, now=self.clock(), only_from=SendState.QUEUED, **asks
            )

    @property
    def send(self) -> Send:
        with self.database.read() as conn:
            found = sends.get(conn, self.id)
        assert found is not None
        return found

    def gather(self) -> Send:
        self.series_people.gather(self.send)
        return self.send

    def again(self) -> Send:
        """Somebody has it sent now, and it is gathered once more."""
        with self.database.write() as conn:
            sends.move(conn, self.id, SendState.QUEUED, now=self.clock(), hold_code=None)
        return self.gather()

    def bodies(self) -> list[str]:
        with self.database.read() as conn:
            return sorted(rows.bodies(conn, self.id))

    def is_due(self) -> bool:
        return audience_choices.look(self.database, self.id) is not None


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> SeriesPeopleHarness:
    return SeriesPeopleHarness(database, clock)


def test_the_people_of_now_are_its_rows_once(harness: SeriesPeopleHarness) -> None:
    harness.people = [GRACE, LOU]

    found = harness.gather()
    harness.people = [ADA]
    harness.gather()

    assert harness.bodies() == ["Hi Name1", "Hi Name2"]
    assert (found.state, found.people, found.members, found.balance_shown) == (
        SendState.QUEUED,
        2,
        GRACE + LOU,
        1000,
    )
    assert not harness.is_due()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"fault": "SMS-iT doesn't answer."}, "SMS-iT doesn't answer."),
        ({"people": []}, NOBODY),
        ({"listed": {ADA, GRACE}}, NOBODY),
    ],
)
def test_what_cannot_be_gathered_waits_for_a_person_and_is_gathered_then(
    database: Database, clock: FakeClock, wrong: dict[str, object], said: str
) -> None:
    harness = SeriesPeopleHarness(database, clock, **wrong)  # type: ignore[arg-type]

    found = harness.gather()

    assert (found.state, found.hold_code, found.hold_sentence) == (
        SendState.SCHEDULED,
        Hold.UNCHECKED,
        said,
    )
    assert harness.is_due()
    harness.fault, harness.people = "", [LOU]
    harness.listed.clear()
    assert harness.again().state is SendState.QUEUED
    assert harness.bodies() == ["Hi Name2"]


def test_of_whom_somebody_was_erased_nobody_is_texted(harness: SeriesPeopleHarness) -> None:
    with harness.database.write() as conn:
        conn.execute(audience_choice.update().values(choice=None))

    assert harness.gather().hold_sentence == FORGOTTEN
    assert harness.bodies() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"people": [ADA, GRACE, LOU]}, "The list grew from 2 to 3 recipients; it now costs 3 credits."),
        ({"balance": 1}, "It takes 2 credits, and the balance is 1. Buy more credits first."),
        ({"budgets": FakeBudgets(left=0)}, "That is more than is left of the budget."),
    ],
)
def test_more_than_was_agreed_to_asks_and_the_answer_is_for_these_people(
    database: Database, clock: FakeClock, change: dict[str, object], said: str
) -> None:
    harness = SeriesPeopleHarness(database, clock, **change)  # type: ignore[arg-type]

    found = harness.gather()

    assert (found.state, found.hold_code, found.hold_sentence) == (
        SendState.SCHEDULED,
        Hold.CHANGED,
        said,
    )
    assert found.pending_values is not None
    assert found.pending_values["people"] == len(harness.people)
    before, harness.people = harness.bodies(), [LOU]
    harness.again()
    assert harness.bodies() == before


def test_words_that_became_dearer_ask(harness: SeriesPeopleHarness) -> None:
    with harness.database.write() as conn:
        conn.execute(table.update().where(table.c.id == harness.id).values(credits_upper=1, credits=1))

    assert harness.gather().hold_sentence == "It may now cost up to 2 credits, up from 1."


def test_what_an_approval_does_not_hold_for_is_approved_anew_and_one_with_room_goes(
    harness: SeriesPeopleHarness,
) -> None:
    harness.approvals.people = 2
    harness.people = [ADA, GRACE, LOU]
    harness.approvals.stands_for = 3

    assert harness.gather().state is SendState.QUEUED


def test_an_approval_that_does_not_hold_is_asked_for_with_the_figures_found(
    harness: SeriesPeopleHarness,
) -> None:
    harness.approvals.people = 2
    harness.people = [ADA, GRACE, LOU]

    found = harness.gather()

    assert (found.state, found.people, harness.asked) == (
        SendState.AWAITING_APPROVAL,
        3,
        [(harness.id, "3 now")],
    )
    assert not harness.is_due()


def test_whoever_is_overtaken_writes_nothing(
    harness: SeriesPeopleHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = SeriesPeople._begin

    def overtaken(self: SeriesPeople, send: Send) -> str:
        token = begin(self, send)
        with harness.database.write() as conn:
            audience_choices.take(conn, send.id)
        return token

    with monkeypatch.context() as patched:
        patched.setattr(SeriesPeople, "_begin", overtaken)
        assert not harness.series_people.gather(harness.send)
    assert harness.send.state is SendState.QUEUED
    assert harness.bodies() == []
    assert harness.is_due()
    harness.meanwhile = [harness.gather]
    assert harness.series_people.gather(harness.send)  # somebody else was done first
    assert harness.send.state is SendState.QUEUED
    assert harness.bodies() == ["Hi Name0", "Hi Name1"]


def test_what_a_process_that_died_had_written_is_gathered_anew(
    harness: SeriesPeopleHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_args: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(audience_choices, "finish", dies)
        with pytest.raises(KeyboardInterrupt):
            harness.gather()
    assert harness.bodies() == ["Hi Name0", "Hi Name1"]
    harness.people = [LOU]

    harness.gather()

    assert harness.bodies() == ["Hi Name2"]
