"""The machine that carries rows in lanes, whatever the rows are."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Outcome, Refused, Unknown
from bot.engine.batches import heartbeat
from bot.engine.batches.heartbeat import Heartbeat
from bot.engine.batches.runner import MOST_FAILURES, UNCLEAR_IN_A_ROW, Came, Trouble, came_of
from bot.store.database import Database
from tests.clock import FakeClock
from tests.engine.batch_harness import Jobs, Lanes, Machine


@pytest.fixture
def machine(database: Database) -> Machine:
    return Machine(database)


@pytest.mark.parametrize(
    ("outcome", "came"),
    [
        (Accepted(), Came.DONE),
        (Refused("-6", "Not a contact."), Came.DONE),
        (Unknown("timeout"), Came.UNCLEAR),
        (NotSent(), Came.NOT_SENT),
    ],
)
def test_what_came_of_an_attempt_is_what_the_batch_goes_on_from(outcome: Outcome, came: Came) -> None:
    assert came_of(outcome) is came


def test_lanes_go_through_their_shares_and_the_last_one_ends_the_batch(database: Database) -> None:
    machine = Machine(database, most=2, job_seconds=1000.0)
    assert len(machine.jobs.waiting) == 2
    machine.step()
    machine.step()
    assert (machine.done, machine.batch.beats, machine.batch.finished) == (40, 40, 2)
    assert machine.batch.had_their_turn == [(place, row) for place in (0, 2, 1, 3) for row in range(10)]
    assert not machine.jobs.waiting


def test_a_job_lets_others_have_its_thread_in_the_middle_of_a_share(machine: Machine) -> None:
    machine.batch.left[0] = 25
    machine.step()
    assert machine.batch.left[0] == 15
    ((args, delay),) = machine.jobs.waiting
    assert (args["place"], args["turn"], args["failures"], delay) == ("0", "1", "0", 0.0)


def test_a_job_without_time_does_one_share(database: Database) -> None:
    machine = Machine(database, job_seconds=0.0)
    machine.step()
    assert (machine.done, [args["place"] for args, _ in machine.jobs.waiting]) == (10, ["2"])


def test_shares_without_rows_take_no_job_of_their_own(database: Database) -> None:
    machine = Machine(database, job_seconds=0.0)
    machine.batch.left[0] = 0
    machine.step()
    assert (machine.batch.left[2], machine.batch.finished) == (0, 1)


def test_a_process_that_stops_leaves_the_rest_to_the_next(machine: Machine) -> None:
    machine.stopping = True
    machine.step()
    assert (machine.done, machine.delays) == (0, [0.0])


def test_a_share_whose_rows_run_out_ends_the_lane(machine: Machine) -> None:
    machine.batch.comes.extend([Came.DONE, Came.NONE_LEFT, Came.NONE_LEFT])
    machine.step()
    assert (machine.done, machine.batch.finished, machine.delays) == (1, 1, [])


def test_a_batch_that_stopped_is_left_alone(machine: Machine) -> None:
    machine.batch.comes.append(Came.STOPPED)
    machine.step()
    assert (machine.batch.beats, machine.batch.finished, machine.delays) == (0, 0, [])


def test_a_job_of_an_earlier_wave_does_nothing(machine: Machine) -> None:
    machine.batch.in_wave = 1
    machine.step()
    assert (machine.done, machine.batch.finished, machine.delays) == (0, 0, [])


# --- SMS-iT cannot be reached


def test_waits_grow_until_a_person_is_asked(machine: Machine) -> None:
    machine.batch.comes.extend([Came.NOT_SENT] * MOST_FAILURES)
    delays = []
    while machine.jobs.waiting:
        machine.step()
        delays += machine.delays
    assert delays == [5, 15, 60, 300, 300, 300, 300, 300, 300]
    assert machine.batch.paused == [(Trouble.UNREACHABLE, MOST_FAILURES)]
    assert machine.done == 0


def test_what_cannot_be_paused_goes_on_trying(machine: Machine) -> None:
    machine.batch.may_pause = False
    machine.batch.comes.extend([Came.NOT_SENT] * (MOST_FAILURES + 1))
    for _ in range(MOST_FAILURES + 1):
        machine.step()
    assert machine.delays == [300]


def test_a_lane_that_got_through_begins_with_short_waits_again(machine: Machine) -> None:
    machine.batch.comes.extend([Came.NOT_SENT, Came.NOT_SENT, Came.DONE, Came.NOT_SENT])
    for delay in (5, 15, 5):
        machine.step()
        assert machine.delays == [delay]


def test_a_row_that_waits_again_in_an_older_wave_gets_a_job_in_the_newer_one(machine: Machine) -> None:
    machine.batch.comes.append(Came.NOT_SENT)
    machine.batch.meanwhile = lambda: setattr(machine.batch, "in_wave", 3)
    machine.step()
    ((args, delay),) = machine.jobs.waiting
    assert (args["wave"], args["stray"], args["failures"], delay) == ("3", "True", "0", 5.0)


def test_a_row_that_waits_again_after_a_pause_waits_for_a_person(machine: Machine) -> None:
    machine.batch.comes.append(Came.NOT_SENT)
    machine.batch.meanwhile = lambda: setattr(machine.batch, "in_wave", None)
    machine.step()
    assert machine.delays == []


# --- nobody knows what came of it


def test_unclear_answers_in_a_row_pause(machine: Machine) -> None:
    machine.batch.comes.extend([Came.UNCLEAR] * (UNCLEAR_IN_A_ROW - 1))
    machine.batch.comes.append(Came.PASSED)
    machine.batch.comes.extend([Came.UNCLEAR] * UNCLEAR_IN_A_ROW)
    machine.batch.left[0] = 20
    machine.step()
    assert machine.batch.paused == [(Trouble.UNCLEAR, UNCLEAR_IN_A_ROW)]
    assert (machine.batch.left[0], machine.delays) == (10, [])


# --- saying that somebody is at it


def test_somebody_is_at_it_now_and_then(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "MOST_KEPT", 1)
    noted: list[tuple[str, float, datetime | None]] = []
    began = clock()

    def note(conn: Connection, each: str, now: datetime, before: datetime | None) -> None:
        assert conn.in_transaction()
        noted.append((each, (now - began).total_seconds(), before))

    beats = Heartbeat(database, clock, note)
    for _ in range(3):
        beats.beat("B")
        clock.advance(seconds=1)
    beats.beat("C")
    beats.insist("C")
    assert noted == [("B", 0, None), ("B", 2, began), ("C", 3, None), ("C", 3, None)]
    assert len(beats._last) == 1


def test_every_lane_is_set_going_at_once_in_the_callers_transaction(database: Database) -> None:
    jobs = Jobs()
    with database.write() as conn:
        for _ in range(2):
            Lanes(jobs, lambda: 2).launch(conn, "batch", 4)

    begun = {"batch_id": "batch", "wave": "4", "turn": "0", "failures": "0", "stray": "False"}
    assert list(jobs.waiting) == [(begun | {"place": place}, 0.0) for place in ("0", "1")]
    assert [each is conn for each in jobs.within] == [True, True]
