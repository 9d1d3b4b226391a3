"""Attempts whose process died, and answers that come late: over every kind of row."""

from dataclasses import replace
from typing import Any

import pytest

from bot.engine.attempts import Accepted, NotSent, Outcome, Unknown, carry_out, claim, sweep
from bot.store.launches import Launch
from bot.store.outcome_codes import OutcomeCode
from tests.clock import FakeClock
from tests.engine.ledgers import LATER, LIMIT, OUTCOMES, REFUSED, Kind, Row, SmsIt, attempt


def test_a_late_answer_mends_what_was_called_unknown(kind: Kind, clock: FakeClock) -> None:
    seen: list[str] = []

    def slow() -> None:
        clock.advance(seconds=LATER)
        assert len(sweep(kind.database, kind.ledger, clock)) == 1
        seen.append(kind.state)

    made = attempt(kind, SmsIt(during=slow), clock)
    assert made is not None
    assert (seen, made.recorded, kind.state) == (["unknown"], True, "accepted")


@pytest.mark.parametrize("answer", OUTCOMES)
def test_an_answer_under_another_token_changes_nothing(kind: Kind, clock: FakeClock, answer: Outcome) -> None:
    claimed = claim(kind.database, kind.ledger, kind.row_id, clock=clock)
    assert claimed is not None
    kind.put("attempting", token="another attempt")
    made = carry_out(kind.database, kind.ledger, claimed, SmsIt(answer), clock=clock)
    assert (made.recorded, kind.state, kind.followed) == (False, "attempting", 0)
    kind.put("unknown")
    made = carry_out(kind.database, kind.ledger, claimed, SmsIt(answer), clock=clock)
    assert (made.recorded, kind.state) == (False, "unknown")


@pytest.mark.parametrize("answer", OUTCOMES)
@pytest.mark.parametrize("state", ["accepted", "refused"])
def test_an_answer_after_a_person_decided_changes_nothing(
    on_sqlite: Kind, clock: FakeClock, answer: Outcome, state: str
) -> None:
    claimed = claim(on_sqlite.database, on_sqlite.ledger, on_sqlite.row_id, clock=clock)
    assert claimed is not None
    on_sqlite.put(state)
    made = carry_out(on_sqlite.database, on_sqlite.ledger, claimed, SmsIt(answer), clock=clock)
    assert (made.recorded, on_sqlite.state, on_sqlite.followed) == (False, state, 0)


def test_what_told_nothing_after_it_was_called_unknown_stays_so(kind: Kind, clock: FakeClock) -> None:
    claimed = claim(kind.database, kind.ledger, kind.row_id, clock=clock)
    assert claimed is not None
    clock.advance(seconds=LATER)
    sweep(kind.database, kind.ledger, clock)
    made = carry_out(kind.database, kind.ledger, claimed, SmsIt(NotSent()), clock=clock)
    assert (made.recorded, kind.state) == (False, "unknown")


def test_only_what_outlived_its_limit_is_swept_and_once(kind: Kind, clock: FakeClock) -> None:
    claimed = claim(kind.database, kind.ledger, kind.row_id, clock=clock)
    assert claimed is not None
    clock.advance(seconds=LIMIT.total_seconds() - 1)
    assert sweep(kind.database, kind.ledger, clock) == ()
    clock.advance(seconds=32)
    assert sweep(kind.database, kind.ledger, clock) == (claimed.row,)
    assert sweep(kind.database, kind.ledger, clock) == ()
    assert kind.state == "unknown"


def test_what_an_earlier_launch_left_in_the_same_slot_is_swept_at_once(kind: Kind, clock: FakeClock) -> None:
    kind.database.launch = Launch(7, outlives=True)
    claimed = claim(kind.database, kind.ledger, kind.row_id, clock=clock)
    assert claimed is not None
    assert sweep(kind.database, kind.ledger, clock) == ()  # this process is at it
    kind.database.launch = Launch(8, outlives=True)
    assert sweep(kind.database, kind.ledger, clock) == ()  # another one is, and nobody has its slot
    kind.database.launch = Launch(7, outlives=True)
    assert sweep(kind.database, kind.ledger, clock) == (claimed.row,)
    assert kind.state == "unknown"
    made = carry_out(kind.database, kind.ledger, claimed, SmsIt(), clock=clock)
    assert (made.recorded, kind.state) == (True, "accepted")  # a process that only lost its slot


def test_the_sweeper_may_find_out_more_or_leave_it_for_later(on_sqlite: Kind, clock: FakeClock) -> None:
    kind = on_sqlite
    claimed = claim(kind.database, kind.ledger, kind.row_id, clock=clock)
    assert claimed is not None
    clock.advance(seconds=LATER)
    asked: list[Row] = []
    assert sweep(kind.database, kind.ledger, clock, became=asked.append) == ()
    assert asked == [claimed.row]
    assert kind.state == "attempting"
    assert len(sweep(kind.database, kind.ledger, clock, became=lambda _row: REFUSED)) == 1
    assert kind.state == "refused"


def test_what_ended_while_the_sweeper_looked_is_left_alone(on_sqlite: Kind, clock: FakeClock) -> None:
    kind = on_sqlite
    claim(kind.database, kind.ledger, kind.row_id, clock=clock)
    clock.advance(seconds=LATER)

    def meanwhile(_row: Row) -> Unknown:
        kind.put("accepted")
        return Unknown(OutcomeCode.INTERRUPTED)

    assert sweep(kind.database, kind.ledger, clock, became=meanwhile) == ()
    assert kind.state == "accepted"


def test_a_claimed_row_carries_its_token_whole(on_sqlite: Kind, clock: FakeClock) -> None:
    claimed = claim(on_sqlite.database, on_sqlite.ledger, on_sqlite.row_id, clock=clock)
    assert claimed is not None
    stolen: Any = replace(claimed.row, token=None)  # type: ignore[type-var] # every kind of row is a dataclass
    with on_sqlite.database.write() as conn:
        assert not on_sqlite.ledger.record(conn, stolen, Accepted(), now=clock())
    assert on_sqlite.state == "attempting"
