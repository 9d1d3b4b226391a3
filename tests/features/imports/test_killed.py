"""A process that dies again and again: nobody is added twice by us, and every row ends once."""

from random import Random

import pytest
from sqlalchemy import event

from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from bot.store.database import Database
from tests.chaos import sized
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.fakes.smsit_contacts import FakeContactClient
from tests.features.imports.harness import Harness, number, person

pytestmark = pytest.mark.chaos

ROWS = sized(1_000, 5_000)
KILLS = sized(30, 150)
ENDED = {RowState.ADDED, RowState.UNKNOWN, RowState.REJECTED}


def a_danger(harness: Harness, chance: Random) -> None:
    """Let the process die soon: at a write, before or after its commit, or in the middle of an addition."""
    if chance.random() < 0.5:
        harness.fragile.die_at = harness.fragile.writes + chance.randint(1, 60)
        harness.fragile.after = chance.random() < 0.5
    else:
        harness.smsit.replies.extend([None] * chance.randint(0, 30))  # type: ignore[list-item] # as usual
        harness.smsit.replies.append(chance.choice(["crash before", "crash after"]))


def test_whenever_it_dies_nobody_is_added_twice_and_every_row_ends(
    database: Database, clock: FakeClock
) -> None:
    # The machine does not die here, only the process: nothing need reach the disk.
    event.listen(database.engine, "connect", lambda conn, _: conn.execute("PRAGMA synchronous=OFF"))
    chance = Random(20)  # noqa: S311 - the same kills every time
    harness = Harness(database, clock, lanes=3, smsit=FakeContactClient("VIP"), job_seconds=25.0)
    import_id = harness.confirmed(*(person(place) for place in range(1, ROWS + 1)), person(1), "12,,VIP")
    a_danger(harness, chance)
    deaths = done = 0
    while waiting := len(harness.jobs.waiting()):
        try:
            harness.step(chance.randrange(waiting))
            clock.advance(seconds=5)
            harness.tick()
        except Crash:
            deaths += 1
            harness = Harness(
                database, clock, lanes=3, smsit=harness.smsit, slack=harness.slack, job_seconds=25.0
            )
            harness.smsit.replies.clear()
            if deaths < KILLS:
                a_danger(harness, chance)
        before, done = done, harness.done(import_id)
        assert done >= before
    harness.fragile.die_at = None
    harness.later()

    assert deaths == KILLS
    assert harness.the(import_id).state is ImportState.DONE
    counts = harness.counts(import_id)
    assert set(counts) <= ENDED
    assert sum(counts.values()) == ROWS + 2
    assert counts[RowState.REJECTED] == 2
    assert counts.get(RowState.UNKNOWN, 0) <= deaths
    assert max(harness.smsit.asked.values()) == 1
    assert counts[RowState.ADDED] == len(harness.smsit.groups["VIP"])
    unknown = {row.number for row in harness.rows(import_id, RowState.UNKNOWN)}
    assert unknown.isdisjoint(harness.smsit.groups["VIP"])
    assert {number(place) for place in range(1, ROWS + 1)} == unknown | set(harness.smsit.groups["VIP"])
    assert len(harness.returned()) == 1 + 2 + len(unknown)
