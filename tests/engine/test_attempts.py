"""The one way in which SMS-iT is written to, over every kind of row: asked at most once, whatever happens."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.attempts import (
    Accepted,
    Attempt,
    NotSent,
    Outcome,
    Refused,
    Unknown,
    attempt_once,
    sweep,
)
from bot.store import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.tables import appointment, contact_import, message, send
from tests.clock import FakeClock
from tests.counted import counted
from tests.engine.ledgers import (
    KINDS,
    LATER,
    OUTCOMES,
    REFUSED,
    ACall,
    AnImportRow,
    ASend,
    Kind,
    Row,
    SmsIt,
    attempt,
)
from tests.fakes.database import Crash, FragileDatabase
from tests.patience import PATIENCE_SECONDS
from tests.store.samples import NOON

COUNTED_AS: Final = {ASend: "contact", ACall: "appointment", AnImportRow: "import_row"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Database:
    path = tmp_path_factory.mktemp("shared") / "bot.db"
    path.write_bytes(migrated_file.read_bytes())
    return Database(f"sqlite:///{path}")


def emptied(database: Database) -> None:
    with database.write() as conn:
        for each in (send, message, appointment, contact_import):
            conn.execute(each.delete())


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Accepted(), "accepted"),
        (REFUSED, "refused"),
        (Unknown("timeout", "Nobody knows."), "unknown"),
        (NotSent("No connection."), "waiting"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_each_outcome_is_recorded(kind: Kind, clock: FakeClock, outcome: Outcome, state: str) -> None:
    made = attempt(kind, SmsIt(outcome), clock)
    assert made is not None
    assert (made.outcome, made.recorded, kind.state) == (outcome, True, state)


class OfItsOwn(Accepted):
    """A feature's outcome, which says more than that it was accepted."""


@pytest.mark.parametrize(
    ("outcome", "word"),
    [*zip(OUTCOMES, ("accepted", "refused", "unknown", "not_sent"), strict=True), (OfItsOwn(), "accepted")],
)
def test_each_attempt_is_counted_by_kind_and_outcome(
    on_sqlite: Kind, clock: FakeClock, outcome: Outcome, word: str
) -> None:
    series, kind = "smsit_bot_attempts_total", COUNTED_AS[type(on_sqlite)]
    before = counted(series, kind=kind, outcome=word), counted(series)

    attempt(on_sqlite, SmsIt(outcome), clock)

    assert (counted(series, kind=kind, outcome=word), counted(series)) == (before[0] + 1, before[1] + 1)


def test_what_never_came_back_is_counted_too(on_sqlite: Kind, clock: FakeClock) -> None:
    series, kind = "smsit_bot_attempts_total", COUNTED_AS[type(on_sqlite)]
    with suppress(Crash):
        attempt(on_sqlite, SmsIt("dies before"), clock)
    before = counted(series, kind=kind, outcome="interrupted")
    clock.advance(seconds=LATER)

    sweep(on_sqlite.database, on_sqlite.ledger, clock)
    sweep(on_sqlite.database, on_sqlite.ledger, clock)

    assert counted(series, kind=kind, outcome="interrupted") == before + 1


def test_the_claim_is_committed_before_the_request(kind: Kind, clock: FakeClock) -> None:
    seen: list[str] = []
    attempt(kind, SmsIt(during=lambda: seen.append(kind.state)), clock)
    assert seen == ["attempting"]


def test_an_attempt_may_be_marked_by_whoever_makes_it(on_sqlite: Kind, clock: FakeClock) -> None:
    made = attempt(on_sqlite, SmsIt(), clock, token="job 7")
    assert made is not None
    assert made.row.token == "job 7"


def test_what_was_attempted_is_not_attempted_again(kind: Kind, clock: FakeClock) -> None:
    smsit = SmsIt(Unknown("timeout"))
    attempt(kind, smsit, clock)
    assert attempt(kind, smsit, clock) is None
    assert (smsit.reached, kind.state) == (1, "unknown")


def test_of_two_who_come_at_once_one_asks(kind: Kind, clock: FakeClock) -> None:
    smsit, gate = SmsIt(), Barrier(4)

    def come(_nth: int) -> Attempt[Row] | None:
        gate.wait(PATIENCE_SECONDS)
        return attempt(kind, smsit, clock)

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(come, range(4)))
    assert (sum(each is not None for each in made), smsit.reached, kind.state) == (1, 1, "accepted")


@dataclass(frozen=True)
class Death:
    """Where a process dies: at a write, before or after it is committed, or while it asks."""

    at: str
    left: str
    reached: int = 0
    write: int = 0
    committed: bool = True
    answer: str = ""


DEATHS = (
    Death("before the claim is committed", "waiting", write=1, committed=False),
    Death("after the claim", "attempting", write=1),
    Death("before SMS-iT is reached", "attempting", answer="dies before"),
    Death("after SMS-iT was reached", "attempting", 1, answer="dies after"),
    Death("before the outcome is committed", "attempting", 1, write=2, committed=False),
    Death("after the outcome", "accepted", 1, write=2),
)


@pytest.mark.parametrize("death", DEATHS, ids=lambda death: death.at)
def test_wherever_a_process_dies_nobody_is_asked_twice(
    on_sqlite: Kind, clock: FakeClock, death: Death
) -> None:
    kind, smsit = on_sqlite, SmsIt(death.answer)
    fragile: Any = FragileDatabase(kind.database)
    fragile.die_at, fragile.after = death.write, death.committed
    with pytest.raises(Crash):
        attempt_once(fragile, kind.ledger, kind.row_id, smsit, clock=clock)
    assert (kind.state, smsit.reached) == (death.left, death.reached)

    again = SmsIt()
    attempt(kind, again, clock)  # the job runs again in the next process
    clock.advance(seconds=LATER)
    sweep(kind.database, kind.ledger, clock)
    attempt(kind, again, clock)

    assert again.reached == (death.left == "waiting")
    assert kind.state == ("unknown" if death.left == "attempting" else "accepted")


@given(steps=st.lists(st.sampled_from([*OUTCOMES, "dies before", "dies after", ValueError("x"), "sweep"])))
@pytest.mark.parametrize("made", KINDS, ids=lambda made: made.__name__)
def test_in_whatever_order_things_happen_smsit_is_reached_once_at_most(
    shared: Database, made: type[Kind], steps: list[Outcome | Exception | str]
) -> None:
    emptied(shared)
    kind, clock, reached = made(shared), FakeClock(NOON), 0
    for step in steps:
        clock.advance(seconds=LATER)
        if step == "sweep":
            sweep(shared, kind.ledger, clock)
        else:
            smsit = SmsIt(step)
            with suppress(Crash):
                attempt(kind, smsit, clock)
            reached += smsit.reached
    assert reached <= 1
    assert reached == 0 or kind.state != "waiting"


def test_what_follows_is_committed_with_the_outcome_or_not_at_all(on_sqlite: Kind, clock: FakeClock) -> None:
    kind = on_sqlite

    class Failing:
        def __getattr__(self, name: str) -> object:
            return getattr(kind.ledger, name)

        def record(self, *given: Any, now: datetime) -> bool:  # noqa: ANN401 - as the ledger's own
            assert kind.ledger.record(*given, now=now)
            raise LookupError

    ledger: Any = Failing()
    with pytest.raises(LookupError):
        attempt_once(kind.database, ledger, kind.row_id, SmsIt(), clock=clock)
    assert kind.state == "attempting"  # the sweeper's, not anybody's to repeat


def test_an_unforeseen_error_is_unknown_and_quotes_nobody(
    on_sqlite: Kind, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        made = attempt(on_sqlite, SmsIt(ValueError("14155550100 said hello")), clock)
    assert made is not None
    assert (made.outcome, on_sqlite.state) == (Unknown(OutcomeCode.UNFORESEEN), "unknown")
    assert "ValueError" in caplog.text
    assert on_sqlite.ledger.label(made.row) in caplog.text
    assert "14155550100" not in caplog.text


def test_what_provably_told_nothing_waits_and_goes_later(kind: Kind, clock: FakeClock) -> None:
    smsit = SmsIt()
    attempt(kind, SmsIt(NotSent()), clock)
    attempt(kind, smsit, clock)
    assert (kind.state, smsit.reached) == ("accepted", 1)


def test_what_is_stopped_in_the_claiming_transaction_is_refused_unasked(
    on_sqlite: Kind, clock: FakeClock
) -> None:
    kind, smsit = on_sqlite, SmsIt()

    class Stopping:
        def __getattr__(self, name: str) -> object:
            return getattr(kind.ledger, name)

        def stops(self, _conn: object, row: Row) -> Refused:
            assert row.token
            return REFUSED

    ledger: Any = Stopping()
    made = attempt_once(kind.database, ledger, kind.row_id, smsit, clock=clock)
    assert made is not None
    assert (made.outcome, kind.state, smsit.reached) == (REFUSED, "refused", 0)
