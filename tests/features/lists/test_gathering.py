"""The people of one date of a series: gathered once, by one, and judged before anybody is texted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Audience, Choice, Member, dump
from bot.features.contacts.service import Person
from bot.features.lists.gathering import FORGOTTEN, NOBODY, Gathering
from bot.features.lists.opt_outs import OptOuts
from bot.features.lists.reading import ListReader
from bot.features.lists.recording import Recording
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
class House:
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
            key="date", team_id="T0", user_id="U0MAYA", kind=SendKind.LIST, to_number="", body="Hi %%Name%%",
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
        reader = ListReader(SimpleNamespace(region="US"), self, self, self, sees_numbers=lambda _who: True)
        recording = Recording(self.database, OptOuts(self, self.clock), guards, self.clock)
        self.gathering = Gathering(
            self.database,
            reader,
            recording,
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
        asks = {"outcome_code": why.value, "outcome_sentence": sentence}
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
        self.gathering.gather(self.send)
        return self.send

    def again(self) -> Send:
        """Somebody has it sent now, and it is gathered once more."""
        with self.database.write() as conn:
            sends.move(conn, self.id, SendState.QUEUED, now=self.clock(), outcome_code=None)
        return self.gather()

    def bodies(self) -> list[str]:
        with self.database.read() as conn:
            return sorted(rows.bodies(conn, self.id))

    def is_due(self) -> bool:
        return audience_choices.look(self.database, self.id) is not None


@pytest.fixture
def house(database: Database, clock: FakeClock) -> House:
    return House(database, clock)


def test_the_people_of_now_are_its_rows_once(house: House) -> None:
    house.people = [GRACE, LOU]

    found = house.gather()
    house.people = [ADA]
    house.gather()

    assert house.bodies() == ["Hi Name1", "Hi Name2"]
    assert (found.state, found.people, found.members, found.balance_shown) == (
        SendState.QUEUED,
        2,
        GRACE + LOU,
        1000,
    )
    assert not house.is_due()


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
    house = House(database, clock, **wrong)  # type: ignore[arg-type]

    found = house.gather()

    assert (found.state, found.outcome_code, found.outcome_sentence) == (
        SendState.SCHEDULED,
        Hold.UNCHECKED,
        said,
    )
    assert house.is_due()
    house.fault, house.people = "", [LOU]
    house.listed.clear()
    assert house.again().state is SendState.QUEUED
    assert house.bodies() == ["Hi Name2"]


def test_of_whom_somebody_was_erased_nobody_is_texted(house: House) -> None:
    with house.database.write() as conn:
        conn.execute(audience_choice.update().values(choice=None))

    assert house.gather().outcome_sentence == FORGOTTEN
    assert house.bodies() == []


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
    house = House(database, clock, **change)  # type: ignore[arg-type]

    found = house.gather()

    assert (found.state, found.outcome_code, found.outcome_sentence) == (
        SendState.SCHEDULED,
        Hold.CHANGED,
        said,
    )
    assert found.pending_values is not None
    assert found.pending_values["people"] == len(house.people)
    before, house.people = house.bodies(), [LOU]
    house.again()
    assert house.bodies() == before


def test_words_that_became_dearer_ask(house: House) -> None:
    with house.database.write() as conn:
        conn.execute(table.update().where(table.c.id == house.id).values(credits_upper=1, credits=1))

    assert house.gather().outcome_sentence == "It may now cost up to 2 credits, up from 1."


def test_what_an_approval_does_not_hold_for_is_approved_anew_and_one_with_room_goes(house: House) -> None:
    house.approvals.people = 2
    house.people = [ADA, GRACE, LOU]
    house.approvals.stands_for = 3

    assert house.gather().state is SendState.QUEUED


def test_an_approval_that_does_not_hold_is_asked_for_with_the_figures_found(house: House) -> None:
    house.approvals.people = 2
    house.people = [ADA, GRACE, LOU]

    found = house.gather()

    assert (found.state, found.people, house.asked) == (
        SendState.AWAITING_APPROVAL,
        3,
        [(house.id, "3 now")],
    )
    assert not house.is_due()


def test_whoever_is_overtaken_writes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Gathering._begin

    def overtaken(self: Gathering, send: Send) -> str:
        token = begin(self, send)
        with house.database.write() as conn:
            audience_choices.take(conn, send.id)
        return token

    with monkeypatch.context() as patched:
        patched.setattr(Gathering, "_begin", overtaken)
        assert not house.gathering.gather(house.send)
    assert house.send.state is SendState.QUEUED
    assert house.bodies() == []
    assert house.is_due()
    house.meanwhile = [house.gather]
    assert house.gathering.gather(house.send)  # somebody else was done first
    assert house.send.state is SendState.QUEUED
    assert house.bodies() == ["Hi Name0", "Hi Name1"]


def test_what_a_process_that_died_had_written_is_gathered_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_args: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(audience_choices, "finish", dies)
        with pytest.raises(KeyboardInterrupt):
            house.gather()
    assert house.bodies() == ["Hi Name0", "Hi Name1"]
    house.people = [LOU]

    house.gather()

    assert house.bodies() == ["Hi Name2"]
